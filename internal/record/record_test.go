package record_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type counter struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

var (
	ctx = context.Background()
	by  = bonafide.Platform("p")
	at  = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
)

func table(t *testing.T) record.Table[counter] {
	t.Helper()
	return record.Table[counter]{
		Store: memory.New("t"), Keys: bonafide.EphemeralKeys(), Kind: "counter",
		Terms: func(c counter) record.Terms { return record.Terms{Unique: []string{"name=" + c.Name}} },
	}
}

func plus(n int) func(counter) (record.Change[counter], error) {
	return func(c counter) (record.Change[counter], error) {
		c.N += n
		return record.Change[counter]{State: c, Events: []bonafide.Event{bonafide.NewEvent("counter.added", at, by)}}, nil
	}
}

func create(name string) record.Change[counter] {
	return record.Change[counter]{State: counter{Name: name}, Events: []bonafide.Event{bonafide.NewEvent("counter.created", at, by)}}
}

// No update is lost, however many race.
func TestUpdateRace(t *testing.T) {
	tab := table(t)
	_, err := tab.Create(ctx, "c", record.Command{}, create("a"))
	require.NoError(t, err)
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			cmd := record.Command{Op: "add", Key: fmt.Sprint("k", i/2), By: by} // every key twice
			_, err := tab.Update(ctx, "c", cmd, plus(1))
			assert.NoError(t, err)
		}()
	}
	wg.Wait()
	kept, err := tab.Get(ctx, "c")
	require.NoError(t, err)
	assert.Equal(t, 16, kept.State.N, "each key took effect once")
	events, err := tab.Events(ctx, "c")
	require.NoError(t, err)
	assert.Len(t, events, 17)
}

func TestCommands(t *testing.T) {
	tab := table(t)
	cmd := record.Command{Op: "create", Key: "k", By: by, Parts: []string{"a"}}
	first, err := tab.Create(ctx, "1", cmd, create("a"))
	require.NoError(t, err)
	again, err := tab.Create(ctx, "2", cmd, create("a"))
	require.NoError(t, err)
	assert.Equal(t, first, again)
	joined, err := tab.Join(ctx, "1", cmd, plus(1))
	require.NoError(t, err)
	assert.Equal(t, first, joined, "the key was spent on the creation")
	cmd.Parts = []string{"b"}
	_, err = tab.Create(ctx, "3", cmd, create("b"))
	require.ErrorIs(t, err, bonafide.ErrKeyReused)
	_, err = tab.Update(ctx, "1", record.Command{Op: "create", Key: "k", By: by}, plus(1))
	require.NoError(t, err, "a record's own keys are another matter")

	refuse := record.Command{Op: "guess", Key: "g", By: by}
	for range 2 {
		kept, err := tab.Update(ctx, "1", refuse, func(c counter) (record.Change[counter], error) {
			change, _ := plus(10)(c)
			change.Outcome = &bonafide.RefusedError{Code: "no"}
			return change, nil
		})
		assert.Equal(t, &bonafide.RefusedError{Code: "no"}, err, "a refusal that counts is remembered")
		assert.Equal(t, 11, kept.State.N, "and counts once")
	}
	_, err = tab.Create(ctx, "4", record.Command{}, create("a"))
	require.ErrorIs(t, err, bonafide.ErrDuplicate)
	_, err = tab.Update(ctx, "nobody", record.Command{}, plus(1))
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = tab.Update(ctx, "1", record.Command{Key: strings.Repeat("k", record.MaxKeyBytes+1)}, plus(1))
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// Keys survive the replacement of the root key.
func TestCommandsUnderAnOldRoot(t *testing.T) {
	w, err := bonafide.NewLocalWrapper([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	var roots [][]byte
	for range 2 {
		root, err := bonafide.NewRoot(ctx, w)
		require.NoError(t, err)
		roots = append(roots, root)
	}
	tab := table(t)
	tab.Keys, err = bonafide.NewKeys(ctx, "t", w, roots[0])
	require.NoError(t, err)
	_, err = tab.Create(ctx, "c", record.Command{}, create("a"))
	require.NoError(t, err)
	cmd := record.Command{Op: "add", Key: "k", By: by, Parts: []string{"x"}}
	_, err = tab.Update(ctx, "c", cmd, plus(1))
	require.NoError(t, err)
	tab.Keys, err = bonafide.NewKeys(ctx, "t", w, roots[1], roots[0])
	require.NoError(t, err)
	kept, err := tab.Update(ctx, "c", cmd, plus(1))
	require.NoError(t, err)
	assert.Equal(t, 1, kept.State.N)
}

// endless is a store on which every write loses its race.
type endless struct{ bonafide.Store }

func (endless) Put(context.Context, ...bonafide.Write) error { return bonafide.ErrConflict }

func TestRetriesEnd(t *testing.T) {
	tab := table(t)
	_, err := tab.Create(ctx, "c", record.Command{}, create("a"))
	require.NoError(t, err)
	tab.Store = endless{tab.Store}
	_, err = tab.Update(ctx, "c", record.Command{}, plus(1))
	require.ErrorIs(t, err, bonafide.ErrConflict)
	left, cancel := context.WithCancel(ctx)
	cancel()
	_, err = tab.Update(left, "c", record.Command{}, plus(1))
	require.ErrorIs(t, err, context.Canceled)
}

// A body that cannot be read says so without quoting itself.
func TestUnreadableBodies(t *testing.T) {
	tab := table(t)
	for body, want := range map[string]error{`{"format":2,"state":{}}`: record.ErrFormat, `{"format":"512-43-9871"`: nil} {
		tab.Store = memory.New("t")
		require.NoError(t, tab.Store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "counter", ID: "c", Version: 1, Body: []byte(body)}}))
		_, err := tab.Get(ctx, "c")
		require.Error(t, err)
		if want != nil {
			require.ErrorIs(t, err, want)
		}
		assert.NotContains(t, err.Error(), "512")
		_, _, err = tab.List(ctx, bonafide.Query{})
		require.Error(t, err)
	}
	_, err := record.Fingerprint(make(chan int))
	require.Error(t, err)
	var marshal *json.UnsupportedTypeError
	assert.False(t, errors.As(err, &marshal))
}
