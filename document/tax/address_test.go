package tax_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// What an address needs follows from its country, on every form (google/libaddressinput).
func TestAddressesByCountry(t *testing.T) {
	for name, c := range map[string]struct {
		given tax.AddressSubmission
		want  tax.Address
		fault []string
	}{
		"Hong Kong: no postal code": {tax.AddressSubmission{Line1: "1 Queen's Road Central", City: "Central", State: "Hong Kong Island", Country: "HK"},
			tax.Address{Line1: "1 Queen's Road Central", City: "Central", State: "香港島", Country: "HK"}, nil},
		"Dubai: no postal code": {tax.AddressSubmission{Line1: "Sheikh Zayed Road 1", City: "Dubai", State: "Dubayy", Country: "AE"},
			tax.Address{Line1: "Sheikh Zayed Road 1", City: "Dubai", State: "DU", Country: "AE"}, nil},
		"Singapore: no city": {tax.AddressSubmission{Line1: "1 Raffles Place", Country: "SG", Postcode: "048616"},
			tax.Address{Line1: "1 Raffles Place", Country: "SG", Postcode: "048616"}, nil},
		"Panama: no postal code":             {tax.AddressSubmission{Line1: "Calle 50", City: "Panamá", Country: "pa"}, tax.Address{Line1: "Calle 50", City: "Panamá", Country: "PA"}, nil},
		"Germany needs one":                  {tax.AddressSubmission{Line1: "Unter den Linden 1", City: "Berlin", Country: "DE"}, tax.Address{}, []string{"postcode required"}},
		"a code of another country":          {tax.AddressSubmission{Line1: "Unter den Linden 1", City: "Berlin", Country: "DE", Postcode: "SW1A 1AA"}, tax.Address{}, []string{"postcode malformed"}},
		"the United States need state, code": {tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", Country: "US"}, tax.Address{}, []string{"state required", "postcode required"}},
		"a state by name": {tax.AddressSubmission{Line1: "1 Market Street", Line2: "Apt 3", City: "San Francisco", State: "California", Country: "US", Postcode: "94105"},
			tax.Address{Line1: "1 Market Street", Line2: "Apt 3", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"}, nil},
		"Spain: a province is left to who signs": {tax.AddressSubmission{Line1: "Calle Mayor 1", City: "Madrid", Country: "ES", Postcode: "28013"},
			tax.Address{Line1: "Calle Mayor 1", City: "Madrid", Country: "ES", Postcode: "28013"}, nil},
		"control characters": {tax.AddressSubmission{Line1: "1 Market Street", Line2: "a\x00", City: "Berlin", Country: "DE", Postcode: "10115"}, tax.Address{}, []string{"line_2 malformed"}},
	} {
		got, err := c.given.Check()
		assert.Equal(t, c.fault, datatest.Faults(err), name)
		assert.Equal(t, c.want, got, name)
	}
}
