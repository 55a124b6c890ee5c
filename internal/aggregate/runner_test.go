package aggregate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A counter is the smallest aggregate with everything: a companion part, a pass,
// and a total that follows from what was added.
type counter struct {
	Name   string `json:"name"`
	N      int    `json:"n"`
	Even   bool   `json:"even"`
	Gone   bool   `json:"gone,omitzero"`
	Late   bool   `json:"late,omitzero"`
	Owner  string `json:"owner"`
	Second bool   `json:"second,omitzero"` // an approval is there

	Tally tally `json:"-"`
}

type tally struct {
	N int `json:"n"`
}

const (
	kind      = "counter"
	kindTally = "counter.tally"
)

var (
	ctx = context.Background()
	by  = bonafide.Platform("p")
	at  = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
)

func runner(t *testing.T) aggregate.Runner[counter] {
	t.Helper()
	return aggregate.Runner[counter]{
		Table: aggregate.Table[counter]{
			Store: memory.New("t"), Keys: bonafide.EphemeralKeys(), Kind: kind, KeyLife: aggregate.DefaultKeyLife,
			Terms: func(c counter) aggregate.Terms { return aggregate.Terms{Unique: []string{"name=" + c.Name}} },
			Parts: []aggregate.Part[counter]{aggregate.NewPart(kindTally,
				func(c counter) tally { return c.Tally },
				func(c counter, x tally) counter { c.Tally = x; return c }, nil)},
		},
		Turns:  aggregate.NewTurns[counter](),
		Now:    func() time.Time { return at },
		Trace:  func(ctx context.Context, _ string) (context.Context, func(error)) { return ctx, func(error) {} },
		Logger: slog.New(slog.DiscardHandler),
		Admits: func(c counter, by bonafide.Actor, _ string) bool { return by.ID == c.Owner },
		Erased: func(c counter) bool { return c.Gone },
		Erase:  "erase",
		Elapse: func(c counter, at time.Time) (counter, []bonafide.Event, error) {
			if c.Late {
				c.Late = false
				return c, []bonafide.Event{bonafide.NewEvent("counter.in_time", at, bonafide.System())}, nil
			}
			return c, nil, nil
		},
		Permits: func(c counter, verb string, _ bonafide.Actor) error {
			if verb == "forbidden" {
				return bonafide.ErrForbidden
			}
			return nil
		},
		Second: func(c counter, verb string, call aggregate.Call, _ string, _ time.Time) (func(counter) (counter, []bonafide.Event), error) {
			if verb != "two" {
				return nil, nil
			}
			if !c.Second {
				return nil, &bonafide.RefusedError{Code: bonafide.RefusedNoApproval}
			}
			return func(c counter) (counter, []bonafide.Event) {
				c.Second = false
				return c, []bonafide.Event{bonafide.NewEvent("counter.approved", at, by)}
			}, nil
		},
		Passes: []aggregate.Pass[counter]{{Name: "parity", Run: func(before, c counter, at time.Time) (counter, []bonafide.Event, error) {
			c.Even = c.N%2 == 0
			if c.Even != before.Even {
				return c, []bonafide.Event{bonafide.NewEvent("counter.parity", at, bonafide.System())}, nil
			}
			return c, nil, nil
		}}},
		Touched: func(before, c counter) []string {
			if before.Even != c.Even {
				return []string{kindTally}
			}
			return nil
		},
		View: func(c counter, _ bonafide.Actor, _ time.Time) counter { return c },
	}
}

// add adds to the counter.
func add(n int) aggregate.Command[counter] {
	return aggregate.Command[counter]{Op: "counter.add", Verb: "add", Body: n, Rule: func(_ context.Context, c counter, in aggregate.Input) (aggregate.Change[counter], error) {
		c.N += n
		return aggregate.Change[counter]{State: c, Events: []bonafide.Event{in.Event("counter.added")}}, nil
	}}
}

// keyed returns a command under a key.
func keyed(c aggregate.Command[counter], key string) aggregate.Command[counter] {
	c.Key = key
	return c
}

// tallied adds to the companion part alone.
func tallied() aggregate.Command[counter] {
	return aggregate.Command[counter]{Op: "counter.tally", With: []string{kindTally}, Rule: func(_ context.Context, c counter, in aggregate.Input) (aggregate.Change[counter], error) {
		c.Tally.N++
		e := in.Event("counter.tallied")
		e.Kind = kindTally
		return aggregate.Change[counter]{State: c, Events: []bonafide.Event{e}}, nil
	}}
}

func created(c counter) aggregate.Change[counter] {
	c.Owner = by.ID
	return aggregate.Change[counter]{State: c, Events: []bonafide.Event{bonafide.NewEvent("counter.created", at, by)}}
}

func create(t *testing.T, r aggregate.Runner[counter], c counter) {
	t.Helper()
	_, err := r.Create(ctx, "c", aggregate.Call{By: by}, created(c), at)
	require.NoError(t, err)
}

func types(events []bonafide.Event) []string {
	var out []string
	for _, e := range events {
		out = append(out, e.Type)
	}
	return out
}

// The one order: not found, erased, time, right, four eyes, rule, passes.
func TestOrder(t *testing.T) {
	verb := func(v string) aggregate.Command[counter] {
		c := add(1)
		c.Verb = v
		return c
	}
	for name, c := range map[string]struct {
		state counter
		by    bonafide.Actor
		cmd   aggregate.Command[counter]
		want  error
		chain []string
	}{
		"a stranger does not learn that it is erased": {counter{Gone: true}, bonafide.Platform("q"), add(1), bonafide.ErrNotFound, nil},
		"erased comes before the right":               {counter{Gone: true}, by, verb("forbidden"), &bonafide.RefusedError{Code: bonafide.RefusedErased}, nil},
		"the right comes before four eyes":            {counter{}, by, verb("forbidden"), bonafide.ErrForbidden, nil},
		"four eyes come before the rule":              {counter{}, by, verb("two"), &bonafide.RefusedError{Code: bonafide.RefusedNoApproval}, nil},
		"time passes before the rule":                 {counter{Late: true}, by, add(1), nil, []string{"counter.in_time", "counter.added", "counter.parity"}},
		"an approval is used up":                      {counter{Second: true}, by, verb("two"), nil, []string{"counter.added", "counter.approved", "counter.parity"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := runner(t)
			create(t, r, c.state)
			got, err := r.Do(ctx, "c", c.by, c.cmd)
			page, chainErr := r.Events(ctx, "c", bonafide.PageRequest{})
			require.NoError(t, chainErr)
			events := page.Items
			if c.want != nil {
				if !errors.Is(err, c.want) {
					require.Equal(t, c.want, err)
				}
				assert.NotContains(t, types(events), "counter.added", "nothing was written")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.chain, types(events)[len(events)-len(c.chain):])
			assert.False(t, got.Second)
		})
	}
}

// A companion part has its own version and chain, changes alone, and gets a new
// version where whoever raced for it must look again.
func TestParts(t *testing.T) {
	r := runner(t)
	create(t, r, counter{Name: "a"})
	for range 3 {
		_, err := r.Do(ctx, "c", by, tallied())
		require.NoError(t, err)
	}
	kept, err := r.Get(ctx, "c", kindTally)
	require.NoError(t, err)
	assert.Equal(t, int64(1), kept.Version, "the aggregate's own record was left alone")
	assert.Equal(t, 3, kept.State.Tally.N)
	page, err := r.PartEvents(ctx, kindTally, "c", bonafide.PageRequest{})
	events := page.Items
	require.NoError(t, err)
	assert.Len(t, events, 3)

	raced := tallied()
	rule := raced.Rule
	once := true
	raced.Rule = func(ctx context.Context, c counter, in aggregate.Input) (aggregate.Change[counter], error) {
		if once { // somebody changes the parity between this read and its write
			once = false
			other := r
			other.Turns = nil
			_, err := other.Do(ctx, "c", by, add(1))
			require.NoError(t, err)
		} else {
			assert.Equal(t, 1, c.N, "the second try sees what the other wrote")
		}
		return rule(ctx, c, in)
	}
	_, err = r.Do(ctx, "c", by, raced)
	require.NoError(t, err)
	kept, err = r.Get(ctx, "c", kindTally)
	require.NoError(t, err)
	assert.Equal(t, 4, kept.State.Tally.N, "nothing was lost and nothing counted twice")
	_, err = r.Get(ctx, "c", "counter.unknown")
	require.Error(t, err)
	none, err := r.PartEvents(ctx, kindTally, "nobody", bonafide.PageRequest{})
	require.NoError(t, err)
	assert.Empty(t, none)
}

// Several steps are one write, each under its own right; a start from the last
// state saves the read and falls back to it.
func TestSteps(t *testing.T) {
	r := runner(t)
	create(t, r, counter{Name: "a"})
	kept, err := r.Get(ctx, "c")
	require.NoError(t, err)
	step := func(verb string) aggregate.Step[counter] {
		return aggregate.Step[counter]{By: by, Verb: verb, Rule: add(1).Rule}
	}
	next, err := r.Run(ctx, aggregate.Call{ID: "c", By: by}, nil, &kept, step("add"), step("add"), step("add"))
	require.NoError(t, err)
	assert.Equal(t, int64(2), next.Version)
	assert.Equal(t, 3, next.State.N)
	next, err = r.Run(ctx, aggregate.Call{ID: "c", By: by}, nil, &kept, step("add"))
	require.NoError(t, err, "the state given was old")
	assert.Equal(t, 4, next.State.N)
	_, err = r.Run(ctx, aggregate.Call{ID: "c", By: by}, nil, nil, step("add"), step("forbidden"))
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	kept, err = r.Get(ctx, "c")
	require.NoError(t, err)
	assert.Equal(t, 4, kept.State.N, "one step that is refused takes all of them back")
}

// No update is lost, however many race, with and without turns.
func TestRace(t *testing.T) {
	for name, turns := range map[string]*aggregate.Turns[counter]{"turns": aggregate.NewTurns[counter](), "no turns": nil} {
		t.Run(name, func(t *testing.T) {
			r := runner(t)
			r.Turns = turns
			create(t, r, counter{Name: "a"})
			var wg sync.WaitGroup
			for i := range 32 {
				wg.Add(1)
				go func() {
					defer wg.Done()
					_, err := r.Do(ctx, "c", by, keyed(add(1), fmt.Sprint("k", i/2))) // every key twice
					assert.NoError(t, err)
				}()
			}
			wg.Wait()
			kept, err := r.Get(ctx, "c")
			require.NoError(t, err)
			assert.Equal(t, 16, kept.State.N, "each key took effect once")
		})
	}
}

// A turn that is held makes others wait, and lets them go with their context.
func TestTurnsEnd(t *testing.T) {
	r := runner(t)
	create(t, r, counter{Name: "a"})
	inside, leave := make(chan struct{}), make(chan struct{})
	slow := add(1)
	rule := slow.Rule
	slow.Rule = func(ctx context.Context, c counter, in aggregate.Input) (aggregate.Change[counter], error) {
		close(inside)
		<-leave
		return rule(ctx, c, in)
	}
	done := make(chan error)
	go func() {
		_, err := r.Do(ctx, "c", by, slow)
		done <- err
	}()
	<-inside
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err := r.Do(gone, "c", by, add(1))
	require.ErrorIs(t, err, context.Canceled)
	close(leave)
	require.NoError(t, <-done)
}

func TestKeys(t *testing.T) {
	r := runner(t)
	call := aggregate.Call{Op: "create", Key: "k", By: by, Parts: []string{"a"}}
	first, err := r.Create(ctx, "1", call, created(counter{Name: "a"}), at)
	require.NoError(t, err)
	again, err := r.Create(ctx, "2", call, created(counter{Name: "a"}), at)
	require.NoError(t, err)
	assert.Equal(t, first.State, again.State)
	joined, err := r.Join(ctx, "1", call, aggregate.Step[counter]{By: by, Rule: add(1).Rule})
	require.NoError(t, err)
	assert.Equal(t, first.State, joined.State, "the key was spent on the creation")
	call.Parts = []string{"b"}
	_, err = r.Create(ctx, "3", call, created(counter{Name: "b"}), at)
	require.ErrorIs(t, err, bonafide.ErrKeyReused)
	own := keyed(add(1), "k")
	own.Op, own.Body = "create", nil
	_, err = r.Do(ctx, "1", by, own)
	require.NoError(t, err, "a record's own keys are another matter")

	for range 2 {
		refuse := keyed(add(10), "g")
		rule := refuse.Rule
		refuse.Rule = func(ctx context.Context, c counter, in aggregate.Input) (aggregate.Change[counter], error) {
			change, err := rule(ctx, c, in)
			change.Outcome = &bonafide.RefusedError{Code: "no"}
			return change, err
		}
		got, err := r.Do(ctx, "1", by, refuse)
		assert.Equal(t, &bonafide.RefusedError{Code: "no"}, err, "a refusal that counts is remembered")
		assert.Equal(t, 11, got.N, "and counts once")
	}
	_, err = r.Create(ctx, "4", aggregate.Call{By: by}, created(counter{Name: "a"}), at)
	require.ErrorIs(t, err, bonafide.ErrDuplicate)
	_, err = r.Do(ctx, "nobody", by, add(1))
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = r.Do(ctx, "1", by, keyed(add(1), strings.Repeat("k", aggregate.MaxKeyBytes+1)))
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = r.Do(ctx, "1", bonafide.Actor{}, add(1))
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	reviewers := add(1)
	reviewers.Actors = []bonafide.ActorKind{bonafide.ActorReviewer}
	_, err = r.Do(ctx, "1", by, reviewers)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}

// Keys survive the replacement of the root key.
func TestKeysUnderAnOldRoot(t *testing.T) {
	w, err := bonafide.NewLocalWrapper([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	var roots [][]byte
	for range 2 {
		root, err := bonafide.NewRoot(ctx, w, "t")
		require.NoError(t, err)
		roots = append(roots, root)
	}
	r := runner(t)
	r.Keys, err = bonafide.NewKeys(ctx, "t", w, roots[0])
	require.NoError(t, err)
	create(t, r, counter{Name: "a"})
	_, err = r.Do(ctx, "c", by, keyed(add(1), "k"))
	require.NoError(t, err)
	r.Keys, err = bonafide.NewKeys(ctx, "t", w, roots[1], roots[0])
	require.NoError(t, err)
	got, err := r.Do(ctx, "c", by, keyed(add(1), "k"))
	require.NoError(t, err)
	assert.Equal(t, 1, got.N)
}

// endless is a store on which every write loses its race.
type endless struct{ bonafide.Store }

func (endless) Put(context.Context, ...bonafide.Write) error { return bonafide.ErrConflict }

func TestRetriesEnd(t *testing.T) {
	r := runner(t)
	create(t, r, counter{Name: "a"})
	r.Store = endless{r.Store}
	_, err := r.Do(ctx, "c", by, add(1))
	require.ErrorIs(t, err, bonafide.ErrConflict)
	left, cancel := context.WithCancel(ctx)
	cancel()
	_, err = r.Do(left, "c", by, add(1))
	require.ErrorIs(t, err, context.Canceled)
}

// A body that cannot be read says so without quoting itself.
func TestUnreadableBodies(t *testing.T) {
	r := runner(t)
	for body, want := range map[string]error{`{"format":2,"state":{}}`: aggregate.ErrFormat, `{"format":"512-43-9871"`: nil} {
		r.Store = memory.New("t")
		require.NoError(t, r.Store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: "c", Version: 1, Body: []byte(body)}}))
		_, err := r.Get(ctx, "c")
		require.Error(t, err)
		if want != nil {
			require.ErrorIs(t, err, want)
		}
		assert.NotContains(t, err.Error(), "512")
		_, _, err = r.List(ctx, bonafide.Query{})
		require.Error(t, err)
	}
	bad := add(1)
	bad.Body = make(chan int)
	_, err := bad.Call("c", by)
	require.Error(t, err)
	var marshal *json.UnsupportedTypeError
	assert.False(t, errors.As(err, &marshal))
}

// shredding is a store that can destroy keys; before stands in front of another
// store, as a host's logging store does.
type (
	shredding struct {
		bonafide.Store
		ids []string
	}
	before struct{ bonafide.Store }
)

func (s *shredding) Shred(_ context.Context, records ...bonafide.Record) error {
	for _, r := range records {
		s.ids = append(s.ids, r.ID)
	}
	return nil
}

func (b before) Unwrap() bonafide.Store { return b.Store }

// Keys are destroyed by the store itself or by one behind it, however deep; a
// store without keys has nothing to destroy.
func TestShred(t *testing.T) {
	r := runner(t)
	require.NoError(t, r.Shred(ctx, bonafide.Record{Kind: kind, ID: "c"}))
	s := &shredding{Store: r.Store}
	for _, store := range []bonafide.Store{s, before{s}, before{before{s}}} {
		s.ids, r.Store = nil, store
		require.NoError(t, r.Shred(ctx, bonafide.Record{Kind: kind, ID: "c"}))
		assert.Equal(t, []string{"c"}, s.ids)
	}
}

// scrubbed is a store that scrubs, or cannot.
type scrubbed struct {
	bonafide.Store
	n   int
	err error
}

func (s *scrubbed) Scrub(context.Context) error { s.n++; return s.err }

// A store is scrubbed by itself or by one behind it; one that cannot is no fault, and one
// that could not now is.
func TestScrub(t *testing.T) {
	r := runner(t)
	require.NoError(t, r.Scrub(ctx))
	s := &scrubbed{Store: r.Store}
	for _, store := range []bonafide.Store{s, before{s}, before{before{s}}} {
		s.n, r.Store = 0, store
		require.NoError(t, r.Scrub(ctx))
		assert.Equal(t, 1, s.n)
	}
	s.err = fmt.Errorf("within a transaction: %w", errors.ErrUnsupported)
	require.NoError(t, r.Scrub(ctx))
	s.err = bonafide.ErrUnavailable
	require.ErrorIs(t, r.Scrub(ctx), bonafide.ErrUnavailable)
}
