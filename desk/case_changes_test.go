package desk

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

func TestDifferences(t *testing.T) {
	harbor := func(change ...func(*casefile.Company)) casefile.Case {
		x := casefile.Company{ID: "c-1", Type: casefile.MainCompany, TaxNumber: bonafide.Sealed{Data: []byte("one"), Mask: "*22"},
			CompanyFields: casefile.CompanyFields{Name: "Harbor", Country: "FR", Classes: []casefile.Classification{{Type: "NACE", Code: "64.19"}}}}
		for _, f := range change {
			f(&x)
		}
		return casefile.Case{ID: "case-1", Name: "Harbor", Companies: []casefile.Company{x}}
	}
	for _, c := range []struct {
		name  string
		after casefile.Case
		want  []change
	}{
		{"nothing", harbor(), nil},
		{"a fact", harbor(func(x *casefile.Company) { x.Country = "LU" }), []change{{"Harbor", "country", "FR", "LU"}}},
		{"a fact that is new", harbor(func(x *casefile.Company) { x.Address.City = "Brest" }), []change{{"Harbor", "address city", "", "Brest"}}},
		{"a fact that is gone", harbor(func(x *casefile.Company) { x.Country = "" }), []change{{"Harbor", "country", "FR", ""}}},
		{"a part of a list", harbor(func(x *casefile.Company) { x.Classes[0].Code = "64.20" }), []change{{"Harbor", "classifications 1 code", "64.19", "64.20"}}},
		{"a sealed number with the same mask", harbor(func(x *casefile.Company) { x.TaxNumber.Data = []byte("two") }),
			[]change{{"Harbor", "tax identification number", "*22", "*22 (another one)"}}},
		{"where it was last changed", harbor(func(x *casefile.Company) { x.UpdatedAt = x.UpdatedAt.AddDate(1, 0, 0) }), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, differences(harbor(), c.after))
		})
	}
}

func TestDifferencesOfRelations(t *testing.T) {
	before := casefile.Case{Companies: []casefile.Company{{ID: "a", CompanyFields: casefile.CompanyFields{Name: "A"}}, {ID: "b", CompanyFields: casefile.CompanyFields{Name: "B"}}}}
	after := before
	after.Relations = []casefile.Relation{{ID: "r", FromCompany: "a", ToCompany: "b", Ownership: ownership.Whole(30)}}
	assert.Equal(t, []change{{"A in B", "ownership percentage", "", "30"}}, differences(before, after))
	assert.Equal(t, []change{{"A in B", "ownership percentage", "30", ""}}, differences(after, before))
}
