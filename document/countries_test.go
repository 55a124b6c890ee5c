package document_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/datatest"
)

// Subdivisions and postal codes are demanded where the addresses of the country have them (google/libaddressinput),
// in no other: of 249 countries, 200 once had to name a subdivision, and AQ, BV, KN, LC, LY, MS, PA, PS
// and SS a postal code that nobody there has.
func TestCountriesWithoutStates(t *testing.T) {
	file, err := os.Open("addresses.tsv")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, file.Close()) })
	states, codes, countries := 0, 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); countries++ {
		column := strings.Split(lines.Text(), "\t")
		if column[0] == "AC" || column[0] == "TA" { // islands of SH, without a code of their own (ISO 3166-1)
			continue
		}
		s := person()
		s.PhoneNumber = "+14155552671"
		s.AddressCountryCode, s.AddressSubdivision, s.AddressPostalCode = column[0], "", ""
		_, err := s.Check("", rules)
		var want []string
		if strings.Contains(column[1], "S") {
			want = append(want, "address_subdivision required")
			states++
		}
		if strings.Contains(column[1], "Z") {
			want = append(want, "address_postal_code required")
			codes++
		}
		assert.ElementsMatch(t, want, datatest.Faults(err), column[0])
	}
	assert.Greater(t, countries, 240)
	assert.Less(t, states, 50)
	assert.Less(t, codes, 120)
}
