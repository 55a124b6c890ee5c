package user

import (
	"slices"
	"testing"

	"github.com/bonafide-go/bonafide/document"
	"github.com/stretchr/testify/assert"
)

// filled names the fields that differ from an empty base document.
func TestFilled(t *testing.T) {
	full := document.Base{
		Name: "n", Alias: "a", Email: "e", PhoneNumber: "p", IP: "i", EntityType: "F", EntityScope: "s", EntityRelationship: "UBO",
		OwnershipPercentage: "5", Title: "t", CompanyActivity: []document.CompanyActivity{"FUND"}, Day: 1, Month: 2, Year: 3,
		AddressStreet: "a", AddressCity: "b", AddressSubdivision: "c", AddressPostalCode: "d", AddressCountryCode: "US",
		MaidenName: "m", DesiredScope: "d", DocOptionKey: "o", DocsKey: "k", DocsTitle: "t",
	}
	names := filled(full)
	slices.Sort(names)
	assert.Equal(t, changed(document.Base{}, full), names)
	assert.Len(t, filled(document.Base{}), 9, "what is always there")
}
