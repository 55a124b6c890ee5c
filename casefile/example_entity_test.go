package casefile_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// owned is a case of a business that a person owns by way of a holding.
func owned(cases *casefile.Service) casefile.Case {
	return must(cases.Create(context.Background(), platform, casefile.CreateRequest{
		Name: "Bolt", Template: "business",
		Companies: []casefile.CompanyInput{
			{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS", Country: "FR"}},
			{Ref: "holding", Type: casefile.AffiliatedCompany, CompanyFields: casefile.CompanyFields{Name: "Bolt Holding"}},
		},
		Individuals: []casefile.IndividualInput{{
			IndividualFields:  casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez"},
			IndividualSecrets: casefile.IndividualSecrets{SocialSecurityNumber: bonafide.NewSecret("512-43-2222")},
			Relations:         []casefile.RelationInput{{ToRef: "holding", Ownership: ownership.Whole(100)}},
		}},
	}))
}

// Facts are replaced as a whole, so that an edit names the version it was made from.
func ExampleService_UpdateCompany() {
	ctx, cases := context.Background(), demo()
	c := owned(cases)
	holding := c.Companies[1]
	fields := holding.CompanyFields
	fields.Country = "LU"
	edit := casefile.UpdateCompanyRequest{Company: holding.ID, Fields: &fields, Seen: holding.UpdatedAt}
	c = must(cases.UpdateCompany(ctx, platform, c.ID, edit))
	fmt.Println(c.Companies[1].Name, c.Companies[1].Country)

	_, err := cases.UpdateCompany(ctx, platform, c.ID, edit) // somebody was faster: read, and edit again
	fmt.Println(errors.Is(err, bonafide.ErrConflict))
	// Output:
	// Bolt Holding LU
	// true
}

func ExampleService_UpdateIndividual() {
	ctx, cases := context.Background(), demo()
	c := owned(cases)
	ana := c.Individuals[0]
	fields := ana.IndividualFields
	fields.LastName, fields.MaidenName = "Brandt", ana.LastName
	c = must(cases.UpdateIndividual(ctx, platform, c.ID, casefile.UpdateIndividualRequest{
		Individual: ana.ID, Fields: &fields, Seen: ana.UpdatedAt,
		IndividualSecrets: casefile.IndividualSecrets{SocialSecurityNumber: bonafide.NewSecret("512-43-1111")},
	}))
	fmt.Println(c.Individuals[0].Name(), c.Individuals[0].SocialSecurityNumber.Mask)
	// Output:
	// Ana Brandt ***-**-1111
}

func ExampleService_RemoveEntity() {
	ctx, cases := context.Background(), demo()
	c := owned(cases)
	holding, ana := c.Companies[1].ID, c.Individuals[0].ID
	_, err := cases.RemoveEntity(ctx, platform, c.ID, casefile.RemoveEntityRequest{Entity: holding})
	fmt.Println(err) // its owner would be related to nobody: relate her first

	must(cases.AddRelation(ctx, platform, c.ID, casefile.RelationInput{From: ana, Ownership: ownership.Whole(100)}))
	c = must(cases.RemoveEntity(ctx, platform, c.ID, casefile.RemoveEntityRequest{Entity: holding}))
	fmt.Println(len(c.Companies), "company,", len(c.Relations), "relation")
	// Output:
	// bonafide: refused: orphan
	// 1 company, 1 relation
}

func ExampleService_RemoveRelation() {
	ctx, cases := context.Background(), demo()
	c := owned(cases)
	c = must(cases.AddRelation(ctx, platform, c.ID, casefile.RelationInput{From: c.Individuals[0].ID, Roles: []ownership.Role{ownership.LegalRepresentative}}))
	last := c.Relations[len(c.Relations)-1].ID
	c = must(cases.RemoveRelation(ctx, platform, c.ID, casefile.RemoveRelationRequest{Relation: last}))
	fmt.Println(len(c.Relations), "relations left")

	_, err := cases.RemoveRelation(ctx, platform, c.ID, casefile.RemoveRelationRequest{Relation: c.Relations[1].ID})
	fmt.Println(err) // Ana would be related to nobody
	// Output:
	// 2 relations left
	// bonafide: refused: orphan
}

// A party that turns out to be of no interest stands in the way no longer.
func ExampleService_SetRelevant() {
	ctx, cases := context.Background(), demo()
	c := vetted(cases)
	c = must(cases.AddIndividual(ctx, platform, c.ID, casefile.IndividualInput{IndividualFields: casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez"}}))
	ana := c.Individuals[0].ID
	c = must(cases.StartCheck(ctx, reviewer, c.ID, casefile.StartCheckRequest{Entity: ana, Type: casefile.IDDocument}))
	fmt.Println(cases.Obstacles(ctx, reviewer, c.ID))

	c = must(cases.SetRelevant(ctx, reviewer, c.ID, casefile.SetRelevantRequest{Entity: ana, Relevant: false}))
	fmt.Println(cases.Obstacles(ctx, reviewer, c.ID))
	// Output:
	// [{checks_open id-8  id-6 user}] <nil>
	// [] <nil>
}

func ExampleService_Reveal() {
	ctx, cases := context.Background(), demo()
	c := owned(cases)
	ana := c.Individuals[0]
	request := casefile.RevealRequest{Entity: ana.ID, Field: "social_security_number", Purpose: "sar_filing"}
	number, err := cases.Reveal(ctx, reviewer, c.ID, request)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ana.SocialSecurityNumber.Mask, "is", number.Reveal(), "but prints as", number)

	_, err = cases.Reveal(ctx, platform, c.ID, request)
	fmt.Println(err)
	// Output:
	// ***-**-2222 is 512-43-2222 but prints as [redacted]
	// bonafide: actor may not do this
}
