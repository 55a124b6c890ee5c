package user

import (
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/text"
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

func (a *arrival) tax(u User) (User, error) {
	r := a.row.Tax
	if r == nil {
		return u, nil
	}
	today := bonafide.DateOf(a.in.At.In(a.s.opts.Zone))
	switch {
	case r.SignedOn.IsZero():
		a.faults.Add("tax.signed_on", bonafide.CodeRequired)
		return u, nil
	case r.SignedOn.After(today), r.SignedOn.Year < 1970:
		a.faults.Add("tax.signed_on", bonafide.CodeOutOfRange)
		return u, nil
	case r.request().forms() != 1:
		a.faults.Add("tax.w9", bonafide.CodeRequired)
		return u, nil
	}
	form, err := a.s.opts.NewID()
	if err != nil {
		return u, err
	}
	path := "tax.w9."
	switch {
	case r.W8BEN != nil:
		path = "tax.w8ben."
	case r.W8BENE != nil:
		path = "tax.w8bene."
	}
	c, err := r.request().certificate(form, a.key, r.SignedOn)
	if a.faults.Merge(path, err) {
		return u, nil
	}
	if err != nil {
		return u, err
	}
	u.Tax.Certificate = &c
	u, err = a.taxNumber(u, c)
	a.event(event.TaxSubmitted, "source", a.source, "form", string(c.Form), "certificate", c.ID, "attempt", u.Tax.TIN.Attempt, "status", string(u.Tax.TIN.State()))
	return u, err
}

// taxNumber brings what became of the number of a tax form.
func (a *arrival) taxNumber(u User, c tax.Certificate) (User, error) {
	r := a.row.Tax
	judged := r.Status == tax.Matched || r.Status == tax.Mismatched
	decided := a.past("tax.decided_at", r.DecidedAt, judged)
	if fault := text.Token(r.Reference, maxSuppID, false); fault != "" {
		a.faults.Add("tax.reference", bonafide.Code(fault))
	}
	switch {
	case r.Status != "" && !slices.Contains(tax.Statuses(), r.Status):
		a.faults.Add("tax.status", bonafide.CodeUnknown)
	case judged && c.TIN.IsZero():
		a.faults.Add("tax.status", bonafide.CodeNotAllowed)
	case !judged && !r.DecidedAt.IsZero():
		a.faults.Add("tax.decided_at", bonafide.CodeNotAllowed)
	case !judged && r.Reference != "":
		a.faults.Add("tax.reference", bonafide.CodeNotAllowed)
	}
	if c.TIN.IsZero() || len(a.faults) > 0 {
		return u, nil
	}
	attempt, err := a.s.opts.NewID()
	if err != nil {
		return u, err
	}
	if u.Tax.TIN, err = u.Tax.TIN.Submit(attempt, a.in.At); err != nil || !judged {
		return u, err
	}
	answer := document.Verdict{Outcome: document.OutcomeValid, DecidedAt: decided, Reference: r.Reference}
	if r.Status == tax.Mismatched {
		answer.Outcome = document.OutcomeInvalid
	}
	u.Tax.TIN, _ = u.Tax.TIN.Resolve(attempt, answer, a.in.At)
	u.Tax.TIN.Imported = a.source
	a.seenAt(decided)
	return u, nil
}
