package program

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Change is what differs between two decisions about one user.
type Change struct {
	From      permission.Permission    `json:"from"`
	To        permission.Permission    `json:"to"`
	FromScope permission.Scope         `json:"from_scope"`
	ToScope   permission.Scope         `json:"to_scope"`
	Documents []DocumentChange         `json:"documents,omitzero"` // whose scope differs
	Added     []permission.Requirement `json:"added,omitzero"`     // open after, not before
	Removed   []permission.Requirement `json:"removed,omitzero"`   // open before, not after
}

// DocumentChange is a base document whose scope differs. A base document that
// has no scope on one side is UNVERIFIED there.
type DocumentChange struct {
	ID   string           `json:"id"`
	From permission.Scope `json:"from"`
	To   permission.Scope `json:"to"`
}

// IsZero reports whether nothing differs.
func (c Change) IsZero() bool {
	return c.From == c.To && c.FromScope == c.ToScope && len(c.Documents) == 0 && len(c.Added) == 0 && len(c.Removed) == 0
}

// Compare returns what differs between two decisions. Requirements are the same
// if they are about the same base document and have the same rule id or, without
// one, ask for the same.
func Compare(before, after permission.Decision) Change {
	c := Change{From: before.Permission, To: after.Permission, FromScope: before.Scope, ToScope: after.Scope}
	scopes := func(d permission.Decision) map[string]permission.Scope {
		m := make(map[string]permission.Scope, len(d.Documents))
		for _, doc := range d.Documents {
			m[doc.ID] = doc.Scope
		}
		return m
	}
	from, to := scopes(before), scopes(after)
	for id := range to {
		if _, ok := from[id]; !ok {
			from[id] = permission.ScopeUnverified
		}
	}
	for id, scope := range from {
		other, ok := to[id]
		if !ok {
			other = permission.ScopeUnverified
		}
		if scope != other {
			c.Documents = append(c.Documents, DocumentChange{id, scope, other})
		}
	}
	slices.SortFunc(c.Documents, func(a, b DocumentChange) int { return cmp.Compare(a.ID, b.ID) })
	c.Added, c.Removed = beyond(after, before), beyond(before, after)
	return c
}

// beyond returns the open requirements of a that are not open in b.
func beyond(a, b permission.Decision) (more []permission.Requirement) {
	type key struct{ document, what string }
	keyOf := func(r *permission.Requirement) key {
		if r.Why.ID != "" {
			return key{r.DocumentID, "#" + r.Why.ID}
		}
		return key{r.DocumentID, r.What}
	}
	open := make(map[key]struct{})
	for i := range b.Requirements {
		if r := &b.Requirements[i]; r.State.Open() {
			open[keyOf(r)] = struct{}{}
		}
	}
	for i := range a.Requirements {
		r := &a.Requirements[i]
		if _, ok := open[keyOf(r)]; !ok && r.State.Open() {
			more = append(more, *r)
		}
	}
	return more
}

// Simulate returns what a candidate, such as a new version, would change for one
// user: both programs evaluate the facts at the same moment, which is f.At or, if
// later, when the candidate takes effect. A nil current program permits nothing.
//
// Watchlist values are facts: where the candidate counts other lists, the single
// results decide as far as it counts more; where it counts fewer, roll the
// watchlist up again first.
func Simulate(current, candidate *Program, f permission.Facts) Change {
	f = ahead(candidate, f)
	return Compare(current.Evaluate(f), candidate.Evaluate(f))
}

// ahead moves facts to when a program is in effect.
func ahead(p *Program, f permission.Facts) permission.Facts {
	f.ProgramUntil = time.Time{}
	if at := p.EffectiveAt(); f.At.Before(at) {
		f.At = at
	}
	return f
}

// Simulation is what a candidate would change for many users.
type Simulation struct {
	Users   int      `json:"users"`
	Moves   []Move   `json:"moves,omitzero"`   // by scope, from the lowest
	Lowered []string `json:"lowered,omitzero"` // ids of users who would have less
	Raised  []string `json:"raised,omitzero"`  // ids of users who would have more
}

// Move counts the users who would go from one scope to another, or stay.
type Move struct {
	From  permission.Scope `json:"from"`
	To    permission.Scope `json:"to"`
	Users int              `json:"users"`
}

// SimulateAll returns what a candidate would change for many users: pairs of an
// id and facts. It looks at scopes only; [Simulate] tells the requirements.
func SimulateAll(current, candidate *Program, users iter.Seq2[string, permission.Facts]) Simulation {
	var s Simulation
	var before, after Outcome
	for id, f := range users {
		f = ahead(candidate, f)
		current.Scopes(&f, &before)
		candidate.Scopes(&f, &after)
		s.Users++
		i := slices.IndexFunc(s.Moves, func(m Move) bool { return m.From == before.Scope && m.To == after.Scope })
		if i < 0 {
			i = len(s.Moves)
			s.Moves = append(s.Moves, Move{From: before.Scope, To: after.Scope})
		}
		s.Moves[i].Users++
		switch order := after.Scope.Compare(before.Scope); {
		case order < 0:
			s.Lowered = append(s.Lowered, id)
		case order > 0:
			s.Raised = append(s.Raised, id)
		}
	}
	slices.SortFunc(s.Moves, func(a, b Move) int { return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To)) })
	return s
}

// Future is what the next version of a user's program will ask for.
type Future struct {
	Program      string                   `json:"program"`
	Version      int                      `json:"version"`
	EffectiveAt  time.Time                `json:"effective_at"`
	ToScope      permission.Scope         `json:"to_scope"`              // the user's, if nothing is done until then
	Requirements []permission.Requirement `json:"requirements,omitzero"` // open then and not now; due when the version takes effect, or later
}

// Future returns what the next version of the user's program will ask for before
// it does. It is false if no later version is known.
func (b *Book) Future(cipTag int, f permission.Facts) (Future, bool) {
	next := b.Next(cipTag, f.Kind, f.At)
	if next == nil {
		return Future{}, false
	}
	now, _ := b.Evaluate(cipTag, f)
	f.At = bonafide.Instant(f.At)
	then := next.Evaluate(ahead(next, f))
	future := Future{Program: next.ID(), Version: next.Version(), EffectiveAt: next.EffectiveAt(), ToScope: then.Scope,
		Requirements: beyond(then, now)}
	for i := range future.Requirements {
		if r := &future.Requirements[i]; r.DueAt.IsZero() {
			r.DueAt = next.EffectiveAt()
		}
	}
	return future, true
}
