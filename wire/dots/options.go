package dots

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Options is what a host supplies to a [Handler]. Actor is required.
type Options struct {
	// Actor says who asks: the host's authentication. An error is answered with 401,
	// one that matches bonafide.ErrUnavailable with 503. See [Basic].
	Actor func(*http.Request) (bonafide.Actor, error)

	// Store keeps flows, and where the pages of lists ended; it is of the same tenant. It
	// gets ids and times, and of a link a hash. Without it there are no flows, and lists
	// are walked from their beginning.
	Store bonafide.Store

	// BaseURL is where the handler is mounted, as payees reach it: "https://host/dots/v2".
	// Links of flows begin with it. Without it they begin with "/flow/", and the host
	// completes them.
	BaseURL string

	// LinkLife is how long a link is good: at most a day. Defaults to 15 minutes (Dots
	// API, create a flow).
	LinkLife time.Duration

	// MaxBody bounds a body in bytes. Defaults to 30 MiB.
	MaxBody int64

	Now    func() time.Time       // the clock; defaults to time.Now
	NewID  func() (string, error) // ids of flows; defaults to random UUIDs
	Logger *slog.Logger           // gets faults of the host, without a value; silent by default
}

const (
	defaultLinkLife = 15 * time.Minute
	maxLinkLife     = 24 * time.Hour
)

func (o *Options) check() error {
	var faults bonafide.Faults
	if o.Actor == nil {
		faults.Add("options.actor", bonafide.CodeRequired)
	}
	if u, err := url.Parse(o.BaseURL); err != nil || o.BaseURL != "" && (u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		faults.Add("options.base_url", bonafide.CodeMalformed)
	}
	if o.LinkLife < 0 || o.LinkLife > maxLinkLife {
		faults.Add("options.link_life", bonafide.CodeOutOfRange)
	}
	if o.MaxBody < 0 {
		faults.Add("options.max_body", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}

func (o Options) withDefaults() Options {
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	if o.LinkLife == 0 {
		o.LinkLife = defaultLinkLife
	}
	if o.MaxBody == 0 {
		o.MaxBody = rest.MaxBody
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = rest.NewID
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Basic is the published authentication, for [Options].Actor: HTTP Basic with the
// client id as the name and the API key as the password. Lookup says who that is; it
// compares the key with what the host keeps of it (a hash), in constant time, and fails
// where they do not fit, with an error matching [bonafide.ErrUnavailable] where it
// cannot say. A host calls it for its options.
func Basic(lookup func(ctx context.Context, clientID string, apiKey bonafide.Secret) (bonafide.Actor, error)) func(*http.Request) (bonafide.Actor, error) {
	return func(r *http.Request) (bonafide.Actor, error) {
		id, key, ok := r.BasicAuth()
		if !ok || id == "" || key == "" {
			return bonafide.Actor{}, bonafide.ErrForbidden
		}
		return lookup(r.Context(), id, bonafide.NewSecret(key))
	}
}

// newToken makes the secret of a link: 256 random bits.
func newToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // it never fails
	return base64.RawURLEncoding.EncodeToString(b)
}
