package casefile

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// Options is what a host supplies beyond store and keys. Nil, and every zero
// field, mean the strictest behaviour: what is not supplied is never assumed to
// have gone well.
type Options struct {
	// Templates create checks and controls. Without them reviewers start each.
	Templates []Template

	// Properties defines the custom properties.
	Properties property.Set

	// Reviews are the rules of reviews. The zero value asks for comments and four
	// eyes, and dates no review back.
	Reviews ReviewSettings

	// Screener searches the watchlists. Without it no aml check is ever clear.
	Screener screening.Screener

	// Lists are the keys of the lists that every search of an aml check must have searched,
	// as far as they are of the kinds that the check asks for: one that is missing, since the
	// engine was never given it, has failed, and the check is not clear. Without them
	// nobody notices a list that was forgotten.
	Lists []string

	// Rescreen is how often a monitored aml check is screened again. Defaults to one
	// day.
	Rescreen time.Duration

	// Timeout bounds one call of Screener or Model; what takes longer counts as
	// unavailable. Defaults to one minute.
	Timeout time.Duration

	// Model assesses open and approved cases whenever their facts change. With it,
	// risks pushed by the platform are refused, and no case is approved on a risk
	// that is older than its facts. Without it the risk is what is pushed or set.
	Model risk.Model

	// Facts adds what only the host knows, such as products and channels, to the
	// facts of a case before the model sees them. It must be pure.
	Facts func(Case, risk.Facts) risk.Facts

	// Ownership says by which law, and how strictly, it is decided who owns the main
	// company. The zero value is the AMLR for all.
	Ownership OwnershipPolicy

	// RiskCommentOptional lets a manual risk go without a comment.
	RiskCommentOptional bool

	// Files keeps files that are handed in for checks, sealed. Without it they are refused.
	// One that panics counts as unavailable. It may be that of package user.
	Files document.Files

	// Uploads bound those files: JPEG, PNG and PDF of document/upload's defaults, where
	// nothing else is said.
	Uploads upload.Rules

	// MaxAttempts bounds the submissions to one check. Defaults to 3.
	MaxAttempts int

	// Conditions adds conditions for logic controls, by name. Each must be pure. Platforms see
	// whether such a control is complete: a condition that asks what reviewers found, wrote or
	// plan tells them of it.
	Conditions map[Condition]func(Case, time.Time) bool

	// Retention says how long the data of a case is kept after its closure; until
	// then Erase refuses. Nil, and a zero duration, mean DefaultRetention.
	Retention func(Case) bonafide.Duration

	// BodiesInClear leaves the bodies of records as they are. By default every body is
	// sealed under a data key of the case's own, by package store/sealed: the case with its
	// entities, findings and notes, and all its versions.
	// Kinds, ids, versions, due times, labels, unique values and events stay readable; what
	// is personal in them is a keyed hash. A body grows by about 40 bytes, a new case
	// has one more record with its wrapped key, and the key service is asked for that
	// key once, and then once in five minutes while the case is in use. Erase destroys
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

	// Now is the clock. Defaults to time.Now.
	Now func() time.Time

	// NewID makes ids: unique, at most 100 bytes, without meaning. Defaults to random
	// UUIDs.
	NewID func() (string, error)

	// Logger gets one line per command with ids and codes. Silent by default.
	Logger *slog.Logger

	// Trace is called when a command begins; what it returns is called with the
	// command's error when it ends. It must not block.
	Trace func(ctx context.Context, op string) (context.Context, func(error))
}

// template returns the template with that key, and whether there is one.
func (o Options) template(key string) (Template, bool) {
	i := slices.IndexFunc(o.Templates, func(t Template) bool { return t.Key == key })
	if i < 0 || key == "" {
		return Template{}, false
	}
	return o.Templates[i], true
}

func (o Options) knows(template string) bool {
	_, ok := o.template(template)
	return ok
}

func (o Options) withDefaults() Options {
	opts := o
	opts.Reviews.Zone = opts.Reviews.zone()
	if opts.Timeout == 0 {
		opts.Timeout = time.Minute
	}
	if opts.Rescreen == 0 {
		opts.Rescreen = 24 * time.Hour
	}
	if opts.KeyLife == 0 {
		opts.KeyLife = aggregate.DefaultKeyLife
	}
	if opts.MaxAttempts == 0 {
		opts.MaxAttempts = 3
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
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Trace == nil {
		opts.Trace = func(ctx context.Context, _ string) (context.Context, func(error)) { return ctx, func(error) {} }
	}
	return opts
}
