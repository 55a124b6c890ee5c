package program

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Explain returns the derivation of the decision that [Program.Evaluate] makes
// of the same facts: user, base documents, screening, tiers, rules, and the
// single things they ask for.
func (p *Program) Explain(f permission.Facts) Explanation {
	f.At = bonafide.Instant(f.At)
	d := p.Evaluate(f)
	root := Explanation{Rule: "permission", What: string(d.Permission), Holds: d.Permission != permission.Unverified, Scope: d.Scope}
	if f.Standing != "" {
		root.Because = append(root.Because, Explanation{Rule: "standing", What: string(f.Standing)})
	}
	e := explainer{v: evaluation{p: p, f: &f, now: f.At.UnixMicro(), due: never, out: &draft{}}, d: &d}
	if !p.decides(&f) {
		return e.engine(root, "")
	}
	e.v.reached = make([]int, len(f.Documents))
	e.v.leaves = make([]leafState, len(p.leaves))
	root = e.engine(root, "")
	for i := range f.Documents {
		for tiers := range p.tiers {
			for _, doc := range d.Documents {
				if doc.ID == f.Documents[i].ID && doc.Scope == p.tiers[tiers].scope {
					e.v.reached[i] = tiers + 1
				}
			}
		}
	}
	for _, i := range activeDocuments(&f, nil) {
		root.Because = append(root.Because, e.document(&f.Documents[i], p.scope(e.v.reached[i])))
	}
	return root
}

type explainer struct {
	v    evaluation
	d    *permission.Decision
	leaf int // the next leaf: rules are explained in the order of their leaves
}

// engine adds the entries that the engine itself made for a base document.
func (e *explainer) engine(to Explanation, documentID string) Explanation {
	for i := range e.d.Requirements {
		r := &e.d.Requirements[i]
		if r.DocumentID == documentID && !strings.HasPrefix(r.Why.Rule, "tiers[") {
			to.Because = append(to.Because, entryOf(r))
		}
	}
	return to
}

// entryOf explains a ledger entry as it stands.
func entryOf(r *permission.Requirement) Explanation {
	x := Explanation{Rule: r.Why.Rule, What: r.What, DocumentID: r.DocumentID, State: r.State}
	x.Holds = r.State == permission.Satisfied || r.State == permission.Waived
	if x.Holds {
		x.Until = r.DueAt
	}
	for _, p := range r.Errors {
		x.Problems = append(x.Problems, p.Code)
	}
	return x
}

func (e *explainer) document(d *permission.DocumentFacts, scope permission.Scope) Explanation {
	x := Explanation{Rule: "document", What: d.ID, DocumentID: d.ID, Holds: scope != permission.ScopeUnverified, Scope: scope}
	x = e.engine(x, d.ID)
	e.v.assess(d)
	for i := range e.v.p.tiers {
		t := &e.v.p.tiers[i]
		tier := Explanation{Rule: at("", "tiers", i), What: string(t.scope), DocumentID: d.ID, Scope: t.scope, Holds: true}
		for j := range t.units {
			for k := range e.d.Requirements {
				r := &e.d.Requirements[k]
				if r.DocumentID != d.ID || r.Why.Rule != t.units[j].path {
					continue
				}
				unit := entryOf(r)
				e.leaf = t.units[j].leaf
				unit.Because = append(unit.Because, e.rule(t.units[j].path, t.units[j].rule, d))
				unit.Holds = e.v.settled(&t.units[j], d)
				tier.Holds = tier.Holds && unit.Holds
				tier.Because = append(tier.Because, unit)
				break
			}
		}
		x.Because = append(x.Because, tier)
	}
	return x
}

// settled reports whether a unit lets its tier be had, as Evaluate judges it.
func (v *evaluation) settled(u *unit, d *permission.DocumentFacts) bool {
	var sat leafSet
	for i := range v.leaves {
		if v.leaves[i].until > v.now {
			sat.add(i)
		}
	}
	met, _ := v.p.met(u, v.f, d, &sat, v.reached)
	return met
}

// rule explains a rule by what is there.
func (e *explainer) rule(path string, r *Rule, d *permission.DocumentFacts) Explanation {
	x := Explanation{Rule: path, DocumentID: d.ID}
	group := func(what string, member string, rules []Rule, n int) Explanation {
		x.What = what
		held := 0
		for i := range rules {
			kid := e.rule(at(path, member, i), &rules[i], d)
			if kid.Holds {
				held++
			}
			x.Because = append(x.Because, kid)
		}
		x.Holds = held >= n
		return x
	}
	switch {
	case len(r.All) > 0:
		return group("all", ".all", r.All, len(r.All))
	case len(r.Any) > 0:
		return group("any", ".any", r.Any, 1)
	case r.NOf != nil:
		return group(strconv.Itoa(r.NOf.N)+" of", ".n_of.of", r.NOf.Of, r.NOf.N)
	}
	i := e.leaf
	e.leaf++
	x = e.what(i, d)
	x.Rule = path + "." + memberOf[e.v.p.leaves[i].kind]
	return x
}

// memberOf names the member of a rule that a leaf comes from.
var memberOf = [...]string{leafDocument: "document", leafTest: "test", leafFields: "fields", leafLists: "lists",
	leafOwners: "owners", leafAttestation: "attestation"}

// what explains a leaf.
func (e *explainer) what(i int, d *permission.DocumentFacts) Explanation {
	l, s := &e.v.p.leaves[i], &e.v.leaves[i]
	x := Explanation{What: l.words(), DocumentID: d.ID, Holds: s.until > e.v.now}
	if x.Holds {
		x.Until = timeOf(s.until)
		return x
	}
	var problems []permission.Problem
	if l.kind == leafDocument {
		problems = e.v.subProblems(nil, l, d)
	} else {
		problems = e.v.factProblems(nil, l, d)
	}
	slices.SortFunc(problems, compareProblems)
	for _, p := range problems {
		x.Problems = append(x.Problems, p.Code)
	}
	if s.pending {
		x.State = permission.Pending
	}
	return x
}

// words says what a leaf asks for.
func (l *leaf) words() string {
	switch l.kind {
	case leafDocument:
		return strings.Join(l.doc.Types, " or ")
	case leafTest:
		return l.test.words()
	case leafFields:
		return "fields " + strings.Join(l.names, ", ")
	case leafLists:
		return "clear of " + strings.Join(l.names, ", ")
	case leafAttestation:
		return "attestation " + l.state.ID
	}
	return "owners"
}

func (t *Test) words() string {
	text := string(t.Fact)
	if len(t.In) > 0 {
		text += " in " + strings.Join(t.In, ", ")
	}
	if len(t.NotIn) > 0 {
		text += " not in " + strings.Join(t.NotIn, ", ")
	}
	if t.Min != nil {
		text += " at least " + t.Min.String()
	}
	if t.Max != nil {
		text += " at most " + t.Max.String()
	}
	return text
}
