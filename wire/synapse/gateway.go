package synapse

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// The published headers.
const (
	headerGateway     = "X-SP-GATEWAY"         // client_id|client_secret
	headerUser        = "X-SP-USER"            // oauth_key|fingerprint, or |fingerprint
	headerIP          = "X-SP-USER-IP"         // the user's address
	headerIdempotency = "X-SP-IDEMPOTENCY-KEY" // of a POST
)

// Gateway returns an Options.Actor that reads the published header X-SP-GATEWAY. The
// id of a platform is its client_id. lookup returns the client_secret, or an error
// matching [bonafide.ErrNotFound]. A host calls it for its Options; one
// with other credentials writes its own.
func Gateway(lookup func(ctx context.Context, clientID string) (bonafide.Secret, error)) func(*http.Request) (bonafide.Actor, error) {
	return func(r *http.Request) (bonafide.Actor, error) {
		id, secret, ok := strings.Cut(only(r, headerGateway), "|")
		if !ok || id == "" || secret == "" {
			return bonafide.Actor{}, bonafide.ErrForbidden
		}
		want, err := lookup(r.Context(), id)
		if err != nil {
			return bonafide.Actor{}, err
		}
		if want.IsZero() || !want.Equal(bonafide.NewSecret(secret)) {
			return bonafide.Actor{}, bonafide.ErrForbidden
		}
		return bonafide.Platform(id), nil
	}
}

// only is a header that stands once: of two, what a proxy checked and what is read here could
// differ (CWE-444).
func only(r *http.Request, name string) string {
	if values := r.Header.Values(name); len(values) == 1 {
		return values[0]
	}
	return ""
}

// credentials are the access key and the fingerprint of a request's user.
func credentials(r *http.Request) (key, fingerprint bonafide.Secret) {
	before, after, _ := strings.Cut(only(r, headerUser), "|")
	return bonafide.NewSecret(before), bonafide.NewSecret(after)
}

// userIP is the address of the request's user, if the header has one.
func userIP(r *http.Request) string {
	addr, err := netip.ParseAddr(strings.TrimSpace(only(r, headerIP)))
	if err != nil || addr.Zone() != "" {
		return ""
	}
	return addr.Unmap().String()
}
