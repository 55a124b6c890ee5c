package user

import (
	"context"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// An AddPayoutRequest attaches a payout method.
type AddPayoutRequest struct {
	Key    string            `json:"-"` // idempotency key
	Method payout.Submission `json:"method"`
}

// AddPayoutMethod attaches a bank account or another method that the user is
// paid by; the first becomes the default. Its token and account number are
// sealed; reads show its mask.
//
// Platforms, the user and the system may, others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] that lists
// every fault, and with an error matching [bonafide.ErrState] for a user who is
// locked or closed.
func (s *Service) AddPayoutMethod(ctx context.Context, by bonafide.Actor, id string, req AddPayoutRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r AddPayoutRequest) command(s *Service) command {
	return command{
		Op: "user.add_payout_method", Verb: string(permission.VerbPayout), Key: r.Key, Body: r, Secrets: []bonafide.Secret{r.Method.Token, r.Method.AccountNumber},
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			key, err := s.dataKey(ctx, u)
			if err != nil {
				return change{}, err
			}
			id, err := s.opts.NewID()
			if err != nil {
				return change{}, err
			}
			method, err := u.payoutMethod(id, r.Method, key, in.At)
			if err != nil {
				return change{}, err
			}
			if u.Payouts, err = u.Payouts.Add(method); err != nil {
				return change{}, err
			}
			return change{State: u, Events: one(in.Event(event.PayoutAdded, "method", id, "kind", string(method.Kind)))}, nil
		},
	}
}

// payoutMethod reads a method of the user's. A person is paid under the name of a
// person.
func (u User) payoutMethod(id string, in payout.Submission, key *bonafide.DataKey, at time.Time) (payout.Method, error) {
	var faults bonafide.Faults
	if in.Holder = strings.Join(strings.Fields(in.Holder), " "); !u.IsBusiness && in.Holder != "" && text.NoName(in.Holder) {
		faults.Add("holder", bonafide.CodeMalformed)
		in.Holder = ""
	}
	m, err := payout.NewMethod(id, in, key, at)
	if err != nil && !faults.Merge("", err) {
		return payout.Method{}, err
	}
	return m, faults.Err()
}

// A RemovePayoutRequest takes a payout method away.
type RemovePayoutRequest struct {
	Key    string `json:"-"`      // idempotency key
	Method string `json:"method"` // id
}

// RemovePayoutMethod takes a method away; if it was the default, the one that
// was added last becomes it. Rights are those of AddPayoutMethod; it fails with
// [bonafide.ErrNotFound] for a method that is not there.
func (s *Service) RemovePayoutMethod(ctx context.Context, by bonafide.Actor, id string, req RemovePayoutRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r RemovePayoutRequest) command(*Service) command {
	return command{Op: "user.remove_payout_method", Verb: string(permission.VerbPayout), Key: r.Key, Body: r,
		Rule: changesPayouts(r.Method, event.PayoutRemoved, payout.Methods.Remove)}
}

// A SetDefaultPayoutRequest chooses the payout method.
type SetDefaultPayoutRequest struct {
	Key    string `json:"-"`      // idempotency key
	Method string `json:"method"` // id
}

// SetDefaultPayout chooses the method that the user is paid by. Rights are those
// of AddPayoutMethod; it fails with [bonafide.ErrNotFound] for a method that is
// not there.
func (s *Service) SetDefaultPayout(ctx context.Context, by bonafide.Actor, id string, req SetDefaultPayoutRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r SetDefaultPayoutRequest) command(*Service) command {
	return command{Op: "user.set_default_payout", Verb: string(permission.VerbPayout), Key: r.Key, Body: r,
		Rule: changesPayouts(r.Method, event.PayoutDefault, payout.Methods.SetDefault)}
}

// changesPayouts is the rule that does something with one method of the user's.
func changesPayouts(method, event string, do func(payout.Methods, string) (payout.Methods, error)) aggregate.Rule[User] {
	return pure(func(u User, in input) (_ User, _ []bonafide.Event, err error) {
		u.Payouts, err = do(u.Payouts, method)
		return u, one(in.Event(event, "method", method)), err
	})
}
