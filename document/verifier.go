package document

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
)

// A Request asks an outside check about one attempt of one sub-document. It
// lives for one call and must not be stored.
type Request struct {
	Attempt    string           // the answer is bound to it; serves as an idempotency key for a vendor
	Asks       int              // how often this attempt was asked about, this call included
	At         time.Time        // when the call began
	UserID     string           // the user whose document it is
	BaseID     string           // its base document
	DocumentID string           // the sub-document
	Class      Class            // its class
	Type       Type             // its type
	Value      bonafide.Secret  // canonical; empty for a file
	IDNumber   bonafide.Secret  // the number printed on the document, where given
	Mask       string           // what Value may be shown as, such as "***-**-2222"
	Grade      bonafide.Grade   // how far a number can be believed; empty for other values
	MediaType  upload.MediaType // what a file is; empty for a value
	Meta       Meta             // what was given beside the value
	Base       Base             // whose document it is
	Reference  string           // the verifier's id of the pending check; empty without a pending check

	// File returns the original file; nil for a document without a file.
	File func(ctx context.Context) ([]byte, error)

	// Beside returns the value or the file of another document of Base, by its id, for
	// what is held against it: an EIN letter against the TIN, a video against the photo
	// ID. It fails with an error matching [bonafide.ErrNotFound] for an id that Base has
	// not, and with [bonafide.ErrSealed]. Nil for the number of a tax form.
	Beside func(id string) (Request, error)
}

// A Verifier is the host's way to a vendor, a registry or a model. It must be
// safe for concurrent use, honour the context, and may be asked about the same
// attempt more than once.
//
// An error, like an unknown outcome, counts as unavailable and never as a
// verdict; its text must not carry personal data.
//
// It is asked about every document that is to be checked, those of DerivedTypes among
// them, which follow from the fields of the base document. One that looks at some
// types alone is a [Selective], or a route of a [Router].
//
// A check that is pending is asked about again, with its Reference: at the verdict's
// RetryAt, or else after [bonafide.RetryAfter]. Look it up then, and begin no second
// one; a webhook that was lost costs time alone. After ten calls without a verdict
// reviewers are asked. A vendor that calls back is heard by Service.ResolveToken of package
// user: give it [Request.Token] as its external id. One that takes none is heard by
// Service.Resolve: keep UserID, DocumentID and Attempt with its reference, by which no
// user is found.
type Verifier interface {
	Verify(ctx context.Context, r Request) (Verdict, error)
}

// VerifierFunc is a function as a [Verifier].
type VerifierFunc func(ctx context.Context, r Request) (Verdict, error)

// Verify calls f.
func (f VerifierFunc) Verify(ctx context.Context, r Request) (Verdict, error) { return f(ctx, r) }

// A Selective verifier tells beforehand which documents it looks at. It is not asked
// about others: those that a program or a reviewer needs wait for a reviewer. A
// verifier that does not tell looks at all.
type Selective interface {
	Verifier

	// Takes reports whether it looks at documents of a class and type that are of a
	// country: that of issue, or of the base document's address where the document
	// names none.
	Takes(class Class, t Type, country bonafide.Country) bool
}

// Takes reports whether a verifier looks at a document of a base document; nil looks
// at none.
func Takes(v Verifier, base Base, d Sub) bool {
	return takes(v, d.Class, d.Type, countryOf(d.Meta, base))
}

func takes(v Verifier, class Class, t Type, country bonafide.Country) bool {
	if s, ok := v.(Selective); ok {
		return s.Takes(class, t, country)
	}
	return v != nil
}

// countryOf is the country that a document is of: of issue, or of the address.
func countryOf(m Meta, base Base) bonafide.Country {
	if m.CountryCode != "" {
		return m.CountryCode
	}
	return base.AddressCountryCode
}

// Verify asks v and always has an answer: an error, a missing verifier, an outcome
// that is not one of the four, and a verdict that is out of its bounds become
// [OutcomeUnavailable]. The error is returned beside it for the host's log.
func Verify(ctx context.Context, v Verifier, r Request) (Verdict, error) {
	if v == nil {
		return Verdict{Outcome: OutcomeUnavailable}, nil
	}
	answer, err := v.Verify(ctx, r)
	if err != nil {
		return Verdict{Outcome: OutcomeUnavailable}, err
	}
	if err := answer.Check(""); err != nil {
		return Verdict{Outcome: OutcomeUnavailable}, err
	}
	switch answer.Outcome {
	case OutcomeValid, OutcomeInvalid, OutcomePending, OutcomeUnavailable:
		return answer, nil
	}
	return Verdict{Outcome: OutcomeUnavailable}, nil
}

// Request returns what a verifier is asked about the document, opened with the
// record's data key. Files may be nil for a document without a file.
func (d Sub) Request(userID string, base Base, key *bonafide.DataKey, files Files) (Request, error) {
	r := Request{
		Attempt: d.Attempt, Asks: d.Asks, At: d.AskedAt, UserID: userID, BaseID: base.ID, DocumentID: d.ID,
		Class: d.Class, Type: d.Type, Mask: d.Value.Mask, Grade: d.Grade, Meta: d.Meta, Base: base, Reference: d.Reference,
	}
	var err error
	if r.Value, err = key.Open(d.Field(), d.Value); err != nil {
		return Request{}, err
	}
	if r.IDNumber, err = key.Open(d.idNumberField(), d.Meta.IDNumber); err != nil {
		return Request{}, err
	}
	if d.File != nil {
		r.MediaType = d.File.MediaType
		r.File = func(ctx context.Context) ([]byte, error) {
			if files == nil {
				return nil, &bonafide.NotConfiguredError{Option: "files"}
			}
			sealed, err := files.Get(ctx, d.File.Key)
			if err != nil {
				return nil, err
			}
			return d.OpenFile(key, sealed)
		}
	}
	r.Beside = func(id string) (Request, error) {
		other, ok := base.Find(id)
		if !ok {
			return Request{}, bonafide.ErrNotFound
		}
		return other.Request(userID, base, key, files)
	}
	return r, nil
}

func (d Sub) idNumberField() string { return d.Field() + "/id_number" }
func (d Sub) fileField() string     { return d.Field() + "/file" }
