package user

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// filled names the fields that differ from an empty base document.
func TestFilled(t *testing.T) {
	share := bonafide.FixedOf(5)
	full := document.Base{
		Name: "n", Alias: "a", Email: "e", PhoneNumber: "p", IP: "i", EntityType: "F", EntityScope: "s", EntityRelationship: "UBO",
		OwnershipPercentage: &share, Title: "t", CompanyActivity: []document.CompanyActivity{"FUND"}, Day: 1, Month: 2, Year: 3,
		AddressStreet: "a", AddressCity: "b", AddressSubdivision: "c", AddressPostalCode: "d", AddressCountryCode: "US",
		MaidenName: "m", DesiredScope: "d", DocOptionKey: "o", DocsKey: "k", DocsTitle: "t",
	}
	names := filled(full)
	slices.Sort(names)
	assert.Equal(t, changed(document.Base{}, full), names)
	assert.Len(t, filled(document.Base{}), 7, "what is always there: a birthday may lack its day and month")
}

// What no address of a country has is not missing: a program that lists the postal code can be met in Hong Kong.
func TestFieldsOfAddressesByCountry(t *testing.T) {
	for country, want := range map[bonafide.Country][]string{
		"HK": {"address_city", "address_postal_code"}, "SG": {"address_city", "address_subdivision"}, "US": nil, "": nil,
	} {
		var got []string
		for _, name := range filled(document.Base{AddressCountryCode: country}) {
			if strings.HasPrefix(name, "address_") && name != "address_country_code" {
				got = append(got, name)
			}
		}
		assert.Equal(t, want, got, country)
	}
}
