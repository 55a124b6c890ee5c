package user_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A tenant where a user signs up by itself.
func signUps() *user.Service {
	clock := today
	users, _ := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{
		Identity:  user.IdentityPolicy{SelfService: true, TrustFirstDevice: true},
		Messenger: user.MessengerFunc(func(context.Context, user.Message) error { return nil }),
		NewCode:   func() (string, error) { return "135790", nil },
		Now:       func() time.Time { clock = clock.Add(time.Minute); return clock },
	})
	return users
}

// One request brings all that is known of a user, in one write.
func ExampleService_Create() {
	ctx, users := context.Background(), signUps()
	u, err := users.Create(ctx, shop, user.CreateRequest{
		Phone: "415.555.2671", Region: "US", FirstName: "Ana", LastName: "Lopez", Contacts: []string{"ana@example.com"},
		SuppID: "customer-7", Metadata: map[string]string{"crm": "42"}, Fingerprint: bonafide.NewSecret("the device's fingerprint"),
		Documents: []document.Submission{{
			Name: "Ana Lopez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
			Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
			AddressPostalCode: "94105", AddressCountryCode: "US",
			VirtualDocs: []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret("512-43-2222")}},
		}},
	})
	fmt.Println(u.Phone, u.LegalNames, u.Documents[0].Virtual[0].Status, err)
	// Output:
	// +14155552671 [Ana Lopez] SUBMITTED|REVIEWING <nil>
}

// A number that came to somebody else: they claim it and answer a code, and a
// reviewer releases it.
func ExampleService_ReleaseNumber() {
	ctx, users := context.Background(), signUps()
	before, _ := users.Create(ctx, shop, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Lopez"}})

	bea := bonafide.User("bea") // the id that the host has made for her
	next, err := users.Create(ctx, bea, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Bea Jones"}, Platform: "shop"})
	fmt.Println(next.Number.Claimed, err)
	_, err = users.ReleaseNumber(ctx, officerA, before.ID, user.ReleaseNumberRequest{To: next.ID})
	fmt.Println(err)

	_, _ = users.SendCode(ctx, bea, next.ID, user.SendCodeRequest{})
	next, err = users.VerifyCode(ctx, bea, next.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("135790")})
	fmt.Println(next.Number.Claimed, err)
	before, err = users.ReleaseNumber(ctx, officerA, before.ID, user.ReleaseNumberRequest{To: next.ID})
	next, _ = users.Get(ctx, bea, next.ID)
	fmt.Printf("%q %t %v\n", before.Phone, next.Number.Claimed, err)
	// Output:
	// true <nil>
	// bonafide: refused: no_proof
	// true <nil>
	// "" false <nil>
}
