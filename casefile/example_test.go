package casefile_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/store/memory"
)

// now is when the examples run.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// demo is a service without a screener: checks are decided by people.
func demo() *casefile.Service {
	ids := 0
	cases, err := casefile.New(memory.New("acme"), bonafide.EphemeralKeys(), &casefile.Options{
		Templates: []casefile.Template{{
			Key: "business", Name: "Business",
			Main:     []casefile.CheckPlan{{Type: casefile.DocumentCheck, Subtype: "document_type:register_extract"}},
			Controls: []casefile.ControlPlan{{Key: "risk", Label: "Risk assessed", Type: casefile.LogicControl, Condition: casefile.ConditionRiskAssessed}},
		}},
		Reviews: casefile.ReviewSettings{ScreenOptional: true},
		Files:   document.NewMemoryFiles(),
		Now:     func() time.Time { return now },
		NewID: func() (string, error) {
			ids++
			return fmt.Sprintf("id-%d", ids), nil
		},
	})
	if err != nil {
		panic(err)
	}
	return cases
}

func must(c casefile.Case, err error) casefile.Case {
	if err != nil {
		panic(err)
	}
	return c
}

func Example() {
	ctx, cases := context.Background(), demo()
	platform, maker, checker := bonafide.Platform("acme"), bonafide.Reviewer("officer-1"), bonafide.Reviewer("officer-2")
	c := must(cases.Create(ctx, platform, casefile.CreateRequest{
		Name: "Bolt", Template: "business",
		Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS", Country: "FR"}}},
	}))
	fmt.Println(c.Status, c.Flags)
	check := c.Checks[0].ID
	c = must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: check, Evidence: []string{"file-1"}}))
	fmt.Println(c.Status, c.Flags)
	must(cases.ReviewCheck(ctx, maker, c.ID, casefile.ReviewCheckRequest{Check: check, Approve: true}))
	c = must(cases.PushRisk(ctx, platform, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}}))
	fmt.Println(c.Status, c.Flags)
	c = must(cases.Get(ctx, maker, c.ID))
	approval := casefile.ReviewRequest{Status: casefile.Approved, Comment: "register extract read", Content: c.Content}
	c = must(cases.Review(ctx, maker, c.ID, approval))
	fmt.Println(c.Status, "proposed by", c.Proposal.By.ID)
	c = must(cases.Review(ctx, checker, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "agreed", Proposal: c.Proposal.ID}))
	fmt.Println(c.Status, "next review", c.Periodic.NextReviewAt)
	// Output:
	// open [for_first_collect]
	// open [for_review first_collect_completed]
	// open [all_checks_approved first_collect_completed]
	// open proposed by officer-1
	// approved next review 2029-03-02
}

func ExampleService_Ownership() {
	ctx, cases := context.Background(), demo()
	platform := bonafide.Platform("acme")
	c := must(cases.Create(ctx, platform, casefile.CreateRequest{
		Name: "Bolt",
		Companies: []casefile.CompanyInput{
			{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS"}},
			{Ref: "hold", Type: casefile.AffiliatedCompany, CompanyFields: casefile.CompanyFields{Name: "Hold BV"}, Relations: []casefile.RelationInput{{Ownership: ownership.Whole(60)}}},
		},
		Individuals: []casefile.IndividualInput{
			{IndividualFields: casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez"}, Relations: []casefile.RelationInput{{ToRef: "hold", Ownership: ownership.Whole(50)}}},
		},
	}))
	o, err := cases.Ownership(ctx, platform, c.ID, ownership.AMLR(), ownership.PSC())
	if err != nil {
		panic(err)
	}
	for _, h := range o.Analysis.Holders {
		fmt.Println(o.Parties[h.ID].Name, "owns", h.Ownership)
	}
	for _, f := range o.Findings {
		for _, owner := range f.Owners {
			fmt.Println(f.Rules, o.Parties[owner.ID].Name, owner.Codes())
		}
	}
	fmt.Println("unresolved", o.Analysis.UnresolvedOwnership)
	// Output:
	// Ana Lopez owns 30
	// amlr Ana Lopez [52:ownership 52:voting 54b:id-3]
	// unresolved 70
}

func ExamplePatch() {
	var update casefile.LabelRequest // absent, null and a value are three things
	update.ExternalID = casefile.Null[string]()
	update.Assignee = casefile.To("officer-9")
	fmt.Println(update.Metadata.IsZero(), update.ExternalID.IsNull(), update.Assignee.IsNull())
	// Output: true true false
}
