package user_test

import (
	"context"
	"fmt"
	"log"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// An address is checked while somebody types it, before there is a user.
func ExampleService_CheckAddress() {
	postal := document.AddressVerifierFunc(func(_ context.Context, a document.PostalAddress) (document.AddressResult, error) {
		a.Street = "1 Market St"
		return document.AddressResult{Deliverability: document.DeliverableMissingUnit, Analysis: document.AddressAnalysis{SecondaryMissing: true}, Normalized: a}, nil
	})
	users, err := user.New(memory.New("acme"), bonafide.EphemeralKeys(), &user.Options{Addresses: postal})
	if err != nil {
		log.Fatal(err)
	}
	found, err := users.CheckAddress(context.Background(), bonafide.Platform("shop"), document.PostalAddress{
		Street: "1 Market Street", City: "San Francisco", Subdivision: "CA", PostalCode: "94105", Country: "US",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.Deliverability, found.Analysis.SecondaryMissing)
	fmt.Println(found.Normalized.Line())
	// Output:
	// deliverable_missing_unit true
	// 1 Market St, San Francisco, CA 94105, US
}
