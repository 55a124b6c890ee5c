package desk_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/user"
)

// A reviewer reads what was handed in for the taxman: what it says, and of numbers the mask.
func TestTaxFormsAreShown(t *testing.T) {
	w := newWorld(t)
	u, err := w.users.Create(t.Context(), shop, user.CreateRequest{Phone: "+14155552679", IsBusiness: true, LegalNames: []string{"Nordwind Handels GmbH"}})
	require.NoError(t, err)
	address := tax.AddressSubmission{Line1: "Speicherstadt 1", City: "Hamburg", Country: "DE", Postcode: "20457"}
	signed := tax.Signature{Consent: true, Name: "Erika Muster", Email: "e@example.de"}
	no := false
	for key, form := range map[string]user.TaxRequest{
		"form": {W8BENE: &tax.W8BENESubmission{Name: "Nordwind Handels GmbH", Incorporated: "DE", Chapter3: tax.Corporation, Chapter4: tax.ParticipatingFFI,
			GIIN: "98Q96B.99999.SL.276", Address: address, ForeignTaxID: bonafide.NewSecret("22/815/08154"), Signature: signed, Capacity: true}},
		"residence": {Residence: &tax.ResidenceSubmission{EntityType: tax.Company, Status: tax.ActiveNFE, Name: "Nordwind Handels GmbH", Incorporated: "DE",
			Address: address, USPerson: &no, Residences: []tax.ResidenceOf{{Country: "DE", TIN: bonafide.NewSecret("22/815/08154")}, {Country: "AE", NoTIN: tax.NotIssued}}, Signature: signed}},
	} {
		form.Key = key
		_, err = w.users.SubmitTax(t.Context(), shop, u.ID, form)
		require.NoError(t, err)
	}
	page := w.send("officer-a", "/users/"+u.ID, nil).Body.String()
	for _, shown := range []string{"W-8BEN-E, signed 2026-", "by Erika Muster, valid through 2029-12-31", "98Q96B.99999.SL.276", "no number, reason A", "<dt>AE</dt>"} {
		assert.Contains(t, page, shown)
	}
	assert.NotContains(t, page, "22/815/08154")
	assert.NotContains(t, w.send("officer-a", "/users/"+w.jane.ID, nil).Body.String(), "Tax form")
}
