package user

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
)

// Options is what a host supplies beyond store and keys. Nil, and every zero
// field, mean the strictest behaviour: what is not supplied is never assumed to
// have gone well.
type Options struct {
	// Programs decides permissions. Without it everybody stays UNVERIFIED.
	Programs *program.Book

	// Verifier checks sub-documents. Without it they wait for reviewers.
	Verifier document.Verifier

	// Addresses asks a postal service about the addresses of base documents and of
	// mail. Without it they are the Verifier's, as all other documents are.
	Addresses document.AddressVerifier

	// Screener searches the watchlists. Without it nobody is ever clear.
	Screener screening.Screener

	// Messenger delivers one-time codes. Without it none is sent.
	Messenger Messenger

	// Sandbox makes every one-time code document.SandboxCode and sends none
	// (Synapse users, testing in sandbox). Never set it where money is real.
	Sandbox bool

	// Files keeps uploads, sealed. Without it uploads are refused.
	Files document.Files

	// Policy says who may set what by hand, and what a locked user may still do.
	// Nil means permission.Strict.
	Policy *permission.Policy

	// Timers are how long documents and activity are waited for. Nil means
	// permission.DefaultTimers.
	Timers *permission.Timers

	// Codes bounds one-time codes.
	Codes CodePolicy

	// Documents parameterises the checks of submissions. Today, Business, Kind
	// and Country are set by the Service.
	Documents document.Rules

	// Zone is where civil dates, such as a birthday, are read. Defaults to UTC.
	Zone *time.Location

	// Retention says how long the data of a user is kept after its closure; until
	// then Erase refuses. Nil, and a zero duration, mean DefaultRetention.
	Retention func(User) bonafide.Duration

	// Lease is how long an outside check may take before it is asked again.
	// Defaults to one minute.
	Lease time.Duration

	// Now is the clock. Defaults to time.Now.
	Now func() time.Time

	// NewID makes ids of users, documents and attempts: unique, at most 128 bytes,
	// without meaning. Defaults to random UUIDs.
	NewID func() (string, error)

	// NewCode makes a one-time code of six digits. Defaults to a uniform draw from
	// crypto/rand; set it in tests only.
	NewCode func() (string, error)

	// Logger gets one line per command with ids and codes. Silent by default.
	Logger *slog.Logger

	// Trace is called when a command begins; what it returns is called with the
	// command's error when it ends. It must not block.
	Trace func(ctx context.Context, op string) (context.Context, func(error))
}

func (o *Options) withDefaults() Options {
	var opts Options
	if o != nil {
		opts = *o
	}
	opts.Codes = opts.Codes.withDefaults()
	if opts.Policy == nil {
		strict := permission.Strict()
		opts.Policy = &strict
	}
	if opts.Timers == nil {
		timers := permission.DefaultTimers()
		opts.Timers = &timers
	}
	if opts.Retention == nil {
		opts.Retention = DefaultRetention
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.NewID == nil {
		opts.NewID = func() (string, error) {
			id, err := uuid.NewRandom()
			return id.String(), err
		}
	}
	if opts.Sandbox {
		opts.NewCode = func() (string, error) { return document.SandboxCode, nil }
		opts.Messenger = MessengerFunc(func(context.Context, Message) error { return nil })
	}
	if opts.NewCode == nil {
		opts.NewCode = newCode
	}
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	if opts.Lease <= 0 {
		opts.Lease = time.Minute
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Trace == nil {
		opts.Trace = func(ctx context.Context, _ string) (context.Context, func(error)) { return ctx, func(error) {} }
	}
	return opts
}
