package match_test

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	. "github.com/bonafide-go/bonafide/screening/match"
)

var anna = bonafide.Reviewer("anna")

// does is a list of the first n of the Does.
func does(t testing.TB, day int, n int) List {
	entries := make([]Entry, n)
	for i := range entries {
		entries[i] = named("DOE, John " + strconv.Itoa(i))
	}
	return list(t, sdn, may3.AddDays(day), entries...)
}

// recorded is an engine with what it recorded.
func recorded(o Options) (*Engine, *[]EditionChange) {
	var log []EditionChange
	o.Now = func() time.Time { return noon }
	o.Record = func(changes []EditionChange) error { log = append(log, changes...); return nil }
	return NewEngine(&o), &log
}

func refusal(t *testing.T, err error) *ListError {
	t.Helper()
	var refused *ListError
	require.ErrorAs(t, err, &refused)
	return refused
}

// Every step of a list that melts is small; all of them together are not.
func TestSmallStepsAddUp(t *testing.T) {
	steps := func(e *Engine, every int, sizes ...int) error {
		for i, n := range sizes {
			if err := e.Load(does(t, i*every, n)); err != nil {
				return err
			}
		}
		return nil
	}
	melting := []int{100, 90, 81, 73}
	refused := refusal(t, steps(NewEngine(nil), 1, melting...))
	assert.Equal(t, CodeListShrunken, refused.Code)
	assert.Equal(t, []int{100, 73}, []int{refused.Had, refused.Got}, "measured by the largest of the month")
	assert.NoError(t, steps(NewEngine(nil), 16, melting...), "what is older than a month is no measure")
	assert.NoError(t, steps(NewEngine(&Options{Days: 1}), 2, melting...))
	assert.Error(t, steps(NewEngine(&Options{Days: 1}), 40, 100, 79), "the last edition always is")
	assert.NoError(t, steps(NewEngine(&Options{MaxShrink: 0.3}), 1, melting...))
	assert.NoError(t, steps(NewEngine(&Options{Bounds: []Bound{{List: un}, {List: sdn, MaxShrink: 0.5}}}), 1, melting...))
	assert.Error(t, steps(NewEngine(&Options{Bounds: []Bound{{List: un, MaxShrink: 0.5}}}), 1, melting...), "another list's bound")
	assert.NoError(t, steps(NewEngine(&Options{Bounds: []Bound{{List: sdn, Days: 1}}}), 2, melting...))
}

func TestBoundsAreChecked(t *testing.T) {
	o := Options{Days: -1, Bounds: []Bound{{MaxShrink: 2, Days: -1}, {List: sdn}, {List: sdn}}}
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, o.Check(), &invalid)
	for path, code := range map[string]bonafide.Code{
		"days": bonafide.CodeOutOfRange, "bounds[0].list": bonafide.CodeRequired, "bounds[0].max_shrink": bonafide.CodeOutOfRange,
		"bounds[0].days": bonafide.CodeOutOfRange, "bounds[2]": bonafide.CodeRepeated,
	} {
		assert.True(t, invalid.Has(path, code), path)
	}
	assert.Len(t, invalid.Fields, 5)
}

func TestAccept(t *testing.T) {
	e, log := recorded(Options{})
	require.NoError(t, e.Load(does(t, 0, 10)))
	half := does(t, 1, 5)
	refused := refusal(t, e.Load(half))
	assert.Equal(t, half.Hash, refused.Hash)
	require.NoError(t, e.Accept(sdn, refused.Hash, anna, "half of the programme ended"))
	assert.Error(t, e.Load(does(t, 1, 4)), "another edition was not accepted")
	require.NoError(t, e.Load(half))
	assert.Len(t, screen(t, e, Query{Name: "John Doe 7"}).Hits, 0)
	require.NoError(t, e.Load(does(t, 2, 4)), "it is the measure from now on")
	assert.Equal(t, CodeListShrunken, refusal(t, e.Load(does(t, 3, 3))).Code)

	old := does(t, -1, 9)
	assert.Equal(t, CodeListStale, refusal(t, e.Load(old)).Code)
	require.NoError(t, e.Accept(sdn, old.Hash, anna, "the later ones are wrong"))
	require.NoError(t, e.Load(old))
	assert.Equal(t, CodeListWithdrawn, refusal(t, e.Load(does(t, 2, 4))).Code, "an older edition in its place withdraws it")

	ops := make([]EditionOp, len(*log))
	for i, c := range *log {
		ops[i] = c.Op
		assert.NoError(t, c.Check())
		assert.Equal(t, noon, c.At)
	}
	assert.Equal(t, []EditionOp{EditionLoaded, EditionAccepted, EditionLoaded, EditionLoaded, EditionAccepted, EditionRolledBack}, ops)
	assert.Equal(t, EditionChange{
		Op: EditionLoaded, List: sdn, From: (*log)[0].To, To: half.Size(), Removed: 5,
		By: anna, Reason: "half of the programme ended", At: noon,
	}, (*log)[2])
	assert.Equal(t, bonafide.System(), (*log)[3].By)
}

// Editions of one day say which came before: also to a replica that holds an earlier one.
func TestEditionsOfOneDay(t *testing.T) {
	e, log := recorded(Options{})
	first, second, third := does(t, 0, 10), does(t, 0, 11), does(t, 0, 12)
	earlier := func(e *Engine) []string { return screen(t, e, Query{Name: "John Doe 7"}).Lists[0].Earlier }
	require.NoError(t, e.Load(first))
	assert.Empty(t, earlier(e))
	require.NoError(t, e.Load(second))
	assert.Equal(t, []string{first.Hash}, earlier(e))
	require.NoError(t, e.Load(third))
	assert.Equal(t, []string{first.Hash, second.Hash}, earlier(e))

	behind, _ := recorded(Options{})
	require.NoError(t, behind.Load(second))
	assert.Len(t, behind.Follow(*log...), 1)
	assert.Equal(t, []string{first.Hash}, earlier(behind), "whoever is behind is no later for knowing of it")

	require.NoError(t, e.Rollback(sdn, anna, "one of them is nobody"))
	assert.Equal(t, []string{first.Hash, third.Hash}, earlier(e))
	require.NoError(t, e.Load(does(t, 1, 14)))
	assert.Empty(t, earlier(e), "another day")
	for n := range 20 {
		require.NoError(t, e.Load(does(t, 1, 15+n)))
	}
	assert.Len(t, earlier(e), 7)
}

func TestRollback(t *testing.T) {
	e, log := recorded(Options{})
	good, bad := does(t, 0, 10), does(t, 1, 20)
	assert.ErrorIs(t, e.Rollback(sdn, anna, "r"), bonafide.ErrNotFound)
	require.NoError(t, e.Load(good))
	assert.ErrorIs(t, e.Rollback(sdn, anna, "r"), bonafide.ErrNotFound, "the first edition")
	require.NoError(t, e.Load(bad))
	before, ok := e.Before(sdn)
	assert.True(t, ok)
	assert.Equal(t, good, before)
	require.NoError(t, e.Rollback(sdn, anna, "ten of them are nobody"))
	back := screen(t, e, Query{Name: "John Doe 15"}).Lists[0]
	assert.Equal(t, good.Hash, back.Hash)
	assert.Equal(t, bad.Edition, back.Over, "what was found in that one may go")
	assert.Equal(t, CodeListWithdrawn, refusal(t, e.Load(bad)).Code, "a timer does not bring it back")
	assert.ErrorIs(t, e.Rollback(sdn, anna, "r"), bonafide.ErrNotFound)
	for name, tell := range map[string]func(e *Engine, log ...EditionChange){
		"recalls": (*Engine).Recall, "follows": func(e *Engine, log ...EditionChange) { e.Follow(log...) },
	} {
		later, _ := recorded(Options{})
		tell(later, *log...)
		require.NoError(t, later.Load(good))
		assert.Equal(t, bad.Edition, screen(t, later, Query{Name: "John Doe 15"}).Lists[0].Over, "who %s knows it too", name)
	}
	require.NoError(t, e.Load(does(t, 2, 11)), "a later one is measured by the good one")
	assert.Zero(t, screen(t, e, Query{Name: "John Doe 15"}).Lists[0].Over)
	require.NoError(t, e.Accept(sdn, bad.Hash, anna, "they are somebody"))
	require.NoError(t, e.Load(bad))
	assert.Equal(t, EditionChange{Op: EditionRolledBack, List: sdn, From: bad.Size(), To: good.Size(), Removed: 10, By: anna, Reason: "ten of them are nobody", At: noon}, (*log)[2])
}

func TestRemove(t *testing.T) {
	e, log := recorded(Options{})
	l := does(t, 0, 10)
	require.NoError(t, e.Load(l, list(t, un, may3, named("ROE, Jane"))))
	assert.ErrorIs(t, e.Remove("eucl", anna, "r"), bonafide.ErrNotFound)
	require.NoError(t, e.Remove(sdn, anna, "another list has them all"))
	r := screen(t, e, Query{Name: "John Doe 1", Lists: []string{sdn, un}})
	assert.Equal(t, ListFailed, r.Lists[0].Result, "never clear")
	assert.Empty(t, r.Hits)
	assert.Equal(t, CodeListWithdrawn, refusal(t, e.Load(does(t, 1, 10))).Code)
	require.NoError(t, e.Accept(sdn, l.Hash, anna, "it has not"))
	require.NoError(t, e.Load(l))
	assert.Len(t, screen(t, e, Query{Name: "John Doe 1"}).Hits, 1)
	assert.Equal(t, EditionChange{Op: EditionRemoved, List: sdn, From: l.Size(), Removed: 10, By: anna, Reason: "another list has them all", At: noon}, (*log)[2])
}

func TestWhoCorrects(t *testing.T) {
	e := NewEngine(nil)
	require.NoError(t, e.Load(does(t, 0, 5)))
	require.NoError(t, e.Load(does(t, 1, 6)))
	for name, do := range map[string]func(bonafide.Actor, string) error{
		"accept":   func(by bonafide.Actor, why string) error { return e.Accept(sdn, "hash", by, why) },
		"rollback": func(by bonafide.Actor, why string) error { return e.Rollback(sdn, by, why) },
		"remove":   func(by bonafide.Actor, why string) error { return e.Remove(sdn, by, why) },
	} {
		assert.ErrorIs(t, do(bonafide.System(), "r"), bonafide.ErrForbidden, name)
		assert.ErrorIs(t, do(anna, " "), bonafide.ErrInvalid, "%s without a reason", name)
	}
	assert.ErrorIs(t, e.Accept(sdn, "", anna, "r"), bonafide.ErrInvalid)
	assert.Equal(t, may3.AddDays(1), e.Editions()[sdn])
}

// What cannot be recorded does not happen.
func TestUnrecordedIsUndone(t *testing.T) {
	var outage error
	e := NewEngine(&Options{Record: func([]EditionChange) error { return outage }})
	one, two, three := does(t, 0, 5), does(t, 1, 6), does(t, 2, 7)
	require.NoError(t, e.Load(one))
	require.NoError(t, e.Load(two))
	outage = errors.New("the store is away")
	for name, do := range map[string]func() error{
		"load":     func() error { return e.Load(three) },
		"rollback": func() error { return e.Rollback(sdn, anna, "r") },
		"remove":   func() error { return e.Remove(sdn, anna, "r") },
		"accept":   func() error { return e.Accept(sdn, one.Hash, anna, "r") },
	} {
		assert.ErrorIs(t, do(), outage, name)
		assert.Equal(t, two.Hash, e.Snapshot().Lists()[0].Hash, name)
	}
	assert.NoError(t, e.Load(two), "held already: nothing to record")
	outage = nil
	assert.Error(t, e.Load(one), "it was not accepted")
	require.NoError(t, e.Load(three))
}

// An engine that starts again knows what was decided before.
func TestRecall(t *testing.T) {
	e, log := recorded(Options{})
	good, bad := does(t, 0, 10), does(t, 1, 12)
	require.NoError(t, e.Load(good, list(t, un, may3, named("ROE, Jane"))))
	require.NoError(t, e.Load(bad))
	require.NoError(t, e.Rollback(sdn, anna, "r"))
	require.NoError(t, e.Remove(un, anna, "r"))
	small := does(t, 2, 3)
	require.NoError(t, e.Accept(sdn, small.Hash, anna, "r"))

	again, _ := recorded(Options{})
	again.Recall(*log...)
	assert.Empty(t, again.Editions(), "it loads nothing")
	again.Recall(EditionChange{Op: EditionRemoved, List: sdn})
	assert.Equal(t, CodeListWithdrawn, refusal(t, again.Load(bad)).Code)
	assert.Equal(t, CodeListWithdrawn, refusal(t, again.Load(list(t, un, may3, named("ROE, Jane")))).Code)
	assert.Equal(t, CodeListShrunken, refusal(t, again.Load(does(t, 2, 4))).Code)
	require.NoError(t, again.Load(small))
}

// Two replicas with one log come to the same editions, whichever of them was corrected.
func TestFollow(t *testing.T) {
	var log []EditionChange
	replica := func() *Engine {
		return NewEngine(&Options{Record: func(changes []EditionChange) error { log = append(log, changes...); return nil }})
	}
	one, two := replica(), replica()
	good, bad, other := does(t, 0, 10), does(t, 1, 12), list(t, un, may3, named("ROE, Jane"))
	for _, e := range []*Engine{one, two} {
		require.NoError(t, e.Load(good, other))
		require.NoError(t, e.Load(bad))
		assert.Empty(t, e.Follow(log...), "what both did is known to both")
	}
	same := func(why string) {
		t.Helper()
		seen := len(log)
		assert.Empty(t, two.Follow(log...), why)
		assert.Equal(t, one.Editions(), two.Editions(), why)
		assert.Len(t, log, seen, "nothing is recorded twice")
	}
	require.NoError(t, one.Rollback(sdn, anna, "r"))
	same("the edition before is at hand")
	assert.Equal(t, good.Edition, two.Editions()[sdn])
	assert.Equal(t, CodeListWithdrawn, refusal(t, two.Load(bad)).Code)

	small := does(t, 2, 3)
	require.NoError(t, one.Accept(sdn, small.Hash, anna, "r"))
	require.NoError(t, one.Load(small))
	behind := two.Follow(log...)
	require.Len(t, behind, 1)
	assert.Equal(t, small.Hash, behind[0].To.Hash, "an edition has to be loaded")
	assert.Equal(t, good.Edition, two.Editions()[sdn])
	require.NoError(t, two.Load(small), "what was accepted there passes here")
	same("loaded")

	require.NoError(t, two.Load(does(t, 3, 4)))
	require.NoError(t, two.Rollback(sdn, anna, "r"))
	assert.Empty(t, one.Follow(log...), "it never held what was rolled back")
	assert.Equal(t, CodeListWithdrawn, refusal(t, one.Load(does(t, 3, 4))).Code)

	require.NoError(t, two.Remove(un, anna, "r"))
	assert.Empty(t, one.Follow(log...))
	assert.NotContains(t, one.Editions(), un)
	assert.Equal(t, CodeListWithdrawn, refusal(t, one.Load(other)).Code)
	assert.Len(t, replica().Follow(log...), 1, "a new one is told what to load")
}

func TestTry(t *testing.T) {
	e := NewEngine(nil)
	require.NoError(t, e.Load(list(t, sdn, may3, named("DOE, John"), named("ROE, Jane"))))
	next := list(t, sdn, may3.AddDays(1), named("DOE, John"))
	next.Entries = append(next.Entries, named("POE, Edgar"))
	next.Entries[1].ID = "3"
	next = list(t, sdn, may3.AddDays(1), next.Entries...)
	book, err := NewBook(func(yield func(string, Query) bool) {
		_ = yield("a", Query{Name: "Jane Roe"}) && yield("b", Query{Name: "Edgar Poe"}) && yield("c", Query{Name: "John Doe"})
	})
	require.NoError(t, err)
	trial, err := e.Try(next)
	require.NoError(t, err)
	assert.NoError(t, trial.Refused)
	var who []string
	for a, err := range trial.Affected(context.Background(), book) {
		require.NoError(t, err)
		who = append(who, a.Customer+":"+strconv.Itoa(len(a.Hits))+"-"+strconv.Itoa(len(a.Gone)))
	}
	assert.Equal(t, []string{"a:0-1", "b:1-0"}, who)
	now, then, err := trial.Screen(context.Background(), Query{Name: "Edgar Poe"})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1}, []int{len(now.Hits), len(then.Hits)})
	assert.Equal(t, may3, e.Editions()[sdn], "nothing was loaded")

	trial, err = e.Try(list(t, sdn, may3.AddDays(1), named("DOE, John")))
	require.NoError(t, err)
	assert.Equal(t, CodeListShrunken, refusal(t, trial.Refused).Code, "what is refused can be looked at")
	assert.Len(t, trial.Delta.Removed, 1)
	_, err = e.Try(List{})
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
	_, _, err = trial.Screen(context.Background(), Query{})
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
}
