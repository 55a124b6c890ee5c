package user_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A messenger hands a code to a provider, under the id of the message, so that a message
// that is handed over again is sent once. Where the provider says that nothing was sent, it
// says so: the code is void and counts against no limit.
func ExampleMessenger() {
	sms := func(_ context.Context, key, to, text string) error { // a provider's client
		fmt.Println(len(key) > 0, to, len(text))
		return nil
	}
	messenger := user.MessengerFunc(func(ctx context.Context, m user.Message) error {
		if m.To == "" {
			return user.ErrNotSent // this one sends no mail
		}
		return sms(ctx, m.ID, string(m.To), m.Code.Reveal()+" is your code")
	})
	ctx := context.Background()
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{Messenger: messenger})
	if err != nil {
		fmt.Println(err)
		return
	}
	u, _ := users.Create(ctx, shop, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	_, err = users.SendCode(ctx, shop, u.ID, user.SendCodeRequest{})
	fmt.Println(err)
	_, err = users.VerifyCode(ctx, shop, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
	var refused *bonafide.RefusedError
	fmt.Println(errors.As(err, &refused) && refused.Code == user.RefusedCode)
	// Output:
	// true +14155552671 19
	// <nil>
	// true
}

// A service is refused at its start where its options contradict, all faults at once.
func ExampleNew_faults() {
	_, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{Lease: -1, KeyLife: -1})
	fmt.Println(err)
	// Output:
	// bonafide: invalid input: options.lease out_of_range, options.key_life out_of_range
}

// A code goes to the user's number. The next one has to wait.
func ExampleService_SendCode() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	_, err := users.SendCode(ctx, shop, u.ID, user.SendCodeRequest{})
	fmt.Println(err)
	_, err = users.SendCode(ctx, shop, u.ID, user.SendCodeRequest{})
	fmt.Println(err)
	// Output:
	// <nil>
	// bonafide: refused: send_limit
}

// What a program puts under four eyes is made after a second person agreed to it.
func ExampleService_Approve() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	_, err := users.SetStanding(ctx, officerA, u.ID, lock)
	fmt.Println(err)
	u, _ = users.Propose(ctx, officerA, u.ID, user.ProposeRequest{Request: lock, Expires: today.AddDate(0, 0, 1)})
	p := u.Proposals[0]
	_, err = users.Approve(ctx, officerA, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	fmt.Println(err)
	_, err = users.Approve(ctx, officerB, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	fmt.Println(err)
	u, err = users.SetStanding(ctx, officerA, u.ID, lock)
	fmt.Println(u.Permission(), err)
	// Output:
	// bonafide: refused: no_approval
	// bonafide: refused: same_person
	// <nil>
	// LOCKED <nil>
}
