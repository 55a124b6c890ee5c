package casefile_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// A vendor that is slow to answer need not hold a reviewer up.
func ExampleService_ForceReview() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.StartCheck(ctx, reviewer, c.ID, casefile.StartCheckRequest{
		Entity: c.Companies[0].ID, Type: casefile.DocumentCheck, Subtype: "document_type:tax_form",
		Automation: casefile.Automation{Vendor: true},
	}))
	check := c.Checks[1].ID
	_, err := cases.ForceReview(ctx, reviewer, c.ID, casefile.ForceReviewRequest{Check: check})
	fmt.Println(err)

	must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: check, Evidence: []string{"file-1"}}))
	c = must(cases.ForceReview(ctx, reviewer, c.ID, casefile.ForceReviewRequest{Check: check}))
	fmt.Println(c.Checks[1].Status)
	c = must(cases.ReviewCheck(ctx, reviewer, c.ID, casefile.ReviewCheckRequest{Check: check, Approve: true}))
	fmt.Println(c.Checks[1].Status)
	// Output:
	// bonafide: refused: nothing_submitted
	// need_review
	// approved
}

func ExampleService_Recollect() {
	ctx, cases := context.Background(), demo()
	c := vetted(cases)
	check := c.Checks[0].ID
	c = must(cases.Recollect(ctx, reviewer, c.ID, casefile.RecollectRequest{Check: check, Public: "Please send the extract of this year."}))
	fmt.Println(c.Checks[0].Status, c.Flags)

	// The contact reads the reason and submits again.
	fmt.Println(c.Checks[0].Decision.Public)
	c = must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: check, Evidence: []string{"file-2"}}))
	fmt.Println(c.Checks[0].Status, c.Flags)
	// Output:
	// in_progress [for_recollection first_collect_completed]
	// Please send the extract of this year.
	// need_review [for_review first_collect_completed]
}

func ExampleService_WithdrawCheck() {
	ctx, cases := context.Background(), demo()
	c := vetted(cases)
	c = must(cases.StartCheck(ctx, reviewer, c.ID, casefile.StartCheckRequest{
		Entity: c.Companies[0].ID, Type: casefile.DocumentCheck, Subtype: "document_type:tax_form",
	}))
	c = must(cases.WithdrawCheck(ctx, reviewer, c.ID, casefile.WithdrawCheckRequest{Check: c.Checks[1].ID}))
	fmt.Println(len(c.Checks), "check left")

	// What was decided is evidence, and stays.
	_, err := cases.WithdrawCheck(ctx, reviewer, c.ID, casefile.WithdrawCheckRequest{Check: c.Checks[0].ID})
	fmt.Println(err)
	// Output:
	// 1 check left
	// bonafide: refused: decided
}

func ExampleService_SetMonitored() {
	ctx, cases := context.Background(), watched()
	c := must(cases.Advance(ctx, bolt(cases).ID))
	due := func() int {
		n, err := cases.AdvanceDue(ctx, bonafide.MaxPage)
		if err != nil {
			fmt.Println(err)
		}
		return n
	}
	fmt.Println(c.Checks[0].Automation.Monitored, due(), "due")

	c = must(cases.SetMonitored(ctx, reviewer, c.ID, casefile.SetMonitoredRequest{Check: c.Checks[0].ID, Monitored: true}))
	fmt.Println(c.Checks[0].Automation.Monitored, due(), "due, then", due())
	// Output:
	// false 0 due
	// true 1 due, then 0
}
