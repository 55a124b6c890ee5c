package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// An Ownership is what follows from the relations of a case. Package export writes
// it as a picture or in a published format.
//
// Where percentages are known as bands only, Analysis is an estimate from the middle of
// each, Bounds holds, Findings name who is an owner whatever the percentages, and
// Possible whoever may be one.
type Ownership struct {
	Analysis *ownership.Analysis `json:"analysis"`
	Bounds   *ownership.Bounds   `json:"bounds,omitzero"`   // nil without bands
	Findings []ownership.Finding `json:"findings"`          // one for each rule set, in the order asked for
	Possible []ownership.Finding `json:"possible,omitzero"` // likewise, those certain included; none without bands
	Parties  export.Parties      `json:"-"`                 // personal data, for exports
}

// RuleSets are those that are computed where a call names no rule set: AMLR, AMLD,
// PSC and FINCEN.
func RuleSets() []ownership.RuleSet {
	return []ownership.RuleSet{ownership.AMLR(), ownership.AMLD(), ownership.PSC(), ownership.FINCEN()}
}

// Finding returns the finding of a rule set by its name, and whether there is one.
func (o Ownership) Finding(rules string) (ownership.Finding, bool) {
	for _, f := range o.Findings {
		if f.Rules == rules {
			return f, true
		}
	}
	return ownership.Finding{}, false
}

// Graph returns the structure of the case seen from its main company, entities
// that are not relevant and relations that have ended included; false if there is no main
// company.
func (c Case) Graph() (ownership.Graph, bool) {
	main, ok := c.Main()
	if !ok {
		return ownership.Graph{}, false
	}
	g := ownership.Graph{Main: main.ID}
	for _, x := range c.Companies {
		g.Entities = append(g.Entities, ownership.Entity{ID: x.ID, Type: x.Structure, Discloses: x.Discloses})
	}
	represents := map[string]bool{}
	for _, x := range c.Individuals {
		represents[x.ID] = slices.Contains(x.Roles, ownership.LegalRepresentative)
		g.Entities = append(g.Entities, ownership.Entity{
			ID: x.ID, Type: ownership.Individual, DeclaredOwnership: x.TotalOwnership, DeclaredVoting: x.TotalVoting,
		})
	}
	for _, r := range c.Relations {
		if represents[r.FromIndividual] && !slices.Contains(r.Roles, ownership.LegalRepresentative) {
			r.Roles = append(slices.Clone(r.Roles), ownership.LegalRepresentative) // what somebody is, every relation of theirs says
		}
		g.Relations = append(g.Relations, r.holding(r.From(), r.ToCompany))
	}
	for _, x := range c.Individuals {
		if x.IsControllingPerson {
			g.Relations = append(g.Relations, ownership.Relation{From: x.ID, To: main.ID, Roles: []ownership.Role{ownership.Controller}})
		}
	}
	g.Groups = c.concerts()
	return g, true
}

// holding is the relation as the analysis reads it.
func (r Relation) holding(from, to string) ownership.Relation {
	return ownership.Relation{
		From: from, To: to, Ownership: r.Ownership, Voting: r.Voting, Band: r.Band, VotesBand: r.VotesBand,
		Roles: r.Roles, Position: r.Position, Start: r.Start, End: r.End,
	}
}

// concerts are the groups of those whose relations name the same one. Somebody alone
// acts in concert with nobody.
func (c Case) concerts() []ownership.Group {
	var groups []ownership.Group
	at := make(map[string]int)
	for _, r := range c.Relations {
		if r.Group == "" {
			continue
		}
		i, known := at[r.Group]
		if !known {
			i = len(groups)
			at[r.Group], groups = i, append(groups, ownership.Group{ID: "group:" + r.Group})
		}
		if !slices.Contains(groups[i].Members, r.From()) {
			groups[i].Members = append(groups[i].Members, r.From())
		}
	}
	return slices.DeleteFunc(groups, func(g ownership.Group) bool { return len(g.Members) < 2 })
}

// graphOn is the structure of a day: what has ended by then, or not begun, is left out.
func (c Case) graphOn(on bonafide.Date) (ownership.Graph, bool) {
	c.Relations = without(c.Relations, func(r Relation) bool { return !r.counts(on) })
	return c.Graph()
}

// counts reports whether the relation is there on a day.
func (r Relation) counts(on bonafide.Date) bool {
	return (r.Start.IsZero() || !on.Before(r.Start)) && (r.End.IsZero() || !on.After(r.End))
}

// Ownership computes who owned and controlled the main company at a time, and the owners
// under each of the rule sets; without any, under [RuleSets]. The last findings, and
// the last of those possible, are those of who is owned by listed persons, if the case has
// blocked entities at that time (see [Case.Blocked]): by the OFAC 50 percent rule for all
// of them, and by the tests of the EU and of the UK for those on their lists. A host calls it for a case that it has, such as
// one of [Service.AsOf]. A nil zone is UTC.
//
// It fails with a [*bonafide.RefusedError] of [CodeNoMainCompany], or with the
// error of [ownership.Compute].
func (c Case) Ownership(at time.Time, zone *time.Location, rules ...ownership.RuleSet) (Ownership, error) {
	return c.ownership(context.Background(), nil, at, bonafide.DateOf(at.In(ReviewSettings{Zone: zone}.zone())), OwnershipPolicy{}, rules)
}

// ownership is [Case.Ownership] of a day by a policy, as far as it is kept already. What is
// blocked is that of the time.
func (c Case) ownership(ctx context.Context, kept *answers, at time.Time, on bonafide.Date, p OwnershipPolicy, rules []ownership.RuleSet) (Ownership, error) {
	g, ok := c.graphOn(on)
	if !ok {
		return Ownership{}, &bonafide.RefusedError{Code: CodeNoMainCompany}
	}
	if len(rules) == 0 {
		rules = p.ruleSets(c, on)
	}
	found, err := kept.of(ctx, g, p.options(on))
	if err == nil {
		err = found.err
	}
	if err != nil {
		return Ownership{}, err
	}
	analysis := *found.analysis
	analysis.AsOf = on // the same relations count as on the day that it was computed for
	o := Ownership{Parties: c.parties(), Analysis: &analysis, Bounds: found.bounds}
	for _, r := range rules {
		certain, possible, err := found.find(ctx, r)
		if err != nil {
			return Ownership{}, err
		}
		if o.Findings = append(o.Findings, certain); o.Bounds != nil {
			o.Possible = append(o.Possible, possible)
		}
	}
	for _, t := range c.ownedTests(at) {
		if err := o.block(t); err != nil {
			return Ownership{}, err
		}
	}
	return o, nil
}

// options are those of an analysis on a day.
func (p OwnershipPolicy) options(on bonafide.Date) *ownership.Options {
	return &ownership.Options{AsOf: on, Strict: p.Strict, SuspendCircularVotes: p.SuspendCircularVotes, Tolerance: p.Tolerance}
}

// block adds what a test says of who is owned by listed persons.
func (o *Ownership) block(t ownedTest) error {
	if o.Bounds == nil {
		f, err := t.test(o.Analysis, t.Listed...)
		o.Findings = append(o.Findings, f)
		return err
	}
	certain, possible, err := t.within(o.Bounds, t.Listed...)
	o.Findings, o.Possible = append(o.Findings, certain), append(o.Possible, possible)
	return err
}

// widest are the findings that leave nobody out: those possible, where there are bands.
func (o Ownership) widest() []ownership.Finding {
	if o.Bounds != nil {
		return o.Possible
	}
	return o.Findings
}

// parties are names and other details of the entities, for exports to somebody who
// may see them.
func (c Case) parties() export.Parties {
	p := make(export.Parties, len(c.Companies)+len(c.Individuals))
	for _, x := range c.Companies {
		party := export.Party{Name: x.Name, Country: x.Country, Founded: x.RegisteredOn}
		if x.Registration != "" {
			party.Identifiers = []export.Identifier{{ID: x.Registration, Name: "company register"}}
		}
		p[x.ID] = party
	}
	for _, x := range c.Individuals {
		p[x.ID] = export.Party{Name: x.Name(), Nationality: x.Nationalities, Born: x.BirthDate}
	}
	return p
}
