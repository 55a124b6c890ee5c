package casefile_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide/casefile"
)

// A contact hands in what a check asks for; then it waits for a reviewer.
func ExampleService_SubmitCheck() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	check := c.Checks[0].ID
	fmt.Println(c.Checks[0].Status)
	c = must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: check, Evidence: []string{"file-1"}}))
	fmt.Println(c.Checks[0].Status, c.Flags)
	// Output:
	// in_progress
	// need_review [for_review first_collect_completed]
}

// A reviewer's decision stands apart from what was submitted and from what a vendor says.
func ExampleService_ReviewCheck() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	check := c.Checks[0].ID
	must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: check, Evidence: []string{"file-1"}}))
	_, err := cases.ReviewCheck(ctx, platform, c.ID, casefile.ReviewCheckRequest{Check: check, Approve: true})
	fmt.Println(err)
	c = must(cases.ReviewCheck(ctx, reviewer, c.ID, casefile.ReviewCheckRequest{Check: check, Approve: true}))
	fmt.Println(c.Checks[0].Status, "by", c.Checks[0].Decision.By.ID)
	// Output:
	// bonafide: actor may not do this
	// approved by officer-1
}

// Advance screens a case at once; Run does it for all that are due.
func ExampleService_Advance() {
	cases := watched()
	c := bolt(cases)
	fmt.Println(c.Checks[0].Type, c.Checks[0].Status)
	c = must(cases.Advance(context.Background(), c.ID))
	fmt.Println(c.Checks[0].Type, c.Checks[0].Status)
	// Output:
	// aml processing
	// aml need_review
}
