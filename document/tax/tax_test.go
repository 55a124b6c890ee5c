package tax_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

var (
	today = bonafide.Date{Year: 2026, Month: time.November, Day: 22}
	noon  = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)
)

// Dots users, TIN submission and verification: every verb in every state.
func TestStateVerbTable(t *testing.T) {
	const same, refused = datatest.Same, datatest.Refused
	resolve := func(o document.Outcome) func(tax.Verification) (tax.Verification, error) {
		return func(v tax.Verification) (tax.Verification, error) {
			next, changed := v.Resolve("a1", document.Verdict{Outcome: o}, noon)
			assert.Equal(t, next != v, changed)
			return next, nil
		}
	}
	verbs := []datatest.Verb[tax.Verification]{
		{Name: "submit", Do: func(v tax.Verification) (tax.Verification, error) { return v.Submit("a2", noon) }},
		{Name: "ask", Do: func(v tax.Verification) (tax.Verification, error) { return v.Ask(noon, time.Minute) }},
		{Name: "valid", Do: resolve(document.OutcomeValid)},
		{Name: "invalid", Do: resolve(document.OutcomeInvalid)},
		{Name: "pending", Do: resolve(document.OutcomePending)},
		{Name: "unavailable", Do: resolve(document.OutcomeUnavailable)},
		{Name: "unknown", Do: resolve("perhaps")},
	}
	const pending, matched, mismatched = string(tax.Pending), string(tax.Matched), string(tax.Mismatched)
	rows := map[tax.Status][]string{
		"":              {pending, refused, same, same, same, same, same},
		tax.Unsubmitted: {pending, refused, same, same, same, same, same},
		tax.Pending:     {pending, pending, matched, mismatched, pending, pending, pending},
		tax.Matched:     {pending, refused, same, mismatched, same, same, same},
		tax.Mismatched:  {pending, refused, same, same, same, same, same},
		"later_version": {refused, refused, same, same, same, same, same},
	}
	datatest.Table[tax.Verification, tax.Status]{
		Verbs: verbs, Rows: rows, State: func(v tax.Verification) tax.Status { return v.Status },
		In: func(s tax.Status) tax.Verification { return tax.Verification{Status: s, Attempt: "a1"} },
	}.Run(t, tax.Statuses())
}

// An outage of the IRS is pending with a retry time, and never a mismatch.
func TestOutageIsPending(t *testing.T) {
	v, err := tax.Verification{}.Submit("a1", noon)
	require.NoError(t, err)
	assert.Equal(t, noon, v.RetryAt)
	at := noon
	for _, wait := range []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute} {
		v, err = v.Ask(at, time.Second)
		require.NoError(t, err)
		var changed bool
		v, changed = v.Resolve("a1", document.Verdict{Outcome: document.OutcomeUnavailable}, at)
		assert.True(t, changed)
		assert.Equal(t, tax.Pending, v.Status)
		assert.Equal(t, at.Add(wait), v.RetryAt)
		at = v.RetryAt
	}
	v, _ = v.Resolve("a1", document.Verdict{Outcome: document.OutcomePending, RetryAt: at.Add(time.Hour), Reference: "irs-1"}, at)
	assert.Equal(t, at.Add(time.Hour), v.RetryAt)
	assert.Equal(t, "irs-1", v.Reference)

	for _, attempt := range []string{"", "a0"} {
		same, changed := v.Resolve(attempt, document.Verdict{Outcome: document.OutcomeInvalid}, at)
		assert.False(t, changed)
		assert.Equal(t, v, same)
	}
	v, _ = v.Resolve("a1", document.Verdict{Outcome: document.OutcomeValid, DecidedAt: at}, at)
	same, changed := v.Resolve("a1", document.Verdict{Outcome: document.OutcomeInvalid, DecidedAt: at.Add(-time.Hour)}, at)
	assert.False(t, changed, "an older answer that came late")
	assert.Equal(t, tax.Matched, same.Status)
	notice, changed := v.Resolve("a1", document.Verdict{Outcome: document.OutcomeInvalid, DecidedAt: at.Add(time.Hour)}, at.Add(time.Hour))
	assert.True(t, changed)
	assert.Equal(t, tax.Mismatched, notice.Status)

	_, err = v.Submit("", at)
	assert.Equal(t, []string{"attempt required"}, datatest.Faults(err))
}

func w9() tax.W9Submission {
	return tax.W9Submission{
		EntityType: "individual", FirstName: "Ana", LastName: "Ramírez", DateOfBirth: "1989-05-02", TIN: bonafide.NewSecret("123-45-6789"),
		Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"},
	}
}

func w8() tax.W8BENSubmission {
	return tax.W8BENSubmission{
		Name: "Jürgen Müller", CitizenshipCountry: "DE", DateOfBirth: "1979-01-31", ForeignTaxID: bonafide.NewSecret("12 345 678 901"),
		Address:       tax.AddressSubmission{Line1: "Unter den Linden 1", City: "Berlin", Country: "DE", Postcode: "10117"},
		TreatyCountry: "DE", TreatyRate: "0.150", TreatyIncomeType: tax.Dividend6, TreatyCitation: "Art. 10",
		Signature: tax.Signature{Consent: true, Name: "Jürgen Müller", Email: "j@example.de"},
	}
}

func TestW9(t *testing.T) {
	key := datatest.DataKey(t)
	c, err := w9().Check("c1", key, today)
	require.NoError(t, err)
	assert.Equal(t, "Ana Ramírez", c.Name)
	assert.Equal(t, "***-**-6789", c.TIN.Mask)
	assert.Equal(t, tax.Collected{TaxID: true, Address: true, DateOfBirth: true}, c.Collected())
	tin, err := key.Open(c.Field("tin"), c.TIN)
	require.NoError(t, err)
	assert.True(t, tin.Equal(bonafide.NewSecret("123456789")))
	_, err = key.Open(c.Field("date_of_birth"), c.TIN)
	assert.ErrorIs(t, err, bonafide.ErrSealed, "a sealed value opens in its own place only")
	assert.True(t, c.Valid(today.AddYears(50)), "a W-9 does not expire")

	business := w9()
	business.EntityType, business.FirstName, business.LastName, business.DateOfBirth = "business", "", "", ""
	business.BusinessName, business.TIN = "Ramírez LLC", bonafide.NewSecret("12-3456789")
	c, err = business.Check("c2", key, today)
	require.NoError(t, err)
	assert.Equal(t, "Ramírez LLC", c.Name)
	assert.Equal(t, tax.Collected{TaxID: true, Address: true}, c.Collected())

	for name, row := range map[string]struct {
		change func(*tax.W9Submission)
		want   []string
	}{
		"EIN of an individual": {func(s *tax.W9Submission) { s.TIN = bonafide.NewSecret("12-3456789") }, []string{"tin malformed"}},
		"no TIN":               {func(s *tax.W9Submission) { s.TIN = bonafide.Secret{} }, []string{"tin required"}},
		"no birth":             {func(s *tax.W9Submission) { s.DateOfBirth = "" }, []string{"date_of_birth required"}},
		"bad birth":            {func(s *tax.W9Submission) { s.DateOfBirth = "1989-02-30" }, []string{"date_of_birth malformed"}},
		"future birth":         {func(s *tax.W9Submission) { s.DateOfBirth = "2027-01-01" }, []string{"date_of_birth out_of_range"}},
		"old birth":            {func(s *tax.W9Submission) { s.DateOfBirth = "1890-01-01" }, []string{"date_of_birth out_of_range"}},
		"entity":               {func(s *tax.W9Submission) { s.EntityType = "robot" }, []string{"entity_type unknown"}},
		"no state":             {func(s *tax.W9Submission) { s.Address.State = "" }, []string{"address.state required"}},
		"country":              {func(s *tax.W9Submission) { s.Address.Country = "USA" }, []string{"address.country malformed"}},
		"long":                 {func(s *tax.W9Submission) { s.FirstName = strings.Repeat("a", 201) }, []string{"first_name too_long"}},
		"very long":            {func(s *tax.W9Submission) { s.FirstName = strings.Repeat("a", 2001) }, []string{"first_name too_long"}},
		"control":              {func(s *tax.W9Submission) { s.LastName = "a\x00" }, []string{"last_name malformed"}},
		"no id":                {func(*tax.W9Submission) {}, []string{"id required"}},
		"everything": {func(s *tax.W9Submission) { *s = tax.W9Submission{} }, []string{
			"entity_type required", "tin required", "address.line_1 required", "address.country required", "address.city required",
		}},
	} {
		s := w9()
		row.change(&s)
		id := "c1"
		if name == "no id" {
			id = ""
		}
		c, err := s.Check(id, key, today)
		assert.Equal(t, row.want, datatest.Faults(err), name)
		assert.Equal(t, tax.Certificate{}, c)
	}
	_, err = w9().Check("c1", key, bonafide.Date{})
	assert.Contains(t, datatest.Faults(err), "today required")
}

func TestW8BEN(t *testing.T) {
	key := datatest.DataKey(t)
	c, err := w8().Check("c1", key, today)
	require.NoError(t, err)
	assert.Equal(t, &tax.Treaty{Country: "DE", Citation: "Art. 10", Rate: "0.15", IncomeType: tax.Dividend6}, c.Treaty)
	assert.Equal(t, tax.Collected{Address: true, DateOfBirth: true, W8BEN: true}, c.Collected())
	assert.Equal(t, bonafide.Date{Year: 2029, Month: 12, Day: 31}, c.ExpiresOn)
	assert.True(t, c.Valid(c.ExpiresOn))
	assert.False(t, c.Valid(c.ExpiresOn.AddDays(1)))

	plain := w8()
	plain.TreatyCountry, plain.TreatyRate, plain.TreatyIncomeType, plain.TreatyCitation = "", "", "", ""
	plain.TIN = bonafide.NewSecret("912-70-1234")
	c, err = plain.Check("c1", key, today)
	require.NoError(t, err)
	assert.Nil(t, c.Treaty)
	assert.Equal(t, "***-**-1234", c.TIN.Mask)

	for name, row := range map[string]struct {
		change func(*tax.W8BENSubmission)
		want   []string
	}{
		"US citizen":   {func(s *tax.W8BENSubmission) { s.CitizenshipCountry = "US" }, []string{"citizenship_country not_allowed"}},
		"no consent":   {func(s *tax.W8BENSubmission) { s.Signature.Consent = false }, []string{"signature.consent required"}},
		"no signature": {func(s *tax.W8BENSubmission) { s.Signature = tax.Signature{} }, []string{"signature.name required", "signature.consent required", "signature.email required"}},
		"half treaty":  {func(s *tax.W8BENSubmission) { s.TreatyRate, s.TreatyIncomeType = "", "" }, []string{"tax_treaty_income_type required", "tax_treaty_rate required"}},
		"income":       {func(s *tax.W8BENSubmission) { s.TreatyIncomeType = "lottery" }, []string{"tax_treaty_income_type unknown"}},
		"rate":         {func(s *tax.W8BENSubmission) { s.TreatyRate = "15" }, []string{"tax_treaty_rate out_of_range"}},
		"rate text":    {func(s *tax.W8BENSubmission) { s.TreatyRate = "1e-1" }, []string{"tax_treaty_rate malformed"}},
		"bad TIN":      {func(s *tax.W8BENSubmission) { s.TIN = bonafide.NewSecret("1") }, []string{"tin malformed"}},
	} {
		s := w8()
		row.change(&s)
		c, err := s.Check("c1", key, today)
		assert.Equal(t, row.want, datatest.Faults(err), name)
		assert.Equal(t, tax.Certificate{}, c)
	}
	assert.Len(t, tax.TreatyIncomes(), 10)
}

// Treas. Reg. 1.1441-1(e)(4)(ii), and the example of the form's instructions.
func TestW8Expiry(t *testing.T) {
	for signed, want := range map[bonafide.Date]string{
		{Year: 2015, Month: 9, Day: 30}: "2018-12-31", {Year: 2026, Month: 1, Day: 1}: "2029-12-31", {Year: 2026, Month: 12, Day: 31}: "2029-12-31", {}: "",
	} {
		assert.Equal(t, want, tax.W8Expiry(signed).String())
	}
}

// The stored shapes.
func TestGolden(t *testing.T) {
	certificate := tax.Certificate{
		Class: tax.SoleProprietor,
		ID:    "c1", Form: tax.FormW8BEN, EntityType: tax.Individual, Name: "Jürgen Müller", BusinessName: "Müller", Citizenship: "DE",
		Incorporated: "DE", Chapter3: tax.Corporation, Chapter4: tax.ParticipatingFFI, GIIN: "98Q96B.99999.SL.276", NoForeignTaxID: true,
		TIN: bonafide.Sealed{Data: []byte{1}, Mask: "***-**-1234"}, TINGrade: bonafide.Plausible, ForeignTaxID: bonafide.Sealed{Data: []byte{2}, Mask: "*1"},
		DateOfBirth: bonafide.Sealed{Data: []byte{3}, Mask: "****-**-**"},
		Address:     tax.Address{Line1: "1", Line2: "2", City: "Berlin", State: "BE", Country: "DE", Postcode: "10117"},
		Treaty:      &tax.Treaty{Country: "DE", Citation: "c", Rate: "0.15", IncomeType: tax.Patent, Explanation: "e"},
		SignedBy:    "Jürgen Müller", SignedOn: today, ExpiresOn: tax.W8Expiry(today),
	}
	verification := tax.Verification{Status: tax.Pending, Attempt: "a1", Asks: 2, RetryAt: noon, DecidedAt: noon, Reference: "r", Imported: "oldvendor"}
	residence := tax.SelfCertification{
		ID: "r1", EntityType: tax.Individual, Status: tax.PassiveNFE, Name: "Ana", DateOfBirth: bonafide.Sealed{Data: []byte{3}, Mask: "****-**-**"}, CityOfBirth: "Sevilla",
		CountryOfBirth: "ES", Incorporated: "ES", Address: certificate.Address, USPerson: true, SignedBy: "Ana", SignedOn: today,
		Residences: []tax.Residence{{Country: "US", TIN: bonafide.Sealed{Data: []byte{1}, Mask: "***-**-1234"}, Grade: bonafide.Plausible, NoTIN: tax.NotObtained, Explanation: "e"}},
	}
	datatest.Stored(t, "residence.json", residence)
	for _, v := range []any{certificate, *certificate.Treaty, certificate.Address, verification, residence, residence.Residences[0]} {
		for i := range reflect.TypeOf(v).NumField() {
			assert.False(t, reflect.ValueOf(v).Field(i).IsZero(), "%T.%s", v, reflect.TypeOf(v).Field(i).Name)
		}
	}
	datatest.Stored(t, "certificate.json", certificate)
	datatest.Stored(t, "verification.json", verification)
	datatest.Stored(t, "verification_empty.json", tax.Verification{})
}

// Any JSON of a form is checked without a panic, and a refused form leaves
// nothing.
func FuzzForms(f *testing.F) {
	key := datatest.DataKey(f)
	for _, s := range []any{w9(), w8()} {
		text, err := json.Marshal(s)
		require.NoError(f, err)
		f.Add([]byte(strings.ReplaceAll(string(text), "[redacted]", "123-45-6789")))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var a tax.W9Submission
		var b tax.W8BENSubmission
		if json.Unmarshal(text, &a) == nil {
			if c, err := a.Check("c1", key, today); err != nil {
				require.Equal(t, tax.Certificate{}, c)
			}
		}
		if json.Unmarshal(text, &b) == nil {
			if c, err := b.Check("c1", key, today); err != nil {
				require.Equal(t, tax.Certificate{}, c)
			}
		}
	})
}

func ExampleVerification_Resolve() {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	v, _ := tax.Verification{}.Submit("a1", at)
	v, _ = v.Resolve("a1", document.Verdict{Outcome: document.OutcomeUnavailable}, at)
	fmt.Println(v.Status, v.RetryAt.Sub(at))
	v, _ = v.Resolve("a1", document.Verdict{Outcome: document.OutcomeInvalid}, at)
	fmt.Println(v.Status)
	v, _ = v.Submit("a2", at)
	fmt.Println(v.Status)
	// Output:
	// pending 1m0s
	// mismatched
	// pending
}
