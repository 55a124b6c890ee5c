package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// An Ownership is what follows from the relations of a case. Package export writes
// it as a picture or in a published format.
type Ownership struct {
	Analysis *ownership.Analysis `json:"analysis"`
	Findings []ownership.Finding `json:"findings"` // one for each rule set, in the order asked for
	Parties  export.Parties      `json:"-"`        // personal data, for exports
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
// that are not relevant included; false if there is no main company.
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
		g.Relations = append(g.Relations, ownership.Relation{
			From: r.From(), To: r.ToCompany, Ownership: r.Ownership, Voting: r.Voting, Roles: r.Roles, Position: r.Position,
		})
	}
	for _, x := range c.Individuals {
		if x.IsControllingPerson {
			g.Relations = append(g.Relations, ownership.Relation{From: x.ID, To: main.ID, Roles: []ownership.Role{ownership.Controller}})
		}
	}
	return g, true
}

// Ownership computes who owns and controls the main company, and the owners under
// each of the rule sets; without any, under [RuleSets]. The last findings are those of
// who is owned by listed persons, if the case has blocked entities at that time (see
// [Case.Blocked]): by the OFAC 50 percent rule for all of them, the strictest in adding
// up; then by the test of the EU, and of the UK, for those on their lists.
//
// It fails with a [*bonafide.RefusedError] of [CodeNoMainCompany], or with the
// error of [ownership.Compute].
func (c Case) Ownership(at time.Time, zone *time.Location, rules ...ownership.RuleSet) (Ownership, error) {
	g, ok := c.Graph()
	if !ok {
		return Ownership{}, &bonafide.RefusedError{Code: CodeNoMainCompany}
	}
	a, err := ownership.Compute(g, &ownership.Options{AsOf: bonafide.DateOf(at.In(zone))})
	if err != nil {
		return Ownership{}, err
	}
	if len(rules) == 0 {
		rules = RuleSets()
	}
	o := Ownership{Analysis: a, Parties: c.parties()}
	for _, r := range rules {
		o.Findings = append(o.Findings, a.Owners(r))
	}
	for _, t := range c.ownedTests(at) {
		f, err := t.test(a, t.Listed...)
		if err != nil {
			return Ownership{}, err
		}
		o.Findings = append(o.Findings, f)
	}
	return o, nil
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
