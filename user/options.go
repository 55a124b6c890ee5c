package user

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
)

// Options is what a host supplies beyond store and keys. Nil, and every zero
// field, mean the strictest behaviour: what is not supplied is never assumed to
// have gone well. New refuses what is out of bounds.
//
// Everything in it must be safe for concurrent use. Verifier, Addresses, Screener,
// Messenger and Files that panic count as unavailable.
type Options struct {
	// Programs decides permissions. Without it everybody stays UNVERIFIED.
	Programs *program.Book

	// Vocabulary is what programs may ask for beyond what this library knows: document
	// types of the host's own verifier, statements that its platforms make by Attest,
	// and lists of its own screener. A program that asks for anything else, for a document
	// in a class or from a country in which nobody can submit it, or that counts no list,
	// is refused: it could never be met.
	Vocabulary program.Vocabulary

	// Verifier checks sub-documents. Without it they wait for reviewers. It must
	// heed the end of its context: after Lease nobody waits for it.
	Verifier document.Verifier

	// Addresses asks a postal service about the addresses of base documents and of
	// mail. Without it they are the Verifier's, as all other documents are.
	Addresses document.AddressVerifier

	// Screener searches the watchlists. Without it nobody is ever clear.
	Screener screening.Screener

	// Messenger delivers one-time codes. Without it none is sent: commands that need one
	// fail with a [*bonafide.NotConfiguredError], and documents that are proved by one wait for
	// reviewers, as those do that no verifier takes.
	Messenger Messenger

	// Sandbox makes every one-time code document.SandboxCode and sends none
	// (Synapse users, testing in sandbox). It changes nothing else: the verifier is
	// document.NewSandbox. Never set it where money is real.
	Sandbox bool

	// Files keeps uploads, sealed. Without it uploads are refused.
	Files document.Files

	// Policy says who may set what by hand, and what a locked user may still do.
	// Nil means permission.Strict.
	Policy *permission.Policy

	// Timers are how long documents and activity are waited for. Nil means
	// permission.DefaultTimers.
	Timers *permission.Timers

	// Identity says what a phone number is, and who may create users. By default a
	// number belongs to one user, and platforms create them.
	Identity IdentityPolicy

	// Codes bounds one-time codes. A field that is laxer than its bound is refused.
	Codes CodePolicy

	// Documents parameterises the checks of submissions. Today, Business, Kind
	// and Country are set by the Service.
	Documents document.Rules

	// Calendar says which days are business days, of which a review by people takes
	// at most two. Defaults to Monday to Friday, without holidays.
	Calendar bonafide.Calendar

	// Zone is where civil dates, such as a birthday, are read. Defaults to UTC.
	Zone *time.Location

	// Disposable tells the domains of a list that the host keeps of those that give out e-mail
	// addresses for an hour, in lower case. Programs ask by the fact mailbox. Nil knows none.
	Disposable func(domain string) bool

	// Retention says how long the data of a user is kept after its closure; until
	// then Erase refuses. Nil, and a zero duration, mean DefaultRetention.
	Retention func(User) bonafide.Duration

	// Lease is how long an outside check may take: its context ends then, and
	// another call may ask again. Defaults to one minute.
	Lease time.Duration

	// BodiesInClear leaves the bodies of records as they are. By default every body is
	// sealed under a data key of the user's own, by package store/sealed: the user with its names,
	// numbers, documents and notes, and what stands beside it.
	// Kinds, ids, versions, due times, labels, unique values and events stay readable; what
	// is personal in them is a keyed hash. A body grows by about 40 bytes, a new user
	// has one more record with its wrapped key, and the key service is asked for that
	// key once, and then once in five minutes while the user is in use. Erase destroys
	// the key; what that reaches in backups is told at KeyStore.
	//
	// A store that is a sealed.Store, or has one behind its Unwrap, is taken as it is:
	// there the host sets how it seals. Bodies of the other way fail with a
	// [*sealed.Error] of sealed.CodeUnsealed or CodeSealed, never as damaged ones. The
	// documentation of package store/sealed shows how to seal a database that was in use
	// before.
	BodiesInClear bool

	// KeyStore keeps the wrapped data keys, apart from the records: with it, what
	// Erase destroys is gone from the backups of the records, too. It must be of the same
	// tenant. Nil keeps them with the records, in the same write.
	KeyStore bonafide.Store

	// KeyLife is how long an idempotency key is remembered: the longest time after
	// which the host still repeats a request. Afterwards the key is free. Defaults to
	// 24 hours; at least one.
	KeyLife time.Duration

	// MaxBackdate is how far back Move and Authorize take a transaction that is
	// booked late. A limit of a period can be used once for every period that it
	// reaches back to. Defaults to one day; at most seven.
	MaxBackdate time.Duration

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

// check reports every option that is out of its bounds.
func (o *Options) check() error {
	var faults bonafide.Faults
	faults.Merge("identity.", o.Identity.check())
	faults.Merge("codes.", o.Codes.check())
	if o.Lease < 0 {
		faults.Add("lease", bonafide.CodeOutOfRange)
	}
	if o.KeyLife != 0 && o.KeyLife < aggregate.MinKeyLife {
		faults.Add("key_life", bonafide.CodeOutOfRange)
	}
	if o.MaxBackdate < 0 || o.MaxBackdate > openDays*24*time.Hour {
		faults.Add("max_backdate", bonafide.CodeOutOfRange)
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	faults.Merge("", o.Programs.Lint(vocabulary(o.Documents).And(o.Vocabulary), now()))
	if o.Documents.Upload.MaxBytes < 0 {
		faults.Add("documents.upload.max_bytes", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}

// withDefaults returns the options with everything set that was left out.
func (o Options) withDefaults() Options {
	o.Codes = o.Codes.withDefaults()
	if o.Policy == nil {
		strict := permission.Strict()
		o.Policy = &strict
	}
	if o.Timers == nil {
		timers := permission.DefaultTimers()
		o.Timers = &timers
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() (string, error) {
			id, err := uuid.NewRandom()
			return id.String(), err
		}
	}
	if o.Sandbox {
		o.NewCode = func() (string, error) { return document.SandboxCode, nil }
		o.Messenger = MessengerFunc(func(context.Context, Message) error { return nil })
	}
	if o.NewCode == nil {
		o.NewCode = newCode
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Lease == 0 {
		o.Lease = time.Minute
	}
	if o.KeyLife == 0 {
		o.KeyLife = aggregate.DefaultKeyLife
	}
	if o.MaxBackdate == 0 {
		o.MaxBackdate = 24 * time.Hour
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Trace == nil {
		o.Trace = func(ctx context.Context, _ string) (context.Context, func(error)) { return ctx, func(error) {} }
	}
	return o
}
