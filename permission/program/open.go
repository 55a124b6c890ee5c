package program

import (
	"slices"

	"github.com/bonafide-go/bonafide/permission"
)

// open fills in an unmet unit: what is missing, who must act, which ways there
// are. A way whose every missing thing is delivered makes the unit pending.
func (v *evaluation) open(r *permission.Requirement, u *unit, d *permission.DocumentFacts, wanted bool) {
	r.State = permission.EventuallyDue
	if wanted {
		r.State = permission.CurrentlyDue
	}
	who, best, doable := nobody, -1, 0
	for n := range u.ways {
		i := u.nth(n, d)
		way := &u.ways[i]
		actor, pending := v.stands(way)
		if pending {
			r.Actor, r.What = actor.actor(), v.missing(way)
			if wanted || v.delivered(way) {
				r.State = permission.Pending
			}
			return
		}
		if actor == nobody {
			continue
		}
		doable++
		if best < 0 || who != theUser && actor == theUser {
			who, best = actor, i
		}
	}
	if best < 0 {
		best = u.nth(0, d)
	}
	r.Actor, r.What = who.actor(), v.missing(&u.ways[best])
	if doable > 1 {
		v.alternatives(r, u, d)
	}
}

// nth returns the index of the n-th way to show: those of the chosen document
// option first, the others in the order of the sheet.
func (u *unit) nth(n int, d *permission.DocumentFacts) int {
	if d.DocOptionKey == "" {
		return n
	}
	for _, chosen := range [...]bool{true, false} {
		for i := range u.ways {
			if (u.ways[i].option == d.DocOptionKey) == chosen {
				if n == 0 {
					return i
				}
				n--
			}
		}
	}
	return 0
}

// stands reports who must act on a way, and whether everything that is missing
// of it is delivered and awaited. Where nobody can do a part of it, nobody is
// asked for the rest.
func (v *evaluation) stands(w *way) (who role, pending bool) {
	pending = true
	for _, want := range w.wants {
		s := &v.leaves[want.leaf]
		if s.until > v.now {
			continue
		}
		actor := s.actor
		if actor == nobody && v.p.leaves[want.leaf].kind == leafDocument {
			actor = theUser // nothing there yet
		}
		if actor == nobody {
			return nobody, false
		}
		if !s.pending {
			if pending {
				who, pending = actor, false
			} else if actor == theUser {
				who = actor
			}
		} else if pending && (who == nobody || actor == theUser) {
			who = actor
		}
	}
	return who, pending
}

// delivered reports whether a document of a way is being looked at.
func (v *evaluation) delivered(w *way) bool {
	return slices.ContainsFunc(w.wants, func(want want) bool {
		return v.leaves[want.leaf].pending && v.p.leaves[want.leaf].kind == leafDocument
	})
}

// missing returns the first missing thing of a way that is not pending; of those
// that are if nothing else is missing.
func (v *evaluation) missing(w *way) string {
	pending := ""
	for _, want := range w.wants {
		switch s := &v.leaves[want.leaf]; {
		case s.until > v.now:
		case !s.pending:
			return want.item
		case pending == "":
			pending = want.item
		}
	}
	return pending
}

// alternatives lists the ways that somebody can go, each with what is still
// missing, and leaves out those that ask for as much as another and more.
func (v *evaluation) alternatives(r *permission.Requirement, u *unit, d *permission.DocumentFacts) {
	out := v.out
	from := len(out.ways)
	for n := range u.ways {
		w := &u.ways[u.nth(n, d)]
		if who, _ := v.stands(w); who == nobody {
			continue
		}
		start := len(out.items)
		for _, want := range w.wants {
			if v.leaves[want.leaf].until <= v.now && !slices.Contains(out.items[start:], want.item) {
				out.items = append(out.items, want.item)
			}
		}
		way := out.items[start:len(out.items):len(out.items)]
		if slices.ContainsFunc(out.ways[from:], func(other []string) bool { return includes(way, other) }) {
			out.items = out.items[:start]
			continue
		}
		kept := out.ways[:from]
		for _, other := range out.ways[from:] {
			if !includes(other, way) {
				kept = append(kept, other)
			}
		}
		out.ways = append(kept, way)
	}
	if len(out.ways)-from > 1 {
		r.Alternatives = out.ways[from:len(out.ways):len(out.ways)]
	}
}

// includes reports whether a way asks for all that another asks for.
func includes(way, other []string) bool {
	for _, item := range other {
		if !slices.Contains(way, item) {
			return false
		}
	}
	return true
}
