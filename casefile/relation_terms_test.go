package casefile_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

func day(t testing.TB, text string) bonafide.Date {
	t.Helper()
	d, err := bonafide.ParseDate(text)
	require.NoError(t, err)
	return d
}

func band(low, high int, above bool) *ownership.Band {
	return &ownership.Band{Min: percent(low), Max: percent(high), Above: above}
}

// named are the owners that a finding names, by last name.
func named(c casefile.Case, f ownership.Finding) []string {
	out := []string{}
	for _, o := range f.Owners {
		if x, ok := c.Individual(o.ID); ok {
			out = append(out, x.LastName)
		}
	}
	return out
}

// What a relation may say beside its ends, and what may not be.
func TestRelationTerms(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		trust := affiliate("Alpha Trust")
		trust.Structure = ownership.Trust
		foundation := affiliate("Beta Stiftung")
		foundation.Structure = ownership.Foundation
		r.Companies = append(r.Companies, trust, foundation, affiliate("Hold BV"))
	})
	main, trust, foundation, hold, ana := c.Companies[0].ID, c.Companies[1].ID, c.Companies[2].ID, c.Companies[3].ID, c.Individuals[0].ID
	for _, x := range []struct {
		name, path string
		in         casefile.RelationInput
		code       bonafide.Code
	}{
		{"a band the wrong way round", "ownership_band", casefile.RelationInput{From: ana, To: hold, Band: band(50, 25, false)}, bonafide.CodeOutOfRange},
		{"a band beside a figure", "ownership_band", casefile.RelationInput{From: ana, To: hold, Ownership: percent(30), Band: band(25, 50, true)}, bonafide.CodeMismatch},
		{"votes beyond all", "voting_rights_band", casefile.RelationInput{From: ana, To: hold, VotesBand: band(25, 101, true)}, bonafide.CodeOutOfRange},
		{"an end before the start", "end_date", casefile.RelationInput{From: ana, To: hold, Start: day(t, "2024-02-01"), End: day(t, "2024-01-31")}, bonafide.CodeMismatch},
		{"a long group", "group", casefile.RelationInput{From: ana, To: hold, Group: strings.Repeat("x", 101)}, bonafide.CodeTooLong},
		{"a trustee of a company", "roles[0]", casefile.RelationInput{From: ana, To: hold, Roles: []ownership.Role{ownership.Trustee}}, bonafide.CodeNotAllowed},
		{"no such role", "roles[1]", casefile.RelationInput{From: ana, To: trust, Roles: []ownership.Role{ownership.Trustee, "owner"}}, bonafide.CodeUnknown},
		{"treasury shares of nothing", "ownership_percentage", casefile.RelationInput{From: hold, To: hold}, bonafide.CodeRequired},
		{"treasury shares of all", "ownership_percentage", casefile.RelationInput{From: hold, To: hold, Ownership: percent(100)}, bonafide.CodeOutOfRange},
		{"treasury votes of all", "voting_rights_percentage", casefile.RelationInput{From: hold, To: hold, Ownership: percent(1), Voting: percent(100)}, bonafide.CodeOutOfRange},
		{"treasury shares in a band", "ownership_band", casefile.RelationInput{From: hold, To: hold, Band: band(1, 5, false)}, bonafide.CodeNotAllowed},
		{"its own manager", "roles", casefile.RelationInput{From: hold, To: hold, Ownership: percent(1), Roles: []ownership.Role{ownership.Controller}}, bonafide.CodeNotAllowed},
		{"in concert with itself", "group", casefile.RelationInput{From: hold, To: hold, Ownership: percent(1), Group: "g"}, bonafide.CodeNotAllowed},
		{"treasury shares of what is not named", "to", casefile.RelationInput{From: main, Ownership: percent(1)}, bonafide.CodeRequired},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, err := b.cases.AddRelation(ctx, acme, c.ID, x.in)
			invalid(t, err, x.path, x.code)
		})
	}
	for _, in := range []casefile.RelationInput{
		{From: ana, To: trust, Roles: []ownership.Role{ownership.RevocableSettlor}},
		{From: ana, To: foundation, Roles: []ownership.Role{ownership.Founder, ownership.BoardMember}},
		{From: ana, To: hold, Band: band(25, 50, true), Start: day(t, "2020-05-01"), Group: "family"},
		{From: hold, To: hold, Ownership: percent(10)},
	} {
		_, err := b.cases.AddRelation(ctx, acme, c.ID, in)
		require.NoError(t, err)
	}
	last := b.get(t, c.ID).Relations
	r := last[len(last)-2]
	c, err := b.cases.UpdateRelation(ctx, acme, c.ID, casefile.UpdateRelationRequest{
		Relation: r.ID, Band: casefile.Null[*ownership.Band](), Ownership: casefile.To(percent(40)), Start: casefile.Null[bonafide.Date](),
		End: casefile.To(day(t, "2030-01-01")), Group: casefile.To("others"),
	})
	require.NoError(t, err)
	x := c.Relations[len(c.Relations)-2]
	assert.Nil(t, x.Band)
	assert.Equal(t, "40", x.Ownership.String())
	assert.True(t, x.Start.IsZero())
	assert.Equal(t, "others", x.Group)

	// What a company is cannot make its relations impossible.
	facts := func(id string, structure ownership.EntityType) error {
		_, err := b.cases.UpdateCompany(ctx, acme, c.ID, casefile.UpdateCompanyRequest{Company: id, CompanyChanges: casefile.CompanyChanges{Structure: casefile.To(structure)}})
		return err
	}
	invalid(t, facts(trust, ownership.Company), "structure", bonafide.CodeMismatch)
	invalid(t, facts(hold, ownership.State), "structure", bonafide.CodeMismatch)
	require.NoError(t, facts(hold, ownership.Fund))
	require.NoError(t, facts(trust, ownership.Foundation))
}

// A request as it is written, and a relation as it is read again.
func TestRelationTermsInJSON(t *testing.T) {
	var in casefile.RelationInput
	require.NoError(t, json.Unmarshal([]byte(`{"from_individual_id":"p","to_company_id":"c","ownership_band":{"min":"25","max":50,"above":true},
		"start_date":"2020-05-01","end_date":"2024-05-01","group":"family"}`), &in))
	assert.Equal(t, casefile.RelationInput{From: "p", To: "c", Band: band(25, 50, true), Start: day(t, "2020-05-01"), End: day(t, "2024-05-01"), Group: "family"}, in)
	var up casefile.UpdateRelationRequest
	require.NoError(t, json.Unmarshal([]byte(`{"relation_id":"r","ownership_band":null,"end_date":"2024-05-01"}`), &up))
	assert.True(t, up.Band.IsNull())
	invalid(t, json.Unmarshal([]byte(`{"ownership_band":{"min":"25","maximum":"50"}}`), &in), "ownership_band.maximum", bonafide.CodeUnknown)
}

// Bands, groups, dates and treasury shares decide who owns the customer.
func TestOwnershipOfTerms(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		ana := &r.Individuals[0]
		ana.Relations = []casefile.RelationInput{{ToRef: "bolt", Band: band(25, 50, true)}}
		bea := person("Bea", "Brandt")
		bea.Relations = []casefile.RelationInput{{ToRef: "bolt", Ownership: percent(14), Group: "family"}}
		cem := person("Cem", "Celik")
		cem.Relations = []casefile.RelationInput{{ToRef: "bolt", Ownership: percent(13), Group: "family"}}
		dan := person("Dan", "Dunn")
		dan.Relations = []casefile.RelationInput{{ToRef: "bolt", Band: band(5, 25, false), End: day(t, "2026-03-31")}}
		r.Individuals = append(r.Individuals, bea, cem, dan)
	})
	o, err := b.cases.Ownership(ctx, officer, c.ID, ownership.AMLR(), ownership.AMLD())
	require.NoError(t, err)
	require.NotNil(t, o.Bounds)
	assert.Equal(t, []string{"Lopez", "Brandt", "Celik"}, named(c, o.Findings[1]), "more than 25 is more than 25; 27 in concert")
	assert.Equal(t, []string{"Lopez", "Dunn"}, named(c, o.Possible[0]), "25 is possible")
	assert.Equal(t, []string{"Lopez", "Brandt", "Celik"}, named(c, o.Possible[1]), "and is not more than 25")
	assert.Equal(t, "50", o.Bounds.Holders[0].Ownership.Max.String())
	o, err = b.cases.OwnershipOn(ctx, officer, c.ID, day(t, "2026-04-01"), ownership.AMLR())
	require.NoError(t, err)
	assert.NotContains(t, named(c, o.Possible[0]), "Dunn", "it ended the day before")
	_, err = b.cases.OwnershipOn(ctx, officer, c.ID, bonafide.Date{})
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	c, err = b.cases.AddRelation(ctx, acme, c.ID, casefile.RelationInput{From: c.Companies[0].ID, To: c.Companies[0].ID, Ownership: percent(50)})
	require.NoError(t, err)
	o, err = b.cases.Ownership(ctx, officer, c.ID, ownership.AMLR())
	require.NoError(t, err)
	assert.Contains(t, named(c, o.Findings[0]), "Brandt", "14 of 50 is 28")
}

// By which law owners are found follows from the country of the customer and the day, where
// the host says so.
func TestOwnershipByJurisdiction(t *testing.T) {
	b := setup(t, func(o *casefile.Options) {
		o.Ownership = casefile.OwnershipPolicy{Rules: ownership.RulesIn, Strict: true}
	})
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Companies[0].Country = "GB"
		r.Individuals[0].Relations[0].Ownership = percent(75)
		bea := person("Bea", "Brandt")
		bea.Relations = []casefile.RelationInput{{Ownership: percent(25)}}
		r.Individuals = append(r.Individuals, bea)
	})
	names := func() []string {
		o, err := b.cases.Ownership(ctx, officer, c.ID)
		require.NoError(t, err)
		var out []string
		for _, f := range o.Findings {
			out = append(out, f.Rules)
		}
		return out
	}
	assert.Equal(t, []string{"psc", "amlr", "amld", "fincen"}, names())
	c = b.advance(t, c.ID)
	assert.Len(t, b.stored(t, c.ID).Structure.Owners, 1, "more than 25")
	c, err := b.cases.UpdateCompany(ctx, acme, c.ID, casefile.UpdateCompanyRequest{Company: c.Companies[0].ID, CompanyChanges: casefile.CompanyChanges{Country: casefile.To(bonafide.Country("CH"))}})
	require.NoError(t, err)
	assert.Len(t, b.stored(t, c.ID).Structure.Owners, 2, "25 or more")
	assert.Equal(t, []string{"amlr", "amld", "psc", "fincen"}, names())

	_, err = b.cases.UpdateRelation(ctx, acme, c.ID, casefile.UpdateRelationRequest{Relation: c.Relations[0].ID, Ownership: casefile.To(percent(76))})
	require.NoError(t, err)
	assert.Equal(t, ownership.CodeOverAllocated, b.stored(t, c.ID).Structure.Code, "no answer where owners have more than all")
	_, err = b.cases.Ownership(ctx, officer, c.ID)
	var structure *ownership.StructureError
	require.ErrorAs(t, err, &structure)
}

// A relation that begins or ends makes a case due, and what was said of its owners is
// known again when the case was advanced.
func TestRelationsComeAndGo(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Individuals[0].Relations[0].End = day(t, "2026-03-09")
		bea := person("Bea", "Brandt")
		bea.Relations = []casefile.RelationInput{{Ownership: percent(100), Start: day(t, "2026-03-10")}}
		r.Individuals = append(r.Individuals, bea)
	})
	c = b.advance(t, c.ID)
	ana, bea := c.Individuals[0].ID, c.Individuals[1].ID
	assert.Equal(t, []string{ana}, b.stored(t, c.ID).Structure.Owners)
	b.wait(8*24*time.Hour - 9*time.Hour) // 2026-03-10, 00:00 UTC
	n, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, []string{bea}, b.stored(t, c.ID).Structure.Owners)
	n, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Zero(t, n, "nothing is left to do")
}
