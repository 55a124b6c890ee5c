package match_test

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	. "github.com/bonafide-go/bonafide/screening/match"
)

var may3 = bonafide.Date{Year: 2024, Month: 5, Day: 3}

const sdn, un = "ofac_sdn", "unsc_cons"

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func list(t testing.TB, key string, edition bonafide.Date, entries ...Entry) List {
	t.Helper()
	for i := range entries {
		e := &entries[i]
		if e.ID == "" {
			e.ID = strconv.Itoa(i + 1)
		}
		if e.Type == "" {
			e.Type = Person
		}
	}
	l, err := NewList(key, edition, entries)
	require.NoError(t, err)
	return l
}

func named(names ...string) Entry {
	e := Entry{}
	for i, n := range names {
		kind := PrimaryName
		if i > 0 {
			kind = AKA
		}
		e.Names = append(e.Names, Name{Text: n, Kind: kind})
	}
	return e
}

func engine(t testing.TB, lists ...List) *Engine {
	t.Helper()
	e := NewEngine(nil)
	require.NoError(t, e.Load(lists...))
	return e
}

func apply(r Record, res Result) Record { next, _ := r.Apply(res, noon); return next }

func screen(t testing.TB, s Screener, q Query) Result {
	t.Helper()
	r, err := s.Screen(context.Background(), q)
	require.NoError(t, err)
	return r
}

func TestScreenReportsEveryList(t *testing.T) {
	e := engine(t, list(t, sdn, may3, named("DOE, John"), named("ROE, Jane")), list(t, un, may3, named("ROE, Jane")))
	r := screen(t, e, Query{Name: "John Doe", Type: Person})
	assert.Equal(t, []string{sdn, un}, []string{r.Lists[0].Key, r.Lists[1].Key})
	assert.Equal(t, ListMatch, r.Lists[0].Result)
	assert.Equal(t, ListNoMatch, r.Lists[1].Result)
	assert.Equal(t, may3, r.Lists[0].Edition)
	assert.NotEmpty(t, r.Lists[0].Hash)
	require.Len(t, r.Hits, 1)
	h := r.Hits[0]
	assert.Equal(t, "1", h.EntryID)
	assert.Equal(t, "2024-05-03", h.Edition)
	assert.Equal(t, "DOE, John", h.MatchedName)
	assert.Equal(t, PrimaryName, h.NameKind)
	assert.Equal(t, 1.0, h.Score)
	assert.NotEmpty(t, h.EntryHash)
	assert.True(t, r.At.IsZero(), "without a clock")

	r = screen(t, e, Query{Name: "John Doe", Lists: []string{un, "eucl", un}})
	require.Len(t, r.Lists, 2)
	assert.Equal(t, ListNoMatch, r.Lists[0].Result)
	assert.Equal(t, ListRun{Key: "eucl", Result: ListFailed}, r.Lists[1], "a list that is not held is never clear")
	assert.Empty(t, r.Hits)

	r = screen(t, NewEngine(nil), Query{Name: "John Doe", Lists: []string{sdn}})
	assert.Equal(t, ListFailed, r.Lists[0].Result)
	r = screen(t, NewEngine(nil), Query{Name: "John Doe"})
	assert.Empty(t, r.Lists)
	assert.Equal(t, WatchlistPending, apply(Record{}, r).Watchlist(nil, true, noon), "no list, no clearance")
}

// Only lists of the kinds that a query asks for are searched.
func TestScreenKinds(t *testing.T) {
	ours := list(t, "ours", may3, named("DOE, John"))
	ours.Kind = InternalList
	e := engine(t, list(t, sdn, may3, named("DOE, John")), list(t, KeyPEP, may3, named("DOE, John")), ours)
	keys := func(q Query) (out []string) {
		r := screen(t, e, q)
		for _, run := range r.Lists {
			out = append(out, run.Key)
		}
		assert.Len(t, r.Hits, len(out))
		return out
	}
	assert.Equal(t, []string{sdn, "ours", KeyPEP}, keys(Query{Name: "John Doe"}))
	assert.Equal(t, []string{KeyPEP}, keys(Query{Name: "John Doe", Kinds: []ListKind{PEPList}}))
	assert.Equal(t, []string{sdn, "ours"}, keys(Query{Name: "John Doe", Kinds: []ListKind{InternalList, SanctionList}}))
	assert.Equal(t, []string{"ours"}, keys(Query{Name: "John Doe", Lists: []string{sdn, "ours"}, Kinds: []ListKind{InternalList}}))
	assert.Empty(t, keys(Query{Name: "John Doe", Kinds: []ListKind{WarningList}}), "of no list is not clear")
	_, err := e.Screen(context.Background(), Query{Name: "John Doe", Kinds: []ListKind{"gossip"}})
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
}

func TestScreenClock(t *testing.T) {
	e := NewEngine(&Options{Now: func() time.Time { return noon.Add(1999) }})
	assert.Equal(t, noon.Add(time.Microsecond), screen(t, e, Query{Name: "x"}).At)
}

func TestScreenLimit(t *testing.T) {
	var entries []Entry
	for range 60 {
		entries = append(entries, named("DOE, John"))
	}
	e := engine(t, list(t, sdn, may3, entries...))
	r := screen(t, e, Query{Name: "John Doe"})
	assert.Len(t, r.Hits, DefaultLimit)
	assert.Equal(t, 10, r.Lists[0].Cut)
	r = screen(t, e, Query{Name: "John Doe", Limit: 3})
	assert.Len(t, r.Hits, 3)
	assert.Equal(t, 57, r.Lists[0].Cut)
	rec := apply(Record{}, r)
	for _, h := range r.Hits {
		var err error
		rec, err = rec.Decide(sdn, h.EntryID, FalsePositive, bonafide.Reviewer("anna"), "compared the birth dates", noon, noon.AddDate(1, 0, 0))
		require.NoError(t, err)
	}
	assert.Equal(t, ListMatch, rec.ListResults(noon)[sdn], "hits nobody saw are not cleared")
}

func TestScreenChecksTheQuery(t *testing.T) {
	e := engine(t, list(t, sdn, may3, named("DOE, John")))
	_, err := e.Screen(context.Background(), Query{Name: " ", Type: "ghost", Countries: []string{"XX"}, Gender: "?", Limit: -1, MinScore: 2, BirthYear: -3, OtherNames: []string{""}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	for path, code := range map[string]bonafide.Code{
		"name": bonafide.CodeRequired, "type": bonafide.CodeUnknown, "countries[0]": bonafide.CodeUnknown, "gender": bonafide.CodeUnknown,
		"limit": bonafide.CodeOutOfRange, "min_score": bonafide.CodeOutOfRange, "birth_year": bonafide.CodeOutOfRange, "other_names[0]": bonafide.CodeRequired,
	} {
		assert.True(t, invalid.Has(path, code), path)
	}
	assert.Len(t, invalid.Fields, 8)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = e.Screen(ctx, Query{Name: "John Doe"})
	assert.ErrorIs(t, err, context.Canceled)
}

// What an engine must not take in place of what it holds.
func TestLoadRefuses(t *testing.T) {
	ten := make([]Entry, 10)
	for i := range ten {
		ten[i] = named("DOE, John "+strconv.Itoa(i), "ROE, J "+strconv.Itoa(i))
	}
	held := list(t, sdn, may3, ten...)
	later := may3.AddDays(1)
	for _, c := range []struct {
		name string
		list List
		code bonafide.Code
	}{
		{"shrunken", list(t, sdn, later, held.Entries[:7]...), CodeListShrunken},
		{"names lost", list(t, sdn, later, firstNames(held.Entries)...), CodeListShrunken},
		{"older", list(t, sdn, may3.AddDays(-1), held.Entries...), CodeListStale},
		{"empty", List{Key: sdn, Edition: later, Hash: "x"}, CodeListEmpty},
	} {
		e := engine(t, held)
		err := e.Load(c.list)
		var refused *ListError
		require.ErrorAs(t, err, &refused, c.name)
		assert.Equal(t, c.code, refused.Code, c.name)
		assert.ErrorIs(t, err, bonafide.ErrRefused)
		assert.Equal(t, map[string]bonafide.Date{sdn: may3}, e.Editions(), "%s: the list held stays", c.name)
		assert.Len(t, screen(t, e, Query{Name: "John Doe 9"}).Hits, 1)
		assert.Error(t, e.Load(list(t, un, may3, named("ROE, Jane")), c.list), "all or none")
		assert.Len(t, e.Editions(), 1)
	}
	e := engine(t, held)
	require.NoError(t, e.Load(list(t, sdn, later, held.Entries[:8]...)), "a fifth may go")
	assert.Equal(t, later, e.Editions()[sdn])
	assert.ErrorIs(t, e.Load(List{}), bonafide.ErrInvalid)
	assert.ErrorIs(t, e.Load(List{Key: sdn, Edition: later, Hash: "x", Entries: []Entry{{ID: "1"}, {ID: "1"}}}), bonafide.ErrInvalid)
}

func firstNames(entries []Entry) []Entry {
	var out []Entry
	for _, e := range entries {
		out = append(out, named(e.Names[0].Text))
	}
	return out
}

func TestRefreshKeepsTheListOnAnyError(t *testing.T) {
	held := list(t, sdn, may3, named("DOE, John"))
	e := engine(t, held)
	outage := errors.New("mirror is down")
	_, err := e.Refresh(context.Background(), SourceFunc(func(context.Context) (List, error) { return List{}, outage }))
	assert.ErrorIs(t, err, outage)
	_, err = e.Refresh(context.Background(), SourceFunc(func(context.Context) (List, error) { return List{Key: sdn}, nil }))
	assert.Error(t, err)
	assert.Equal(t, may3, e.Editions()[sdn])
	next := list(t, sdn, may3.AddDays(1), named("DOE, John"), named("ROE, Jane"))
	got, err := e.Refresh(context.Background(), SourceFunc(func(context.Context) (List, error) { return next, nil }))
	require.NoError(t, err)
	assert.Equal(t, next.Hash, got.Hash)
	assert.Equal(t, may3.AddDays(1), e.Editions()[sdn])
}

// Readers see one edition or the other, never a mixture.
func TestSwapUnderReaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := list(t, sdn, may3, named("DOE, John"), named("DOE, John"))
		b := list(t, sdn, may3, named("DOE, John"), named("DOE, John"), named("DOE, John"))
		e := engine(t, a)
		for range 4 {
			go func() {
				for range 200 {
					r, err := e.Screen(context.Background(), Query{Name: "John Doe"})
					assert.NoError(t, err)
					want := 2
					if r.Lists[0].Hash == b.Hash {
						want = 3
					}
					assert.Len(t, r.Hits, want)
				}
			}()
		}
		require.NoError(t, e.Load(b))
		synctest.Wait()
		assert.Len(t, screen(t, e, Query{Name: "John Doe"}).Hits, 3)
	})
}
