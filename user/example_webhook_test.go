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

// A registrar is a vendor that looks at Social Security numbers and calls back. Its
// webhooks name one external id, and nothing else of ours.
type registrar struct{ orders []string }

// Verify orders a check. Where one is under way it would ask the vendor how that
// stands, and order no other: the webhook may have been lost.
func (v *registrar) Verify(_ context.Context, r document.Request) (document.Verdict, error) {
	reference := "check-" + r.Attempt // the vendor's answer to an order under the idempotency key r.Attempt
	if r.Reference == "" {
		v.orders = append(v.orders, r.Token()) // its external id
	}
	return document.Verdict{Outcome: document.OutcomePending, Reference: reference}, nil
}

// lookedAtBy is a service whose verifier looks at Social Security numbers alone.
func lookedAtBy(v document.Verifier, now func() time.Time) *user.Service {
	programs, _ := program.ParseBook([]byte(shopSheet))
	users, _ := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{
		Programs: programs, Screener: &screener{}, Now: now,
		Verifier: document.NewRouter(document.Route{Name: "registrar", Types: []document.Type{document.SSN}, Verifier: v}),
	})
	return users
}

// A vendor calls back, twice. The second call changes nothing.
func ExampleService_ResolveToken() {
	ctx, vendor := context.Background(), &registrar{}
	users := lookedAtBy(vendor, func() time.Time { return today })
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(u.Documents[0].Virtual[0].Status, u.Permission())

	for range 2 { // the handler of the webhook, once the signature is verified
		token := vendor.orders[0] // the external id of the webhook
		u, err := users.ResolveToken(ctx, bonafide.VerifierActor("registrar"), token, document.Verdict{Outcome: document.OutcomeValid})
		fmt.Println(u.Permission(), err)
	}
	// Output:
	// SUBMITTED|REVIEWING UNVERIFIED
	// SEND-AND-RECEIVE <nil>
	// SEND-AND-RECEIVE <nil>
}

// A vendor that never calls back is asked how its check stands, when it said it would
// know.
func ExampleService_Advance_polling() {
	ctx, now := context.Background(), today
	users := lookedAtBy(document.VerifierFunc(func(_ context.Context, r document.Request) (document.Verdict, error) {
		if r.Reference == "" { // order a check
			return document.Verdict{Outcome: document.OutcomePending, Reference: "check-1", RetryAt: now.Add(time.Hour)}, nil
		}
		fmt.Println("asked again about", r.Reference)
		return document.Verdict{Outcome: document.OutcomeValid, Reference: r.Reference}, nil
	}), func() time.Time { return now })
	u := customer(users, "Ana Maria Lopez")

	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(u.Documents[0].Virtual[0].Status)
	now = now.Add(30 * time.Minute)
	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(u.Documents[0].Virtual[0].Status)
	now = now.Add(31 * time.Minute)
	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(u.Documents[0].Virtual[0].Status)
	// Output:
	// SUBMITTED|REVIEWING
	// SUBMITTED|REVIEWING
	// asked again about check-1
	// SUBMITTED|VALID
}

// An outage is never a verdict: the vendor is asked again, later and later.
func ExampleService_Advance_failing() {
	ctx, now := context.Background(), today
	users := lookedAtBy(document.VerifierFunc(func(_ context.Context, r document.Request) (document.Verdict, error) {
		fmt.Println("call", r.Asks)
		if r.Asks < 3 {
			return document.Verdict{}, fmt.Errorf("the vendor: %w", bonafide.ErrUnavailable)
		}
		return document.Verdict{Outcome: document.OutcomeValid}, nil
	}), func() time.Time { return now })
	u := customer(users, "Ana Maria Lopez")
	for range 3 {
		u, _ = users.Advance(ctx, u.ID)
		fmt.Println(u.Documents[0].Virtual[0].Status)
		now = now.Add(time.Hour)
	}
	// Output:
	// call 1
	// SUBMITTED|REVIEWING
	// call 2
	// SUBMITTED|REVIEWING
	// call 3
	// SUBMITTED|VALID
}

// A verifier of one type is asked about that type alone. What a program asks for and no
// route takes waits for a reviewer.
func ExampleService_Advance_partial() {
	ctx := context.Background()
	asked := map[document.Type]int{}
	users := lookedAtBy(document.VerifierFunc(func(_ context.Context, r document.Request) (document.Verdict, error) {
		asked[r.Type]++
		return document.Verdict{Outcome: document.OutcomeValid}, nil
	}), func() time.Time { return today })
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(asked, u.Permission())
	for _, d := range u.Documents[0].Social { // what follows from the base document
		fmt.Println(d.Type, d.Status)
	}
	// Output:
	// map[SSN:1] SEND-AND-RECEIVE
	// EMAIL SUBMITTED|REVIEWING
	// PHONE_NUMBER SUBMITTED|REVIEWING
	// IP SUBMITTED|REVIEWING
	// ADDRESS SUBMITTED|REVIEWING
	// DATE SUBMITTED|REVIEWING
}
