package user

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
)

// Authorize says whether a transaction may go ahead now: by which rule not,
// what remains of each limit, and what would raise it. It changes nothing; Move
// also counts the transaction.
func (s *Service) Authorize(ctx context.Context, by bonafide.Actor, id string, t money.Transaction) (program.Authorization, error) {
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return program.Authorization{}, err
	}
	p, err := s.program(u, s.now())
	if err != nil {
		return program.Authorization{}, err
	}
	return p.Authorize(u.Decision, u.Ledger, t)
}

// program returns the program in effect; without one nil, which permits nothing.
func (s *Service) program(u User, at time.Time) (*program.Program, error) {
	p, err := s.opts.Programs.Find(u.CIPTag, u.kind(), at)
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil, nil
	}
	return p, err
}

// Move authorizes a transaction and, if it is allowed, counts it, in one step:
// of racing transactions none is counted twice and together they keep within
// the limits. A transaction id that was counted before is answered with
// Authorization.Repeated and not counted again.
func (s *Service) Move(ctx context.Context, by bonafide.Actor, id string, t money.Transaction) (a program.Authorization, err error) {
	ctx, end := s.begin(ctx, "user.move", id)
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return program.Authorization{}, err
	}
	_, err = s.update(ctx, id, permission.VerbTransact, record.Command{Op: "user.move", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		p, err := s.program(u, at)
		if err != nil {
			return record.Change[User]{}, err
		}
		ledger, answer, err := p.Move(u.Decision, u.Ledger, t)
		if a = answer; err != nil || !a.Allowed || a.Repeated {
			return record.Change[User]{State: u}, err
		}
		u.Ledger = ledger
		return record.Change[User]{State: u, Events: []bonafide.Event{
			bonafide.NewEvent(EventMoved, at, by, "transaction", t.ID, "direction", string(t.Direction)),
		}}, nil
	})
	if err != nil {
		return program.Authorization{}, err
	}
	return a, nil
}

// ReverseMove takes a transaction out of the running totals: it failed, or was
// returned. One that was not counted is no error.
func (s *Service) ReverseMove(ctx context.Context, by bonafide.Actor, id, transaction string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.reverse_move", id)
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	if by.Is(bonafide.ActorUser) {
		return User{}, bonafide.ErrForbidden
	}
	return s.update(ctx, id, permission.VerbTransact, record.Command{Op: "user.reverse_move", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		ledger, found := u.Ledger.Reverse(transaction)
		if !found {
			return record.Change[User]{State: u}, nil
		}
		u.Ledger = ledger
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventMoveReversed, at, by, "transaction", transaction)}}, nil
	})
}

// AddPayoutMethod attaches a bank account or another method that the user is
// paid by. Its token and account number are sealed; reads show its mask.
func (s *Service) AddPayoutMethod(ctx context.Context, by bonafide.Actor, id, key string, in payout.Submission) (u User, err error) {
	ctx, end := s.begin(ctx, "user.add_payout", id)
	defer end(&err)
	cmd, err := command("user.add_payout", key, by, in, in.Token, in.AccountNumber)
	if err != nil {
		return User{}, err
	}
	return s.update(ctx, id, permission.VerbTransact, cmd, func(u User, at time.Time) (record.Change[User], error) {
		data, err := s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
		if err != nil {
			return record.Change[User]{}, err
		}
		methodID, err := s.opts.NewID()
		if err != nil {
			return record.Change[User]{}, err
		}
		method, err := payout.NewMethod(methodID, in, data, at)
		if err != nil {
			return record.Change[User]{}, err
		}
		if u.Payouts, err = u.Payouts.Add(method); err != nil {
			return record.Change[User]{}, err
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{
			bonafide.NewEvent(EventPayoutAdded, at, by, "method", methodID, "kind", string(method.Kind)),
		}}, nil
	})
}

// RemovePayoutMethod takes a method away; if it was the default, the first of
// the others becomes it.
func (s *Service) RemovePayoutMethod(ctx context.Context, by bonafide.Actor, id, key, method string) (User, error) {
	return s.payouts(ctx, by, id, key, method, EventPayoutRemoved, payout.Methods.Remove)
}

// SetDefaultPayout chooses the method that the user is paid by.
func (s *Service) SetDefaultPayout(ctx context.Context, by bonafide.Actor, id, key, method string) (User, error) {
	return s.payouts(ctx, by, id, key, method, EventPayoutDefault, payout.Methods.SetDefault)
}

func (s *Service) payouts(ctx context.Context, by bonafide.Actor, id, key, method, event string, do func(payout.Methods, string) (payout.Methods, error)) (u User, err error) {
	ctx, end := s.begin(ctx, event, id)
	defer end(&err)
	cmd, err := command(event, key, by, method)
	if err != nil {
		return User{}, err
	}
	return s.update(ctx, id, permission.VerbTransact, cmd, func(u User, at time.Time) (record.Change[User], error) {
		var err error
		if u.Payouts, err = do(u.Payouts, method); err != nil {
			return record.Change[User]{}, err
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(event, at, by, "method", method)}}, nil
	})
}

// A TaxRequest is a tax form: exactly one of the two.
type TaxRequest struct {
	Key   string               `json:"-"` // idempotency key
	W9    *tax.W9Submission    `json:"w9,omitzero"`
	W8BEN *tax.W8BENSubmission `json:"w8ben,omitzero"`
}

func (r TaxRequest) secrets() []bonafide.Secret {
	var out []bonafide.Secret
	if r.W9 != nil {
		out = append(out, r.W9.TIN)
	}
	if r.W8BEN != nil {
		out = append(out, r.W8BEN.TIN, r.W8BEN.ForeignTaxID)
	}
	return out
}

// SubmitTax takes a W-9 or a W-8BEN. Its number is verified later, by the
// Verifier through Advance: unsubmitted, pending, matched or mismatched, and an
// outage stays pending (Dots users, TIN submission and verification). A
// mismatched number is corrected by submitting again.
func (s *Service) SubmitTax(ctx context.Context, by bonafide.Actor, id string, req TaxRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.submit_tax", id)
	defer end(&err)
	cmd, err := command("user.submit_tax", req.Key, by, req, req.secrets()...)
	if err != nil {
		return User{}, err
	}
	if (req.W9 == nil) == (req.W8BEN == nil) {
		return User{}, bonafide.Invalid("w9", bonafide.CodeRequired)
	}
	return s.update(ctx, id, permission.VerbSubmit, cmd, func(u User, at time.Time) (record.Change[User], error) {
		key, err := s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
		if err != nil {
			return record.Change[User]{}, err
		}
		form, err := s.opts.NewID()
		if err != nil {
			return record.Change[User]{}, err
		}
		today := bonafide.DateOf(at.In(s.opts.Zone))
		var c tax.Certificate
		if req.W9 != nil {
			c, err = req.W9.Check(form, key, today)
		} else {
			c, err = req.W8BEN.Check(form, key, today)
		}
		if err != nil {
			return record.Change[User]{}, err
		}
		u.Tax.Certificate = &c
		if !c.TIN.IsZero() {
			attempt, err := s.opts.NewID()
			if err != nil {
				return record.Change[User]{}, err
			}
			if u.Tax.TIN, err = u.Tax.TIN.Submit(attempt, at); err != nil {
				return record.Change[User]{}, err
			}
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{
			bonafide.NewEvent(EventTaxSubmitted, at, by, "form", string(c.Form), "certificate", c.ID, "attempt", u.Tax.TIN.Attempt),
		}}, nil
	})
}

// askTax calls the verifier about the taxpayer number of the tax form.
func (s *Service) askTax(ctx context.Context, u User) (User, error) {
	c := u.Tax.Certificate
	if c == nil {
		return u, nil
	}
	key, err := s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
	if err != nil {
		return User{}, err
	}
	number, err := key.Open(c.Field("tin"), c.TIN)
	if err != nil {
		return User{}, err
	}
	attempt := u.Tax.TIN.Attempt
	verdict, failure := document.Verify(ctx, s.opts.Verifier, document.Request{
		Attempt: attempt, Asks: u.Tax.TIN.Asks, At: s.now(), UserID: u.ID, DocumentID: c.ID, Class: document.Virtual, Type: document.TIN,
		Value: number, Mask: c.TIN.Mask, Grade: c.TINGrade, Base: document.Base{Name: c.Name}, Reference: u.Tax.TIN.Reference,
	})
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "verifier failed", "user", u.ID, "outcome", reason(failure))
	}
	return s.resolveTax(context.WithoutCancel(ctx), u.ID, record.Command{Op: "user.resolve_tax", By: verifierOf(verdict)}, attempt, verdict)
}

// ResolveTax applies an answer about the taxpayer number that arrives later.
// Answers about another attempt are harmless.
func (s *Service) ResolveTax(ctx context.Context, by bonafide.Actor, id, key, attempt string, v document.Verdict) (u User, err error) {
	ctx, end := s.begin(ctx, "user.resolve_tax", id)
	defer end(&err)
	cmd, err := command("user.resolve_tax", key, by, v)
	if err != nil {
		return User{}, err
	}
	cmd.Parts = append(cmd.Parts, attempt)
	if !by.Is(bonafide.ActorVerifier, bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	return s.resolveTax(ctx, id, cmd, attempt, v)
}

func (s *Service) resolveTax(ctx context.Context, id string, cmd record.Command, attempt string, v document.Verdict) (User, error) {
	return s.update(ctx, id, permission.VerbResolve, cmd, func(u User, at time.Time) (record.Change[User], error) {
		next, applied := u.Tax.TIN.Resolve(attempt, v, at)
		if !applied {
			return record.Change[User]{State: u}, nil
		}
		u.Tax.TIN = next
		return record.Change[User]{State: u, Events: []bonafide.Event{
			bonafide.NewEvent(EventTaxAnswered, at, cmd.By, "attempt", attempt, "status", string(next.State())),
		}}, nil
	})
}

// Attest records a statement that somebody answerable made for the user, such
// as "owners_complete". The phone number's is made by its code alone.
func (s *Service) Attest(ctx context.Context, by bonafide.Actor, id, key, attestation string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.attest", id)
	defer end(&err)
	cmd, err := command("user.attest", key, by, attestation)
	if err != nil {
		return User{}, err
	}
	if attestation == "" || len(attestation) > 64 || attestation == AttestedPhone {
		return User{}, bonafide.Invalid("attestation", bonafide.CodeNotAllowed)
	}
	return s.update(ctx, id, permission.VerbAttest, cmd, func(u User, at time.Time) (record.Change[User], error) {
		u.Attestations = slices.DeleteFunc(slices.Clone(u.Attestations), func(a permission.Attestation) bool { return a.ID == attestation })
		if len(u.Attestations) >= 50 {
			return record.Change[User]{}, bonafide.Invalid("attestation", bonafide.CodeTooMany)
		}
		u.Attestations = append(u.Attestations, permission.Attestation{ID: attestation, At: at})
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventAttested, at, by, "attestation", attestation)}}, nil
	})
}

// Waive records a reviewer's decision that a waivable rule of the program need
// not be met by a base document, until a time.
func (s *Service) Waive(ctx context.Context, by bonafide.Actor, id, key string, w permission.Waiver) (u User, err error) {
	ctx, end := s.begin(ctx, "user.waive", id)
	defer end(&err)
	w.By = bonafide.Actor{} // the request is the same whoever carries it out
	cmd, err := command("user.waive", key, by, w)
	if err != nil {
		return User{}, err
	}
	w.By = by
	return s.update(ctx, id, permission.VerbWaive, cmd, func(u User, at time.Time) (record.Change[User], error) {
		var faults bonafide.Faults
		if w.Rule == "" {
			faults.Add("rule", bonafide.CodeRequired)
		}
		if _, ok := u.Document(w.DocumentID); !ok {
			faults.Add("document_id", bonafide.CodeUnknown)
		}
		if !w.Until.After(at) {
			faults.Add("until", bonafide.CodeOutOfRange)
		}
		if err := faults.Err(); err != nil {
			return record.Change[User]{}, err
		}
		w.Until = bonafide.Instant(w.Until)
		u.Waivers = slices.DeleteFunc(slices.Clone(u.Waivers), func(o permission.Waiver) bool { return o.Rule == w.Rule && o.DocumentID == w.DocumentID })
		u.Waivers = append(u.Waivers, w)
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventWaived, at, by, "rule", w.Rule, "document", w.DocumentID)}}, nil
	})
}
