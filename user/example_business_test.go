package user_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// businessService is a service whose businesses may send once their owners may,
// and once enhanced due diligence found nothing.
func businessService() *user.Service {
	programs, _ := program.ParseBook([]byte(`{
		"id": "people", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"document": {"types": ["SSN"]}}]}]}`), []byte(`{
		"id": "businesses", "version": 1, "cip_tag": 1, "user_kind": "business", "effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [
			{"scope": "RECEIVE", "requires": [
				{"owners": {"controlling": 1, "share": 25, "scope": "SEND|RECEIVE", "complete": true, "exempt": ["publicly_traded"]}}]},
			{"scope": "SEND|RECEIVE", "requires": [{"test": {"fact": "edd_status", "in": ["VALID"]}}]}]}`))
	n := 0
	users, _ := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{
		Programs: programs,
		Verifier: document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
			return document.Verdict{Outcome: document.OutcomeValid}, nil
		}),
		Screener: &screener{listed: "Jane Listed Person"},
		NewID:    func() (string, error) { n++; return fmt.Sprint("id-", n), nil },
		Now:      func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
	})
	return users
}

// company is created and handed in.
func company(users *user.Service) user.User {
	ctx := context.Background()
	u, _ := users.Create(ctx, shop, user.CreateRequest{Phone: "+1 415 555 2699", LegalNames: []string{"Lopez Trading LLC"}, IsBusiness: true})
	_, _ = users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: []document.Submission{{
		Name: "Lopez Trading LLC", Email: "office@example.com", PhoneNumber: "+14155552699", IP: "203.0.113.7", EntityType: "LLC", EntityScope: "Education",
		Day: 14, Month: 5, Year: 2010, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
	}}})
	u, _ = users.Advance(ctx, u.ID)
	return u
}

// ownersLack lists what the people behind a business still lack.
func ownersLack(u user.User) []bonafide.Code {
	var codes []bonafide.Code
	for _, r := range u.Decision.Requirements {
		for _, p := range r.Errors {
			if r.What == "owners" {
				codes = append(codes, p.Code)
			}
		}
	}
	return codes
}

// A business may do something once the people behind it may, and no longer than
// they may.
func ExampleService_NameOwners() {
	ctx, users := context.Background(), businessService()
	ana, biz := customer(users, "Ana Maria Lopez"), company(users)
	biz, err := users.NameOwners(ctx, shop, biz.ID, user.NameOwnersRequest{Members: []user.OwnerLink{
		{User: ana.ID, Share: bonafide.FixedOf(60), Controls: true},
	}})
	fmt.Println(biz.Permission(), err)
	biz, err = users.Attest(ctx, shop, biz.ID, user.AttestRequest{Attestation: user.AttestedOwners})
	fmt.Println(ownersLack(biz), err)
	_, err = users.Advance(ctx, ana.ID) // the verifier finds her number in order
	fmt.Println(err)
	biz, err = users.Get(ctx, shop, biz.ID)
	fmt.Println(biz.Permission(), err)
	// Output:
	// UNVERIFIED <nil>
	// [owner_not_verified] <nil>
	// <nil>
	// RECEIVE <nil>
}

// A reviewer saw that the company is listed: its owners need not be named, only
// somebody who controls it.
func ExampleService_ExemptOwners() {
	ctx, users := context.Background(), businessService()
	biz := company(users)
	biz, err := users.ExemptOwners(ctx, officerA, biz.ID, user.ExemptOwnersRequest{Exemption: "publicly_traded", Reason: "listed, seen at the exchange"})
	fmt.Println(biz.Owners.Exemption.Code, err)
	fmt.Println(ownersLack(biz))
	// Output:
	// publicly_traded <nil>
	// [controlling_person_missing]
}

// A reviewer demands a document, and judges once it is there.
func ExampleService_SetEDD() {
	ctx, users := context.Background(), businessService()
	biz := company(users)
	base := biz.Documents[0].ID
	_, err := users.SetEDD(ctx, officerA, biz.ID, user.EDDRequest{Document: base, Required: []document.Type{document.TIN}, Reason: "number does not show on the letter"})
	fmt.Println(err)
	biz, err = users.SubmitDocuments(ctx, shop, biz.ID, user.SubmitRequest{Documents: []document.Submission{{
		ID: base, VirtualDocs: []document.SubSubmission{{Type: document.TIN, Value: bonafide.NewSecret("12-3456789")}},
	}}})
	fmt.Println(biz.Documents[0].EDDStatus, err)
	biz, err = users.SetEDD(ctx, officerA, biz.ID, user.EDDRequest{Document: base, Status: document.EDDValid, Reason: "letter and number agree"})
	fmt.Println(biz.Documents[0].EDDStatus, err)
	// Output:
	// <nil>
	// REVIEWING <nil>
	// VALID <nil>
}
