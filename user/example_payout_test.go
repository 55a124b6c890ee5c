package user_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/user"
)

// account is a bank account as a form brings it.
func account(number string) user.AddPayoutRequest {
	return user.AddPayoutRequest{Method: payout.Submission{
		Kind: payout.ACH, RoutingNumber: "021000021", AccountNumber: bonafide.NewSecret(number), AccountType: payout.Checking,
	}}
}

// The first account becomes the default; a page shows its mask.
func ExampleService_AddPayoutMethod() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	u, err := users.AddPayoutMethod(ctx, shop, u.ID, account("123456789"))
	method := u.Payouts.List[0]
	fmt.Println(method.Kind, method.AccountNumber.Mask, method.ID == u.Payouts.Default, err)
	_, err = users.AddPayoutMethod(ctx, shop, u.ID, account("a letter"))
	fmt.Println(err)
	// Output:
	// ach *****6789 true <nil>
	// bonafide: invalid input: account_number malformed (4 to 17 letters and digits (Nacha operating rules, entry detail record))
}

// Who is paid elsewhere from now on chooses another account first.
func ExampleService_SetDefaultPayout() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	users.AddPayoutMethod(ctx, shop, u.ID, account("123456789"))
	u, _ = users.AddPayoutMethod(ctx, shop, u.ID, account("987654321"))
	old, next := u.Payouts.List[0], u.Payouts.List[1]
	u, err := users.SetDefaultPayout(ctx, shop, u.ID, user.SetDefaultPayoutRequest{Method: next.ID})
	fmt.Println(u.Payouts.Default == next.ID, err)
	u, err = users.RemovePayoutMethod(ctx, shop, u.ID, user.RemovePayoutRequest{Method: old.ID})
	fmt.Println(len(u.Payouts.List), u.Payouts.List[0].AccountNumber.Mask, err)
	// Output:
	// true <nil>
	// 1 *****4321 <nil>
}

// If the default is taken away, the account that was added last takes its place.
func ExampleService_RemovePayoutMethod() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	users.AddPayoutMethod(ctx, shop, u.ID, account("123456789"))
	u, _ = users.AddPayoutMethod(ctx, shop, u.ID, account("987654321"))
	first := u.Payouts.Default
	u, err := users.RemovePayoutMethod(ctx, shop, u.ID, user.RemovePayoutRequest{Method: first})
	now, _ := u.Payouts.Find(u.Payouts.Default)
	fmt.Println(now.AccountNumber.Mask, err)
	_, err = users.RemovePayoutMethod(ctx, shop, u.ID, user.RemovePayoutRequest{Method: first})
	fmt.Println(err)
	// Output:
	// *****4321 <nil>
	// bonafide: not found
}
