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

// A registrar is a vendor that looks at Social Security numbers and calls back. A
// host keeps its orders in a database of its own.
type registrar struct {
	orders map[string]order // by the vendor's reference
}

// An order is what a host keeps of a check that it ordered.
type order struct{ user, document, attempt string }

// Verify orders a check. Where one is under way it would ask the vendor how that
// stands, and order no other: the webhook may have been lost.
func (v registrar) Verify(_ context.Context, r document.Request) (document.Verdict, error) {
	reference := "check-" + r.Attempt // the vendor's answer to an order under the idempotency key r.Attempt
	if r.Reference == "" {
		v.orders[reference] = order{user: r.UserID, document: r.DocumentID, attempt: r.Attempt}
	}
	return document.Verdict{Outcome: document.OutcomePending, Reference: reference}, nil
}

// A vendor calls back, twice. The second call changes nothing.
func ExampleService_Resolve_webhook() {
	ctx, vendor := context.Background(), registrar{orders: map[string]order{}}
	programs, _ := program.ParseBook([]byte(shopSheet))
	users, _ := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{
		Programs: programs, Screener: &screener{}, Now: func() time.Time { return today },
		Verifier: document.NewRouter(document.Route{Types: []document.Type{document.SSN}, Verifier: vendor}),
	})
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	number := u.Documents[0].Virtual[0]
	fmt.Println(number.Status, u.Permission())

	for range 2 {
		about := vendor.orders[number.Reference] // the webhook names the reference
		u, err := users.Resolve(ctx, bonafide.VerifierActor("registrar"), about.user, user.ResolveRequest{
			SubDocument: about.document, Attempt: about.attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid},
		})
		fmt.Println(u.Permission(), err)
	}
	// Output:
	// SUBMITTED|REVIEWING UNVERIFIED
	// SEND-AND-RECEIVE <nil>
	// SEND-AND-RECEIVE <nil>
}
