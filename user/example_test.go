package user_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// The examples share a shop, its compliance officers, and a customer.
var (
	shop     = bonafide.Platform("shop")
	officerA = bonafide.Reviewer("officer-a")
	officerB = bonafide.Reviewer("officer-b")
	today    = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

// The sheet asks for a Social Security number and lets no more than 100 dollars
// a day out.
const shopSheet = `{
	"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z", "time_zone": "America/New_York",
	"four_eyes": ["lock"], "screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [{"scope": "SEND|RECEIVE", "requires": [{"document": {"types": ["SSN"]}}],
		"limits": [{"direction": "send", "per": "day", "currency": "USD", "max": "100"}]}]}`

// shopService is a service as the examples use it, with one name on the list.
func shopService() *user.Service {
	return serviceOf(shopSheet, &screener{listed: "Jane Listed Person"})
}

// serviceOf is a service with a program and a list, and a verifier that finds
// everything in order.
func serviceOf(sheet string, list *screener) *user.Service {
	programs, _ := program.ParseBook([]byte(sheet))
	n := 0
	users, _ := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{
		Programs:   programs,
		Vocabulary: program.Vocabulary{Attestations: []string{"terms"}},
		Verifier: document.VerifierFunc(func(context.Context, document.Request) (document.Verdict, error) {
			return document.Verdict{Outcome: document.OutcomeValid}, nil
		}),
		Screener:  list,
		Messenger: user.MessengerFunc(func(context.Context, user.Message) error { return nil }),
		NewCode:   func() (string, error) { return "135790", nil },
		NewID:     func() (string, error) { n++; return fmt.Sprint("id-", n), nil },
		Now:       func() time.Time { return today },
	})
	return users
}

// customer is created and handed in with a Social Security number.
func customer(users *user.Service, name string) user.User {
	return registered(users, name, "+1 415 555 2671")
}

// registered is a customer with a phone number of its own.
func registered(users *user.Service, name, phone string) user.User {
	u, _ := users.Create(context.Background(), shop, user.CreateRequest{Phone: phone, LegalNames: []string{name}})
	u, _ = users.SubmitDocuments(context.Background(), shop, u.ID, user.SubmitRequest{Documents: []document.Submission{{
		Name: name, Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
		Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
		VirtualDocs: []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret("512-43-2222")}},
	}}})
	return u
}

// The smallest service knows people by phone number, and permits nothing.
func ExampleNew() {
	ctx := context.Background()
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	u, err := users.Create(ctx, shop, user.CreateRequest{Phone: "(415) 555-2671", Region: "US", LegalNames: []string{"Ana Maria Lopez"}})
	fmt.Println(u.Phone, u.Permission(), err)
	again, err := users.Create(ctx, shop, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Lopez"}})
	fmt.Println(again.ID == u.ID, err)

	_, err = users.Create(ctx, shop, user.CreateRequest{Phone: "call me"})
	fmt.Println(err)
	// Output:
	// +14155552671 UNVERIFIED <nil>
	// true <nil>
	// bonafide: invalid input: phone_number malformed, legal_names required
}

// A one-time code verifies the phone number.
func ExampleService_VerifyCode() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	if _, err := users.SendCode(ctx, shop, u.ID, user.SendCodeRequest{}); err != nil {
		fmt.Println(err)
	}
	_, err := users.VerifyCode(ctx, shop, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
	fmt.Println(err)
	codes, _ := users.Codes(ctx, shop, u.ID)
	fmt.Println(codes.TriesLeft, "tries left")
	u, err = users.VerifyCode(ctx, shop, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("135790")})
	fmt.Println(!u.PhoneVerified.IsZero(), err)
	// Output:
	// bonafide: refused: code_refused
	// 4 tries left
	// true <nil>
}

// What is handed in is under review until its verdict comes; what is missing, and
// who must act, stands in the decision.
func ExampleService_SubmitDocuments() {
	users := shopService()
	u := customer(users, "Ana Maria Lopez")
	fmt.Println(u.Permission(), u.Documents[0].Virtual[0].Status)
	for _, r := range u.Decision.Open() {
		fmt.Println(r.What, r.State, r.Actor)
	}
	// Output:
	// UNVERIFIED SUBMITTED|REVIEWING
	// watchlist pending verifier
	// SSN pending verifier
}

// Advance asks the verifier, searches the lists, and decides.
func ExampleService_Advance() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	u, err := users.Advance(ctx, u.ID)
	fmt.Println(u.Documents[0].Virtual[0].Status, u.Watchlist(), u.Permission(), err)
	n, err := users.AdvanceDue(ctx, 100) // a host calls this from a timer
	fmt.Println(n, err)
	// Output:
	// SUBMITTED|VALID NO_MATCH SEND-AND-RECEIVE <nil>
	// 0 <nil>
}

// A reviewer overrides what the verifier found.
func ExampleService_Resolve() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	number := u.Documents[0].Virtual[0]
	u, err := users.Resolve(ctx, officerA, u.ID, user.ResolveRequest{SubDocument: number.ID, Attempt: number.Attempt,
		Verdict: document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNameMismatch}}})
	fmt.Println(u.Documents[0].Virtual[0].Status, u.Permission(), err)
	_, err = users.Resolve(ctx, shop, u.ID, user.ResolveRequest{SubDocument: number.ID})
	fmt.Println(err)
	// Output:
	// SUBMITTED|INVALID UNVERIFIED <nil>
	// bonafide: actor may not do this
}

// A namesake of a listed person is cleared by a reviewer, for a time.
func ExampleService_DecideHit() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Jane Listed Person")
	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(u.Watchlist(), u.Permission())
	base := u.Documents[0].ID
	hit := u.Screening(base).Result.Hits[0]
	u, err := users.DecideHit(ctx, officerA, u.ID, user.DecideHitRequest{
		Document: base, List: hit.List, EntryID: hit.EntryID, Disposition: screening.FalsePositive, Reason: "another date of birth",
		Expires: time.Date(2027, 3, 2, 9, 0, 0, 0, time.UTC),
	})
	fmt.Println(u.Watchlist(), u.Permission(), err)
	// Output:
	// SOFT_MATCH|PENDING_UPLOAD UNVERIFIED
	// FALSE_POSITIVE SEND-AND-RECEIVE <nil>
}

// Users are found by words of their names, without case and accents.
func ExampleService_Search() {
	ctx, users := context.Background(), shopService()
	customer(users, "José O'Hara")
	page, err := users.Search(ctx, shop, user.SearchRequest{Name: "ohara JOSE"})
	fmt.Println(len(page.Items), page.Items[0].LegalNames, page.Next == "", err)
	page, err = users.Search(ctx, bonafide.Platform("another"), user.SearchRequest{Name: "ohara"})
	fmt.Println(len(page.Items), err)
	// Output:
	// 1 [José O'Hara] true <nil>
	// 0 <nil>
}

// Move counts what moves, and keeps it within the limits.
func ExampleService_Move() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	for i, amount := range []string{"60", "60"} {
		sum, _ := bonafide.ParseMoney(amount, "USD")
		a, err := users.Move(ctx, shop, u.ID, user.MoveRequest{Transaction: money.Transaction{
			ID: fmt.Sprint("t-", i), Direction: permission.Outbound, Amount: sum, At: today,
		}})
		fmt.Println(a.Allowed, a.Refusals, a.Limits[0].Remaining, err)
	}
	// Output:
	// true [] 100.00 USD <nil>
	// false [{limit_amount tiers[0].limits[0]}] 40.00 USD <nil>
}

// A user signs in with a device that a code confirms; then the access key is good
// for two hours.
func ExampleService_OAuth() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	refresh, _ := users.IssueToken(ctx, shop, u.ID, user.IssueTokenRequest{})
	device := bonafide.NewSecret("fingerprint of her phone")
	ask := user.OAuthRequest{RefreshToken: refresh, Fingerprint: device, Scopes: []scope.Scope{scope.UserGet}}
	g, err := users.OAuth(ctx, shop, ask)
	fmt.Println(g.Step, g.Contacts, err)
	ask.Device = "+14155552671"
	g, err = users.OAuth(ctx, shop, ask)
	fmt.Println(g.Step, err)
	ask.PIN = bonafide.NewSecret("135790")
	g, err = users.OAuth(ctx, shop, ask)
	fmt.Println(g.Step, g.ExpiresAt.Format(time.TimeOnly), err)

	session, err := users.Authenticate(ctx, g.AccessKey, device, scope.UserGet)
	fmt.Println(session.UserID == u.ID, err)
	_, err = users.Authenticate(ctx, g.AccessKey, device, scope.TransPost)
	fmt.Println(err)
	// Output:
	// action_pending [**********71] <nil>
	// code_sent <nil>
	// granted 11:00:00 <nil>
	// true <nil>
	// bonafide: refused: scope_refused
}

// A lock takes two people where the program says so.
func ExampleService_Propose() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	_, err := users.SetStanding(ctx, officerA, u.ID, lock)
	fmt.Println(err)

	u, _ = users.Propose(ctx, officerA, u.ID, user.ProposeRequest{Request: lock, Expires: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)})
	p := u.Proposals[0]
	read, err := users.Proposed(ctx, officerB, u.ID, user.ReadProposalRequest{Proposal: p.ID})
	fmt.Println(read.Op, string(read.Request), err)
	_, err = users.Approve(ctx, officerA, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	fmt.Println(err)
	_, err = users.Approve(ctx, officerB, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	fmt.Println(err)
	u, err = users.SetStanding(ctx, officerA, u.ID, lock)
	fmt.Println(u.Permission(), u.Proposals[0].State, err)
	// Output:
	// bonafide: refused: no_approval
	// user.set_standing {"permission":"LOCKED","permission_code":"UNUSUAL_ACTIVITY|COMPLIANCE_SUSPICIOUS"} <nil>
	// bonafide: refused: same_person
	// <nil>
	// LOCKED executed <nil>
}
