package screening_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
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

func ids(entries []Entry) (out []string) {
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return out
}

func TestDiff(t *testing.T) {
	before, after := editions(t)
	d, err := Diff(before, after)
	require.NoError(t, err)
	assert.Equal(t, []string{"moe"}, ids(d.Added))
	assert.Equal(t, []string{"poe"}, ids(d.Changed))
	assert.Equal(t, []string{"poe"}, ids(d.Before))
	assert.Equal(t, []string{"doe"}, ids(d.Removed))
	assert.Equal(t, 3, d.Len())
	assert.Equal(t, []bonafide.Date{april, may3}, []bonafide.Date{d.From, d.To})
	assert.Equal(t, after.Hash, d.Hash)

	first, err := Diff(List{}, after)
	require.NoError(t, err)
	assert.Equal(t, ids(after.Entries), ids(first.Added))

	same, err := Diff(after, after)
	require.NoError(t, err)
	assert.Zero(t, same.Len())

	other := after
	other.Key = "m"
	_, err = Diff(before, other)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
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

// Two editions that say the same give the same hashes; whatever a screening
// uses changes them.
func TestDigest(t *testing.T) {
	whole := func() Entry {
		e := named("ROE, Rachel", "ROE, Ray")
		e.ID, e.Type, e.Gender, e.Title, e.Remarks = "1", Person, Female, "Dr", "linked to"
		e.BirthDates, e.BirthPlaces, e.Countries, e.Programs = []BirthDate{years(1960, 1961)}, []string{"Kyiv"}, []string{"UA"}, []string{"P"}
		e.Identifiers = []Identifier{{Kind: IDPassport, Value: "X1", Country: "UA"}}
		e.Addresses = []Address{{"1 Road", "Kyiv", "Oblast", "01001", "UA"}}
		return e
	}
	base := whole()
	again := whole()
	assert.Equal(t, base.Digest(), again.Digest())
	again.Hash = "other"
	assert.Equal(t, base.Digest(), again.Digest(), "the hash itself takes no part")
	seen := map[string]string{base.Digest(): "base"}
	for name, change := range map[string]func(*Entry){
		"id": func(e *Entry) { e.ID = "2" }, "type": func(e *Entry) { e.Type = Entity }, "name": func(e *Entry) { e.Names[1].Text += "x" },
		"name kind": func(e *Entry) { e.Names[1].Kind = WeakAKA }, "fewer names": func(e *Entry) { e.Names = e.Names[:1] },
		"birth from": func(e *Entry) { e.BirthDates[0].From.Day = 2 }, "birth to": func(e *Entry) { e.BirthDates[0].To.Day = 30 }, "circa": func(e *Entry) { e.BirthDates[0].Circa = true },
		"place": func(e *Entry) { e.BirthPlaces[0] = "Lviv" }, "country": func(e *Entry) { e.Countries[0] = "PL" }, "program": func(e *Entry) { e.Programs[0] = "Q" },
		"id kind": func(e *Entry) { e.Identifiers[0].Kind = IDTax }, "id value": func(e *Entry) { e.Identifiers[0].Value = "X2" }, "id country": func(e *Entry) { e.Identifiers[0].Country = "" },
		"street": func(e *Entry) { e.Addresses[0].Street = "2 Road" }, "city": func(e *Entry) { e.Addresses[0].City = "" }, "region": func(e *Entry) { e.Addresses[0].Region = "" },
		"postal": func(e *Entry) { e.Addresses[0].Postal = "" }, "address country": func(e *Entry) { e.Addresses[0].Country = "PL" },
		"gender": func(e *Entry) { e.Gender = Male }, "title": func(e *Entry) { e.Title = "" }, "remarks": func(e *Entry) { e.Remarks = "" },
	} {
		e := whole()
		change(&e)
		d := e.Digest()
		assert.Len(t, d, 32)
		if other, taken := seen[d]; taken {
			t.Errorf("%s gives the digest of %s", name, other)
		}
		seen[d] = name
	}
}
