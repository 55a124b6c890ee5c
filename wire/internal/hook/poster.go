package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"github.com/bonafide-go/bonafide"
)

// timeout bounds one call, from the look-up of the name to the answer's header.
const timeout = 10 * time.Second

// errRefused says that the receiver answered, and not with success: asking again
// brings the same.
var errRefused = errors.New("hook: the receiver refused")

// errAddress says that a name answered with an address that is nobody's on the internet.
var errAddress = errors.New("hook: the address may not be dialled")

// A Poster posts webhooks. Its zero value reaches public addresses alone.
type Poster struct {
	// Client sends in place of a client that checks what it dials. It is for hosts whose
	// calls leave by a proxy, which answers for where they go. Redirects are never followed.
	Client *http.Client

	Loopback bool // this machine may be a receiver: for demos and tests
}

// Post sends a body and returns the status of the answer, 0 where none came. The error is
// nil for 2xx alone. It matches [bonafide.ErrUnavailable] where the receiver was not
// reached, answered too late, or with 429 or 5xx: ask again later. Any other answer, a
// redirect among them, is a refusal. A target that may not be reached fails with a
// [*bonafide.InvalidError]. No error tells the target.
func (p Poster) Post(ctx context.Context, target string, header http.Header, body []byte) (int, error) {
	u, err := p.parse(target)
	if err != nil {
		return 0, err
	}
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(bounded, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return 0, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	req.Header = header.Clone()
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "User-Agent": "bonafide"} {
		if req.Header.Get(name) == "" {
			req.Header.Set(name, value)
		}
	}
	res, err := p.client().Do(req)
	if err != nil {
		return 0, failure(ctx, err)
	}
	_ = res.Body.Close() // what it says beside the status is nothing to us
	return res.StatusCode, verdict(res.StatusCode)
}

// failure is what a call without an answer means.
func failure(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errAddress):
		return bonafide.Invalid("", bonafide.CodeNotAllowed)
	}
	return fmt.Errorf("hook: the receiver was not reached: %w", bonafide.ErrUnavailable)
}

// verdict is what the status of an answer means.
func verdict(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusTooManyRequests || status >= 500:
		return fmt.Errorf("hook: the receiver answered %d: %w", status, bonafide.ErrUnavailable)
	}
	return fmt.Errorf("%w: it answered %d", errRefused, status)
}

func (p Poster) client() *http.Client {
	out := http.Client{Transport: p.guarded()}
	if p.Client != nil {
		out = *p.Client
	}
	out.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &out
}

// guarded dials what is public. It serves one call: no connection that was made for
// one name is there for another, and no proxy of the environment stands between.
func (p Poster) guarded() *http.Transport {
	d := &net.Dialer{Control: p.control}
	return &http.Transport{
		DialContext:            d.DialContext,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// control sees the address that is about to be dialled, after the look-up.
func (p Poster) control(_, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !public(a.Addr(), p.Loopback) {
		return errAddress
	}
	return nil
}

// HexSHA256 signs a body: hexadecimal HMAC-SHA256 under a secret.
func HexSHA256(secret bonafide.Secret, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	_, _ = mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
