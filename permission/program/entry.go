package program

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// next appends an empty requirement. There is room: a base document has at most
// one for every unit, and two of the engine.
func (o *draft) next() *permission.Requirement {
	n := len(o.d.Requirements)
	o.d.Requirements = o.d.Requirements[:n+1]
	return &o.d.Requirements[n]
}

// entry appends a requirement of the engine itself.
func (v *evaluation) entry(d *permission.DocumentFacts, what, rule string) *permission.Requirement {
	r := v.out.next()
	r.What = what
	r.Why = permission.Why{Program: v.p.sheet.ID, Version: v.p.sheet.Version, Rule: rule}
	r.Impact = permission.Impact{Withholds: v.p.tiers[0].scope, FallsTo: permission.ScopeUnverified}
	if d != nil {
		r.DocumentID = d.ID
	}
	return r
}

// screening adds the entry about the watchlist and reports whether it withholds
// everything.
func (v *evaluation) screening(d *permission.DocumentFacts) (blocked bool) {
	w := v.p.watch(v.f, d)
	r := v.entry(d, "watchlist", "screening")
	if cleared(w.status) {
		r.State, r.DueAt = permission.Satisfied, timeOf(w.until)
		v.at(w.until)
		return false
	}
	until, pending := v.p.photoID(v.f, d)
	v.at(until) // then a soft match wants another one
	r.State, r.Actor = permission.Pending, bonafide.ActorReviewer
	switch w.status {
	case watchPending:
		r.Actor = bonafide.ActorVerifier
		r.Errors = v.unscreened(d)
	case watchSoft:
		r.What = "watchlist.review"
		r.Errors = []permission.Problem{problem(CodeSoftMatch, "")}
	case watchSoftUpload:
		v.photo(r, d, until > v.now, pending)
		r.Errors = []permission.Problem{problem(CodeSoftMatch, "")}
	case watchMatch:
		r.What, r.State = "watchlist.review", permission.CurrentlyDue
		r.Errors = []permission.Problem{problem(CodeMatch, "")}
	default:
		r.State, r.Actor = permission.CurrentlyDue, bonafide.ActorPlatform
		r.Errors = []permission.Problem{problem(CodeUnknownStatus, "")}
	}
	return true
}

// photo says who must act on a soft match that wants a photo id: the user,
// unless a valid one is there; then the reviewer decides.
func (v *evaluation) photo(r *permission.Requirement, d *permission.DocumentFacts, valid, pending bool) {
	switch {
	case valid:
		r.What = "watchlist.review"
	case pending:
		r.What, r.Actor = "watchlist.photo_id", bonafide.ActorVerifier
	default:
		r.What, r.State, r.Actor = "watchlist.photo_id", permission.CurrentlyDue, bonafide.ActorUser
		from := len(v.out.ways)
		for _, typ := range v.p.photoIDs(d) {
			v.out.items = append(v.out.items, typ)
			n := len(v.out.items)
			v.out.ways = append(v.out.ways, v.out.items[n-1:n:n])
		}
		r.Alternatives = v.out.ways[from:len(v.out.ways):len(v.out.ways)]
	}
}

// unit adds the entry of a unit. It reports whether the unit is met, waived,
// does not apply, or may still be met later; if not, how many tiers remain at
// most.
func (v *evaluation) unit(t *tier, u *unit, d *permission.DocumentFacts, wanted bool) (met bool, remains int) {
	r := v.out.next()
	r.What = u.first(d).wants[0].item
	r.Why = permission.Why{Program: v.p.sheet.ID, Version: v.p.sheet.Version, Rule: u.path, ID: u.id}
	r.DocumentID = d.ID
	r.Impact = permission.Impact{Withholds: t.scope, FallsTo: u.fallsTo}

	if len(u.when) > 0 {
		applies, later := u.applies(v.f, d)
		v.thresholds(u)
		if !applies {
			r.State = permission.Waived
			if later {
				r.State = permission.EventuallyDue
				r.Actor = bonafide.ActorUser
			}
			return true, 0
		}
	}
	until, warn := v.until(u)
	if until > v.now {
		r.State, r.DueAt = permission.Satisfied, timeOf(until)
		if len(u.masks) > 1 {
			r.What = v.satisfiedBy(u, d, until)
		}
		if warn <= v.now {
			r.State, r.Actor = permission.CurrentlyDue, bonafide.ActorUser
		}
		v.at(warn)
		v.at(until)
		return true, 0
	}
	if waived := u.waived(v.f, d); waived > v.now {
		r.State, r.DueAt = permission.Waived, timeOf(waived)
		v.at(waived)
		return true, 0
	}
	v.open(r, u, d, wanted)
	if v.anything(u) {
		r.Errors = v.problems(u, d)
	}
	if u.due.IsZero() {
		return false, len(v.p.tiers)
	}
	return v.overdue(r, u, d, until)
}

// satisfiedBy returns the first thing of the first way that holds as long as the
// unit does.
func (v *evaluation) satisfiedBy(u *unit, d *permission.DocumentFacts, until instant) string {
	for n := range u.ways {
		w := &u.ways[u.nth(n, d)]
		holds := never
		for _, want := range w.wants {
			holds = min(holds, v.leaves[want.leaf].until)
		}
		if holds == until {
			return w.wants[0].item
		}
	}
	return u.ways[0].wants[0].item
}

// overdue runs the clock of an unmet unit with a deadline.
func (v *evaluation) overdue(r *permission.Requirement, u *unit, d *permission.DocumentFacts, held instant) (met bool, remains int) {
	since, due, end := v.p.deadline(u, v.f, d, held)
	v.out.d.Clocks = append(v.out.d.Clocks, permission.Clock{Rule: u.id, DocumentID: d.ID, Since: timeOf(since)})
	v.at(due)
	v.at(end)
	r.DueAt = timeOf(due)
	if r.State != permission.Pending {
		r.State = permission.CurrentlyDue
		if due <= v.now {
			r.State = permission.PastDue
		}
	}
	return v.now < end, u.reaches
}

// thresholds notes when totals that have reached a threshold start again from zero.
func (v *evaluation) thresholds(u *unit) {
	for i := range u.when {
		t := u.when[i].Total
		if t == nil || t.reached(v.f) != yes {
			continue
		}
		for j := range v.f.Totals.Sums {
			if s := &v.f.Totals.Sums[j]; s.Direction == t.Direction && s.Per == t.Per {
				v.at(micros(s.Until))
			}
		}
	}
}

// until returns the instants until which a unit holds, and from which on new
// evidence is asked for.
func (v *evaluation) until(u *unit) (until, warn instant) {
	if u.only >= 0 {
		return v.leafUntil(u.only)
	}
	for i := range u.masks {
		holds, quiet := never, never
		u.masks[i].without(&leafSet{}, func(index int) {
			end, before := v.leafUntil(index)
			holds, quiet = min(holds, end), min(quiet, before)
		})
		until, warn = max(until, holds), max(warn, quiet)
	}
	return until, warn
}

func (v *evaluation) leafUntil(index int) (until, warn instant) {
	until = v.leaves[index].until
	warn = until
	if before := v.p.leaves[index].warn; !before.IsZero() && until > 0 && until != never {
		warn = before.Before(timeOf(until)).UnixMicro()
	}
	return until, warn
}

// anything reports whether there is anything about an unmet unit that could be
// wrong, and takes note of when what is right of it expires.
func (v *evaluation) anything(u *unit) bool {
	if u.only >= 0 {
		return v.leaves[u.only].there
	}
	there := false
	for i := range u.masks {
		u.masks[i].without(&leafSet{}, func(index int) {
			there = there || v.leaves[index].there
			v.at(v.leaves[index].until)
		})
	}
	return there
}
