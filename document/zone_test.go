package document_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones, on machines that have none

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// A person comes of age when the day begins where the person lives.
func TestDateThere(t *testing.T) {
	for _, c := range []struct {
		country     bonafide.Country
		subdivision string
		at, want    string
	}{
		{"US", "CA", "2026-11-27T07:59:59Z", "2026-11-26"}, {"US", "CA", "2026-11-27T08:00:00Z", "2026-11-27"},
		{"US", "California", "2026-11-27T07:59:59Z", "2026-11-26"},
		{"US", "NY", "2026-07-01T03:59:59Z", "2026-06-30"}, {"US", "NY", "2026-07-01T04:00:00Z", "2026-07-01"}, // summer time
		{"US", "TX", "2026-11-27T06:59:59Z", "2026-11-26"}, {"US", "TX", "2026-11-27T07:00:00Z", "2026-11-27"}, // El Paso
		{"US", "", "2026-11-27T09:59:59Z", "2026-11-26"}, {"US", "", "2026-11-27T10:00:00Z", "2026-11-27"}, // Adak and Honolulu
		{"NZ", "", "2026-11-27T10:00:00Z", "2026-11-27"}, {"JP", "13", "2026-11-26T15:00:00Z", "2026-11-27"}, {"GB", "", "2026-11-27T00:00:00Z", "2026-11-27"},
		{"DE", "BE", "2026-11-26T22:59:59Z", "2026-11-26"}, {"DE", "BE", "2026-11-26T23:00:00Z", "2026-11-27"},
		{"", "", "2026-11-27T11:59:59Z", "2026-11-26"}, {"", "", "2026-11-27T12:00:00Z", "2026-11-27"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		assert.NoError(t, err)
		assert.Equal(t, c.want, document.DateThere(c.country, c.subdivision, at).String(), "%s %s %s", c.country, c.subdivision, c.at)
	}
	for _, country := range bonafideCountries() {
		at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC).Add(-time.Second)
		if got := document.DateThere(country, "", at); country != "UM" {
			assert.NotEqual(t, "2026-05-31", got.String(), "%s has a zone", country)
		}
	}
}

func bonafideCountries() (all []bonafide.Country) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if c, err := bonafide.ParseCountry(string(a) + string(b)); err == nil {
				all = append(all, c)
			}
		}
	}
	return all
}

func TestMajorityBeginsWhereThePersonLives(t *testing.T) {
	s := person()
	s.Day, s.Month, s.Year = 27, 11, 2008
	at := func(text string) []string {
		when, err := time.Parse(time.RFC3339, text)
		assert.NoError(t, err)
		_, err = s.Check("", document.Rules{Today: bonafide.DateOf(when), At: when})
		return datatest.Faults(err)
	}
	assert.Equal(t, []string{"year under_age"}, at("2026-11-27T07:59:59Z"))
	assert.Empty(t, at("2026-11-27T08:00:00Z"))
}
