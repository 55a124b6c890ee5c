package program

import (
	"cmp"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// EngineVersion names the rules of evaluation. It changes whenever the same
// program and facts could give another decision; [Replay] refuses to prove a
// decision of another engine.
const EngineVersion = "permission/1"

// Evaluate decides. It is deterministic and depends on nothing but the program
// and the facts; it never fails: what is missing, unknown or contradictory is
// not satisfied, and the ledger says so.
//
// A program that is nil, for another kind of user, or not in effect at f.At
// permits nothing.
func (p *Program) Evaluate(f permission.Facts) permission.Decision {
	f.At = bonafide.Instant(f.At)
	out := draft{d: permission.Decision{
		Permission: permission.Unverified, Scope: permission.ScopeUnverified,
		Program: p.ID(), ProgramVersion: p.Version(), ProgramHash: p.Hash(),
		InputHash: f.Hash(), Engine: EngineVersion, At: f.At,
	}}
	v := evaluation{p: p, f: &f, now: f.At.UnixMicro(), due: never, out: &out}
	var room struct { // on the stack, for as much as most need
		active, reached [16]int
		leaves          [48]leafState
	}
	v.active, v.reached, v.leaves = activeDocuments(&f, room.active[:0]), room.reached[:], room.leaves[:]
	if len(f.Documents) > len(room.reached) {
		v.reached = make([]int, len(f.Documents))
	}
	if p != nil && len(p.leaves) > len(room.leaves) {
		v.leaves = make([]leafState, len(p.leaves))
	}
	v.run()
	if f.Standing != "" {
		out.d.Permission = permission.Unverified // also for a value that nobody knows
		if f.Standing.Standing() {
			out.d.Permission = f.Standing
		}
	}
	out.d.Due = timeOf(v.due)
	return out.d
}

// evaluation is one run of Evaluate.
type evaluation struct {
	p   *Program
	f   *permission.Facts
	now instant
	due instant // the earliest change seen so far

	active  []int       // the active base documents, by id
	reached []int       // tiers reached, by index of the base document
	leaves  []leafState // how each stands for the base document at hand

	out *draft // apart, so that what is above stays on the stack
}

// draft is the decision in the making.
type draft struct {
	d     permission.Decision
	ways  [][]string // backing of all alternatives
	items []string   // backing of their things
}

// activeDocuments appends the indexes of the active base documents, by id.
func activeDocuments(f *permission.Facts, list []int) []int {
	for i := range f.Documents {
		if f.Documents[i].Active {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(f.Documents[a].ID, f.Documents[b].ID) })
	return list
}

// leafState is how a leaf stands for a base document.
type leafState struct {
	until   instant // until when it holds
	there   bool    // there is something about it, right or wrong
	pending bool    // delivered, the outcome is awaited
	actor   role    // who must act while it does not hold
}

// at takes note of an instant at which something changes by itself.
func (v *evaluation) at(i instant) {
	if i > v.now {
		v.due = min(v.due, i)
	}
}

func (v *evaluation) run() {
	p, f := v.p, v.f
	own := slices.ContainsFunc(v.active, func(i int) bool { return f.Documents[i].Relationship == "" })
	v.at(micros(f.ProgramUntil))
	if len(v.active) > 0 {
		v.out.d.Documents = make([]permission.DocumentDecision, 0, len(v.active))
	}
	if p.decides(f) {
		v.documents(own)
	} else {
		v.noProgram()
	}
	for _, i := range v.active {
		v.out.d.Documents = append(v.out.d.Documents, permission.DocumentDecision{ID: f.Documents[i].ID, Scope: p.scope(v.reached[i])})
	}
	if own {
		worst := v.reached[v.active[0]]
		for _, i := range v.active {
			worst = min(worst, v.reached[i])
		}
		v.out.d.Scope = p.scope(worst)
		v.out.d.Permission = v.out.d.Scope.Permission()
	}
}

func (v *evaluation) noProgram() {
	r := permission.Requirement{What: "program", State: permission.CurrentlyDue, Actor: bonafide.ActorPlatform,
		Why:    permission.Why{Program: v.p.ID(), Version: v.p.Version(), Rule: "program"},
		Errors: []permission.Problem{problem(CodeNoProgram, "")}}
	if v.p != nil {
		if v.f.Kind != v.p.sheet.UserKind {
			r.Errors[0] = problem(CodeOtherKind, "")
		} else {
			v.at(v.p.sheet.EffectiveAt.UnixMicro())
		}
	}
	v.out.d.Requirements = []permission.Requirement{r}
}

func (v *evaluation) documents(own bool) {
	p, f := v.p, v.f
	for i := range f.Attestations {
		v.at(micros(f.Attestations[i].At)) // one that is dated ahead begins to count
	}
	v.at(micros(f.Owners.ExemptUntil))
	entries := len(v.active) * (1 + p.units)
	for _, i := range v.active {
		if blacklisted(&f.Documents[i]) {
			entries++
		}
		if len(f.Documents[i].NamesDiffer) > 0 {
			entries++
		}
	}
	if !own {
		entries++
	}
	v.out.d.Requirements = make([]permission.Requirement, 0, entries)
	if !own {
		r := v.entry(nil, "base_document", "base_document")
		r.State, r.Actor = permission.CurrentlyDue, bonafide.ActorUser
		r.Errors = []permission.Problem{problem(CodeNoBaseDocument, "")}
	}
	if p.hasOwners { // the business waits for its owners
		for i := range f.Owners.Members {
			v.at(micros(f.Owners.Members[i].Until))
		}
		for _, i := range v.active {
			if d := &f.Documents[i]; d.Relationship != "" {
				v.reached[i] = p.glance(f, d, v.reached, nil)
			}
		}
	}
	for _, i := range v.active {
		v.reached[i] = v.document(&f.Documents[i])
	}
}

// document evaluates one base document and returns how many tiers it reaches.
func (v *evaluation) document(d *permission.DocumentFacts) int {
	p := v.p
	v.assess(d)
	if p.usesAge {
		v.at(micros(d.NextBirthday))
	}
	blocked := v.screening(d)
	blocked = v.names(d) || blocked
	if blacklisted(d) {
		blocked = true
		r := v.entry(d, "blacklist", "blacklist")
		r.State, r.Actor = permission.CurrentlyDue, bonafide.ActorReviewer
		for i := range d.Subs {
			if d.Subs[i].Status == statusBlacklisted {
				r.Errors = append(r.Errors, problem(CodeBlacklisted, d.Subs[i].ID))
			}
		}
		slices.SortFunc(r.Errors, compareProblems)
	}
	reached, most, target := 0, len(p.tiers), p.targetOf(d)
	within := 0 // tiers that would be reached if all deadlines were kept
	for i := range p.tiers {
		t := &p.tiers[i]
		holds, solid := true, true
		first := len(v.out.d.Requirements)
		for j := range t.units {
			u := &t.units[j]
			if u.ownOnly && d.Relationship != "" {
				continue
			}
			if met, remains := v.unit(t, u, d, i <= target); !met {
				holds, most = false, min(most, remains)
				solid = solid && !u.due.IsZero()
			}
		}
		if holds && reached == i {
			reached++
		}
		if solid && within == i && !blocked {
			within++
		}
		if i > target && i >= within {
			v.beyond(t, d, first)
		}
	}
	if blocked {
		return 0
	}
	return min(reached, most)
}

// beyond makes what is due in a tier that is neither asked for nor within reach
// eventually due: nobody has it to lose. first is the tier's first entry. Rules
// that restrict what is below the tier stay due.
func (v *evaluation) beyond(t *tier, d *permission.DocumentFacts, first int) {
	for i := range t.units {
		u := &t.units[i]
		if u.ownOnly && d.Relationship != "" {
			continue
		}
		r := &v.out.d.Requirements[first]
		first++
		if (r.State == permission.CurrentlyDue || r.State == permission.PastDue) && u.rule.RestrictTo == "" {
			r.State = permission.EventuallyDue
		}
	}
}

// targetOf returns the tier that a base document is asked to reach: the one its
// desired scope takes, else that of the program.
func (p *Program) targetOf(d *permission.DocumentFacts) int {
	if d.DesiredScope == "" {
		return p.target
	}
	rank := permission.Scope(d.DesiredScope).Rank()
	if rank == 0 {
		return p.target
	}
	for i := range p.tiers {
		if p.tiers[i].rank >= rank {
			return i
		}
	}
	return len(p.tiers) - 1
}

// assess finds how every leaf stands for a base document.
func (v *evaluation) assess(d *permission.DocumentFacts) {
	p, f := v.p, v.f
	v.leaves = v.leaves[:len(p.leaves)]
	for i := range v.leaves {
		v.leaves[i] = leafState{}
	}
	for i := range d.Subs {
		s := &d.Subs[i]
		e := p.types.find(s.Type)
		if e == nil {
			continue
		}
		for _, index := range e.loose {
			state := &v.leaves[index]
			state.there = true
			if s.Status == statusValid {
				state.until = max(state.until, micros(s.ValidUntil))
			}
			if s.Status != statusValid || s.Final {
				state.weigh(s)
			}
		}
		for _, index := range e.strict {
			l, state := &p.leaves[index], &v.leaves[index]
			state.there = true
			until := l.until(s)
			state.until = max(state.until, until)
			if until <= v.now && l.accepts(s) {
				state.weigh(s)
			}
		}
	}
	for _, index := range p.facts {
		l, state := &p.leaves[index], &v.leaves[index]
		if state.until = p.fact(l, f, d, v.reached); state.until <= v.now {
			state.there = true
			state.actor, state.pending = l.role(f, d)
		}
	}
}
