package loadtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/user"
)

// lists is on how many lists users of [Fill] are looked for: as many as the user object
// of Synapse names.
const lists = 55

// FillOnboarded brings n users to a permission, each with one base document, six
// sub-documents and the result of one list.
func FillOnboarded(tb testing.TB, store bonafide.Store, n int) {
	users := NewService(tb, store, bonafide.EphemeralKeys())
	for i := range n {
		_, err := onboard(tb.Context(), users, i)
		require.NoError(tb, err)
	}
}

// Fill brings n users to a permission, each with two base documents, twelve sub-documents
// and the results of 55 lists, one command after the other.
func Fill(tb testing.TB, store bonafide.Store, n int) {
	programs, err := program.ParseBook([]byte(sheet))
	require.NoError(tb, err)
	engine := match.NewEngine(nil)
	for i := range lists {
		key := screening.KeyOFACSDN
		if i > 0 {
			key = "list_" + letters(i)
		}
		list, err := screening.NewList(key, bonafide.Date{Year: 2026, Month: time.March, Day: 1 + i%28}, []screening.Entry{
			{ID: "1", Type: screening.Person, Names: []screening.Name{{Text: fmt.Sprint("LISTED, Jane ", letters(i+26)), Kind: screening.PrimaryName}}},
		})
		require.NoError(tb, err)
		require.NoError(tb, engine.Load(list))
	}
	users, err := user.New(store, bonafide.EphemeralKeys(), &user.Options{Programs: programs, Screener: engine, Verifier: document.NewSandbox(nil), Sandbox: true})
	require.NoError(tb, err)
	for i := range n {
		require.NoError(tb, fill(tb.Context(), users, i))
	}
}

func fill(ctx context.Context, users *user.Service, n int) error {
	u, err := users.Create(ctx, shop, user.CreateRequest{Phone: phoneOf(n), LegalNames: []string{nameOf(n)}})
	if err != nil {
		return err
	}
	base := func(email string) document.Submission {
		return document.Submission{
			Name: nameOf(n), Email: email, PhoneNumber: phoneOf(n), IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
			Day: n%28 + 1, Month: n/28%12 + 1, Year: 1940 + n/336%60,
			AddressStreet: fmt.Sprintf("%d Market Street", n+1), AddressCity: "San Francisco", AddressSubdivision: "CA",
			AddressPostalCode: "94105", AddressCountryCode: "US",
			VirtualDocs: []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(fmt.Sprintf("5%02d-%02d-2222", n/97%97+1, n%97+1))}},
		}
	}
	documents := []document.Submission{base(fmt.Sprintf("ana%d@example.com", n)), base(fmt.Sprintf("lopez%d@example.org", n))}
	if u, err = users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: documents}); err != nil {
		return err
	}
	u, err = users.Advance(ctx, u.ID)
	if err == nil && u.Permission() == "UNVERIFIED" {
		err = fmt.Errorf("no permission: %+v", u.Decision)
	}
	return err
}
