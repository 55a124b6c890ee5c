package match_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	. "github.com/bonafide-go/bonafide/screening/match"
)

// The most specific threshold counts: list and type, list, type, the engine's.
func TestThresholds(t *testing.T) {
	person, company := named("MADURO MOROS, Nicolas"), named("NICOLAS MADURO MOROS")
	company.Type = Entity
	lists := []List{list(t, "a", may3, person, company), list(t, "b", may3, person, company)}
	query := Query{Name: "Nicolas Maduro"}
	scores := func(opts *Options, q Query) map[string]EntityType {
		e := NewEngine(opts)
		require.NoError(t, e.Load(lists...))
		found := map[string]EntityType{}
		for _, h := range screen(t, e, q).Hits {
			found[h.List+"/"+h.EntryID] = ""
		}
		return found
	}
	all := scores(&Options{MinScore: .5}, query)
	require.Len(t, all, 4, "all of them score between .5 and .97")

	for _, c := range []struct {
		name string
		opts Options
		q    Query
		want []string
	}{
		{"one for all", Options{MinScore: .97}, query, nil},
		{"a list", Options{MinScore: .5, Thresholds: []Threshold{{List: "a", MinScore: .97}}}, query, []string{"b/1", "b/2"}},
		{"a type", Options{MinScore: .5, Thresholds: []Threshold{{Type: Entity, MinScore: .97}}}, query, []string{"a/1", "b/1"}},
		{"a list before a type", Options{MinScore: .97, Thresholds: []Threshold{{Type: Entity, MinScore: .97}, {List: "a", MinScore: .5}}}, query, []string{"a/1", "a/2"}},
		{"both before a list", Options{Thresholds: []Threshold{{List: "a", MinScore: .97}, {List: "a", Type: Person, MinScore: .5}, {List: "b", MinScore: .97}}}, query, []string{"a/1"}},
		{"the query's own before all", Options{Thresholds: []Threshold{{MinScore: .97}}}, Query{Name: query.Name, MinScore: .5}, []string{"a/1", "a/2", "b/1", "b/2"}},
	} {
		found := scores(&c.opts, c.q)
		assert.Len(t, found, len(c.want), c.name)
		for _, id := range c.want {
			assert.Contains(t, found, id, c.name)
		}
	}
}

// A run tells the threshold that counted, and rescreening uses the same.
func TestThresholdsAreTold(t *testing.T) {
	person := named("MADURO MOROS, Nicolas")
	after := list(t, "a", may3, person)
	e := NewEngine(&Options{Thresholds: []Threshold{{List: "a", MinScore: .97}, {List: "a", Type: Vessel, MinScore: .6}}})
	require.NoError(t, e.Load(after))
	for typ, want := range map[EntityType]float64{Person: .97, Vessel: .6, "": .6} {
		r := screen(t, e, Query{Name: "Nicolas Maduro", Type: typ})
		assert.Equal(t, want, r.Lists[0].MinScore, typ)
		assert.Equal(t, typ == Vessel, r.Lists[0].Result == ListMatch, typ)
	}
	r := screen(t, e, Query{Name: "Nicolas Maduro", Type: Person, Mode: ModeOFAC})
	assert.Equal(t, DefaultMinScore, r.Lists[0].MinScore)

	book, err := NewBook(customers(map[string]Query{"near": {Name: "Nicolas Maduro"}, "exact": {Name: "Nicolas Maduro Moros"}}, "near", "exact"))
	require.NoError(t, err)
	delta, err := Diff(List{}, after)
	require.NoError(t, err)
	touched := func(least float64) (out []string) {
		for c, err := range book.Rescreen(context.Background(), e.Snapshot(), delta, least) {
			require.NoError(t, err)
			out = append(out, c.Customer)
		}
		return out
	}
	assert.Equal(t, []string{"exact"}, touched(0))
	assert.Equal(t, []string{"near", "exact"}, touched(.8))
}

// With options that cannot be, nothing is ever searched, and so nothing clear.
func TestOptionsThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		opts   Options
		fields []string
	}{
		"scores":    {Options{MinScore: 2, MaxShrink: -1}, []string{"min_score", "max_shrink"}},
		"threshold": {Options{Thresholds: []Threshold{{MinScore: 0}, {Type: "boat", MinScore: .5}}}, []string{"thresholds[0].min_score", "thresholds[1].type"}},
		"twice":     {Options{Thresholds: []Threshold{{List: "a", MinScore: .5}, {List: "a", MinScore: .6}}}, []string{"thresholds[1]"}},
	} {
		e := NewEngine(&c.opts)
		err := e.Load(list(t, "a", may3, named("ROE, Jane")))
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		var fields []string
		for _, f := range invalid.Fields {
			fields = append(fields, f.Path)
		}
		assert.Equal(t, c.fields, fields, name)
		r := screen(t, e, Query{Name: "Jane Roe", Lists: []string{"a"}})
		assert.Equal(t, ListFailed, r.Lists[0].Result, name)
	}
}
