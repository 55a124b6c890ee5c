package user_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

func residence(name, signer string) user.TaxRequest {
	no := false
	return user.TaxRequest{Residence: &tax.ResidenceSubmission{
		EntityType: tax.Individual, Name: name, DateOfBirth: "1990-05-14", CityOfBirth: "Sevilla", CountryOfBirth: "ES", Address: homeAddress,
		USPerson: &no, Residences: []tax.ResidenceOf{{Country: "ES", TIN: bonafide.NewSecret("12345678Z")}, {Country: "AE", NoTIN: tax.NotIssued}},
		Signature: tax.Signature{Consent: true, Name: signer, Email: "ana@example.com"},
	}}
}

// A program asks for a statement of tax residences (FATCA and CRS) and counts it from the
// day on which it was given; nothing else can say that there is one.
func TestTaxResidence(t *testing.T) {
	book, err := program.ParseBook([]byte(strings.Replace(sheet, `[{"document": {"types": ["SSN"]}}]`,
		`[{"document": {"types": ["SSN"]}}, {"attestation": {"id": "tax_residence", "valid_for": "P1Y"}}]`, 1)))
	require.NoError(t, err)
	const bea = "Bea Smith"
	b := setup(t, func(o *user.Options) { o.Programs = book })
	u := b.person(t, acme, 1, "512-43-2222")
	u, err = b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: find(t, u, document.SSN).ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.NoError(t, err)
	b.advance(t, u.ID)
	asked := func(u user.User) bool {
		for _, r := range u.Decision.Requirements {
			if r.What == "attestation.tax_residence" && r.State.Open() {
				return true
			}
		}
		return false
	}
	seen, err := b.users.Get(ctx, bonafide.User(u.ID), u.ID)
	require.NoError(t, err)
	assert.Equal(t, permission.Unverified, seen.Permission())
	assert.True(t, asked(seen), "whoever is to give it is told")

	_, err = b.users.Attest(ctx, acme, u.ID, user.AttestRequest{Attestation: user.AttestedResidence})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	both := residence(bea, bea)
	both.W9 = &tax.W9Submission{}
	_, err = b.users.SubmitTax(ctx, acme, u.ID, both)
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	now, err := b.users.SubmitTax(ctx, bonafide.User(u.ID), u.ID, residence(bea, bea))
	require.NoError(t, err)
	assert.Equal(t, permission.Receive, now.Permission())
	assert.False(t, asked(now))
	assert.Equal(t, []bonafide.Country{"ES", "AE"}, now.Tax.Residence.Countries())
	assert.Equal(t, tax.Unsubmitted, now.Tax.TIN.State(), "no number of it is asked of a tax office")
	assert.Nil(t, now.Tax.Certificate)
	assert.Empty(t, now.Tax.Residence.Residences[0].TIN.Data, "a mask is shown")
	assert.Equal(t, "*****678Z", now.Tax.Residence.Residences[0].TIN.Mask)

	b.wait(366 * 24 * time.Hour)
	assert.True(t, asked(mustGet(t, b, u.ID)), "a year has passed")
	_, err = b.users.SubmitTax(ctx, acme, u.ID, residence(bea, bea))
	require.NoError(t, err)
	assert.False(t, asked(mustGet(t, b, u.ID)))
}

// Whoever signs for the user is looked for on the lists, and another name on the statement
// is a name that contradicts.
func TestNamesOfResidences(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	_, err := b.users.SubmitTax(ctx, acme, u.ID, residence("Ana Maria Lopez", listedName))
	require.NoError(t, err)
	assert.Equal(t, permission.Unverified, mustGet(t, b, u.ID).Permission(), "not screened under it yet")
	b.advance(t, u.ID)
	now := mustGet(t, b, u.ID)
	assert.Equal(t, screening.WatchlistSoftMatch, now.NamesWatchlist)
	for _, sc := range now.Screenings {
		if sc.Document == "" {
			assert.Contains(t, sc.Names, user.NamesResidence)
		}
	}
}

func nordwind() tax.W8BENESubmission {
	return tax.W8BENESubmission{
		Name: "Nordwind Handels GmbH", Incorporated: "DE", Chapter3: tax.Corporation, Chapter4: tax.ParticipatingFFI, GIIN: "98Q96B.99999.SL.276",
		Address:      tax.AddressSubmission{Line1: "Speicherstadt 1", City: "Hamburg", Country: "DE", Postcode: "20457"},
		ForeignTaxID: bonafide.NewSecret("22/815/08154"), Signature: tax.Signature{Consent: true, Name: "Erika Muster", Email: "e@example.de"}, Capacity: true,
	}
}

// Whoever was a customer elsewhere keeps the form of a foreign entity and the statement of tax
// residences, each from the day on which it was signed.
func TestImportOfTaxForms(t *testing.T) {
	b := setup(t)
	form, row := nordwind(), patron(1)
	row.IsBusiness, row.LegalNames, row.Documents = true, []string{"Nordwind Handels GmbH"}, nil
	row.Tax = &user.ImportedTax{W8BENE: &form, SignedOn: bonafide.DateOf(ago(400))}
	no := false
	row.Residence = &user.ImportedResidence{SignedOn: bonafide.DateOf(ago(300)), ResidenceSubmission: tax.ResidenceSubmission{
		EntityType: tax.Company, Status: tax.ActiveNFE, Name: "Nordwind Handels GmbH", Incorporated: "DE", Address: form.Address, USPerson: &no,
		Residences: []tax.ResidenceOf{{Country: "DE", TIN: bonafide.NewSecret("22/815/08154")}}, Signature: form.Signature,
	}}
	u := b.imports(t, row)
	assert.Equal(t, []any{tax.FormW8BENE, "98Q96B.99999.SL.276", bonafide.DateOf(ago(400))}, []any{u.Tax.Certificate.Form, u.Tax.Certificate.GIIN, u.Tax.Certificate.SignedOn})
	assert.Equal(t, []bonafide.Country{"DE"}, u.Tax.Residence.Countries())
	assert.Equal(t, bonafide.DateOf(ago(300)).In(time.UTC), u.Tax.ResidenceAt, "a program counts it from there")
	assert.Equal(t, bonafide.DateOf(ago(300)), u.Tax.Residence.SignedOn)

	row.Residence.Residences[0].TIN = bonafide.NewSecret("22/815/08155")
	got, err := b.users.Import(ctx, officer, bring(row))
	require.NoError(t, err)
	assert.Equal(t, user.ImportRefused, got.Rows[0].Outcome, "a number is part of the row's content")
}

// A foreign business gives a W-8BEN-E: what it is, and the number by which it was registered.
func TestTaxFormOfForeignBusiness(t *testing.T) {
	b := setup(t)
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155550199", IsBusiness: true, LegalNames: []string{"Nordwind Handels GmbH"}})
	require.NoError(t, err)
	form := nordwind()
	u, err = b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W8BENE: &form})
	require.NoError(t, err)
	c := u.Tax.Certificate
	assert.Equal(t, []any{tax.FormW8BENE, "98Q96B.99999.SL.276", tax.ParticipatingFFI}, []any{c.Form, c.GIIN, c.Chapter4})
	assert.Equal(t, tax.W8Expiry(bonafide.DateOf(b.now())), c.ExpiresOn)
	form.GIIN = ""
	_, err = b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W8BENE: &form})
	faulty(t, err, "giin", bonafide.CodeRequired)
}
