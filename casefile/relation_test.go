package casefile_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

func invalid(t testing.TB, err error, path string, code bonafide.Code) {
	t.Helper()
	var e *bonafide.InvalidError
	require.ErrorAs(t, err, &e)
	assert.True(t, e.Has(path, code), "%v", err)
}

// Dotfile, relations: unique per pair, never into an individual, main
// where nothing is named, no orphans.
func TestRelations(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		hold := affiliate("Hold BV")
		r.Companies = append(r.Companies, hold)
	})
	main, hold, ana := c.Companies[0].ID, c.Companies[1].ID, c.Individuals[0].ID
	require.Len(t, c.Relations, 2)
	implicit := c.Relations[0]
	assert.Equal(t, hold, implicit.FromCompany, "without relations: to the main company, without shares")
	assert.Equal(t, main, implicit.ToCompany)
	assert.True(t, implicit.Ownership.IsZero())

	add := func(in casefile.RelationInput) error {
		next, err := b.cases.AddRelation(ctx, acme, c.ID, in)
		if err == nil {
			c = next
		}
		return err
	}
	invalid(t, add(casefile.RelationInput{From: ana}), "to", bonafide.CodeRepeated)
	invalid(t, add(casefile.RelationInput{From: hold, To: ana}), "to", bonafide.CodeNotAllowed)
	invalid(t, add(casefile.RelationInput{From: main}), "to", bonafide.CodeRequired)
	invalid(t, add(casefile.RelationInput{From: "nobody"}), "from", bonafide.CodeUnknown)
	invalid(t, add(casefile.RelationInput{From: ana, To: "nowhere"}), "to", bonafide.CodeUnknown)
	invalid(t, add(casefile.RelationInput{}), "from", bonafide.CodeRequired)
	invalid(t, add(casefile.RelationInput{From: ana, To: hold, Ownership: percent(101)}), "ownership_percentage", bonafide.CodeOutOfRange)
	invalid(t, add(casefile.RelationInput{From: ana, To: hold, Voting: percent(-1)}), "voting_rights_percentage", bonafide.CodeOutOfRange)
	invalid(t, add(casefile.RelationInput{From: ana, To: hold, Roles: []ownership.Role{ownership.Settlor}}), "roles[0]", bonafide.CodeNotAllowed)
	require.NoError(t, add(casefile.RelationInput{From: ana, To: hold, Ownership: percent(60), Position: "CEO"}))
	require.NoError(t, add(casefile.RelationInput{From: main, To: hold, Ownership: percent(40)}), "circles are allowed")

	id := c.Relations[2].ID
	third, err := ownership.ParsePercent("33.33")
	require.NoError(t, err)
	c, err = b.cases.UpdateRelation(ctx, acme, c.ID,
		casefile.UpdateRelationRequest{Relation: id, Ownership: casefile.To(third), Voting: casefile.To(percent(0)), Position: casefile.Null[string]()})
	require.NoError(t, err)
	r := c.Relations[2]
	assert.Equal(t, "33.33", r.Ownership.String(), "exact")
	assert.Equal(t, "0", r.Voting.String(), "0 is 0, not absent")
	assert.Empty(t, r.Position)
	assert.Equal(t, ana, r.From(), "ends do not change")
	c, err = b.cases.UpdateRelation(ctx, acme, c.ID, casefile.UpdateRelationRequest{Relation: id, Voting: casefile.Null[ownership.Percent]()})
	require.NoError(t, err)
	assert.True(t, c.Relations[2].Voting.IsZero())

	// Ends are changed by create, then delete; deleting first would leave an orphan.
	b2 := setup(t)
	c = b2.create(t)
	_, err = b2.cases.RemoveRelation(ctx, acme, c.ID, casefile.RemoveRelationRequest{Relation: c.Relations[0].ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeOrphan}, err)
	c, err = b2.cases.AddCompany(ctx, acme, c.ID, affiliate("Hold BV"))
	require.NoError(t, err)
	old := c.Relations[0].ID
	_, err = b2.cases.AddRelation(ctx, acme, c.ID, casefile.RelationInput{From: c.Individuals[0].ID, To: c.Companies[1].ID})
	require.NoError(t, err)
	c, err = b2.cases.RemoveRelation(ctx, acme, c.ID, casefile.RemoveRelationRequest{Relation: old})
	require.NoError(t, err)
	assert.Len(t, c.Relations, 2)
	_, err = b2.cases.RemoveRelation(ctx, acme, c.ID, casefile.RemoveRelationRequest{Relation: old})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// Deleting an entity takes its relations along, and leaves no orphan.
func TestRemoveEntity(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.Templates = []casefile.Template{{Key: "kyb", Name: "none"}} })
	c := b.create(t, func(r *casefile.CreateRequest) {
		hold := affiliate("Hold BV")
		hold.Ref = "hold"
		bea := person("Bea", "Second")
		bea.Relations = []casefile.RelationInput{{ToRef: "hold", Ownership: percent(100)}}
		r.Companies, r.Individuals = append(r.Companies, hold), append(r.Individuals, bea)
	})
	hold, bea := c.Companies[1].ID, c.Individuals[1].ID
	_, err := b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: hold})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeOrphan}, err, "somebody points to it")
	_, err = b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: c.Companies[0].ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeMainCompany}, err)
	for _, id := range []string{bea, hold} {
		c, err = b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: id})
		require.NoError(t, err)
	}
	assert.Len(t, c.Relations, 1)
	_, err = b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: bea})
	require.ErrorIs(t, err, bonafide.ErrNotFound)

	b = setup(t)
	c = b.advance(t, b.create(t).ID)
	_, err = b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: c.Individuals[0].ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeDecided}, err, "evidence stays")
}

// One main company, before any affiliated one; relations need it; individuals that
// were there before are related to it.
func TestMainCompany(t *testing.T) {
	b := setup(t)
	kyc := func(r *casefile.CreateRequest) { r.Companies, r.Individuals[0].Relations = nil, nil }
	c := b.create(t, kyc)
	assert.Empty(t, c.Relations, "a case of individuals alone")
	_, err := b.cases.AddCompany(ctx, acme, c.ID, affiliate("Hold BV"))
	invalid(t, err, "type", casefile.CodeNoMainCompany)
	_, err = b.cases.AddRelation(ctx, acme, c.ID, casefile.RelationInput{From: c.Individuals[0].ID})
	invalid(t, err, "to", casefile.CodeNoMainCompany)
	_, err = b.cases.Ownership(ctx, officer, c.ID)
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeNoMainCompany}, err)
	c, err = b.cases.AddCompany(ctx, acme, c.ID, company("Bolt SAS"))
	require.NoError(t, err)
	require.Len(t, c.Relations, 1)
	assert.Equal(t, c.Individuals[0].ID, c.Relations[0].FromIndividual)
	_, err = b.cases.AddCompany(ctx, acme, c.ID, company("Another"))
	invalid(t, err, "type", casefile.CodeMainCompany)
}

// Owners under the rule sets, from the relations of a case with a circle; declared
// totals are kept beside the computed ones.
func TestOwnership(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		hold := affiliate("Hold BV")
		hold.Ref, hold.Relations = "hold", []casefile.RelationInput{{Ownership: percent(60)}}
		r.Companies = append(r.Companies, hold)
		r.Companies[0].Relations = nil
		r.Individuals[0].Relations = []casefile.RelationInput{{Ownership: percent(40)}, {ToRef: "hold", Ownership: percent(50)}}
		r.Individuals[0].TotalOwnership = percent(99)
	})
	_, err := b.cases.AddRelation(ctx, acme, c.ID, casefile.RelationInput{From: c.Companies[0].ID, To: c.Companies[1].ID, Ownership: percent(10)})
	require.NoError(t, err)
	o, err := b.cases.Ownership(ctx, officer, c.ID)
	require.NoError(t, err)
	require.Len(t, o.Findings, 4)
	ana, ok := o.Analysis.Holder(c.Individuals[0].ID)
	require.True(t, ok)
	// x = 0.4 + 0.6 h, h = 0.5 of hold: (40 + 60*0.5) / (1 - 0.06) percent
	assert.Equal(t, "74.4680851064", ana.Ownership.String())
	assert.Equal(t, "25.5319148936", o.Analysis.UnresolvedOwnership.String())
	f, ok := o.Finding("amlr")
	require.True(t, ok)
	assert.Equal(t, c.Individuals[0].ID, f.Owners[0].ID)
	require.NotEmpty(t, o.Analysis.Declared)
	assert.True(t, o.Analysis.Declared[0].Differs)
	svg, err := export.SVG(o.Analysis, o.Parties, f)
	require.NoError(t, err)
	assert.Contains(t, string(svg), "Bolt SAS")
	psc, ok := o.Finding("psc")
	require.True(t, ok)
	bods, err := export.BODS(o.Analysis, o.Parties, psc, export.Publication{Date: bonafide.Date{Year: 2026, Month: 3, Day: 2}, Publisher: "Acme"})
	require.NoError(t, err)
	assert.True(t, json.Valid(bods))
	assert.Contains(t, export.Mermaid(o.Analysis, o.Parties, f), "Hold BV")
	fincen, ok := o.Finding("fincen")
	require.True(t, ok)
	assert.Contains(t, export.DOT(o.Analysis, o.Parties, fincen), "digraph")
	assert.Contains(t, string(export.FollowTheMoney(o.Analysis, o.Parties)), "Ownership")
	_, ok = o.Finding("ofac50")
	require.False(t, ok, "nobody is blocked")
	_, err = b.cases.Ownership(ctx, contact, c.ID)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	assert.False(t, c.InForce(b.now()))
}

// Nobody is cut off from the main company: not at creation, not by removal.
func TestNoIslands(t *testing.T) {
	b := setup(t)
	create := func(relation casefile.RelationInput) (casefile.Case, error) {
		r := casefile.CreateRequest{Name: "Acme", Companies: []casefile.CompanyInput{company("Acme"), affiliate("A"), affiliate("B")}}
		r.Companies[1].Ref, r.Companies[2].Ref = "a", "b"
		r.Companies[1].Relations = []casefile.RelationInput{relation}
		r.Companies[2].Relations = []casefile.RelationInput{{ToRef: "a", Ownership: percent(50)}}
		return b.cases.Create(ctx, acme, r)
	}
	_, err := create(casefile.RelationInput{ToRef: "b", Ownership: percent(50)})
	invalid(t, err, "companies[1].relations", casefile.CodeOrphan)
	invalid(t, err, "companies[2].relations", casefile.CodeOrphan)

	c, err := create(casefile.RelationInput{Ownership: percent(50)})
	require.NoError(t, err)
	_, err = b.cases.RemoveRelation(ctx, acme, c.ID, casefile.RemoveRelationRequest{Relation: c.Relations[0].ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeOrphan}, err, "A and B would be an island")
	_, err = b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: c.Companies[1].ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeOrphan}, err)
	_, err = b.cases.RemoveRelation(ctx, acme, c.ID, casefile.RemoveRelationRequest{Relation: c.Relations[1].ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeOrphan}, err)
	_, err = b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: c.Companies[2].ID})
	assert.NoError(t, err)
}

// Who is entered with a total alone owns that; what somebody is, each relation says.
func TestImplicitRelation(t *testing.T) {
	b := setup(t)
	c, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "Acme", Companies: []casefile.CompanyInput{company("Acme")}, Individuals: []casefile.IndividualInput{
		{IndividualFields: casefile.IndividualFields{FirstName: "Ana", LastName: "First", TotalOwnership: percent(60)}},
		{IndividualFields: casefile.IndividualFields{FirstName: "Bea", LastName: "Second", TotalOwnership: percent(40), TotalVoting: percent(10)}},
	}})
	require.NoError(t, err)
	o, err := b.cases.Ownership(ctx, officer, c.ID)
	require.NoError(t, err)
	for _, rules := range []string{"amlr", "amld", "psc", "fincen"} {
		f, _ := o.Finding(rules)
		assert.Len(t, f.Owners, 2, rules)
	}
	assert.Equal(t, "10", c.Relations[1].Voting.String())

	cid, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "Acme", Companies: []casefile.CompanyInput{company("Acme")}, Individuals: []casefile.IndividualInput{{
		IndividualFields: casefile.IndividualFields{FirstName: "Cid", LastName: "Third", Roles: []ownership.Role{ownership.LegalRepresentative}},
		Relations:        []casefile.RelationInput{{Ownership: percent(5)}},
	}}})
	require.NoError(t, err)
	o, err = b.cases.Ownership(ctx, officer, cid.ID, ownership.AMLR())
	require.NoError(t, err)
	assert.Len(t, o.Findings[0].Officials, 1)
	assert.Empty(t, cid.Relations[0].Roles, "as it was entered")
}
