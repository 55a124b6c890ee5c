package casefile_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/risk"
)

// platform and reviewer act in the examples.
var (
	platform = bonafide.Platform("acme")
	reviewer = bonafide.Reviewer("officer-1")
)

// bolt is a case of a business with its main company.
func bolt(cases *casefile.Service) casefile.Case {
	return must(cases.Create(context.Background(), platform, casefile.CreateRequest{
		Name: "Bolt", Template: "business", ExternalID: "crm-17",
		Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS", Country: "FR"}}},
	}))
}

// vetted is that case with its check approved and its risk assessed.
func vetted(cases *casefile.Service) casefile.Case {
	ctx, c := context.Background(), bolt(cases)
	check := c.Checks[0].ID
	must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: check, Evidence: []string{"file-1"}}))
	must(cases.ReviewCheck(ctx, reviewer, c.ID, casefile.ReviewCheckRequest{Check: check, Approve: true}))
	return must(cases.PushRisk(ctx, platform, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}}))
}

func ExampleService_Create() {
	ctx, cases := context.Background(), demo()
	c, err := cases.Create(ctx, platform, casefile.CreateRequest{
		Key: "onboarding-17", Name: "Bolt", Template: "business", ExternalID: "crm-17",
		Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS", Country: "FR"}}},
		Individuals: []casefile.IndividualInput{{
			IndividualFields:  casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez"},
			IndividualSecrets: casefile.IndividualSecrets{SocialSecurityNumber: bonafide.NewSecret("512-43-2222")},
			Relations:         []casefile.RelationInput{{Ownership: ownership.Whole(100), Roles: []ownership.Role{ownership.Shareholder}}},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.ID, c.Status, c.Flags)
	fmt.Println(c.Individuals[0].SocialSecurityNumber.Mask)

	_, err = cases.Create(ctx, platform, casefile.CreateRequest{Name: "Bolt again", ExternalID: "crm-17"})
	fmt.Println(err)
	// Output:
	// id-1 open [for_first_collect]
	// ***-**-2222
	// bonafide: unique value is held by record id-1
}

func ExampleService_Open() {
	ctx, cases := context.Background(), demo()
	c := must(cases.Create(ctx, platform, casefile.CreateRequest{
		Name: "Bolt", Template: "business", Status: casefile.Draft,
		Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS"}}},
	}))
	fmt.Println(c.Status, len(c.Checks), "checks")
	c = must(cases.Open(ctx, platform, c.ID, casefile.OpenRequest{Key: "open-1"}))
	fmt.Println(c.Status, len(c.Checks), "checks")
	// Output:
	// draft 0 checks
	// open 1 checks
}

func ExampleService_DeleteDraft() {
	ctx, cases := context.Background(), demo()
	c := must(cases.Create(ctx, platform, casefile.CreateRequest{
		Name: "Bolt, typed twice", Status: casefile.Draft,
		Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS", Country: "FR"}}},
	}))
	c = must(cases.DeleteDraft(ctx, platform, c.ID, casefile.DeleteDraftRequest{}))
	fmt.Println(c.Status, c.Erasure.Reason, len(c.Companies))
	// Output: closed draft_deleted 0
}

func ExampleService_AddIndividual() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.AddIndividual(ctx, platform, c.ID, casefile.IndividualInput{
		Key:              "add-ana",
		IndividualFields: casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez", Roles: []ownership.Role{ownership.LegalRepresentative}},
	}))
	fmt.Println(c.Individuals[0].Name(), c.Relations[0].Roles)

	_, err := cases.AddIndividual(ctx, platform, c.ID, casefile.IndividualInput{
		IndividualFields: casefile.IndividualFields{Email: "no address", BirthCountry: "XX"},
	})
	fmt.Println(err)
	// Output:
	// Ana Lopez [legal_representative]
	// bonafide: invalid input: last_name required, birth_country unknown, email malformed
}

func ExampleService_AddCompany() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.AddCompany(ctx, platform, c.ID, casefile.CompanyInput{
		Type: casefile.AffiliatedCompany, CompanyFields: casefile.CompanyFields{Name: "Bolt Holding", Country: "LU"},
		Relations: []casefile.RelationInput{{Ownership: ownership.Whole(60)}},
	}))
	for _, x := range c.Companies {
		fmt.Println(x.Type, x.Name)
	}
	fmt.Println(c.Relations[0].Ownership, "% of the main company")
	// Output:
	// main Bolt SAS
	// affiliated Bolt Holding
	// 60 % of the main company
}

func ExampleService_AddRelation() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.AddCompany(ctx, platform, c.ID, casefile.CompanyInput{Type: casefile.AffiliatedCompany, CompanyFields: casefile.CompanyFields{Name: "Bolt Holding"}}))
	c = must(cases.AddIndividual(ctx, platform, c.ID, casefile.IndividualInput{IndividualFields: casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez"}}))
	holding, ana := c.Companies[1].ID, c.Individuals[0].ID
	must(cases.UpdateRelation(ctx, platform, c.ID, casefile.UpdateRelationRequest{Relation: c.Relations[0].ID, Ownership: casefile.To(ownership.Whole(50))}))
	must(cases.AddRelation(ctx, platform, c.ID, casefile.RelationInput{From: ana, To: holding, Ownership: ownership.Whole(60)}))

	o, err := cases.Ownership(ctx, reviewer, c.ID, ownership.AMLR())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, owner := range o.Findings[0].Owners {
		fmt.Println(o.Parties[owner.ID].Name, "owns by way of", o.Parties[holding].Name)
	}
	// Output:
	// Ana Lopez owns by way of Bolt Holding
}

func ExampleService_Find() {
	ctx, cases := context.Background(), demo()
	bolt(cases)
	c := must(cases.Find(ctx, platform, "crm-17")) // or by its own id
	fmt.Println(c.ID, c.Name)
	_, err := cases.Find(ctx, bonafide.Platform("other"), "crm-17")
	fmt.Println(err)
	// Output:
	// id-1 Bolt
	// bonafide: not found
}

func ExampleService_List() {
	ctx, cases := context.Background(), demo()
	for _, name := range []string{"Bolt", "Nut", "Screw"} {
		must(cases.Create(ctx, platform, casefile.CreateRequest{Name: name, Tags: []string{"hardware"}}))
	}
	page := casefile.ListRequest{Status: casefile.Open, Tag: "hardware", PageRequest: bonafide.PageRequest{Limit: 2}}
	for {
		found, err := cases.List(ctx, platform, page)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, c := range found.Items {
			fmt.Println(c.Name)
		}
		if page.Cursor = found.Next; page.Cursor == "" {
			break
		}
	}
	// Output:
	// Bolt
	// Nut
	// Screw
}

func ExampleService_Timeline() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	must(cases.AddNote(ctx, reviewer, c.ID, casefile.AddNoteRequest{Text: "called the owner"}))
	must(cases.Update(ctx, platform, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt Group")}))
	lines, err := cases.Timeline(ctx, reviewer, c.ID, bonafide.PageRequest{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range lines.Items {
		fmt.Println(l.By.Kind, l.What, l.Fields)
	}
	// Output:
	// platform created []
	// platform company_added []
	// system check_started []
	// system control_added []
	// system flags_changed []
	// system contact_actions_changed []
	// reviewer note_added []
	// platform changed [name]
}

func ExampleService_AsOf() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	now := must(cases.Update(ctx, platform, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt Group")}))
	for _, at := range []casefile.Case{c, now} {
		then := must(cases.AsOf(ctx, reviewer, c.ID, at.UpdatedAt))
		fmt.Println(then.Name)
	}
	// Output:
	// Bolt
	// Bolt Group
}
