package tax_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

func w8e() tax.W8BENESubmission {
	return tax.W8BENESubmission{
		Name: "Nordwind Handels GmbH", Incorporated: "DE", Chapter3: tax.Corporation, Chapter4: tax.ActiveNFFE, NoForeignTaxID: true,
		Address:   tax.AddressSubmission{Line1: "Speicherstadt 1", City: "Hamburg", Country: "DE", Postcode: "20457"},
		Signature: tax.Signature{Consent: true, Name: "Jürgen Müller", Email: "j@example.de"}, Capacity: true,
	}
}

// Lines 1 to 9 of form W-8BEN-E (October 2021) by its instructions.
func TestW8BENE(t *testing.T) {
	key := datatest.DataKey(t)
	participating := func(s *tax.W8BENESubmission) { s.Chapter4, s.GIIN = tax.ParticipatingFFI, "98q96b.99999.sl.276" }
	treaty := func(s *tax.W8BENESubmission) {
		s.TreatyCountry, s.TreatyRate, s.TreatyIncomeType, s.TreatyCitation = "DE", "0.15", tax.Dividend6, "Art. 10"
	}
	for name, row := range map[string]struct {
		change func(*tax.W8BENESubmission)
		want   []string
	}{
		"an active company":      {func(*tax.W8BENESubmission) {}, nil},
		"an EIN":                 {func(s *tax.W8BENESubmission) { s.TIN = bonafide.NewSecret("98-1234567") }, nil},
		"no postal code":         {func(s *tax.W8BENESubmission) { s.Address.Postcode, s.Address.Country, s.Incorporated = "", "HK", "HK" }, nil},
		"a bank":                 {participating, nil},
		"a number applied for":   {func(s *tax.W8BENESubmission) { s.Chapter4, s.GIINAppliedFor = tax.ReportingModel1, true }, nil},
		"a number not asked for": {func(s *tax.W8BENESubmission) { s.GIIN = "98Q96B.99999.SL.276" }, nil},
		"a hybrid":               {func(s *tax.W8BENESubmission) { s.Chapter3, s.Hybrid = tax.ForeignPartnership, true; treaty(s) }, nil},
		"a company's treaty":     {treaty, nil},
		"what is paid":           {func(s *tax.W8BENESubmission) { s.Disregarded = "Nordwind US LLC" }, nil},

		"of the United States": {func(s *tax.W8BENESubmission) { s.Incorporated = "US" }, []string{"incorporation_country not_allowed"}},
		"nothing": {func(s *tax.W8BENESubmission) { *s = tax.W8BENESubmission{} }, []string{"name required", "incorporation_country required", "chapter_3_status required",
			"chapter_4_status required", "address.line_1 required", "address.country required", "address.city required", "signature.consent required", "signature.email required",
			"signature.name required", "capacity_to_sign required"}},
		"a status of neither":          {func(s *tax.W8BENESubmission) { s.Chapter3, s.Chapter4 = "llc", "bank" }, []string{"chapter_3_status unknown", "chapter_4_status unknown"}},
		"a bank without its number":    {func(s *tax.W8BENESubmission) { participating(s); s.GIIN = "" }, []string{"giin required"}},
		"a number both had and sought": {func(s *tax.W8BENESubmission) { participating(s); s.GIINAppliedFor = true }, []string{"giin_applied_for not_allowed"}},
		"nobody registers a shop":      {func(s *tax.W8BENESubmission) { s.GIINAppliedFor = true }, []string{"giin_applied_for mismatch"}},
		"no such number":               {func(s *tax.W8BENESubmission) { participating(s); s.GIIN = "98O96B.99999.SL.276" }, []string{"giin malformed"}},
		"a partnership":                {func(s *tax.W8BENESubmission) { s.Chapter3 = tax.ForeignPartnership }, []string{"hybrid_treaty_claim required"}},
		"a hybrid without a treaty":    {func(s *tax.W8BENESubmission) { s.Chapter3, s.Hybrid = tax.GrantorTrust, true }, []string{"tax_treaty_country required"}},
		"no hybrid":                    {func(s *tax.W8BENESubmission) { s.Hybrid = true }, []string{"hybrid_treaty_claim mismatch"}},
		"a number and none":            {func(s *tax.W8BENESubmission) { s.ForeignTaxID = bonafide.NewSecret("12 345") }, []string{"no_foreign_tax_id not_allowed"}},
		"an SSN":                       {func(s *tax.W8BENESubmission) { s.TIN = bonafide.NewSecret("512-43-2222") }, []string{"tin malformed"}},
		"half a treaty":                {func(s *tax.W8BENESubmission) { s.TreatyCountry = "DE" }, []string{"tax_treaty_income_type required", "tax_treaty_rate required"}},
		"who may not sign":             {func(s *tax.W8BENESubmission) { s.Capacity = false }, []string{"capacity_to_sign required"}},
	} {
		s := w8e()
		row.change(&s)
		c, err := s.Check("c1", key, today)
		assert.Equal(t, row.want, datatest.Faults(err), name)
		if row.want != nil {
			assert.Equal(t, tax.Certificate{}, c, name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, []any{tax.FormW8BENE, tax.Company, s.Chapter4}, []any{c.Form, c.EntityType, c.Chapter4}, name)
		want := tax.W8Expiry(today)
		if s.GIINAppliedFor {
			want = today.AddDays(90)
		}
		assert.Equal(t, want, c.ExpiresOn, name)
		if s.GIIN != "" {
			assert.Equal(t, "98Q96B.99999.SL.276", c.GIIN, name)
		}
		assert.True(t, c.DateOfBirth.IsZero(), name)
	}
	assert.Len(t, tax.Chapter3Statuses(), 13)
	assert.Len(t, tax.Chapter4Statuses(), 32)
	registered := 0
	for _, c := range tax.Chapter4Statuses() {
		if c.NeedsGIIN() {
			registered++
		}
	}
	assert.Equal(t, 7, registered)
}

func FuzzW8BENE(f *testing.F) {
	key := datatest.DataKey(f)
	text, err := json.Marshal(w8e())
	require.NoError(f, err)
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		var s tax.W8BENESubmission
		if json.Unmarshal(text, &s) != nil {
			return
		}
		c, err := s.Check("c1", key, today)
		if err != nil {
			require.Equal(t, tax.Certificate{}, c)
			return
		}
		require.NotEmpty(t, c.Name)
		require.NotEqual(t, bonafide.Country("US"), c.Incorporated)
	})
}
