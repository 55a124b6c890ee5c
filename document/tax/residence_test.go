package tax_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

func residences(given ...tax.ResidenceOf) tax.ResidenceSubmission {
	us := false
	for _, r := range given {
		us = us || r.Country == "US"
	}
	return tax.ResidenceSubmission{
		EntityType: tax.Individual, Name: "Ana Maria Lopez", DateOfBirth: "1990-05-14", CityOfBirth: "Sevilla", CountryOfBirth: "ES",
		Address:  tax.AddressSubmission{Line1: "Calle Mayor 1", City: "Madrid", Country: "ES", Postcode: "28013"},
		USPerson: &us, Residences: given,
		Signature: tax.Signature{Consent: true, Name: "Ana Maria Lopez", Email: "ana@example.es"},
	}
}

func with(country, number string) tax.ResidenceOf {
	return tax.ResidenceOf{Country: country, TIN: bonafide.NewSecret(number)}
}

// The self-certification of tax residences (OECD, CRS self-certification form; 26 USC 7701(a)(30)).
func TestSelfCertification(t *testing.T) {
	key := datatest.DataKey(t)
	no, yes := false, true
	company := func(s *tax.ResidenceSubmission) {
		s.EntityType, s.Status, s.Incorporated, s.Name = tax.Company, tax.ActiveNFE, "ES", "Viento Norte SL"
		s.DateOfBirth, s.CityOfBirth, s.CountryOfBirth = "", "", ""
	}
	for name, row := range map[string]struct {
		given  []tax.ResidenceOf
		change func(*tax.ResidenceSubmission)
		want   []string
	}{
		"one country":              {[]tax.ResidenceOf{with("ES", "12345678Z")}, nil, nil},
		"two":                      {[]tax.ResidenceOf{with("es", "12345678Z"), with("US", "512-43-2222")}, nil, nil},
		"a number that is another": {[]tax.ResidenceOf{with("ES", "12345678A")}, nil, nil}, // graded, as countries give out more numbers than are known
		"none is given out":        {[]tax.ResidenceOf{{Country: "AE", NoTIN: tax.NotIssued}}, nil, nil},
		"none could be got":        {[]tax.ResidenceOf{{Country: "FR", NoTIN: tax.NotObtained, Explanation: "moved here in May"}}, nil, nil},
		"none is asked for":        {[]tax.ResidenceOf{{Country: "AU", NoTIN: tax.NotRequired}}, nil, nil},
		"a company":                {[]tax.ResidenceOf{with("ES", "B12345674")}, company, nil},
		"a company of two": {[]tax.ResidenceOf{with("ES", "B12345674"), with("US", "12-3456789")},
			func(s *tax.ResidenceSubmission) { company(s); s.Status = tax.PassiveNFE }, nil},

		"nowhere":               {nil, nil, []string{"residences required"}},
		"a country and nothing": {[]tax.ResidenceOf{{Country: "ES"}}, nil, []string{"residences[0].tin required"}},
		"a number and a reason": {[]tax.ResidenceOf{{Country: "ES", TIN: bonafide.NewSecret("12345678Z"), NoTIN: tax.NotIssued}}, nil, []string{"residences[0].no_tin not_allowed"}},
		"no such reason":        {[]tax.ResidenceOf{{Country: "ES", NoTIN: "D"}}, nil, []string{"residences[0].no_tin unknown"}},
		"B without a word":      {[]tax.ResidenceOf{{Country: "ES", NoTIN: tax.NotObtained}}, nil, []string{"residences[0].explanation required"}},
		"A with one":            {[]tax.ResidenceOf{{Country: "AE", NoTIN: tax.NotIssued, Explanation: "x"}}, nil, []string{"residences[0].explanation not_allowed"}},
		"the same twice":        {[]tax.ResidenceOf{with("ES", "12345678Z"), with("ES", "12345678Z")}, nil, []string{"residences[1].country repeated"}},
		"no such country":       {[]tax.ResidenceOf{with("XX", "1")}, nil, []string{"residences[0].country unknown"}},
		"no US number":          {[]tax.ResidenceOf{{Country: "US", NoTIN: tax.NotIssued}}, nil, []string{"residences[0].no_tin not_allowed"}},
		"no such US number":     {[]tax.ResidenceOf{with("US", "1")}, nil, []string{"residences[0].tin malformed"}},
		"a US person elsewhere": {[]tax.ResidenceOf{with("ES", "12345678Z")}, func(s *tax.ResidenceSubmission) { s.USPerson = &yes }, []string{"us_person mismatch"}},
		"resident, no person":   {[]tax.ResidenceOf{with("US", "512-43-2222")}, func(s *tax.ResidenceSubmission) { s.USPerson = &no }, []string{"us_person mismatch"}},
		"not said":              {[]tax.ResidenceOf{with("ES", "12345678Z")}, func(s *tax.ResidenceSubmission) { s.USPerson = nil }, []string{"us_person required"}},
		"born nowhere": {[]tax.ResidenceOf{with("ES", "12345678Z")}, func(s *tax.ResidenceSubmission) { s.DateOfBirth, s.CityOfBirth, s.CountryOfBirth = "", "", "" },
			[]string{"date_of_birth required", "city_of_birth required", "country_of_birth required"}},
		"a person's status": {[]tax.ResidenceOf{with("ES", "12345678Z")}, func(s *tax.ResidenceSubmission) { s.Status, s.Incorporated = tax.ActiveNFE, "ES" },
			[]string{"reporting_status not_allowed", "incorporation_country not_allowed"}},
		"a company that was born": {[]tax.ResidenceOf{with("ES", "B12345674")}, func(s *tax.ResidenceSubmission) { company(s); s.CityOfBirth = "Sevilla" }, []string{"city_of_birth not_allowed"}},
		"a company's status":      {[]tax.ResidenceOf{with("ES", "B12345674")}, func(s *tax.ResidenceSubmission) { company(s); s.Status = "shop" }, []string{"reporting_status unknown"}},
		"nobody":                  {[]tax.ResidenceOf{with("ES", "12345678Z")}, func(s *tax.ResidenceSubmission) { s.EntityType = "" }, []string{"entity_type required"}},
		"no signature": {[]tax.ResidenceOf{with("ES", "12345678Z")}, func(s *tax.ResidenceSubmission) { s.Signature = tax.Signature{} },
			[]string{"signature.name required", "signature.consent required", "signature.email required"}},
		"too many": {make([]tax.ResidenceOf, 11), nil, []string{"residences too_many"}},
	} {
		s := residences(row.given...)
		if row.change != nil {
			row.change(&s)
		}
		c, err := s.Check("r1", key, today)
		assert.Equal(t, row.want, datatest.Faults(err), name)
		if row.want != nil {
			assert.Equal(t, tax.SelfCertification{}, c, name)
			continue
		}
		require.NoError(t, err, name)
		require.Len(t, c.Residences, len(row.given), name)
		for i, r := range c.Residences {
			opened, err := key.Open(c.Field("tin."+string(r.Country)), r.TIN)
			require.NoError(t, err, name)
			assert.Equal(t, row.given[i].TIN.IsZero(), opened.IsZero(), name)
		}
		text, err := json.Marshal(c)
		require.NoError(t, err)
		assert.NotContains(t, string(text), "12345678", name)
		assert.NotContains(t, string(text), "1990", name)
	}
	c, err := residences(with("ES", "12345678-Z"), with("US", "512432222")).Check("r1", key, today)
	require.NoError(t, err)
	assert.Equal(t, []bonafide.Country{"ES", "US"}, c.Countries())
	assert.Equal(t, []bonafide.Grade{bonafide.Plausible, bonafide.Plausible}, []bonafide.Grade{c.Residences[0].Grade, c.Residences[1].Grade})
	assert.Len(t, tax.NoTINs(), 3)
	assert.Len(t, tax.ReportingStatuses(), 3)
}

func FuzzSelfCertification(f *testing.F) {
	key := datatest.DataKey(f)
	text, err := json.Marshal(residences(tax.ResidenceOf{Country: "FR", NoTIN: tax.NotObtained, Explanation: "x"}))
	require.NoError(f, err)
	f.Add(text, "12345678Z")
	f.Fuzz(func(t *testing.T, text []byte, number string) {
		var s tax.ResidenceSubmission
		if json.Unmarshal(text, &s) != nil {
			return
		}
		for i := range s.Residences {
			if s.Residences[i].NoTIN == "" {
				s.Residences[i].TIN = bonafide.NewSecret(number)
			}
		}
		c, err := s.Check("r1", key, today)
		if err != nil {
			require.Equal(t, tax.SelfCertification{}, c)
			return
		}
		for _, r := range c.Residences {
			require.NotEqual(t, r.TIN.IsZero(), r.NoTIN == "", fmt.Sprint(r.Country))
		}
	})
}
