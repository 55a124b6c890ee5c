package casefile_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/store/memory"
)

// What was found stands in the way of an approval, also after the check was withdrawn,
// until a reviewer says why it no longer matters.
func ExampleService_DismissFinding() {
	ctx := context.Background()
	cases, err := casefile.New(memory.New("acme"), bonafide.EphemeralKeys(), &casefile.Options{
		Screener:  listed{},
		Templates: []casefile.Template{{Key: "business", Name: "Business"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := bolt(cases)
	c = must(cases.StartCheck(ctx, reviewer, c.ID, casefile.StartCheckRequest{Entity: c.Companies[0].ID, Type: casefile.AML}))
	c = must(cases.Advance(ctx, c.ID))
	check := c.Checks[0].ID
	c = must(cases.WithdrawCheck(ctx, reviewer, c.ID, casefile.WithdrawCheckRequest{Check: check, Reason: "started by mistake"}))
	fmt.Println(c.Checks[0].Withdrawn.Cause, len(c.Checks))

	c = must(cases.DismissFinding(ctx, reviewer, c.ID, casefile.DismissFindingRequest{Check: check, Reason: "another company of that name"}))
	fmt.Println(c.Checks[0].Dismissal.Reason)
	// Output:
	// check_withdrawn 1
	// another company of that name
}
