package program

import "github.com/bonafide-go/bonafide/permission"

// Outcome is the answer of [Program.Scopes]. Keep one and give it again: its
// slices are reused, so that no memory is taken.
type Outcome struct {
	Permission permission.Permission         // without what stands: see Facts.Standing
	Scope      permission.Scope              // the worst over the active base documents
	Documents  []permission.DocumentDecision // the active base documents, in the order of the facts
	Missing    []Missing                     // what they need for the tier that users are asked to reach

	reached []int
}

// Missing is one thing that a base document lacks.
type Missing struct {
	DocumentID string `json:"document_id"`
	What       string `json:"what"` // what is asked for, as Requirement.What says it
}

// Scopes is the fast path of [Program.Evaluate]: scopes and missing things
// only, for lists and populations. It gives the same permission as Evaluate
// would without Facts.Standing.
func (p *Program) Scopes(f *permission.Facts, dst *Outcome) {
	dst.Permission, dst.Scope = permission.Unverified, permission.ScopeUnverified
	dst.Documents, dst.Missing, dst.reached = dst.Documents[:0], dst.Missing[:0], dst.reached[:0]
	for i := range f.Documents {
		dst.reached = append(dst.reached, 0)
		if d := &f.Documents[i]; d.Active {
			dst.Documents = append(dst.Documents, permission.DocumentDecision{ID: d.ID, Scope: permission.ScopeUnverified})
		}
	}
	if !p.decides(f) {
		return
	}
	if p.hasOwners { // first the people, then the business, which waits for them
		p.glances(f, dst, true, false)
		p.glances(f, dst, false, true)
	} else {
		p.glances(f, dst, true, true)
	}
	worst, own, n := len(p.tiers), false, 0
	for i := range f.Documents {
		d := &f.Documents[i]
		if !d.Active {
			continue
		}
		dst.Documents[n].Scope = p.scope(dst.reached[i])
		worst, own, n = min(worst, dst.reached[i]), own || d.Relationship == "", n+1
	}
	if own && worst > 0 {
		dst.Scope, dst.Permission = p.tiers[worst-1].scope, p.tiers[worst-1].gives
	}
}

// glances evaluates the active base documents of related persons, of the user,
// or both.
func (p *Program) glances(f *permission.Facts, dst *Outcome, related, own bool) {
	for i := range f.Documents {
		if d := &f.Documents[i]; d.Active && (related && own || related == (d.Relationship != "")) {
			dst.reached[i] = p.glance(f, d, dst.reached, dst)
		}
	}
}

// decides reports whether the program is the one for these facts: there is one,
// it is for the kind of user, and in effect.
func (p *Program) decides(f *permission.Facts) bool {
	return p != nil && f.Kind == p.sheet.UserKind && !f.At.Before(p.sheet.EffectiveAt)
}

// glance returns how many tiers a base document reaches and notes, if dst is not
// nil, what it lacks. others are the tiers of the base documents so far.
func (p *Program) glance(f *permission.Facts, d *permission.DocumentFacts, others []int, dst *Outcome) int {
	var sat leafSet
	blocked := false
	for i := range d.Subs {
		s := &d.Subs[i]
		switch s.Status {
		case statusValid, statusSubmitted:
			p.weigh(f, s, &sat)
		case statusBlacklisted:
			blocked = true
		}
	}
	for _, i := range p.facts {
		if p.fact(&p.leaves[i], f, d, others) > f.At.UnixMicro() {
			sat.add(i)
		}
	}
	if w := d.Watchlist; !cleared(w) || p.watches {
		blocked = blocked || !cleared(p.watch(f, d).status)
	}
	if differ, _ := p.namesDiffer(f, d); differ {
		blocked = true
	}
	reached, most, target := 0, len(p.tiers), -1
	if dst != nil {
		target = p.targetOf(d)
	}
	for i := range p.tiers {
		t := &p.tiers[i]
		holds := sat.holds(&t.plain)
		if !holds && i <= target {
			for j := range t.wants {
				if w := &t.wants[j]; !sat.has(w.leaf) {
					dst.Missing = append(dst.Missing, Missing{d.ID, w.item})
				}
			}
		}
		for _, u := range t.hard {
			met, remains := p.met(u, f, d, &sat, others)
			if !met {
				holds = false
				most = min(most, remains)
				if i <= target {
					u.lacks(&sat, d, dst)
				}
			}
		}
		if holds && reached == i {
			reached++
		}
	}
	if blocked {
		return 0
	}
	return min(reached, most)
}

// weigh adds the leaves that a sub-document satisfies.
func (p *Program) weigh(f *permission.Facts, s *permission.SubFacts, sat *leafSet) {
	e := p.types.find(s.Type)
	if e == nil || !s.ValidUntil.IsZero() && !f.At.Before(s.ValidUntil) {
		return
	}
	if s.Status == statusValid {
		sat.union(&e.plain)
	}
	for _, i := range e.strict {
		if p.leaves[i].until(s) > f.At.UnixMicro() {
			sat.add(i)
		}
	}
}

// lacks notes what is missing of the way to show first.
func (u *unit) lacks(sat *leafSet, d *permission.DocumentFacts, dst *Outcome) {
	for _, w := range u.first(d).wants {
		if !sat.has(w.leaf) {
			dst.Missing = append(dst.Missing, Missing{d.ID, w.item})
		}
	}
}

// met reports whether a unit is met, waived, does not apply, or may still be met
// later; if not, how many tiers remain at most.
func (p *Program) met(u *unit, f *permission.Facts, d *permission.DocumentFacts, sat *leafSet, others []int) (met bool, remains int) {
	if applies, _ := u.applies(f, d); !applies || u.holds(sat) || u.waived(f, d) > f.At.UnixMicro() {
		return true, 0
	}
	if u.due.IsZero() {
		return false, len(p.tiers)
	}
	_, _, end := p.deadline(u, f, d, p.held(u, f, d, others))
	return f.At.UnixMicro() < end, u.reaches
}

// holds reports whether one of the ways is there as a whole.
func (u *unit) holds(sat *leafSet) bool {
	for i := range u.masks {
		if sat.holds(&u.masks[i]) {
			return true
		}
	}
	return false
}

// first returns the way to show first: that of the chosen document option, else
// the first of the sheet.
func (u *unit) first(d *permission.DocumentFacts) *way {
	if d.DocOptionKey != "" {
		for i := range u.ways {
			if u.ways[i].option == d.DocOptionKey {
				return &u.ways[i]
			}
		}
	}
	return &u.ways[0]
}
