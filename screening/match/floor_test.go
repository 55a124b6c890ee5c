package match_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	. "github.com/bonafide-go/bonafide/screening/match"
)

// maduro is a listed person of whom much is known.
func maduro() Entry {
	e := named("MADURO MOROS, Nicolas")
	e.BirthDates, e.Countries, e.Gender = []BirthDate{{From: day(1962, 11, 23), To: day(1962, 11, 23)}}, []string{"VE"}, Male
	return e
}

// Whatever else a customer gives, a name that is the listed one is reported: a
// false birth date is the ordinary evasion.
func TestNoFactHidesAName(t *testing.T) {
	company := named("ROMASHKA TRADING LLC")
	company.Type, company.Countries = Entity, []string{"RU"}
	s := engine(t, list(t, "l", may3, maduro(), company))
	for _, c := range []struct {
		why        string
		query      Query
		discounted []string
	}{
		{"nothing known", Query{Name: "Nicolas MADURO MOROS", Type: Person}, nil},
		{"one false fact", Query{Name: "Nicolas MADURO MOROS", Type: Person, BirthDate: day(1970, 1, 1)}, nil},
		{"false birth date and country", Query{Name: "Nicolas MADURO MOROS", Type: Person, BirthDate: day(1970, 1, 1), Countries: []string{"ES"}}, []string{FactBirthDate, FactCountry}},
		{"all of it false", Query{Name: "Maduro Moros, Nicolás", Type: Person, BirthDate: day(1970, 1, 1), Countries: []string{"ES"}, Gender: Female}, []string{FactBirthDate, FactCountry, FactGender}},
		{"filed as a company", Query{Name: "Nicolas MADURO MOROS", Type: Entity}, nil},
		{"a company with a false birth date", Query{Name: "Nicolas MADURO MOROS", Type: Entity, BirthDate: day(1970, 1, 1)}, []string{FactType, FactBirthDate}},
		{"near the name, one false fact", Query{Name: "Nikolas MADURO MOROSS", Type: Person, BirthDate: day(1970, 1, 1), Countries: []string{"ES"}}, []string{FactBirthDate, FactCountry}},
		{"a company filed as a person", Query{Name: "Romashka Trading LLC", Type: Person, Countries: []string{"RU"}}, nil},
		{"and as a ship", Query{Name: "Romashka Trading LLC", Type: Vessel, Countries: []string{"ES"}}, []string{FactType, FactCountry}},
		{"a threshold above the name", Query{Name: "Nikolas MADURO MOROSS", Type: Person, MinScore: .999}, []string{FactThreshold}},
	} {
		r := screen(t, s, c.query)
		if !assert.Len(t, r.Hits, 1, c.why) {
			continue
		}
		h := r.Hits[0]
		assert.GreaterOrEqual(t, h.Explanation.NameScore, NameFloor, c.why)
		assert.Equal(t, c.discounted, h.Discounted, c.why)
		assert.Equal(t, ListMatch, r.Lists[0].Result, c.why)
		assert.Zero(t, r.Lists[0].SetAside, c.why)
	}
}

// What facts, type or a threshold left out is counted, and listed if asked for.
func TestWhatIsSetAsideIsCounted(t *testing.T) {
	s := engine(t, list(t, "l", may3, maduro(), named("QUIRE, Quentin")))
	for _, c := range []struct {
		why   string
		query Query
	}{
		{"facts", Query{Type: Person, BirthDate: day(1970, 1, 1), Countries: []string{"ES"}}},
		{"type", Query{Type: Entity}},
		{"threshold", Query{Type: Person, MinScore: .94}},
	} {
		c.query.Name = "Nicolas Maduro"
		r := screen(t, s, c.query)
		assert.Equal(t, ListNoMatch, r.Lists[0].Result, c.why)
		assert.Equal(t, 1, r.Lists[0].SetAside, c.why)
		assert.Empty(t, r.SetAside, c.why)
		c.query.SetAside = true
		r = screen(t, s, c.query)
		require.Len(t, r.SetAside, 1, c.why)
		assert.Equal(t, "MADURO MOROS, Nicolas", r.SetAside[0].MatchedName, c.why)
		assert.NotEmpty(t, r.SetAside[0].Discounted, c.why)
	}
	r := screen(t, s, Query{Name: "Nicolas Maduro", Type: Entity, Mode: ModeOFAC})
	assert.Zero(t, r.Lists[0].SetAside)
	assert.Empty(t, r.Hits, "of another mode's scores nothing is known")
}

// Every primary name of the SDN list is found under false facts, whoever files it as
// whatever.
func TestNoFactHidesAListedName(t *testing.T) {
	l := realSDN(t)
	e := engine(t, l)
	for i, entry := range l.Entries {
		if i%11 != 0 {
			continue
		}
		q := Query{Name: entry.Names[0].Text, Type: EntityTypes()[i%len(EntityTypes())], Countries: []string{"AQ"}, Gender: Female, BirthDate: bonafide.Date{Year: 1931, Month: 2, Day: 3}, Limit: MaxLimit}
		hits := screen(t, e, q).Hits
		assert.True(t, slices.ContainsFunc(hits, func(h Hit) bool { return h.EntryID == entry.ID }), "%s as %s", q.Name, q.Type)
	}
}

// An entry that is found by other rules than its own is found by whoever looks for it
// among customers, too.
func TestTouchedByAnotherType(t *testing.T) {
	book, err := NewBook(customers(map[string]Query{"c": {Name: "Nicolas Maduro Moros", Type: Entity}}, "c"))
	require.NoError(t, err)
	after := list(t, "l", may3, maduro())
	delta, err := Diff(List{}, after)
	require.NoError(t, err)
	touched := 0
	for c, err := range book.Rescreen(t.Context(), engine(t, after).Snapshot(), delta, 0) {
		require.NoError(t, err)
		assert.Equal(t, FactType, c.Hits[0].Explanation.Adjustments[0].Fact)
		touched++
	}
	assert.Equal(t, 1, touched)
}
