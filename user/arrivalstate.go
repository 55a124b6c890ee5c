package user

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user/event"
)

// standing is what was set on the user by hand.
func (a *arrival) standing(u User) User {
	to, code := a.row.Permission, a.row.PermissionCode
	switch {
	case to == "" && code == "":
	case to == "":
		a.faults.Add("permission", bonafide.CodeRequired)
	case !to.Known():
		a.faults.Add("permission", bonafide.CodeUnknown)
	case !to.Standing():
		a.faults.Add("permission", bonafide.CodeNotAllowed) // computed, here
	default:
		a.code("permission_code", to, code, to != permission.MakeItGoAway)
	}
	u.Standing.Permission, u.Standing.PermissionCode = to, code
	u.Retention.ClosedAt = a.past("closed_at", a.row.ClosedAt, u.closed())
	switch closed := u.Retention.ClosedAt; {
	case !u.closed() && !closed.IsZero():
		a.faults.Add("closed_at", bonafide.CodeNotAllowed)
	case !closed.IsZero() && closed.Before(u.CreatedAt):
		a.faults.Add("closed_at", bonafide.CodeOutOfRange)
	}
	return u
}

// code checks the code beside a permission.
func (a *arrival) code(path string, p permission.Permission, code permission.PermissionCode, required bool) {
	switch {
	case code == "":
		if required {
			a.faults.Add(path, bonafide.CodeRequired)
		}
	case !code.Known():
		a.faults.Add(path, bonafide.CodeUnknown)
	case !code.GoesWith(p):
		a.faults.Add(path, bonafide.CodeMismatch)
	}
}

func (a *arrival) flag(u User) User {
	r := a.row
	u.Standing.FlaggedAt = a.past("flagged_at", r.FlaggedAt, r.Flag == permission.Flagged)
	if r.Flag == "" && r.FlagCode == "" && r.FlaggedAt.IsZero() && r.ClosureAt.IsZero() {
		return u
	}
	a.faults.Merge("", FlagRequest{Flag: r.Flag, Code: r.FlagCode, ClosureAt: r.ClosureAt}.check())
	switch {
	case r.Flag == permission.Flagged && u.closed():
		a.faults.Add("flag", bonafide.CodeNotAllowed)
	case r.Flag != permission.Flagged && !r.FlaggedAt.IsZero():
		a.faults.Add("flagged_at", bonafide.CodeNotAllowed)
	}
	u.Standing.Flag, u.Standing.FlagCode, u.Standing.ClosureAt = r.Flag, r.FlagCode, bonafide.Instant(r.ClosureAt)
	return u
}

func (a *arrival) attestations(u User) (User, error) {
	for i, given := range a.row.Attestations {
		path := fmt.Sprintf("attestations[%d].", i)
		at := a.past(path+"at", given.At, true)
		req := AttestRequest{Attestation: given.ID}
		err := req.command(a.s).Check()
		if err == nil && slices.ContainsFunc(u.Attestations, func(o permission.Attestation) bool { return o.ID == given.ID }) {
			err = bonafide.Invalid("attestation", bonafide.CodeRepeated)
		}
		if err == nil {
			u, _, err = u.attest(input{By: a.in.By, At: at}, req)
		}
		if err != nil && !a.faults.Merge(path, err) {
			return u, err
		}
		a.seenAt(at)
		a.event(event.Attested, "source", a.source, "at", stamp(at), "attestation", given.ID)
	}
	return u, nil
}

func (a *arrival) risk(u User) (User, error) {
	r := a.row.Risk
	if r == nil {
		return u, nil
	}
	at := a.past("risk.at", r.At, true)
	if fault := text.Token(r.Reviewer, maxSuppID, true); fault != "" {
		a.faults.Add("risk.reviewer", bonafide.Code(fault))
	}
	if at.IsZero() || r.Reviewer == "" {
		return u, nil
	}
	next, current, err := u.Risk.Override(r.Level, r.Comment, bonafide.Reviewer(r.Reviewer), at, risk.Settings{})
	if a.faults.Merge("risk.", err) {
		return u, nil
	}
	u.Risk = next
	a.event(event.Risk, "source", a.source, "at", stamp(at), "level", string(current.Level), "override", string(r.Level))
	return u, err
}

func (a *arrival) holds(u User) (User, error) {
	for i, r := range a.row.Holds {
		path := fmt.Sprintf("holds[%d].", i)
		err := r.Check()
		if err == nil {
			u.Holds, err = u.Holds.Set(a.in.By, r, a.in.At)
		}
		if err != nil && !a.faults.Merge(path, err) {
			return u, err
		}
		a.event(event.Held, "source", a.source, "hold", r.ID)
	}
	return u, nil
}

// history tells, by events, what happened elsewhere.
func (a *arrival) history() {
	if len(a.row.History) > maxImportedHistory {
		a.faults.Add("history", bonafide.CodeTooMany)
		return
	}
	var told []bonafide.Event
	for i, h := range a.row.History {
		path := fmt.Sprintf("history[%d].", i)
		at := a.past(path+"at", h.At, true)
		switch {
		case h.Permission == "" && h.Flag == "":
			a.faults.Add(path+"permission", bonafide.CodeRequired)
		case h.Permission != "" && !h.Permission.Known():
			a.faults.Add(path+"permission", bonafide.CodeUnknown)
		default:
			a.code(path+"permission_code", h.Permission, h.PermissionCode, false)
		}
		if h.Flag != "" && !h.Flag.Known() {
			a.faults.Add(path+"flag", bonafide.CodeUnknown)
		}
		if h.FlagCode != "" && !h.FlagCode.Known() {
			a.faults.Add(path+"flag_code", bonafide.CodeUnknown)
		}
		told = append(told, a.in.Event(event.ImportedStatus, "source", a.source, "at", stamp(at),
			"permission", string(h.Permission), "code", string(h.PermissionCode), "flag", string(h.Flag), "flag_code", string(h.FlagCode)))
	}
	slices.SortStableFunc(told, func(x, y bonafide.Event) int { return strings.Compare(x.Data["at"], y.Data["at"]) })
	a.events = append(a.events, told...)
}
