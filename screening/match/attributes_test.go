package match_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
)

func day(y, m, d int) bonafide.Date { return bonafide.Date{Year: y, Month: time.Month(m), Day: d} }

func years(from, to int) BirthDate { return BirthDate{From: day(from, 1, 1), To: day(to, 12, 31)} }

// Facts beyond the name are adjustments of their own, and what one side does not
// know changes nothing.
func TestAdjustments(t *testing.T) {
	exact := BirthDate{From: day(1962, 11, 23), To: day(1962, 11, 23)}
	circa := years(1961, 1961)
	circa.Circa = true
	for _, c := range []struct {
		name  string
		entry Entry
		query Query
		rule  string // "" = no adjustment
		sign  int
	}{
		{"same day", Entry{BirthDates: []BirthDate{exact}}, Query{BirthDate: day(1962, 11, 23)}, "same_day", 1},
		{"day and month swapped", Entry{BirthDates: []BirthDate{{From: day(1962, 4, 3), To: day(1962, 4, 3)}}}, Query{BirthDate: day(1962, 3, 4)}, "day_and_month_swapped", 1},
		{"one part differs: the day", Entry{BirthDates: []BirthDate{exact}}, Query{BirthDate: day(1962, 11, 24)}, "one_part_differs", -1},
		{"one part differs: the year", Entry{BirthDates: []BirthDate{exact}}, Query{BirthDate: day(1963, 11, 23)}, "one_part_differs", -1},
		{"a year far away", Entry{BirthDates: []BirthDate{exact}}, Query{BirthDate: day(1982, 11, 23)}, "other_year", -1},
		{"another day of the year", Entry{BirthDates: []BirthDate{exact}}, Query{BirthDate: day(1962, 3, 4)}, "other_day", -1},
		{"another year", Entry{BirthDates: []BirthDate{exact}}, Query{BirthDate: day(1990, 3, 4)}, "other_year", -1},
		{"the year alone, of the list", Entry{BirthDates: []BirthDate{years(1962, 1962)}}, Query{BirthDate: day(1962, 3, 4)}, "same_year", 1},
		{"the year alone, of the query", Entry{BirthDates: []BirthDate{exact}}, Query{BirthYear: 1962}, "same_year", 1},
		{"within a span", Entry{BirthDates: []BirthDate{years(1958, 1963)}}, Query{BirthDate: day(1960, 1, 1)}, "same_year", 1},
		{"beside a span", Entry{BirthDates: []BirthDate{years(1958, 1963)}}, Query{BirthDate: day(1964, 1, 1)}, "near_year", -1},
		{"out of a span", Entry{BirthDates: []BirthDate{years(1958, 1963)}}, Query{BirthDate: day(1966, 1, 1)}, "other_year", -1},
		{"about, two years off", Entry{BirthDates: []BirthDate{circa}}, Query{BirthDate: day(1963, 1, 1)}, "same_year", 1},
		{"the best of several dates", Entry{BirthDates: []BirthDate{years(1930, 1930), exact}}, Query{BirthDate: day(1962, 11, 23)}, "same_day", 1},
		{"no date on the list", Entry{}, Query{BirthDate: day(1962, 11, 23)}, "", 0},
		{"no date in the query", Entry{BirthDates: []BirthDate{exact}}, Query{}, "", 0},
		{"a shared country", Entry{Countries: []string{"VE", "CU"}}, Query{Countries: []string{"US", "CU"}}, "same_country", 1},
		{"no shared country", Entry{Countries: []string{"VE"}}, Query{Countries: []string{"US"}}, "other_country", -1},
		{"no country on the list", Entry{}, Query{Countries: []string{"US"}}, "", 0},
		{"no country in the query", Entry{Countries: []string{"VE"}}, Query{}, "", 0},
		{"another gender", Entry{Gender: Female}, Query{Gender: Male}, "other_gender", -1},
		{"the same gender", Entry{Gender: Male}, Query{Gender: Male}, "", 0},
		{"no gender on the list", Entry{}, Query{Gender: Male}, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.entry.Names = named("MADURO MOROS, Nicolas").Names
			s := engine(t, list(t, "l", may3, c.entry))
			bare := screen(t, s, Query{Name: "Nicolas Maduro", Type: Person}).Hits[0]
			require.Empty(t, bare.Explanation.Adjustments)
			c.query.Name, c.query.Type, c.query.MinScore = "Nicolas Maduro", Person, .5
			h := screen(t, s, c.query).Hits[0]
			assert.Equal(t, bare.Score, h.Explanation.NameScore, "the names alone")
			if c.rule == "" {
				assert.Empty(t, h.Explanation.Adjustments)
				assert.Equal(t, bare.Score, h.Score)
				return
			}
			require.Len(t, h.Explanation.Adjustments, 1)
			assert.Equal(t, c.rule, h.Explanation.Adjustments[0].Rule)
			if c.sign > 0 {
				assert.Greater(t, h.Score, bare.Score)
			} else {
				assert.Less(t, h.Score, bare.Score)
			}
		})
	}
}

// Lists are wrong about facts too: one that speaks against an exact name does
// not hide it.
func TestOneFactDoesNotHideAnExactName(t *testing.T) {
	e := named("MADURO MOROS, Nicolas")
	e.BirthDates, e.Countries, e.Gender = []BirthDate{years(1962, 1962)}, []string{"VE"}, Male
	s := engine(t, list(t, "l", may3, e))
	for name, q := range map[string]Query{
		"birth":   {BirthDate: day(1990, 1, 1)},
		"country": {Countries: []string{"US"}},
		"gender":  {Gender: Female},
	} {
		q.Name = "Nicolás Maduro Moros"
		require.Len(t, screen(t, s, q).Hits, 1, name)
	}
}

// An identifier of the entry finds it by whatever name and type. What registers show to
// everybody is shown, what may be a person's is masked.
func TestIdentifiers(t *testing.T) {
	ship := named("AMALTHEA")
	ship.Type = Vessel
	ship.Identifiers = []Identifier{{Kind: IDIMO, Value: "IMO 9116412"}, {Kind: IDMMSI, Value: "319059900"}, {Kind: IDCallSign, Value: "T2EA4"}}
	plane := named("EP-MNB")
	plane.Type = Aircraft
	plane.Identifiers = []Identifier{{Kind: IDTail, Value: "EP-MNB"}, {Kind: IDSerial, Value: "24363"}}
	hacker := named("PARK, Jin Hyok")
	hacker.Identifiers = []Identifier{
		{Kind: IDWallet, Value: "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"}, {Kind: IDPassport, Value: "290333117"},
		{Kind: IDNational, Value: "12345"},
	}
	bank := named("HAVIN BANK LIMITED")
	bank.Type = Entity
	bank.Identifiers = []Identifier{{Kind: IDBIC, Value: "HAVIGB2LXXX"}}
	s := engine(t, list(t, "l", may3, ship, plane, hacker, bank))
	for _, c := range []struct {
		given string
		typ   EntityType
		entry string // "" = no hit
		rule  string
	}{
		{"9116412", Vessel, "1", "same_imo"},
		{"IMO9116412", "", "1", "same_imo"},
		{"imo 9116412", Entity, "1", "same_imo"},
		{"319 059 900", Vessel, "1", "same_mmsi"},
		{"t2ea4", Vessel, "1", "same_call_sign"},
		{"EPMNB", Aircraft, "2", "same_tail"},
		{"0x098b716b8aaf21512996dc57eb0615e2383e2f96", Entity, "3", "same_wallet"},
		{"290333117", Person, "3", "same_passport"},
		{"29033311-7", Vessel, "3", "same_passport"},
		{"HAVIGB2L", Entity, "4", "same_bic"},
		{"12345", Person, "", ""},   // a short number may be another register's
		{"24363", Aircraft, "", ""}, // likewise
		{"2903", Person, "", ""},
		{"9116413", Vessel, "", ""},
	} {
		r := screen(t, s, Query{Name: "Quite Another Name", Type: c.typ, Identifiers: []string{c.given}})
		if c.entry == "" {
			assert.Empty(t, r.Hits, c.rule)
			continue
		}
		require.Len(t, r.Hits, 1, "%s %s", c.rule, c.typ)
		h := r.Hits[0]
		assert.Equal(t, c.entry, h.EntryID)
		assert.Equal(t, 1.0, h.Score)
		assert.Equal(t, ListMatch, r.Lists[0].Result)
		require.Len(t, h.Explanation.Adjustments, 1)
		a := h.Explanation.Adjustments[0]
		assert.Equal(t, FactIdentifier, a.Fact)
		assert.Equal(t, c.rule, a.Rule)
		_, computed := h.Explanation.Compute()
		assert.Equal(t, h.Score, computed)
		stored, err := json.Marshal(h.Explanation)
		require.NoError(t, err)
		assert.NotContains(t, string(stored), "29033311")
		if shown := a.List; c.rule == "same_passport" {
			assert.Equal(t, "*****3117", shown)
		} else {
			assert.Contains(t, []string{"IMO 9116412", "319059900", "T2EA4", "EP-MNB", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96", "HAVIGB2LXXX"}, shown)
		}
	}

	// A short number counts where the name is much alike too.
	without := screen(t, s, Query{Name: "Park Jin Hyeok", Type: Person}).Hits[0]
	with := screen(t, s, Query{Name: "Park Jin Hyeok", Type: Person, Identifiers: []string{"12345"}}).Hits[0]
	assert.Greater(t, with.Score, without.Score)
	assert.Less(t, with.Score, 1.0)

	// An entry of no known type is one hit, by its identifier too.
	unknown := named("Harbour Star")
	unknown.Identifiers = []Identifier{{Kind: IDIMO, Value: "9074729"}}
	l, err := NewList("l", may3, []Entry{{ID: "9", Names: unknown.Names, Identifiers: unknown.Identifiers}})
	require.NoError(t, err)
	for _, typ := range append(EntityTypes(), "") {
		assert.Len(t, screen(t, engine(t, l), Query{Name: "Harbor Star", Type: typ, Identifiers: []string{"9074729"}}).Hits, 1, typ)
	}
}
