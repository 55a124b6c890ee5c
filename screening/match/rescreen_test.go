package match_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	. "github.com/bonafide-go/bonafide/screening/match"
)

var april = day(2024, 4, 1)

// editions are two editions of a list: Doe is removed, Roe and her passport stay,
// Poe is renamed, Moe is new.
func editions(t testing.TB) (before, after List) {
	roe, poe := named("ROE, Rachel"), named("POE, Edgar")
	roe.ID, poe.ID = "roe", "poe"
	roe.Identifiers = []Identifier{{Kind: IDPassport, Value: "X1234567"}}
	renamed := named("POE, Edgar", "ALLAN, Edgar")
	doe, moe := named("DOE, Johnathan"), named("MOE, Szyslak")
	renamed.ID, doe.ID, moe.ID = "poe", "doe", "moe"
	return list(t, "l", april, doe, roe, poe), list(t, "l", may3, roe, renamed, moe)
}

func customers(queries map[string]Query, order ...string) iter.Seq2[string, Query] {
	return func(yield func(string, Query) bool) {
		for _, id := range order {
			if !yield(id, queries[id]) {
				return
			}
		}
	}
}

func TestRescreenTouches(t *testing.T) {
	before, after := editions(t)
	d, err := Diff(before, after)
	require.NoError(t, err)
	book, err := NewBook(customers(map[string]Query{
		"c-new": {Name: "Szyslak Moe"}, "c-gone": {Name: "Jonathan Doe"}, "c-still": {Name: "Edgar Poe"}, "c-now": {Name: "Edgar Allan"},
		"c-same": {Name: "Rachel Roe"}, "c-none": {Name: "Quentin Quire"}, "c-other": {Name: "Quentin Quire", OtherNames: []string{"Moe Szyslak"}},
	}, "c-new", "c-gone", "c-still", "c-now", "c-same", "c-none", "c-other"))
	require.NoError(t, err)
	assert.Equal(t, 7, book.Len())
	snap := engine(t, after).Snapshot()
	var got []string
	for c, err := range book.Rescreen(context.Background(), snap, d, 0) {
		require.NoError(t, err)
		for _, h := range c.Hits {
			got = append(got, fmt.Sprintf("%s hits %s", c.Customer, h.EntryID))
			assert.Equal(t, "2024-05-03", h.Edition)
		}
		for _, h := range c.Gone {
			got = append(got, fmt.Sprintf("%s no longer hits %s", c.Customer, h.EntryID))
			assert.Equal(t, "2024-04-01", h.Edition)
		}
	}
	assert.Equal(t, []string{"c-new hits moe", "c-gone no longer hits doe", "c-still hits poe", "c-now hits poe", "c-other hits moe"}, got)

	// An identifier alone brings a customer up, whatever the name.
	passport, err := NewBook(customers(map[string]Query{"c": {Name: "Quite Another", Identifiers: []string{"x-123 4567"}}}, "c"))
	require.NoError(t, err)
	all, err := Diff(List{}, after)
	require.NoError(t, err)
	touched := 0
	for c, err := range passport.Rescreen(context.Background(), snap, all, 0) {
		require.NoError(t, err)
		require.Len(t, c.Hits, 1)
		assert.Equal(t, "roe", c.Hits[0].EntryID)
		touched++
	}
	assert.Equal(t, 1, touched)
}

func TestRescreenEndsWithAnError(t *testing.T) {
	before, after := editions(t)
	d, err := Diff(before, after)
	require.NoError(t, err)
	book, err := NewBook(customers(map[string]Query{"c": {Name: "Szyslak Moe"}}, "c"))
	require.NoError(t, err)
	snap := engine(t, after).Snapshot()
	end := func(ctx context.Context, least float64) (errs []error) {
		for c, err := range book.Rescreen(ctx, snap, d, least) {
			assert.Empty(t, c.Hits)
			errs = append(errs, err)
		}
		return errs
	}
	for _, least := range []float64{-0.1, 1.1} {
		errs := end(context.Background(), least)
		require.Len(t, errs, 1)
		assert.ErrorIs(t, errs[0], bonafide.ErrInvalid)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	errs := end(cancelled, 0)
	require.Len(t, errs, 1)
	assert.ErrorIs(t, errs[0], context.Canceled)
}

func TestNewBookRefusesWhatCannotBeScreened(t *testing.T) {
	for name, c := range map[string]iter.Seq2[string, Query]{
		"no id":   customers(map[string]Query{"": {Name: "Jane Roe"}}, ""),
		"no name": customers(map[string]Query{"c": {}}, "c"),
	} {
		b, err := NewBook(c)
		assert.ErrorIs(t, err, bonafide.ErrInvalid, name)
		assert.Nil(t, b, name)
	}
}
