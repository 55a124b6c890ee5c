package user_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

func march(day int) bonafide.Date { return bonafide.Date{Year: 2026, Month: 3, Day: day} }

// edition is a list of names, published on a day of March.
func edition(t testing.TB, day int, names ...string) screening.List {
	t.Helper()
	entries := []screening.Entry{{ID: "0", Type: screening.Person, Names: []screening.Name{{Text: "Nobody At All", Kind: screening.PrimaryName}}}}
	for _, name := range names {
		entries = append(entries, screening.Entry{ID: name, Type: screening.Person, Names: []screening.Name{{Text: name, Kind: screening.PrimaryName}}})
	}
	list, err := screening.NewList("ofac_sdn", march(day), entries)
	require.NoError(t, err)
	return list
}

// delta is what changes from one edition to another.
func delta(t testing.TB, from, to screening.List) screening.Delta {
	t.Helper()
	d, err := screening.Diff(from, to)
	require.NoError(t, err)
	return d
}

// exact finds the names of an edition, letter by letter.
type exact struct {
	list  screening.List
	rules string
	down  bool
}

func onList(entries []screening.Entry, q screening.Query) (hits []screening.Hit) {
	for _, e := range entries {
		if q.Name == e.Names[0].Text || slices.Contains(q.OtherNames, e.Names[0].Text) {
			hits = append(hits, screening.Hit{List: "ofac_sdn", EntryID: e.ID, EntryHash: e.Hash, Score: 1, MatchedName: e.ID, NameKind: screening.PrimaryName})
		}
	}
	return hits
}

func (e *exact) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	if e.down {
		return screening.Result{}, errDown
	}
	run := screening.ListRun{Key: "ofac_sdn", Edition: e.list.Edition, Hash: e.list.Hash, Result: screening.ListNoMatch}
	r := screening.Result{Rules: e.rules, Hits: onList(e.list.Entries, q)}
	if len(r.Hits) > 0 {
		run.Result = screening.ListMatch
	}
	r.Lists = []screening.ListRun{run}
	return r, nil
}

// touching is a CarryRequest that finds names by the same rules.
func touching(d screening.Delta) user.CarryRequest {
	changed := slices.Concat(d.Added, d.Changed, d.Before, d.Removed)
	return user.CarryRequest{Delta: d, Rules: "1", Touched: func(_ context.Context, customers iter.Seq2[string, screening.Query]) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			for id, q := range customers {
				if len(onList(changed, q)) > 0 && !yield(id, nil) {
					return
				}
			}
		}
	}}
}

// replica is a Service with a screener of its own, on the store of the bundle.
func (b *bundle) replica(t testing.TB, s *exact) *user.Service {
	t.Helper()
	opts := b.opts
	opts.Screener = s
	users, err := user.New(b.store, b.keys, &opts)
	require.NoError(t, err)
	return users
}

func uncovered(t testing.TB, users *user.Service, day int) []string {
	t.Helper()
	ids := []string{}
	req := user.UncoveredRequest{Edition: march(day), PageRequest: bonafide.PageRequest{Limit: 3}}
	for {
		page, err := users.Uncovered(ctx, officer, req)
		require.NoError(t, err)
		ids = append(ids, page.Items...)
		if req.Cursor = page.Next; page.Next == "" {
			slices.Sort(ids)
			return ids
		}
	}
}

var people = []string{"Ana One", "Ben Two", "Cai Three", "Dan Four", "Eve Five"}

func (b *bundle) named(t testing.TB, users *user.Service, n int, name string) string {
	t.Helper()
	u, err := users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415555%04d", 2000+n), LegalNames: []string{name}})
	require.NoError(t, err)
	return u.ID
}

func look(t testing.TB, users *user.Service, id string) {
	t.Helper()
	_, err := users.Rescreen(ctx, bonafide.System(), id, user.RescreenRequest{})
	require.NoError(t, err)
	_, err = users.Advance(ctx, id)
	require.NoError(t, err)
}

// Who was looked for, and is not touched, is covered by the next edition without a
// write; who is touched is not, until looked for again.
func TestCarry(t *testing.T) {
	b := setup(t)
	s := &exact{list: edition(t, 1), rules: "1"}
	users := b.replica(t, s)
	var ids []string
	for n, name := range people {
		ids = append(ids, b.named(t, users, n, name))
		look(t, users, ids[n])
	}
	assert.Empty(t, uncovered(t, users, 1))
	next := edition(t, 2, people[1])
	assert.Equal(t, ids, uncovered(t, users, 2), "nobody was looked for in the next edition")
	before, err := b.store.Get(ctx, user.KindCoverage, ids[0])
	require.NoError(t, err)

	did, err := users.Carry(ctx, officer, touching(delta(t, s.list, next)))
	require.NoError(t, err)
	assert.Equal(t, user.Carried{Compared: 5, Touched: 1}, did)
	assert.Equal(t, ids[1:2], uncovered(t, users, 2))
	assert.Equal(t, ids, uncovered(t, users, 3))
	after, err := b.store.Get(ctx, user.KindCoverage, ids[0])
	require.NoError(t, err)
	assert.Equal(t, before, after, "no write for who is not touched")
	again, err := users.Carry(ctx, officer, touching(delta(t, s.list, next)))
	require.NoError(t, err)
	assert.Zero(t, again, "done before")

	late := b.named(t, users, 9, "Fay Six")
	look(t, users, late)
	assert.Equal(t, []string{ids[1], late}, uncovered(t, users, 2), "a replica that still holds the old edition covers nobody any more")
	s.list = next
	n, err := users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n, "who is touched was asked for")
	look(t, users, late)
	assert.Empty(t, uncovered(t, users, 2))
}

// What the delta does not begin with is not carried by it.
func TestCarryNeedsTheWholeChain(t *testing.T) {
	first, second, third := edition(t, 1), edition(t, 2, "Gil Seven"), edition(t, 3, "Gil Seven", "Hal Eight")
	again := edition(t, 1, people[0]) // concerns who was looked for
	for name, c := range map[string]struct {
		carry     []user.CarryRequest
		uncovered int
	}{
		"both links":          {[]user.CarryRequest{touching(delta(t, first, second)), touching(delta(t, second, third))}, 0},
		"both at once":        {[]user.CarryRequest{touching(delta(t, first, third))}, 0},
		"the second alone":    {[]user.CarryRequest{touching(delta(t, second, third))}, 1},
		"the first alone":     {[]user.CarryRequest{touching(delta(t, first, second))}, 1},
		"the wrong way round": {[]user.CarryRequest{touching(delta(t, second, third)), touching(delta(t, first, second))}, 1},
		"by other rules":      {[]user.CarryRequest{func() user.CarryRequest { r := touching(delta(t, first, third)); r.Rules = "2"; return r }()}, 1},
		"the day's other edition, and on from there": {[]user.CarryRequest{touching(delta(t, first, again)), touching(delta(t, again, edition(t, 3, people[0], "Gil Seven")))}, 1},
		"back to what it was, left out":              {[]user.CarryRequest{touching(delta(t, first, second)), touching(delta(t, edition(t, 2), third))}, 1},
		"from another edition of the day":            {[]user.CarryRequest{touching(delta(t, edition(t, 1, "Ida Nine"), third))}, 1},
	} {
		b := setup(t)
		users := b.replica(t, &exact{list: first, rules: "1"})
		look(t, users, b.named(t, users, 1, people[0]))
		for _, req := range c.carry {
			_, err := users.Carry(ctx, officer, req)
			require.NoError(t, err, name)
		}
		assert.Len(t, uncovered(t, users, 3), c.uncovered, name)
	}
}

// Who cannot be read stops nobody else: no link leads on who was compared with nothing,
// until the next look, be the record readable again or not.
func TestCarrySetsApartWhoCannotBeRead(t *testing.T) {
	for kind, want := range map[string]user.Carried{
		user.Kind:         {Compared: 5, Touched: 2}, // who it is stands beside the looks
		user.KindCoverage: {Compared: 4, Touched: 1},
	} {
		b := setup(t)
		s := &exact{list: edition(t, 1), rules: "1"}
		users := b.replica(t, s)
		var ids []string
		for n, name := range people {
			ids = append(ids, b.named(t, users, n, name))
			look(t, users, ids[n])
		}
		sound, err := b.records.Get(ctx, kind, ids[0])
		require.NoError(t, err)
		broken := sound
		broken.Version, broken.Body = sound.Version+1, []byte(`{"format": 99}`)
		require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: broken}))

		second, third := edition(t, 2, people[0], people[1]), edition(t, 3, people[0], people[1])
		did, err := users.Carry(ctx, officer, touching(delta(t, s.list, second)))
		require.NoError(t, err)
		want.Unread = ids[:1]
		assert.Equal(t, want, did, kind)
		assert.Equal(t, ids[:2], uncovered(t, users, 2), kind)

		sound.Version = broken.Version + 1
		require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: sound}))
		assert.Equal(t, ids[:2], uncovered(t, users, 2), "it was repaired, and not looked for")
		did, err = users.Carry(ctx, officer, touching(delta(t, second, third)))
		require.NoError(t, err)
		assert.Empty(t, did.Unread)
		assert.Equal(t, ids[:2], uncovered(t, users, 3), kind)
		s.list = third
		look(t, users, ids[0])
		look(t, users, ids[1])
		assert.Empty(t, uncovered(t, users, 3), kind)
	}
}

// Of those of whom nothing was ever found, Carry opens none but whom the delta touches; of
// the others all.
func TestCarryReadsTheLooksAlone(t *testing.T) {
	b := setup(t)
	s := &exact{list: edition(t, 1, people[4]), rules: "1"}
	users := b.replica(t, s)
	var ids []string
	for n, name := range people {
		ids = append(ids, b.named(t, users, n, name))
		look(t, users, ids[n])
	}
	read := &asking{Store: b.store}
	opts := b.opts
	opts.Screener = s
	other, err := user.New(read, b.keys, &opts)
	require.NoError(t, err)
	did, err := other.Carry(ctx, officer, touching(delta(t, s.list, edition(t, 2, people[0], people[4]))))
	require.NoError(t, err)
	assert.Equal(t, user.Carried{Compared: 5, Touched: 1}, did)
	opened := slices.DeleteFunc(read.ids, func(id string) bool { return !slices.Contains(ids, id) })
	slices.Sort(opened)
	assert.Equal(t, []string{ids[0], ids[4]}, slices.Compact(opened))
}

// What ends before the end covers nobody, and a request must say all.
func TestCarryFails(t *testing.T) {
	b := setup(t)
	s := &exact{list: edition(t, 1), rules: "1"}
	users := b.replica(t, s)
	id := b.named(t, users, 1, people[0])
	look(t, users, id)
	req := touching(delta(t, s.list, edition(t, 2, "Gil Seven")))
	broken := req
	broken.Touched = func(context.Context, iter.Seq2[string, screening.Query]) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) { yield("", errDown) }
	}
	_, err := users.Carry(ctx, officer, broken)
	require.ErrorIs(t, err, errDown)
	assert.Equal(t, []string{id}, uncovered(t, users, 2))

	overtaken := req
	overtaken.Touched = func(ctx context.Context, customers iter.Seq2[string, screening.Query]) iter.Seq2[string, error] {
		_, err := users.Carry(ctx, officer, touching(delta(t, s.list, edition(t, 3, "Hal Eight"))))
		require.NoError(t, err)
		return req.Touched(ctx, customers)
	}
	_, err = users.Carry(ctx, officer, overtaken)
	require.ErrorIs(t, err, bonafide.ErrConflict)
	assert.Empty(t, uncovered(t, users, 3))

	_, err = users.Carry(ctx, officer, user.CarryRequest{})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, 7)
	_, err = users.Carry(ctx, acme, req)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}

// A storm is a store in which, now and then, something else happens before a call.
type storm struct {
	bonafide.Store
	strike func()
	put    func() // before each Put; may be nil
}

func (s *storm) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	s.strike()
	return s.Store.Get(ctx, kind, id)
}

func (s *storm) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.strike()
	if s.put != nil {
		s.put()
	}
	return s.Store.Put(ctx, batch...)
}

func (s *storm) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	s.strike()
	return s.Store.List(ctx, q)
}

// Whoever was not compared with the delta is not carried by it, however that came about.
func TestCarryLeavesOutWhoWasNotCompared(t *testing.T) {
	first, between, last := edition(t, 1), edition(t, 2, "Gil Seven"), edition(t, 3, people[0])
	carry := func(t *testing.T, users *user.Service) {
		_, err := users.Carry(ctx, officer, touching(delta(t, first, last)))
		require.NoError(t, err)
	}
	t.Run("a look that is kept after the walk", func(t *testing.T) {
		b := setup(t)
		users := b.replica(t, &exact{list: first, rules: "1"})
		slow := &storm{Store: b.store, strike: func() {}}
		opts, puts := b.opts, 0
		opts.Screener = &exact{list: first, rules: "1"}
		other, err := user.New(slow, b.keys, &opts)
		require.NoError(t, err)
		id := b.named(t, users, 1, people[0])
		slow.put = func() {
			if puts++; puts == 3 { // asked for, claimed, and now about to be kept
				carry(t, users)
			}
		}
		look(t, other, id)
		assert.Equal(t, []string{id}, uncovered(t, users, 3))
	})
	t.Run("a name that was another one meanwhile", func(t *testing.T) {
		b := setup(t)
		users := b.replica(t, &exact{list: first, rules: "1"})
		id := b.named(t, users, 1, people[0])
		look(t, users, id)
		rename := func(to, from string) {
			_, err := users.Update(ctx, acme, id, user.UpdateRequest{LegalName: to, RemoveLegalName: from})
			require.NoError(t, err)
		}
		rename(people[1], people[0])
		carry(t, users)
		rename(people[0], people[1])
		assert.Equal(t, []string{id}, uncovered(t, users, 3))
	})
	t.Run("a look of an edition that the delta leaves out", func(t *testing.T) {
		b := setup(t)
		users := b.replica(t, &exact{list: between, rules: "1"})
		id := b.named(t, users, 1, people[0])
		look(t, users, id)
		carry(t, users)
		assert.Equal(t, []string{id}, uncovered(t, users, 3))
	})
}

// Nobody counts as covered without having been looked for: whatever happens, in
// whatever order, between any two calls of the store, whoever Uncovered leaves out has
// every hit of some edition of that day or a later one.
func TestNobodyIsCoveredUnseen(t *testing.T) {
	for seed := range uint64(figuretest.Part(10)) {
		carriedUnseen(t, seed, seed%2 == 1)
	}
}

// Publishers may correct an edition on its day, and go back to an earlier content.
func carriedUnseen(t *testing.T, seed uint64, corrected bool) {
	r := rand.New(rand.NewPCG(seed, 1))
	b := setup(t)
	var lists []screening.List
	for day := 1; day <= 5; day++ {
		var names []string
		for _, name := range people {
			if r.IntN(3) == 0 {
				names = append(names, name)
			}
		}
		switch {
		case corrected && day > 2 && r.IntN(3) == 0:
			lists = append(lists, edition(t, lists[day-2].Edition.Day+1, namesOf(lists[day-3])...))
		case corrected && day > 1:
			lists = append(lists, edition(t, lists[day-2].Edition.Day+r.IntN(2), names...))
		default:
			lists = append(lists, edition(t, day, names...))
		}
	}
	// An operation runs on a replica of its own, and others may run inside it.
	var ids []string
	newest, depth, carried := 1, 0, 0
	var act func()
	strike := func() {
		if depth < 3 && r.IntN(60) == 0 {
			act()
		}
	}
	act = func() {
		depth++
		defer func() { depth-- }()
		opts := b.opts
		opts.Screener = &exact{list: lists[max(0, newest-1-r.IntN(2))], rules: strings.Repeat("1", 1+r.IntN(12)/11), down: r.IntN(8) == 0}
		users, err := user.New(&storm{Store: b.store, strike: strike}, b.keys, &opts)
		require.NoError(t, err)
		switch op := r.IntN(12); {
		case op < 2 && len(ids) < 12:
			ids = append(ids, b.named(t, users, len(ids), people[r.IntN(len(people))]))
		case op < 7 && len(ids) > 0:
			id := ids[r.IntN(len(ids))]
			_, err := users.Rescreen(ctx, bonafide.System(), id, user.RescreenRequest{})
			require.NoError(t, err)
			_, err = users.Advance(ctx, id)
			require.NoError(t, err)
			b.wait(time.Minute)
		case op < 9 && len(ids) > 0:
			id := ids[r.IntN(len(ids))]
			u, err := users.Get(ctx, officer, id)
			require.NoError(t, err)
			_, err = users.Update(ctx, acme, id, user.UpdateRequest{LegalName: people[r.IntN(len(people))]})
			require.NoError(t, err)
			if len(u.LegalNames) > 1 {
				_, err = users.Update(ctx, acme, id, user.UpdateRequest{RemoveLegalName: u.LegalNames[0]})
				if !errors.Is(err, bonafide.ErrInvalid) { // another removed it meanwhile
					require.NoError(t, err)
				}
			}
		case op == 9:
			newest = min(newest+1, len(lists))
		default:
			from := r.IntN(newest)
			to := min(from+1+r.IntN(2)*r.IntN(2), len(lists)-1)
			if from >= to {
				return
			}
			_, err := users.Carry(ctx, officer, touching(delta(t, lists[from], lists[to])))
			if !errors.Is(err, bonafide.ErrConflict) {
				require.NoError(t, err)
				carried++
			}
		}
	}
	for range 120 {
		act()
		for day := 1; day <= len(lists); day++ {
			open := uncovered(t, b.users, day)
			covered := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(open, id) })
			since := slices.DeleteFunc(slices.Clone(lists), func(l screening.List) bool { return l.Edition.Before(march(day)) })
			for _, id := range covered {
				require.True(t, seen(mustGet(t, b, id), since), "seed %d: covered for day %d, unseen", seed, day)
			}
		}
	}
	require.Positive(t, carried)
}

func namesOf(l screening.List) (names []string) {
	for _, e := range l.Entries[1:] {
		names = append(names, e.ID)
	}
	return names
}

// seen reports whether a user has every hit of one of the editions.
func seen(u user.User, of []screening.List) bool {
	var hits []string
	for _, s := range u.Screenings {
		for _, h := range s.Result.Hits {
			hits = append(hits, h.EntryID)
		}
	}
	return slices.ContainsFunc(of, func(l screening.List) bool {
		return !slices.ContainsFunc(l.Entries, func(e screening.Entry) bool {
			return slices.Contains(u.LegalNames, e.ID) && !slices.Contains(hits, e.ID)
		})
	})
}
