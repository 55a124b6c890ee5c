package document_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// What is left empty stays; what is cleared goes, if it may be empty (Synapse user
// object, base document schema: PATCH).
func TestClear(t *testing.T) {
	rules := document.Rules{Today: bonafide.Date{Year: 2026, Month: 3, Day: 2}}
	s := document.Submission{
		Name: "Ana Lopez", Alias: "Annie", MaidenName: "Garcia", Title: "CEO", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7",
		EntityType: "F", EntityScope: "Education", Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco",
		AddressSubdivision: "CA", AddressPostalCode: "94105", AddressCountryCode: "US",
	}
	b, err := s.Check("d", rules)
	require.NoError(t, err)
	kept, err := b.Change("d", document.Submission{Alias: ""}, rules)
	require.NoError(t, err)
	assert.Equal(t, "Annie", kept.Alias)
	cleared, err := b.Change("d", document.Submission{Clear: []string{"alias", "maiden_name"}}, rules)
	require.NoError(t, err)
	assert.Empty(t, cleared.Alias)
	assert.Empty(t, cleared.MaidenName)
	assert.Equal(t, "CEO", cleared.Title)

	for field, path := range map[string]string{"name": "d.clear[0]", "day": "d.clear[0]", "": "d.clear[0]", "nothing": "d.clear[0]"} {
		_, err := b.Change("d", document.Submission{Clear: []string{field}}, rules)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, field)
		assert.True(t, invalid.Has(path, bonafide.CodeNotAllowed), field)
	}
	_, err = b.Change("d", document.Submission{Clear: []string{"address_postal_code"}}, rules)
	require.ErrorIs(t, err, bonafide.ErrInvalid, "where the country has one it stays required")
}
