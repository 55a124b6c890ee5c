package synapse

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Options is what a host supplies beside the [user.Service].
type Options struct {
	// Actor authenticates a request: it returns the platform that calls. Its error is
	// answered as error 100, and is not shown. [Gateway] reads the published header. Required.
	Actor func(*http.Request) (bonafide.Actor, error)

	// Store keeps subscriptions, and how deliveries stand. It is that of the Service's
	// tenant. Required.
	Store bonafide.Store

	// Secret returns the client_secret of a platform, which signs its webhooks. Required by
	// [Deliverer].
	Secret func(ctx context.Context, platform string) (bonafide.Secret, error)

	// Client returns the name of a platform, for client.name. Nil shows its id.
	Client func(platform string) string

	// BaseURL is where clients find the handler, for links: such as
	// "https://api.example.com/synapse/v3.1". Without it links are paths, without what the handler is mounted under.
	BaseURL string

	// Region is where numbers without "+" belong. Defaults to US.
	Region bonafide.Country

	// Loopback lets webhooks go to this machine: for tests and demonstrations.
	Loopback bool

	// Client of webhooks. Nil means one that follows the rules of this package alone.
	HTTP *http.Client

	// Now is the clock. Defaults to time.Now.
	Now func() time.Time

	// NewID makes ids of subscriptions. Defaults to 24 random hex digits.
	NewID func() (string, error)

	// Logger gets one line for each request that failed by a fault of the host, with
	// its pattern and no value. Silent by default.
	Logger *slog.Logger

	// MaxBody bounds request bodies, in bytes. Defaults to 30 MiB.
	MaxBody int64
}

// ready returns the options with defaults, or every fault of them.
func (o *Options) ready() (Options, error) {
	var faults bonafide.Faults
	if o == nil {
		o = &Options{}
	}
	out := *o
	if out.Actor == nil {
		faults.Add("options.actor", bonafide.CodeRequired)
	}
	if out.Store == nil {
		faults.Add("options.store", bonafide.CodeRequired)
	}
	out.Region = cmp.Or(out.Region, "US")
	if _, err := bonafide.ParseCountry(string(out.Region)); err != nil {
		faults.Add("options.region", bonafide.CodeUnknown)
	}
	out.MaxBody = cmp.Or(out.MaxBody, rest.MaxBody)
	if out.MaxBody < 0 {
		faults.Add("options.max_body", bonafide.CodeOutOfRange)
	}
	out.BaseURL = strings.TrimSuffix(out.BaseURL, "/")
	if out.Client == nil {
		out.Client = func(platform string) string { return platform }
	}
	if out.Now == nil {
		out.Now = time.Now
	}
	if out.NewID == nil {
		out.NewID = NewID
	}
	if out.Logger == nil {
		out.Logger = slog.New(slog.DiscardHandler)
	}
	return out, faults.Err()
}

// NewID makes an id as published ones are: 24 random hex digits. A host gives it to the
// Service whose users it serves, so that clients which check the form take them.
func NewID() (string, error) {
	b := make([]byte, 12)
	rand.Read(b)
	return hex.EncodeToString(b), nil
}
