package user_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/user"
)

// w9 is the form of a US person with a taxpayer number.
func w9(number string) user.TaxRequest {
	return user.TaxRequest{W9: &tax.W9Submission{
		EntityType: string(tax.Individual), FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret(number),
		Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"},
	}}
}

// A number is pending until the verifier answers, which Advance asks.
func ExampleService_SubmitTax() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	u, err := users.SubmitTax(ctx, shop, u.ID, w9("512-43-2222"))
	fmt.Println(u.Tax.Certificate.Form, u.Tax.Certificate.TIN.Mask, u.Tax.TIN.State(), err)
	u, err = users.Advance(ctx, u.ID)
	fmt.Println(u.Tax.TIN.State(), err)
	// Output:
	// W-9 ***-**-2222 pending <nil>
	// matched <nil>
}

// An answer that arrives by itself names the attempt that it judges: one about
// an earlier number changes nothing.
func ExampleService_ResolveTax() {
	ctx, users, irs := context.Background(), shopService(), bonafide.VerifierActor("irs")
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.SubmitTax(ctx, shop, u.ID, w9("512-43-2223"))
	earlier := u.Tax.TIN.Attempt
	mismatch := document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNameMismatch}}
	_, err := users.ResolveTax(ctx, irs, u.ID, user.ResolveTaxRequest{Attempt: earlier, Verdict: mismatch})
	u, _ = users.Get(ctx, shop, u.ID)
	fmt.Println(u.Tax.TIN.State(), err)

	u, _ = users.SubmitTax(ctx, shop, u.ID, w9("512-43-2222")) // corrected
	_, err = users.ResolveTax(ctx, irs, u.ID, user.ResolveTaxRequest{Attempt: earlier, Verdict: mismatch})
	u, _ = users.Get(ctx, shop, u.ID)
	fmt.Println(u.Tax.TIN.State(), err)
	// Output:
	// mismatched <nil>
	// pending <nil>
}
