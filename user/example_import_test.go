package user_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A customer whom another vendor verified is taken over. The verdict on the number
// counts from its day; the lists are searched here. Run again, the same row changes
// nothing, and another one under its id is refused.
func ExampleService_Import() {
	ctx, now := context.Background(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	programs, err := program.ParseBook([]byte(`{
		"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2024-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]},
		"tiers": [{"scope": "SEND|RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"], "valid_for": "P3Y"}}]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{
		Programs: programs, Screener: nobodyListed{}, Now: func() time.Time { return now },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ana := user.ImportedUser{
		ID: "u-1001", Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}, Platforms: []user.Link{{Platform: "shop"}},
		CreatedAt: now.AddDate(-2, 0, 0),
		Documents: []user.ImportedDocument{{
			Submission: document.Submission{
				Name: "Ana Maria Lopez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
				Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
				AddressPostalCode: "94105", AddressCountryCode: "US",
			},
			VirtualDocs: []user.ImportedSub{{
				SubSubmission: document.SubSubmission{Type: document.SSN, Value: bonafide.NewSecret("512-43-2222")},
				Prior:         document.Prior{Status: document.Valid, DecidedAt: now.AddDate(-1, 0, 0), Verifier: "vendor-7"},
			}},
		}},
		History: []user.ImportedStatus{{At: now.AddDate(-1, 0, 0), Permission: permission.SendAndReceive}},
	}
	other := ana
	other.LegalNames = []string{"Somebody Else"}
	got, err := users.Import(ctx, bonafide.Reviewer("officer-1"), user.ImportRequest{
		Source: "oldvendor", KeepIDs: true, Users: []user.ImportedUser{ana, ana, other},
	})
	for _, row := range got.Rows {
		fmt.Println(row.ID, row.Outcome, row.Faults)
	}
	fmt.Println(err)

	u, _ := users.Get(ctx, bonafide.Platform("shop"), "u-1001")
	fmt.Println(u.Permission(), u.Documents[0].Watchlists)
	u, err = users.Advance(ctx, "u-1001")
	number := u.Documents[0].Virtual[0]
	fmt.Println(u.Permission(), number.DecidedAt.Format(time.DateOnly), number.Imported, err)
	// Output:
	// u-1001 imported []
	// u-1001 already []
	// u-1001 refused [{id content_changed }]
	// <nil>
	// UNVERIFIED PENDING
	// SEND-AND-RECEIVE 2025-03-02 oldvendor <nil>
}

// nobodyListed is a screener of one list on which nobody is.
type nobodyListed struct{}

func (nobodyListed) Screen(context.Context, screening.Query) (screening.Result, error) {
	edition := bonafide.Date{Year: 2026, Month: time.March, Day: 1}
	return screening.Result{Lists: []screening.ListRun{{Key: "ofac_sdn", Edition: edition, Result: screening.ListNoMatch}}}, nil
}
