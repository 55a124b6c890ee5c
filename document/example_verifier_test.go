package document_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// A verifier answers about one document. Whatever goes wrong counts as unavailable, and
// never as a verdict.
func ExampleVerify() {
	ctx := context.Background()
	number := document.Request{Type: document.SSN, Value: bonafide.NewSecret("512432222")}
	for _, v := range []document.Verifier{
		document.VerifierFunc(func(_ context.Context, r document.Request) (document.Verdict, error) {
			if r.Value.Reveal() == "512432222" {
				return document.Verdict{Outcome: document.OutcomeValid}, nil
			}
			return document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNumberNotConfirmed}}, nil
		}),
		document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
			return document.Verdict{}, errors.New("connection refused")
		}),
		document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
			return document.Verdict{Outcome: "maybe"}, nil
		}),
	} {
		verdict, err := document.Verify(ctx, v, number)
		fmt.Println(verdict.Outcome, err)
	}
	// Output:
	// valid <nil>
	// unavailable connection refused
	// unavailable <nil>
}

// A router sends each document to the first route that matches, and tells what none takes.
func ExampleNewRouter() {
	registry := document.NewSandbox(nil)
	router := document.NewRouter(
		document.Route{Name: "registry", Types: []document.Type{document.SSN, document.ITIN}, Verifier: registry},
		document.Route{Name: "photos", Class: document.Physical, Countries: []bonafide.Country{"US"}, Verifier: registry},
	)
	fmt.Println(router.Takes(document.Virtual, document.SSN, "US"), router.Takes(document.Social, document.IP, "US"))
	verdict, err := router.Verify(context.Background(), document.Request{
		Class: document.Virtual, Type: document.SSN, Value: bonafide.NewSecret("512432222"),
	})
	fmt.Println(verdict.Outcome, verdict.Verifier, err)
	// Output:
	// true false
	// valid sandbox <nil>
}

// Every type, what it is and what it needs: a form can be made of it.
func ExampleTypes() {
	for _, t := range document.Types() {
		if t.Type == document.GovtID || t.Type == document.DriverLicense || t.Type == document.DriversLicense {
			fmt.Printf("%s: %s; needs %v, issuer %q\n", t.Type, t.Comment, t.RequiredMeta, t.Issuer)
		}
	}
	// Output:
	// DRIVERS_LICENSE: Driver's license number of the person; needs [], issuer ""
	// GOVT_ID: Driver's license, state ID, or passport of the United States; needs [], issuer ""
	// DRIVER_LICENSE: Driver license of a country other than the United States; needs [country_code], issuer "not_us"
}

// Uploads are sealed before they are kept, under an address of their own.
func ExampleNewMemoryFiles() {
	ctx, files := context.Background(), document.NewMemoryFiles()
	err := files.Put(ctx, "user/u-1/photo", []byte("sealed"))
	content, _ := files.Get(ctx, "user/u-1/photo")
	fmt.Println(string(content), err)
	_, err = files.Get(ctx, "another")
	fmt.Println(errors.Is(err, bonafide.ErrNotFound))
	// Output:
	// sealed <nil>
	// true
}

// What to tell the user of a refused document, and whether another try can help.
func ExampleReasonOf() {
	for _, code := range []string{document.ReasonNameMismatch, document.ReasonPotentialFraud} {
		r := document.ReasonOf(code)
		fmt.Println(r.Reject, r.Text)
	}
	// Output:
	// retry The name on the document differs from the name you gave.
	// final The document could not be accepted.
}
