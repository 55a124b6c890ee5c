package tax_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// Line 3a of form W-9 (March 2024), and whose number goes with each class.
func TestClassifications(t *testing.T) {
	at := bonafide.Date{Year: 2026, Month: 11, Day: 27}
	address := tax.AddressSubmission{Line1: "1 Market St", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"}
	person := tax.W9Submission{EntityType: "individual", FirstName: "Ana", LastName: "Lopez", BusinessName: "Lopez Bakery", DateOfBirth: "1990-05-14", Address: address}
	firm := tax.W9Submission{EntityType: "business", BusinessName: "Lopez Bakery Inc.", Address: address}
	for _, row := range []struct {
		form  tax.W9Submission
		class tax.Classification
		tin   string
		kind  identifier.Kind
		want  []string
	}{
		{person, "", "512-43-2222", identifier.KindSSN, nil},
		{person, tax.SoleProprietor, "512-43-2222", identifier.KindSSN, nil},
		{person, tax.SoleProprietor, "512432222", identifier.KindSSN, nil}, // bare digits of a person are an SSN
		{person, tax.SoleProprietor, "12-3456789", identifier.KindEIN, nil},
		{person, "", "12-3456789", "", []string{"tin malformed"}},
		{person, tax.CCorporation, "512-43-2222", "", []string{"classification mismatch"}},
		{firm, tax.CCorporation, "12-3456789", identifier.KindEIN, nil},
		{firm, tax.LLCasPartners, "12-3456789", identifier.KindEIN, nil},
		{firm, tax.TrustEstate, "12-3456789", identifier.KindEIN, nil},
		{firm, tax.SoleProprietor, "12-3456789", "", []string{"classification mismatch"}},
		{firm, "llc", "12-3456789", "", []string{"classification unknown"}},
	} {
		key := datatest.DataKey(t)
		row.form.Class, row.form.TIN = row.class, bonafide.NewSecret(row.tin)
		c, err := row.form.Check("f1", key, at)
		if row.want != nil {
			assert.Equal(t, row.want, datatest.Faults(err), "%s %s", row.class, row.tin)
			continue
		}
		require.NoError(t, err, "%s %s", row.class, row.tin)
		assert.Equal(t, row.class, c.Class)
		opened, err := key.Open(c.Field("tin"), c.TIN)
		require.NoError(t, err)
		assert.Len(t, opened.Reveal(), 9)
		assert.Equal(t, row.kind == identifier.KindEIN, c.TIN.Mask[2] == '-')
	}
	assert.Len(t, tax.Classifications(), 9)
}
