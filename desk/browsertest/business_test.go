package browsertest

import (
	"context"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/screening"
)

func business() casefile.Template {
	aml := casefile.CheckPlan{Type: casefile.AML, Automation: casefile.Automation{Approval: true, Monitored: true}}
	return casefile.Template{
		Key: "business", Name: "Business with shareholders",
		Main:       []casefile.CheckPlan{aml, {Type: casefile.DocumentCheck, Subtype: "document_type:register_extract"}},
		Affiliated: []casefile.CheckPlan{aml},
		Individual: []casefile.CheckPlan{aml, {
			Type: casefile.IDDocument, Automation: casefile.Automation{ValidFor: 3 * 365 * 24 * time.Hour},
			Traits: []casefile.Trait{casefile.TraitBusinessContact, casefile.TraitBeneficialOwner},
		}},
		Controls: []casefile.ControlPlan{
			{Key: "funds", Label: "Source of funds understood", Type: casefile.ManualControl},
			{Key: "owners", Label: "Every beneficial owner screened", Type: casefile.LogicControl, Condition: casefile.ConditionOwnersScreened},
		},
	}
}

func properties() property.Set {
	return property.Set{
		{Key: "products", Label: "What they want", Target: property.OfCase, Type: property.TypeChoices, AllowMultiple: true,
			Options: []property.Option{{Key: "payments"}, {Key: "savings"}}},
		{Key: "channel", Label: "How we met", Target: property.OfCase, Type: property.TypeText},
	}
}

// harbor is a company with three layers of owners, two holdings that own each other,
// and a minority owner who is politically exposed.
func (w *world) harbor(ctx context.Context, name string) casefile.Case {
	w.t.Helper()
	c, err := w.cases.Create(ctx, acme, casefile.CreateRequest{
		Name: name, Template: "business", Assignee: first.ID, Tags: []string{"complex structure"},
		Properties: property.Values{"products": property.List("payments"), "channel": property.Text("remote")},
		Companies: []casefile.CompanyInput{
			company("main", casefile.MainCompany, name+" SA", "FR"),
			company("north", casefile.AffiliatedCompany, "North Holding BV", "NL", holds("main", 55), holds("south", 20)),
			company("south", casefile.AffiliatedCompany, "South Holding SARL", "LU", holds("main", 37), holds("north", 10)),
			company("costa", casefile.AffiliatedCompany, "Costa Family Lda", "PT", holds("north", 60)),
		},
		Individuals: []casefile.IndividualInput{
			owner("Ines", "Costa", 1971, "PT", holds("costa", 100), casefile.RelationInput{
				ToRef: "main", Roles: []ownership.Role{ownership.LegalRepresentative}, Position: "CEO"}),
			owner("Jonas", "Brandt", 1980, "DE", holds("north", 30)),
			owner("Marta", "Silva", 1975, "PT", holds("south", 70)),
			owner("Gleb", "Vorontsov", 1966, "CY", holds("main", 8)),
		},
	})
	require.NoError(w.t, err)
	c, err = w.cases.Advance(ctx, c.ID)
	require.NoError(w.t, err)
	return c
}

// settled does all that an approval needs: evidence, controls, and a true match that two
// reviewers accept.
func (w *world) settled(ctx context.Context, c casefile.Case) casefile.Case {
	w.t.Helper()
	var err error
	for _, k := range c.Checks {
		if k.Status == casefile.CheckInProgress {
			_, err = w.cases.SubmitCheck(ctx, acme, c.ID, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{"upload-" + k.ID}})
			require.NoError(w.t, err)
			_, err = w.cases.ReviewCheck(ctx, first, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true})
			require.NoError(w.t, err)
		}
		if k.Screening == nil {
			continue
		}
		for _, hit := range k.Screening.Open(today) {
			for _, by := range []bonafide.Actor{first, second} {
				_, err = w.cases.DecideHits(ctx, by, c.ID, casefile.DecideHitsRequest{
					Check: k.ID, Hits: []casefile.HitID{{List: hit.List, EntryID: hit.EntryID}}, Disposition: screening.TrueButAccepted,
					Reason: "8 % and no control; the source of the wealth is known", Expires: today.AddDate(0, 6, 0)})
				require.NoError(w.t, err)
			}
		}
	}
	_, err = w.cases.SetControl(ctx, first, c.ID, casefile.SetControlRequest{Control: "funds", Completed: true, Comment: "accounts of three years read"})
	require.NoError(w.t, err)
	_, err = w.cases.Advance(ctx, c.ID)
	require.NoError(w.t, err)
	c, err = w.cases.Get(ctx, first, c.ID)
	require.NoError(w.t, err)
	return c
}

// proposed has one reviewer propose the approval of a case where nothing is left to do.
func (w *world) proposed(ctx context.Context, c casefile.Case) casefile.Case {
	w.t.Helper()
	c, err := w.cases.Review(ctx, first, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "structure understood, owners verified", Content: c.Content})
	require.NoError(w.t, err)
	return c
}

// shops creates many small cases, each of one company and one owner.
func (w *world) shops(ctx context.Context, n int) {
	w.t.Helper()
	for i := range n {
		name := fmt.Sprintf("%s Trading %d", others[i%len(others)], i+1)
		c, err := w.cases.Create(ctx, acme, casefile.CreateRequest{
			Name: name, Template: "business",
			Companies:   []casefile.CompanyInput{company("main", casefile.MainCompany, name+" Ltd", "GB")},
			Individuals: []casefile.IndividualInput{owner(given[i%len(given)], others[i%len(others)], 1970, "GB", holds("main", 100))},
		})
		require.NoError(w.t, err)
		_, err = w.cases.Advance(ctx, c.ID)
		require.NoError(w.t, err)
	}
}

func company(ref string, typ casefile.CompanyType, name string, country bonafide.Country, held ...casefile.RelationInput) casefile.CompanyInput {
	return casefile.CompanyInput{Ref: ref, Type: typ, Relations: held, CompanyFields: casefile.CompanyFields{
		Name: name, Country: country, Status: casefile.CompanyLive, Registration: "REG-" + ref, RegisteredOn: bonafide.Date{Year: 2015, Month: 6, Day: 1},
	}}
}

func owner(firstName, last string, born int, country bonafide.Country, held ...casefile.RelationInput) casefile.IndividualInput {
	return casefile.IndividualInput{Relations: held, IndividualFields: casefile.IndividualFields{
		FirstName: firstName, LastName: last, BirthDate: bonafide.Date{Year: born, Month: 2, Day: 9},
		Nationalities: []bonafide.Country{country}, IsBeneficialOwner: true,
	}}
}

// holds is a holding of per cent in the company with that ref.
func holds(ref string, percent int) casefile.RelationInput {
	return casefile.RelationInput{ToRef: ref, Ownership: ownership.Whole(percent), Roles: []ownership.Role{ownership.Shareholder}}
}

// approve takes a case to its approval, and reopens and changes it.
func (w *world) approve(ctx context.Context, c casefile.Case) casefile.Case {
	w.t.Helper()
	c = w.proposed(ctx, w.settled(ctx, c))
	c, err := w.cases.Review(ctx, second, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "agreed", Proposal: c.Proposal.ID})
	require.NoError(w.t, err)
	c, err = w.cases.Reopen(ctx, first, c.ID, casefile.ReopenRequest{})
	require.NoError(w.t, err)
	x := c.Companies[0]
	x.CompanyFields.Name = "Pier Lending International SA"
	_, err = w.cases.UpdateCompany(ctx, first, c.ID, casefile.UpdateCompanyRequest{Company: x.ID, Fields: &x.CompanyFields, Seen: x.UpdatedAt})
	require.NoError(w.t, err)
	c, err = w.cases.Get(ctx, first, c.ID)
	require.NoError(w.t, err)
	return c
}
