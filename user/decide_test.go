package user

import (
	"slices"
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
