package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// count is how many scores are t or more, the slow way.
func count(scores []score, t score) (n int) {
	for _, s := range scores {
		if s >= t {
			n++
		}
	}
	return n
}

// A threshold is the lowest score at which the share of customers with an alarm
// is no more than the rate: tried one by one.
func TestThresholdAgainstOracle(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	some := func(n, steps int) []score { // of few steps there are many ties
		scores := make([]score, n)
		for i := range scores {
			if s := score(rnd.IntN(steps+1)) * top / score(steps); s >= floor {
				scores[i] = s
			}
		}
		return scores
	}
	for range 40 {
		steps := []int{3, 20, 500, 10000}[rnd.IntN(4)]
		right, alarms := some(rnd.IntN(60), steps), some(rnd.IntN(400), steps)
		c := newCurve(right, alarms, make([]name, len(alarms)))
		for _, rate := range append(rates, 0, 1000, 10000) {
			want, possible := floor, false
			for ; want <= top && !possible; want++ {
				possible = count(alarms, want)*10000 <= int(rate)*len(alarms)
			}
			want--
			got, ok := c.threshold(rate.of(len(alarms)))
			require.Equal(t, possible, ok)
			if ok {
				require.Equal(t, want, got)
				require.Equal(t, count(right, want), c.found(got))
				require.Equal(t, count(alarms, want), c.alarmed(got))
			}
		}
	}
}

func TestRow(t *testing.T) {
	scores := func(n int, s score) []score {
		all := make([]score, n)
		for i := range all {
			all[i] = s
		}
		return all
	}
	some := append(scores(90, 0), scores(10, 8500)...)
	for _, test := range []struct {
		name          string
		right, alarms []score
		want          [][]string // at each rate
	}{
		{"nobody", nil, nil, [][]string{{"-", "-"}, {"-", "-"}, {"-", "-"}, {"-", "-"}}},
		{"19 customers are too few for any rate", some, scores(19, 0), [][]string{{"-", "-"}, {"-", "-"}, {"-", "-"}, {"-", "-"}}},
		{"20 tell 5 %", some, scores(20, 0), [][]string{{"-", "-"}, {"-", "-"}, {"-", "-"}, {"10.0 (6-17)", "0.4000"}}},
		{"9,999 do not tell 0.01 %", some, scores(9999, 0), [][]string{{"-", "-"}, {"10.0 (6-17)", "0.4000"}, {"10.0 (6-17)", "0.4000"}, {"10.0 (6-17)", "0.4000"}}},
		{"10,000 do", nil, append(scores(9999, 0), 9000), [][]string{{"-", "0.4000"}, {"-", "0.4000"}, {"-", "0.4000"}, {"-", "0.4000"}}},
		{"a tie at the threshold is left out whole", some, append(scores(98, 0), 8500, 8500), [][]string{{"-", "-"}, {"-", "-"}, {"0.0 (0-4)", "0.8501"}, {"10.0 (6-17)", "0.4000"}}},
		{"just below a tie", some, append(scores(98, 0), 8499, 8499), [][]string{{"-", "-"}, {"-", "-"}, {"10.0 (6-17)", "0.8500"}, {"10.0 (6-17)", "0.4000"}}},
		{"no score is high enough", some, append(scores(98, 0), 10000, 10000), [][]string{{"-", "-"}, {"-", "-"}, {"none", "none"}, {"10.0 (6-17)", "0.4000"}}},
		{"the highest score is", some, append(scores(98, 0), 9999, 9999), [][]string{{"-", "-"}, {"-", "-"}, {"0.0 (0-4)", "1.0000"}, {"10.0 (6-17)", "0.4000"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := row{curve: newCurve(test.right, test.alarms, make([]name, len(test.alarms)))}
			for i, rate := range rates {
				assert.Equal(t, test.want[i], r.at(rate), "%d in 10,000", rate)
			}
			for _, note := range notes(input{}, []row{r}) {
				assert.NotContains(t, note, "%!")
			}
		})
	}
}

// Newcombe, Two-sided confidence intervals for the single proportion,
// Statistics in Medicine 17 (1998), table I, method 3.
func TestWilson(t *testing.T) {
	for _, test := range []struct {
		k, n      int
		low, high float64
	}{{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718}, {20, 20, .8389, 1}} {
		low, high := wilson(test.k, test.n)
		assert.InDelta(t, test.low, low, .00005, "%d of %d", test.k, test.n)
		assert.InDelta(t, test.high, high, .00005, "%d of %d", test.k, test.n)
	}
	// Its ends are where the share seen is 1.96 standard errors away.
	for k := 1; k < 50; k++ {
		low, high := wilson(k, 50)
		for _, p := range []float64{low, high} {
			assert.InDelta(t, 1.959964, math.Abs(float64(k)/50-p)/math.Sqrt(p*(1-p)/50), 1e-6)
		}
	}
}

func TestThin(t *testing.T) {
	all := make([]int, 1000)
	for i := range all {
		all[i] = i
	}
	assert.Equal(t, []int{0, 250, 500, 750}, thin(all, 4))
	assert.Equal(t, all, thin(all, 1000))
	assert.Equal(t, all, thin(all, 2000))
	assert.Equal(t, 999, len(thin(all, 999)))
	for most := 1; most < 1000; most += 7 {
		picked := thin(all, most)
		require.Len(t, picked, most)
		for i := range picked[1:] {
			gap := picked[i+1] - picked[i]
			require.True(t, gap == len(all)/most || gap == len(all)/most+1, "evenly")
		}
	}
}

// Aliases are searched for among primary names, and must find their own entry.
func TestMeasure(t *testing.T) {
	var entries []screening.Entry
	for i, names := range [][]screening.Name{
		{{Text: "DOE, Jonathan", Kind: screening.PrimaryName}, {Text: "DOE, Jonatan", Kind: screening.AKA},
			{Text: "THE FOX", Kind: screening.AKA}, {Text: "JD", Kind: screening.WeakAKA}},
		{{Text: "Иван Петров", Kind: screening.OriginalScript}, {Text: "PETROV, Ivan", Kind: screening.PrimaryName}},
	} {
		entries = append(entries, screening.Entry{ID: fmt.Sprint(i), Type: screening.Person, Names: names})
	}
	list, err := screening.NewList("house", bonafide.Date{Year: 2026, Month: 3, Day: 4}, entries)
	require.NoError(t, err)
	ann := name{query: screening.Query{Name: "Jonathan Doe", Type: screening.Person, BirthYear: 1990}}
	thai := name{query: screening.Query{Name: "สมชาย", Type: screening.Person}}
	rows, err := input{lists: []screening.List{list}, customer: []name{ann, thai}}.measure(t.Context(), 10, nil)
	require.NoError(t, err)
	require.Len(t, rows, 2, "nothing is left of a name in the first place")
	aliases, all := rows[0], rows[1]
	assert.Equal(t, "aliases", aliases.names)
	require.Len(t, aliases.right, 2)
	assert.Greater(t, aliases.right[0], score(8000))
	assert.Less(t, aliases.right[0], top)
	assert.Zero(t, aliases.right[1], "the fox is not to be found by the primary name")
	assert.Equal(t, []score{top}, aliases.alarms)
	assert.Equal(t, 1, aliases.unread, "who cannot be read is not clear")
	assert.Equal(t, "all", all.index)
	assert.Equal(t, []score{top}, all.alarms)
	assert.Equal(t, "JD", list.Entries[0].Names[3].Text, "the list is left as it was")
}

// Scores stand in the order of the names, and the first error ends the work.
func TestEach(t *testing.T) {
	names := make([]name, 1000)
	for i := range names {
		names[i].entry = fmt.Sprint(i)
	}
	scores, err := each(names, func(n name) (score, error) {
		var s score
		_, err := fmt.Sscan(n.entry, &s)
		return s, err
	})
	require.NoError(t, err)
	for i, s := range scores {
		require.Equal(t, score(i), s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = each(names, func(name) (score, error) { return 0, ctx.Err() })
	assert.ErrorIs(t, err, context.Canceled)
	in, err := settings{}.read()
	require.NoError(t, err)
	rows, err := in.measure(ctx, 1, nil)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, rows)
}

// Lists that are loaded together are measured apart: a hit on one is neither an
// alarm nor a find on another, though the two may give an entry the same id.
func TestMeasureListsApart(t *testing.T) {
	var in input
	for key, text := range map[string]string{"house": "DOE, Jonathan", "yard": "PETROV, Ivan"} {
		names := []screening.Name{{Text: text, Kind: screening.PrimaryName}, {Text: text + "ov", Kind: screening.AKA}}
		entry := screening.Entry{ID: "1", Type: screening.Person, Names: names}
		list, err := screening.NewList(key, bonafide.Date{Year: 2026, Month: 3, Day: 4}, []screening.Entry{entry})
		require.NoError(t, err)
		in.lists = append(in.lists, list)
	}
	doe := screening.Query{Name: "Jonathan Doe", Type: screening.Person}
	in.customer = []name{{query: doe}}
	for _, test := range []struct {
		list string // of the labelled name
		want map[string][]score
	}{
		{"", map[string][]score{"house": {top}, "yard": {0}, "all lists": {top}}},
		{"house", map[string][]score{"house": {top}, "yard": {}, "all lists": {top}}},
		{"yard", map[string][]score{"house": {}, "yard": {0}, "all lists": {0}}},
	} {
		in.names = []name{{query: doe, list: test.list, entry: "1"}}
		rows, err := in.measure(t.Context(), 10, nil)
		require.NoError(t, err)
		require.Len(t, rows, 6)
		for _, r := range rows {
			if r.index == "all" {
				assert.Equal(t, test.want[r.list], r.right, "%s, labelled as on %q", r.list, test.list)
			}
			assert.Equal(t, map[string][]score{"house": {top}, "yard": {0}, "all lists": {top}}[r.list], r.alarms, r.list)
		}
	}
}
