package ownership_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// The three authorities on the same structures. Shares and votes stand as "60/40".
func TestByAuthority(t *testing.T) {
	for _, c := range []struct {
		name       string
		relations  []string
		listed     []string
		us, eu, uk []string
		concert    []string
	}{
		{name: "a half", relations: []string{"x>M 50"}, listed: []string{"x"}, us: []string{"M"}, eu: []string{"M"}, uk: []string{}},
		{name: "more than a half", relations: []string{"x>M 50.0001"}, listed: []string{"x"}, us: []string{"M"}, eu: []string{"M"}, uk: []string{"M"}},
		{name: "just below", relations: []string{"x>M 49.9999"}, listed: []string{"x"}, us: []string{}, eu: []string{}, uk: []string{}},
		{name: "several add up, but not in the UK", relations: []string{"x>M 30", "y>M 25"}, listed: []string{"x", "y"}, us: []string{"M"}, eu: []string{"M"}, uk: []string{}},
		{name: "several who act as one", relations: []string{"x>M 30", "y>M 25"}, listed: []string{"x", "y"}, concert: []string{"x", "y"}, us: []string{"M"}, eu: []string{"M"}, uk: []string{"M"}},
		{name: "one of those who act as one", relations: []string{"x>M 1", "y>M 54"}, listed: []string{"x"}, concert: []string{"x", "y"}, us: []string{}, eu: []string{"M"}, uk: []string{"M"}},
		{name: "votes alone", relations: []string{"x>M 10/51"}, listed: []string{"x"}, us: []string{}, eu: []string{"M"}, uk: []string{"M"}},
		{name: "half of the votes", relations: []string{"x>M 10/50"}, listed: []string{"x"}, us: []string{}, eu: []string{}, uk: []string{}},
		{name: "a majority of a majority", relations: []string{"x>A 51", "A>M 51"}, listed: []string{"x"}, us: []string{"M", "A"}, eu: []string{"M", "A"}, uk: []string{"M", "A"}},
		{name: "nothing is multiplied", relations: []string{"x>A 40", "A>M 100"}, listed: []string{"x"}, us: []string{}, eu: []string{}, uk: []string{}},
		{name: "by itself and through a company", relations: []string{"x>A 60", "A>M 30", "x>M 30"}, listed: []string{"x"}, us: []string{"M", "A"}, eu: []string{"M", "A"}, uk: []string{"M", "A"}},
		{name: "a company that two own has the votes", relations: []string{"x>A 25", "y>A 25", "A>M 10/60"}, listed: []string{"x", "y"}, us: []string{"A"}, eu: []string{"M", "A"}, uk: []string{}},
		{name: "treasury shares", relations: []string{"x>M 49", "M>M 4"}, listed: []string{"x"}, us: []string{"M"}, eu: []string{"M"}, uk: []string{"M"}},
		{name: "nobody", relations: []string{"x>M 60"}, us: []string{}, eu: []string{}, uk: []string{}},
	} {
		g := shape(t, c.relations...)
		if c.concert != nil {
			g.Groups = []ownership.Group{{ID: "concert", Members: c.concert}}
		}
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err, c.name)
		for _, of := range []struct {
			test func(...string) (ownership.Finding, error)
			want []string
			code string
		}{{a.OFAC50, c.us, "ofac:50"}, {a.EUOwned, c.eu, "eu:50"}, {a.UKOwned, c.uk, "uk:50"}} {
			f, err := of.test(c.listed...)
			require.NoError(t, err)
			assert.Equal(t, of.want, ids(f.Owners), "%s: %s", f.Rules, c.name)
			for _, o := range f.Owners {
				assert.Contains(t, codes(t, f, o.ID), of.code, c.name)
			}
		}
	}
	a := compute(t, "x>M 60")
	for _, test := range []func(...string) (ownership.Finding, error){a.EUOwned, a.UKOwned} {
		_, err := test("x", "nobody")
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has("listed[1]", bonafide.CodeUnknown))
	}
}
