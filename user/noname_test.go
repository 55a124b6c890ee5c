package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

var homeAddress = tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"}

func w9Form(change func(*tax.W9Submission)) user.TaxRequest {
	w := tax.W9Submission{EntityType: "individual", FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512-43-2222"), Address: homeAddress}
	change(&w)
	return user.TaxRequest{W9: &w}
}

func w8Form(change func(*tax.W8BENSubmission)) user.TaxRequest {
	w := tax.W8BENSubmission{Name: "Ana Maria Lopez", CitizenshipCountry: "ES", DateOfBirth: "1990-05-14", Address: homeAddress,
		Signature: tax.Signature{Consent: true, Name: "Ana Maria Lopez", Email: "ana@example.com"}}
	change(&w)
	return user.TaxRequest{W8BEN: &w}
}

// What is no name is refused wherever a name of a user comes in, since no list can be
// searched for it: digits for letters, character references of HTML and control
// characters. Businesses have digits in their names.
func TestNamesThatAreNone(t *testing.T) {
	b := setup(t)
	person := b.create(t)
	firm, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2690", LegalNames: []string{"Lopez 24 LLC"}, IsBusiness: true})
	require.NoError(t, err)
	creates := func(r user.CreateRequest) error {
		r.Phone = "+1 415 555 2699"
		_, err := b.users.WithStore(dry{b.store}).Create(ctx, acme, r)
		return err
	}
	updates := func(id, name string) error {
		_, err := b.users.WithStore(dry{b.store}).Update(ctx, acme, id, user.UpdateRequest{LegalName: name})
		return err
	}
	pays := func(id, name string) error {
		_, err := b.users.WithStore(dry{b.store}).AddPayoutMethod(ctx, acme, id, user.AddPayoutRequest{Method: payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("t"), Holder: name}})
		return err
	}
	declares := func(r user.TaxRequest) error {
		_, err := b.users.WithStore(dry{b.store}).SubmitTax(ctx, acme, person.ID, r)
		return err
	}
	imports := func(change func(*user.ImportedUser)) error {
		u := patron(1)
		change(&u)
		got, err := b.users.WithStore(dry{b.store}).Import(ctx, officer, bring(u))
		if len(got.Rows) == 1 && got.Rows[0].Outcome == user.ImportRefused {
			return &bonafide.InvalidError{Fields: got.Rows[0].Faults}
		}
		return err
	}
	type place struct {
		path     string
		business bool
		give     func(name string) error
	}
	for what, at := range map[string]place{
		"create":           {"legal_names", false, func(n string) error { return creates(user.CreateRequest{LegalNames: []string{n}}) }},
		"create, business": {"legal_names", true, func(n string) error { return creates(user.CreateRequest{LegalNames: []string{n}, IsBusiness: true}) }},
		"first name":       {"first_name", false, func(n string) error { return creates(user.CreateRequest{FirstName: n, LastName: "Lopez"}) }},
		"last name":        {"last_name", false, func(n string) error { return creates(user.CreateRequest{FirstName: "Ana", LastName: n}) }},
		"update":           {"legal_name", false, func(n string) error { return updates(person.ID, n) }},
		"update, business": {"legal_name", true, func(n string) error { return updates(firm.ID, n) }},
		"holder":           {"holder", false, func(n string) error { return pays(person.ID, n) }},
		"holder, business": {"holder", true, func(n string) error { return pays(firm.ID, n) }},
		"W-9 first name":   {"first_name", false, func(n string) error { return declares(w9Form(func(w *tax.W9Submission) { w.FirstName = n })) }},
		"W-9 last name":    {"last_name", false, func(n string) error { return declares(w9Form(func(w *tax.W9Submission) { w.LastName = n })) }},
		"W-9 trade":        {"business_name", true, func(n string) error { return declares(w9Form(func(w *tax.W9Submission) { w.BusinessName = n })) }},
		"W-8BEN":           {"name", false, func(n string) error { return declares(w8Form(func(w *tax.W8BENSubmission) { w.Name = n })) }},
		"W-8BEN signature": {"signature.name", false, func(n string) error { return declares(w8Form(func(w *tax.W8BENSubmission) { w.Signature.Name = n })) }},
		"import":           {"legal_names", false, func(n string) error { return imports(func(u *user.ImportedUser) { u.LegalNames = []string{n} }) }},
		"import, holder": {"payouts[0].holder", false, func(n string) error {
			return imports(func(u *user.ImportedUser) {
				u.Payouts = []user.ImportedPayout{{Submission: payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("t"), Holder: n}}}
			})
		}},
		"import, maiden name": {"documents[0].maiden_name", false, func(n string) error {
			return imports(func(u *user.ImportedUser) { u.Documents[0].MaidenName = n })
		}},
		"import, alias": {"documents[0].alias", true, func(n string) error { // people take names with digits
			return imports(func(u *user.ImportedUser) { u.Documents[0].Alias = n })
		}},
	} {
		for name, ok := range map[string]bool{
			"U5ama B1n Lad1n": at.business, "12345 67890": at.business, "&#85;sama": false, "Lopez &amp; Ana": false, "Ana \x00 Lopez": false, "Ana\u202e Lopez": false, "...": false,
			"Ana O’Neill-Šimić Jr.": true,
		} {
			err := at.give(name)
			if ok {
				require.NotErrorIs(t, err, bonafide.ErrInvalid, "%s %q", what, name)
				require.ErrorIs(t, err, errWritten, "%s %q", what, name)
				continue
			}
			var invalid *bonafide.InvalidError
			require.ErrorAs(t, err, &invalid, "%s %q", what, name)
			require.Len(t, invalid.Fields, 1, "%s %q", what, name)
			assert.Equal(t, at.path+" malformed", invalid.Fields[0].Path+" "+string(invalid.Fields[0].Code), "%s %q", what, name)
		}
	}
}

// All names of a tax form are looked for: whose form it is, in what name they trade,
// and who signed.
func TestNamesOfTaxForms(t *testing.T) {
	const listed = "Jane Listed Person"
	for name, form := range map[string]user.TaxRequest{
		"W-9":              w9Form(func(w *tax.W9Submission) { w.FirstName, w.LastName = "Jane", "Listed Person" }),
		"W-9 trade":        w9Form(func(w *tax.W9Submission) { w.BusinessName = listed }),
		"W-8BEN":           w8Form(func(w *tax.W8BENSubmission) { w.Name = listed }),
		"W-8BEN signature": w8Form(func(w *tax.W8BENSubmission) { w.Signature.Name = listed }),
	} {
		b := setup(t)
		u := b.verified(t)
		_, err := b.users.SubmitTax(ctx, acme, u.ID, form)
		require.NoError(t, err)
		b.advance(t, u.ID)
		u = mustGet(t, b, u.ID)
		assert.Equal(t, screening.WatchlistSoftMatch, u.Watchlist(), name)
	}
}
