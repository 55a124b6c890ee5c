package casefile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// Partial merge, null resets, archived ones are kept but not shown, entities have
// their own.
func TestPropertiesMerge(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Properties = property.Values{"us": property.Yes(true), "funds": property.Text("income")}
		r.Companies[0].Properties = property.Values{"listed": property.Yes(true)}
		r.Individuals[0].Properties = property.Values{"pep": property.Yes(false)}
	})
	assert.True(t, c.Companies[0].Properties["listed"].Yes())
	assert.Contains(t, c.Individuals[0].Properties, "pep")
	c, err := b.cases.Update(ctx, acme, c.ID, casefile.UpdateRequest{Properties: property.Values{"us": {}, "markets": property.List("FR")}})
	require.NoError(t, err)
	assert.Equal(t, property.Values{"funds": property.Text("income"), "markets": property.List("FR")}, c.Properties)
	_, err = b.cases.UpdateCompany(ctx, acme, c.ID, casefile.UpdateCompanyRequest{Company: c.Companies[0].ID, Properties: property.Values{"us": property.Yes(true)}})
	invalid(t, err, "custom_properties", bonafide.CodeUnknown) // of the case, not of a company

	later := b.opts
	later.Properties = append(property.Set{}, b.opts.Properties...)
	for i := range later.Properties {
		later.Properties[i].Archived = later.Properties[i].Archived || later.Properties[i].Key == "funds"
	}
	cases, err := casefile.New(b.store, b.keys, &later)
	require.NoError(t, err)
	c, err = cases.Get(ctx, acme, c.ID)
	require.NoError(t, err)
	assert.NotContains(t, c.Properties, "funds")
	c, err = cases.Label(ctx, acme, c.ID, casefile.LabelRequest{AddTags: []string{"x"}})
	require.NoError(t, err)
	c = b.get(t, c.ID)
	assert.Equal(t, property.Text("income"), c.Properties["funds"], "what is stored stays")
}

func TestPropertyDefinitions(t *testing.T) {
	bad := property.Set{
		{Key: "a", Target: property.OfCase, Type: property.TypeChoices},
		{Key: "a", Target: property.OfCase, Type: property.TypeText, AllowMultiple: true, Format: property.FormatNumber},
		{Key: "", Target: "planet", Type: "colour"},
		{Key: "n", Target: property.OfCase, Type: property.TypeNumeric, Format: property.FormatCurrency, CurrencyCode: "EURO", Min: number("2"), Max: number("1")},
		{Key: "m", Target: property.OfCase, Type: property.TypeNumeric, CurrencyCode: "EUR", MultiLine: true},
		{Key: "o", Target: property.OfCase, Type: property.TypeChoices, Options: []property.Option{{Key: "x"}, {Key: "x"}}},
	}
	_, err := casefile.New(setup(t).store, bonafide.EphemeralKeys(), &casefile.Options{Properties: bad})
	for path, code := range map[string]bonafide.Code{
		"[0].options": bonafide.CodeRequired, "[1].key": bonafide.CodeRepeated, "[1].allow_multiple": bonafide.CodeNotAllowed, "[1].format": bonafide.CodeNotAllowed,
		"[2].key": bonafide.CodeRequired, "[2].target_entity": bonafide.CodeUnknown, "[2].type": bonafide.CodeUnknown, "[3].currency_code": bonafide.CodeUnknown,
		"[3].max": bonafide.CodeOutOfRange, "[4].currency_code": bonafide.CodeNotAllowed, "[4].is_multi_line": bonafide.CodeNotAllowed, "[5].options[1].key": bonafide.CodeRepeated,
	} {
		invalid(t, err, "options.properties"+path, code)
	}
}
