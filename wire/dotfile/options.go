package dotfile

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Options is what a host supplies. Actor, Store and Keys must be set.
type Options struct {
	// Actor authenticates a request: the platform whose API key it bears, or a reviewer.
	// An error is answered with 401, one that matches bonafide.ErrUnavailable with 503. [APIKey] makes one for the published header.
	Actor func(*http.Request) (bonafide.Actor, error)

	// Store is the store of the Service's tenant: webhooks, and which case an entity
	// belongs to, are kept in it.
	Store bonafide.Store

	// Keys are the tenant's. They seal the secrets of webhooks.
	Keys *bonafide.Keys

	// Reviews lets API keys do what reviewers do: review cases and checks, decide hits,
	// start checks, write notes, and read what reviewers wrote. Whoever holds a key is a reviewer
	// then, and nobody may hold a key and work at the desk besides. Without it such requests are answered with 403, and no
	// hits are shown.
	Reviews bool

	// Templates and Properties are those of the Service, to be listed.
	Templates  []casefile.Template
	Properties property.Set

	// Files keeps uploads until a check has them; it is that of the Service. Without it
	// references of files are the host's own ids of evidence.
	Files document.Files

	// Uploads bound them: JPEG, PNG and PDF. Sizes default to the published 20 MB; the Service's own Uploads
	// count once a check has them.
	Uploads upload.Rules

	// User names a reviewer by id. Nil names nobody.
	User func(id string) User

	// Clears is how long the decision holds that a hit is another one. Defaults to 365 days.
	Clears time.Duration

	// MaxScan bounds how many cases of a platform a list goes through that no index
	// answers; what is more is answered with 400. Defaults to 10,000.
	MaxScan int

	// Client sends webhooks. Nil sends with defaults that reach no private address.
	Client *http.Client

	// Loopback lets webhooks go to the machine itself, for tests and demonstrations.
	Loopback bool

	// Now is the clock. Defaults to time.Now.
	Now func() time.Time

	// NewID makes the ids of webhooks. Defaults to random UUIDs.
	NewID func() (string, error)

	// Logger gets one line per failed request, with codes. Silent by default.
	Logger *slog.Logger

	// MaxBody bounds a request's body in bytes. Defaults to 30 MiB.
	MaxBody int64
}

// A User is how a reviewer is shown.
type User struct {
	FirstName string
	LastName  string
	Email     string
}

// complete returns the options with everything set that was left out, or every fault.
func (o *Options) complete(cases *casefile.Service) (Options, error) {
	var all Options
	if o != nil {
		all = *o
	}
	var faults bonafide.Faults
	for path, missing := range map[string]bool{
		"cases": cases == nil, "options.actor": all.Actor == nil, "options.store": all.Store == nil, "options.keys": all.Keys == nil,
	} {
		if missing {
			faults.Add(path, bonafide.CodeRequired)
		}
	}
	if all.Keys != nil && all.Store != nil {
		faults.Merge("options.", all.Keys.CheckTenant(all.Store))
	}
	if all.Clears < 0 {
		faults.Add("options.clears", bonafide.CodeOutOfRange)
	}
	if all.MaxScan < 0 {
		faults.Add("options.max_scan", bonafide.CodeOutOfRange)
	}
	if all.MaxBody < 0 {
		faults.Add("options.max_body", bonafide.CodeOutOfRange)
	}
	faults.Merge("options.properties", all.Properties.Check())
	all.setDefaults()
	return all, faults.Err()
}

func (o *Options) setDefaults() {
	if o.User == nil {
		o.User = func(string) User { return User{} }
	}
	if o.Clears == 0 {
		o.Clears = 365 * 24 * time.Hour
	}
	if o.MaxScan == 0 {
		o.MaxScan = 10_000
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
	if o.Uploads.MaxBytes == 0 {
		o.Uploads.MaxBytes = maxUpload
	}
	if o.MaxBody == 0 {
		o.MaxBody = rest.MaxBody
	}
}
