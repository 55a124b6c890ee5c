package user_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/user"
)

// A customer who lost her phone is signed out everywhere.
func ExampleService_RevokeTokens() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	refresh, _ := users.IssueToken(ctx, shop, u.ID, user.IssueTokenRequest{})
	_, err := users.RevokeTokens(ctx, bonafide.User(u.ID), u.ID, user.RevokeTokensRequest{})
	fmt.Println(err)
	who, _ := users.Access(ctx, shop, u.ID)
	fmt.Println(len(who.Sessions), "sessions")
	_, err = users.OAuth(ctx, shop, user.OAuthRequest{RefreshToken: refresh, Fingerprint: bonafide.NewSecret("fingerprint of her phone")})
	fmt.Println(err)
	// Output:
	// <nil>
	// 0 sessions
	// bonafide: refused: token_refused
}

// A customer sold her tablet: it is trusted no more, and what it holds opens nothing.
func ExampleService_DistrustDevice() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	off := false // this shop asks its customers for no code on a new device
	users.Update(ctx, shop, u.ID, user.UpdateRequest{ExtraSecurity: &off})
	refresh, _ := users.IssueToken(ctx, shop, u.ID, user.IssueTokenRequest{})
	g, err := users.OAuth(ctx, shop, user.OAuthRequest{RefreshToken: refresh, Fingerprint: bonafide.NewSecret("fingerprint of her tablet")})
	fmt.Println(g.Step, err)
	who, _ := users.Access(ctx, bonafide.User(u.ID), u.ID)
	_, err = users.DistrustDevice(ctx, bonafide.User(u.ID), u.ID, user.DistrustDeviceRequest{Device: who.Devices[0].ID})
	fmt.Println(err)
	who, _ = users.Access(ctx, bonafide.User(u.ID), u.ID)
	fmt.Println(len(who.Devices), "devices,", len(who.Sessions), "sessions")
	// Output:
	// granted <nil>
	// <nil>
	// 0 devices, 0 sessions
}

// After too many wrong codes no guess is looked at any more, until a reviewer who
// spoke to the customer lets her try again.
func ExampleService_ResetCodes() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	users.SendCode(ctx, shop, u.ID, user.SendCodeRequest{})
	for range 5 {
		users.VerifyCode(ctx, shop, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
	}
	codes, _ := users.Codes(ctx, shop, u.ID)
	fmt.Println(codes.TriesLeft, "tries left,", codes.Failures, "failures")

	_, err := users.ResetCodes(ctx, officerA, u.ID, user.ResetCodesRequest{})
	fmt.Println(err)
	codes, _ = users.Codes(ctx, shop, u.ID)
	fmt.Println(codes.TriesLeft, "tries left,", codes.Failures, "failures; send another from", codes.NextSend.Format("15:04:05"))
	// Output:
	// 0 tries left, 5 failures
	// <nil>
	// 0 tries left, 0 failures; send another from 09:00:30
}

// The user's profile changes field by field; every fault is named.
func ExampleService_Update() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	u, err := users.Update(ctx, shop, u.ID, user.UpdateRequest{LegalName: "Ana Lopez Garcia", PhoneNumber: "ana@example.com"})
	fmt.Println(u.LegalNames, u.Contacts[1].Email, err)
	_, err = users.Update(ctx, shop, u.ID, user.UpdateRequest{RemoveLegalName: "Somebody Else", IP: "nowhere"})
	fmt.Println(err)
	// Output:
	// [Ana Maria Lopez Ana Lopez Garcia] ana@example.com <nil>
	// bonafide: invalid input: remove_legal_name unknown, ip malformed
}

// Statements of the user, such as consent to the terms, are what programs may ask
// for besides documents.
func ExampleService_Attest() {
	ctx, users := context.Background(), serviceOf(`{"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal",
		"effective_at": "2026-01-01T00:00:00Z", "screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "RECEIVE", "requires": [{"attestation": {"id": "terms"}}]}]}`, &screener{})
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	for _, r := range u.Decision.Open() {
		fmt.Println(r.What, r.State, r.Actor)
	}
	u, err := users.Attest(ctx, bonafide.User(u.ID), u.ID, user.AttestRequest{Attestation: "terms"})
	fmt.Println(u.Permission(), u.Attestations[0].At.Format("2006-01-02"), err)
	// Output:
	// attestation.terms currently_due user
	// RECEIVE 2026-03-02 <nil>
}

// What was returned no longer counts towards the limits.
func ExampleService_ReverseMove() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	users.Advance(ctx, u.ID)
	sum, _ := bonafide.ParseMoney("60", "USD")
	send := func(id string) user.MoveRequest {
		return user.MoveRequest{Transaction: money.Transaction{ID: id, Direction: permission.Outbound, Amount: sum, At: today}}
	}
	users.Move(ctx, shop, u.ID, send("t-1"))
	a, err := users.Authorize(ctx, shop, u.ID, send("t-2"))
	fmt.Println(a.Allowed, a.Limits[0].Remaining, err)
	_, err = users.ReverseMove(ctx, shop, u.ID, user.ReverseMoveRequest{Transaction: "t-1"})
	fmt.Println(err)
	a, err = users.Authorize(ctx, shop, u.ID, send("t-2"))
	fmt.Println(a.Allowed, a.Limits[0].Remaining, err)
	// Output:
	// false 40.00 USD <nil>
	// <nil>
	// true 100.00 USD <nil>
}

// What has had its time is deleted by a job of the host's, a batch at a time.
func ExampleService_Sweep() {
	ctx, users := context.Background(), shopService()
	for {
		n, err := users.Sweep(ctx, 500)
		fmt.Println(n, err)
		if n < 500 {
			return
		}
	}
	// Output:
	// 0 <nil>
}
