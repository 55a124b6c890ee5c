package identifier_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
)

// Every kind of number is in the table, with what it rests on, and a number that does not fit
// is graded as the table says.
func TestRules(t *testing.T) {
	type parse = func(string) (identifier.Number, error)
	of := func(country bonafide.Country, state string) map[identifier.Kind]parse {
		return map[identifier.Kind]parse{
			identifier.KindSSN: identifier.SSN, identifier.KindITIN: identifier.ITIN, identifier.KindATIN: identifier.ATIN, identifier.KindEIN: identifier.EIN,
			identifier.KindABA: identifier.ABA, identifier.KindDUNS: identifier.DUNS, identifier.KindUEI: identifier.UEI, identifier.KindLEI: identifier.LEI,
			identifier.KindGIIN: identifier.GIIN, identifier.KindIBAN: identifier.IBAN, identifier.KindVAT: identifier.VAT,
			identifier.KindPassport:       func(s string) (identifier.Number, error) { return identifier.Passport(country, s) },
			identifier.KindDriversLicense: func(s string) (identifier.Number, error) { return identifier.DriversLicense(country, state, s) },
			"": func(s string) (identifier.Number, error) {
				n, listed, err := identifier.National(country, s)
				assert.True(t, listed, country)
				return n, err
			},
		}
	}
	const misfit = "A1B2C3D4E5F6G7H8I9J0K1L2M3" // of 26 characters
	kinds := make(map[identifier.Kind]int)
	for _, r := range identifier.Rules() {
		kinds[r.Kind]++
		assert.NotEmpty(t, r.Name)
		assert.NotEmpty(t, r.Shape, r.Name)
		assert.NotEmpty(t, r.Rests, r.Name)
		text := string(r.Country) + misfit
		if r.Kind != identifier.KindIBAN && r.Kind != identifier.KindVAT {
			text = misfit
		}
		if r.Else == bonafide.Implausible {
			text = misfit[:19] // as long as may be
		}
		n, err := of(r.Country, r.State)[r.Kind](text)
		if r.Else == bonafide.Malformed {
			assert.ErrorIs(t, err, bonafide.ErrInvalid, "%s %s", r.Kind, r.Country)
		} else if assert.NoError(t, err, "%s %s %s", r.Kind, r.Country, r.State) {
			assert.Equal(t, r.Else, n.Grade, "%s %s %s", r.Kind, r.Country, r.State)
		}
	}
	assert.Len(t, kinds, 14)
	assert.Equal(t, len(identifier.NationalNumbers()), kinds[""])
	assert.Greater(t, kinds[identifier.KindIBAN], 80)
}
