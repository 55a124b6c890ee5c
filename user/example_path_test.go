package user_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// The whole path: from a phone number to a permission, with the sandbox verifier and
// a list of one invented entry. It needs nothing but this text.
func Example() {
	ctx, shop := context.Background(), bonafide.Platform("shop")
	// What a user must show, to do what, within which limits.
	programs, err := program.ParseBook([]byte(`{
		"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2024-01-01T00:00:00Z",
		"time_zone": "America/New_York", "screening": {"counted_lists": ["ofac_sdn"]},
		"tiers": [{"scope": "SEND|RECEIVE|TIER|1",
			"requires": [{"attestation": {"id": "phone_verified"}}, {"document": {"types": ["SSN"]}}],
			"limits": [{"direction": "send", "per": "day", "currency": "USD", "max": "100"}]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	list, err := screening.NewList(screening.KeyOFACSDN, bonafide.Date{Year: 2026, Month: time.March, Day: 1}, []screening.Entry{
		{ID: "1", Type: screening.Person, Names: []screening.Name{{Text: "LISTED, Jane Person", Kind: screening.PrimaryName}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	engine := match.NewEngine(nil)
	if err := engine.Load(list); err != nil {
		fmt.Println(err)
		return
	}
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{
		Programs: programs, Screener: engine, Verifier: document.NewSandbox(nil),
		Sandbox: true, // codes are document.SandboxCode, and none is sent
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	u, err := users.Create(ctx, shop, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	fmt.Println(u.Permission(), err)
	if _, err = users.SendCode(ctx, shop, u.ID, user.SendCodeRequest{}); err != nil {
		fmt.Println(err)
	}
	if _, err = users.VerifyCode(ctx, shop, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret(document.SandboxCode)}); err != nil {
		fmt.Println(err)
	}
	u, err = users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: []document.Submission{{
		Name: "Ana Maria Lopez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7",
		EntityType: "F", EntityScope: "Education", Day: 14, Month: 5, Year: 1990,
		AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
		// The sandbox confirms numbers that end in 2222.
		VirtualDocs: []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret("512-43-2222")}},
	}}})
	for _, r := range u.Decision.Open() {
		fmt.Println(r.What, r.State, r.Actor)
	}
	fmt.Println(u.Permission(), err)
	u, err = users.Advance(ctx, u.ID) // asks the verifier, searches the list, decides
	fmt.Println(u.Permission(), err)
	// Output:
	// UNVERIFIED <nil>
	// watchlist pending verifier
	// SSN pending verifier
	// UNVERIFIED <nil>
	// SEND-AND-RECEIVE <nil>
}
