package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/user/event"
)

// signed reads the day of a signature, from 1970 to today, and returns when that day began.
func (a *arrival) signed(path string, on bonafide.Date) (time.Time, bool) {
	began := on.In(a.s.opts.Zone).UTC()
	switch {
	case on.IsZero():
		a.faults.Add(path, bonafide.CodeRequired)
	case on.Year < 1970, began.After(a.in.At):
		a.faults.Add(path, bonafide.CodeOutOfRange)
	default:
		return began, true
	}
	return time.Time{}, false
}

func (a *arrival) tax(u User) (User, error) {
	r := a.row.Tax
	if r == nil {
		return u, nil
	}
	if _, ok := a.signed("tax.signed_on", r.SignedOn); !ok {
		return u, nil
	}
	if r.request().forms() != 1 {
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

// residence brings a statement of tax residences.
func (a *arrival) residence(u User) (User, error) {
	r := a.row.Residence
	if r == nil {
		return u, nil
	}
	at, ok := a.signed("tax_residence.signed_on", r.SignedOn)
	if !ok {
		return u, nil
	}
	id, err := a.s.opts.NewID()
	if err != nil {
		return u, err
	}
	c, err := r.Check(id, a.key, r.SignedOn)
	if a.faults.Merge("tax_residence.", err) {
		return u, nil
	}
	if err != nil {
		return u, err
	}
	u.Tax.Residence, u.Tax.ResidenceAt = &c, at
	a.seenAt(at)
	a.event(event.TaxSubmitted, "source", a.source, "at", stamp(at), "form", string(tax.FormResidence), "certificate", c.ID)
	return u, nil
}
