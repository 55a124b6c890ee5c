package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A TaxRequest is a tax form, or a statement of tax residences: exactly one of them.
type TaxRequest struct {
	Key       string                   `json:"-"` // idempotency key
	W9        *tax.W9Submission        `json:"w9,omitzero"`
	W8BEN     *tax.W8BENSubmission     `json:"w8ben,omitzero"`
	W8BENE    *tax.W8BENESubmission    `json:"w8bene,omitzero"`
	Residence *tax.ResidenceSubmission `json:"residence,omitzero"`
}

// forms counts what the request brings.
func (r TaxRequest) forms() (n int) {
	for _, given := range []bool{r.W9 != nil, r.W8BEN != nil, r.W8BENE != nil, r.Residence != nil} {
		if given {
			n++
		}
	}
	return n
}

// certificate checks the tax form that the request brings.
func (r TaxRequest) certificate(id string, key *bonafide.DataKey, signed bonafide.Date) (tax.Certificate, error) {
	switch {
	case r.W9 != nil:
		return r.W9.Check(id, key, signed)
	case r.W8BEN != nil:
		return r.W8BEN.Check(id, key, signed)
	}
	return r.W8BENE.Check(id, key, signed)
}

func (r TaxRequest) secrets() []bonafide.Secret {
	var out []bonafide.Secret
	if r.W9 != nil {
		out = append(out, r.W9.TIN)
	}
	if r.W8BEN != nil {
		out = append(out, r.W8BEN.TIN, r.W8BEN.ForeignTaxID)
	}
	if r.W8BENE != nil {
		out = append(out, r.W8BENE.TIN, r.W8BENE.ForeignTaxID)
	}
	if r.Residence != nil {
		for _, of := range r.Residence.Residences {
			out = append(out, of.TIN)
		}
	}
	return out
}

// SubmitTax takes a W-9, a W-8BEN or a W-8BEN-E. Its number is verified later, by the
// Verifier through [Service.Advance]: unsubmitted, pending, matched or mismatched,
// and an outage stays pending (Dots users, TIN submission and verification). A
// mismatched number is corrected by submitting again; a form without a number is unsubmitted,
// whatever was found of the one before.
//
// It also takes a statement of tax residences, which stands beside the form and takes the place of the one
// before. A program asks for it as the attestation [AttestedResidence].
//
// Platforms, the user itself and reviewers may, others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] that lists
// every fault, and with an error matching [bonafide.ErrState] for a closed user.
func (s *Service) SubmitTax(ctx context.Context, by bonafide.Actor, id string, req TaxRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r TaxRequest) command(s *Service) command {
	return command{
		Op: "user.submit_tax", Verb: string(permission.VerbSubmit), Key: r.Key, Body: r, Secrets: r.secrets(),
		Check: func() error {
			if r.forms() != 1 {
				return bonafide.Invalid("w9", bonafide.CodeRequired)
			}
			return nil
		},
		Rule: func(ctx context.Context, u User, in input) (change, error) { return s.submitTax(ctx, u, r, in) },
	}
}

func (s *Service) submitTax(ctx context.Context, u User, r TaxRequest, in input) (change, error) {
	key, err := s.dataKey(ctx, u)
	if err != nil {
		return change{}, err
	}
	form, err := s.opts.NewID()
	if err != nil {
		return change{}, err
	}
	today := bonafide.DateOf(in.At.In(s.opts.Zone))
	if r.Residence != nil {
		c, err := r.Residence.Check(form, key, today)
		if err != nil {
			return change{}, err
		}
		u.Tax.Residence, u.Tax.ResidenceAt = &c, in.At
		return change{State: u, Events: one(in.Event(event.TaxSubmitted, "form", string(tax.FormResidence), "certificate", c.ID))}, nil
	}
	c, err := r.certificate(form, key, today)
	if err != nil {
		return change{}, err
	}
	u.Tax.Certificate = &c
	if c.TIN.IsZero() {
		u.Tax.TIN = tax.Verification{} // what was found of an earlier number says nothing of this form
	} else {
		attempt, err := s.opts.NewID()
		if err != nil {
			return change{}, err
		}
		if u.Tax.TIN, err = u.Tax.TIN.Submit(attempt, in.At); err != nil {
			return change{}, err
		}
	}
	return change{State: u, Events: one(in.Event(event.TaxSubmitted, "form", string(c.Form), "certificate", c.ID, "attempt", u.Tax.TIN.Attempt))}, nil
}

// A ResolveTaxRequest carries an answer about the taxpayer number.
type ResolveTaxRequest struct {
	Key     string           `json:"-"`       // idempotency key
	Attempt string           `json:"attempt"` // id of the attempt that was judged
	Verdict document.Verdict `json:"verdict"`
}

// ResolveTax applies an answer about the taxpayer number that arrives later.
// Answers about another attempt are harmless.
//
// Verifiers and reviewers may, others fail with [bonafide.ErrForbidden].
func (s *Service) ResolveTax(ctx context.Context, by bonafide.Actor, id string, req ResolveTaxRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r ResolveTaxRequest) command(*Service) command {
	return command{Op: "user.resolve_tax", Verb: string(permission.VerbResolveTax), Key: r.Key, Body: r,
		Actors: []bonafide.ActorKind{bonafide.ActorVerifier, bonafide.ActorReviewer},
		Check:  func() error { return r.Verdict.Check("verdict.") },
		Rule:   pure(func(u User, in input) (User, []bonafide.Event, error) { return u.resolveTax(in, r) })}
}

func (u User) resolveTax(in input, r ResolveTaxRequest) (User, []bonafide.Event, error) {
	next, applied := u.Tax.TIN.Resolve(r.Attempt, r.Verdict, in.At)
	if !applied {
		return u, nil, nil
	}
	u.Tax.TIN = next
	return u, one(in.Event(event.TaxAnswered, "attempt", r.Attempt, "status", string(next.State()))), nil
}
