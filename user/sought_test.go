package user_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

// asking is a store that notes which records are read, and may be one of before it was
// said beside the looks who is looked for.
type asking struct {
	bonafide.Store
	kinds []string
	ids   []string
	old   bool
}

func (a *asking) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	a.kinds, a.ids = append(a.kinds, kind), append(a.ids, id)
	r, err := a.Store.Get(ctx, kind, id)
	if err != nil || kind != user.KindCoverage || !a.old {
		return r, err
	}
	var body struct {
		Format, Head json.RawMessage
		State        map[string]json.RawMessage
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return r, err
	}
	delete(body.State, "sought")
	r.Body, err = json.Marshal(map[string]any{"format": body.Format, "head": body.Head, "state": body.State})
	return r, err
}

// A hooked screener does something before it answers.
type hooked struct {
	*exact
	names []string
	first func()
}

func (h *hooked) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	h.names = append(h.names, strings.Join(append([]string{q.Name}, q.OtherNames...), ", "))
	if f := h.first; f != nil {
		h.first = nil
		f()
	}
	return h.exact.Screen(ctx, q)
}

// renewing is a program that lets a screening be so old.
func renewing(t *testing.T, age string) *program.Book {
	t.Helper()
	book, err := program.ParseBook([]byte(strings.Replace(sheet, `"counted_lists"`, `"max_age": "`+age+`", "counted_lists"`, 1)))
	require.NoError(t, err)
	return book
}

// A look reads the user where there is more to say than that nobody was found, and
// nobody else's record in any case.
func TestLookAsksTheUserWhereThereIsNews(t *testing.T) {
	const name = "Ana Bell"
	for _, c := range []struct {
		name  string
		since func(t *testing.T, b *bundle, s *hooked, id string)
		asks  bool
		finds []string // who is looked for
		hits  int
	}{
		{"nothing", func(*testing.T, *bundle, *hooked, string) {}, false, []string{name}, 0},
		{"another edition", func(t *testing.T, _ *bundle, s *hooked, _ string) { s.list = edition(t, 2) }, false, []string{name}, 0},
		{"a hit", func(t *testing.T, _ *bundle, s *hooked, _ string) { s.list = edition(t, 2, name) }, true, []string{name}, 1},
		{"another name", func(t *testing.T, b *bundle, _ *hooked, id string) {
			_, err := b.users.Update(ctx, acme, id, user.UpdateRequest{LegalName: "Ana Cole"})
			require.NoError(t, err)
		}, true, []string{"Ana Bell, Ana Cole"}, 0},
		{"another name during the look", func(t *testing.T, b *bundle, s *hooked, id string) {
			s.first = func() {
				_, err := b.users.Update(ctx, acme, id, user.UpdateRequest{LegalName: "Ana Cole"})
				require.NoError(t, err)
			}
		}, true, []string{name, "Ana Bell, Ana Cole"}, 0},
		{"closed for good", func(t *testing.T, b *bundle, _ *hooked, id string) {
			_, err := b.users.SetStanding(ctx, officer, id, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
			require.NoError(t, err)
			_, err = b.users.SetStanding(ctx, officer, id, user.StandingRequest{Permission: permission.MakeItGoAway, Code: permission.PermanentClosure})
			require.NoError(t, err)
		}, true, nil, 0},
		{"a lock", func(t *testing.T, b *bundle, _ *hooked, id string) {
			_, err := b.users.SetStanding(ctx, officer, id, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
			require.NoError(t, err)
		}, false, []string{name}, 0},
		{"a program that asks for it sooner", func(t *testing.T, b *bundle, _ *hooked, _ string) { b.opts.Programs = renewing(t, "P20D") }, true, []string{name}, 0},
		{"fourteen days", func(_ *testing.T, b *bundle, _ *hooked, _ string) { b.wait(14 * 24 * time.Hour) }, false, []string{name}, 0},
		{"half of the age that the program lets it be", func(_ *testing.T, b *bundle, _ *hooked, _ string) { b.wait(16 * 24 * time.Hour) }, true, []string{name}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := setup(t)
			s := &hooked{exact: &exact{list: edition(t, 1), rules: "1"}}
			b.opts.Screener, b.opts.Programs = s, renewing(t, "P30D")
			store := &asking{Store: b.store}
			users, err := user.New(store, b.keys, &b.opts)
			require.NoError(t, err)
			b.users = users
			id := b.named(t, users, 1, name)
			look(t, users, id)
			c.since(t, b, s, id)
			users, err = user.New(store, b.keys, &b.opts)
			require.NoError(t, err)
			store.kinds, s.names = nil, nil
			hits, err := users.Look(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, c.hits, hits)
			assert.Equal(t, c.finds, s.names)
			store.kinds = slices.DeleteFunc(store.kinds, func(kind string) bool { return kind == sealed.KindKeys })
			if c.asks {
				assert.Contains(t, store.kinds, user.Kind)
			} else {
				assert.Equal(t, []string{user.KindCoverage, "user.carry.gate", user.KindCarry}, store.kinds)
			}
		})
	}
}

// Whatever happened to somebody, a look comes to the same with and without what is said
// beside the looks.
func TestLooksAreTheSame(t *testing.T) {
	for seed := range uint64(figuretest.Part(20)) {
		new, old := history(t, seed, false), history(t, seed, true)
		for i := range new {
			require.Equal(t, old[i], new[i], "seed %d, line %d", seed, i)
		}
	}
}

// soughtAsTheUserSays checks that who is looked for stands beside the looks as long as the user's
// record says nothing of any of them, and no longer.
func (b *bundle) soughtAsTheUserSays(t *testing.T, id string) {
	t.Helper()
	u, err := b.users.Get(ctx, officer, id)
	require.NoError(t, err)
	coverage, err := b.users.Coverage(ctx, officer, id)
	require.NoError(t, err)
	still := u.Standing.Permission != permission.MakeItGoAway && len(coverage.Documents) > 0
	for _, look := range coverage.Documents {
		sc := u.Screenings[look.Subject]
		still = still && !look.Stale && sc.RetryAt.IsZero() && len(sc.Decisions)+len(sc.Result.Hits) == 0 && len(sc.Result.Lists) > 0 && len(look.Lists) > 0
	}
	r, err := b.store.Get(ctx, user.KindCoverage, id)
	require.NoError(t, err)
	require.Equal(t, still, strings.Contains(string(r.Body), `"sought"`))
}

// history plays a random history of somebody and tells what came of it.
func history(t *testing.T, seed uint64, old bool) (told []string) {
	b := setup(t, func(o *user.Options) { o.BodiesInClear = true })
	s := &exact{list: edition(t, 1), rules: "1"}
	b.opts.Screener, b.opts.Programs = s, renewing(t, "P4D")
	users, err := user.New(&asking{Store: b.store, old: old}, b.keys, &b.opts)
	require.NoError(t, err)
	b.users = users
	random := rand.New(rand.NewPCG(seed, 12))
	names := people[:3]
	id := b.named(t, users, 1, names[0])
	for day := 1; day < 25; day++ {
		switch random.IntN(7) {
		case 0:
			if _, err = users.Update(ctx, acme, id, user.UpdateRequest{LegalName: names[random.IntN(3)]}); err != nil {
				_, err = users.Update(ctx, acme, id, user.UpdateRequest{RemoveLegalName: names[random.IntN(3)]})
			}
		case 1:
			s.list = edition(t, 1+random.IntN(3), names[random.IntN(3)])
		case 2:
			s.list = edition(t, 1+random.IntN(3))
		case 3:
			s.down = true
			b.wait(40 * time.Hour)
			_, err = users.Advance(ctx, id)
			s.down = false
		case 4:
			subjects, failed := users.Get(ctx, officer, id)
			require.NoError(t, failed)
			for _, subject := range slices.Sorted(maps.Keys(subjects.Screenings)) {
				for _, hit := range subjects.Screenings[subject].Result.Hits {
					_, err = users.DecideHit(ctx, officer, id, user.DecideHitRequest{Subject: subject, List: hit.List, EntryID: hit.EntryID, Disposition: screening.FalsePositive, Reason: "r", Expires: b.now().AddDate(0, 0, 9)})
				}
			}
		case 5:
			_, err = users.Rescreen(ctx, officer, id, user.RescreenRequest{})
		case 6:
			b.wait(time.Duration(random.IntN(48)) * time.Hour)
		}
		if err != nil {
			told = append(told, "refused")
			err = nil
		}
		if !old {
			b.soughtAsTheUserSays(t, id)
		}
		hits, err := users.Look(ctx, id)
		require.NoError(t, err)
		u, err := users.Get(ctx, officer, id)
		require.NoError(t, err)
		coverage, err := users.Coverage(ctx, officer, id)
		require.NoError(t, err)
		r, err := b.store.Get(ctx, user.KindCoverage, id)
		require.NoError(t, err)
		of, err := json.Marshal([]any{day, hits, u.Screenings, coverage, r.Version, r.Labels, r.Due, u.Watchlist()})
		require.NoError(t, err)
		told = append(told, string(of))
	}
	events, err := eventsOf(users, officer, id)
	require.NoError(t, err)
	for _, e := range events {
		told = append(told, fmt.Sprintln(e.Type, e.At))
	}
	return told
}
