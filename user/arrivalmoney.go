package user

import (
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/user/event"
)

func (a *arrival) payouts(u User) (User, error) {
	if len(a.row.Payouts) > payout.MaxMethods {
		a.faults.Add("payouts", bonafide.CodeTooMany)
		return u, nil
	}
	chosen := false
	for i, given := range a.row.Payouts {
		path := fmt.Sprintf("payouts[%d].", i)
		id, err := a.s.opts.NewID()
		if err != nil {
			return u, err
		}
		at := a.since(path+"added_at", given.AddedAt, u.CreatedAt)
		method, err := u.payoutMethod(id, given.Submission, a.key, at)
		if err == nil {
			u.Payouts, err = u.Payouts.Add(method)
		}
		if err != nil {
			if !a.faults.Merge(path, err) {
				return u, err
			}
			continue
		}
		if given.IsDefault {
			if chosen {
				a.faults.Add(path+"is_default", bonafide.CodeRepeated)
			}
			chosen, u.Payouts.Default = true, id
		}
		a.seenAt(at)
		a.event(event.PayoutAdded, "source", a.source, "at", stamp(at), "method", id, "kind", string(method.Kind))
	}
	return u, nil
}
