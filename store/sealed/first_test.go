package sealed_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// counted counts calls, and tells what was put.
type counted struct {
	bonafide.Store
	gets, puts int
	kinds      []string // of the last batch
	fail       error    // of the next Put, after it took effect
}

func (s *counted) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	s.gets++
	return s.Store.Get(ctx, kind, id)
}

func (s *counted) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.puts++
	s.kinds = nil
	for _, w := range batch {
		s.kinds = append(s.kinds, w.Record.Kind)
	}
	err := s.Store.Put(ctx, batch...)
	if s.fail != nil {
		err, s.fail = s.fail, nil
	}
	return err
}

// A new subject costs one more record in the same Put and no read; with a key store of
// its own, one Put there. The second write costs nothing.
func TestFirstKeyCosts(t *testing.T) {
	below := &counted{Store: memory.New("acme")}
	s, err := sealed.New(below, bonafide.EphemeralKeys(), nil)
	require.NoError(t, err)
	beside := bonafide.Record{Kind: "user.coverage", ID: "u-1", Version: 1, Body: []byte("{}")}
	put(t, s, record("u-1", 1), beside)
	assert.Equal(t, []string{"user", "user.coverage", sealed.KindKeys}, below.kinds)
	put(t, s, record("u-1", 2))
	assert.Equal(t, []string{"user"}, below.kinds)
	assert.Equal(t, 2, below.puts)
	assert.Zero(t, below.gets)
	holds(t, s, record("u-1", 2), beside)

	below, above := &counted{Store: memory.New("acme")}, &counted{Store: memory.New("acme")}
	s, err = sealed.New(below, bonafide.EphemeralKeys(), &sealed.Options{KeyStore: above})
	require.NoError(t, err)
	put(t, s, record("u-1", 1))
	assert.Equal(t, []int{0, 1, 0, 1}, []int{below.gets, below.puts, above.gets, above.puts})

	// Subjects without a record of their own in the batch may have a key already.
	below = &counted{Store: memory.New("acme")}
	s, err = sealed.New(below, bonafide.EphemeralKeys(), nil)
	require.NoError(t, err)
	put(t, s, bonafide.Record{Kind: "user.command", ID: "c", Version: 1, Body: []byte("{}")})
	assert.Equal(t, []int{1, 1}, []int{below.gets, below.puts})
}

// A full batch has no room for keys: they are written before it.
func TestFirstKeysOfAFullBatch(t *testing.T) {
	for _, n := range []int{bonafide.MaxBatch/2 + 1, bonafide.MaxBatch} {
		below := &counted{Store: memory.New("acme")}
		s, err := sealed.New(below, bonafide.EphemeralKeys(), nil)
		require.NoError(t, err)
		var batch []bonafide.Record
		for i := range n {
			batch = append(batch, record(fmt.Sprint("u-", i), 1))
		}
		put(t, s, batch...)
		assert.LessOrEqual(t, len(below.kinds), bonafide.MaxBatch)
		assert.Equal(t, 1+2*n-bonafide.MaxBatch, below.puts)
		holds(t, s, batch...)
	}
}

// A key that was made in a transaction which was rolled back seals nothing later: not
// through the bound copy's original, and not for whoever comes first then.
func TestRollbackLeavesNoKey(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-0", 1))
	scratch := memory.New("acme") // what is written to it is rolled back
	bound := b.store.WithStore(scratch)
	put(t, bound, record("u-1", 1), bonafide.Record{Kind: "user.command", ID: "c", Version: 1, Body: []byte("{}")})
	holds(t, bound, record("u-1", 1))

	put(t, b.store, record("u-1", 1))
	put(t, b.store, record("u-1", 2), bonafide.Record{Kind: "user.command", ID: "c", Version: 1, Body: []byte("{}")})
	for _, s := range []*sealed.Store{b.store, b.open(t)} {
		holds(t, s, record("u-1", 2), record("u-0", 1))
		_, err := s.Get(ctx, "user.command", "c")
		require.NoError(t, err)
	}
}

// A batch that is refused leaves no key, neither below nor in memory; one whose reply is
// lost leaves its own, which whoever repeats it finds.
func TestFirstKeyOfAFailedBatch(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-1", 1))
	taken := record("u-2", 1)
	taken.Unique = record("u-1", 1).Unique
	require.ErrorIs(t, b.store.Put(ctx, bonafide.Write{Record: taken}), bonafide.ErrDuplicate)
	require.ErrorIs(t, b.store.Put(ctx, bonafide.Write{Record: record("u-3", 1)}, bonafide.Write{Record: record("u-1", 1)}), bonafide.ErrConflict)
	page, err := b.below.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
	require.NoError(t, err)
	assert.Len(t, page.Records, 1)
	put(t, b.open(t), record("u-2", 1)) // another process makes the key
	put(t, b.store, record("u-2", 2))
	holds(t, b.store, record("u-2", 2))

	below := &counted{Store: b.below, fail: errStore}
	lossy, err := sealed.New(below, b.keys, &b.opts)
	require.NoError(t, err)
	require.ErrorIs(t, lossy.Put(ctx, bonafide.Write{Record: record("u-4", 1)}), errStore)
	require.ErrorIs(t, lossy.Put(ctx, bonafide.Write{Record: record("u-4", 1)}), bonafide.ErrConflict)
	holds(t, lossy, record("u-4", 1))
	put(t, lossy, record("u-4", 2))
	holds(t, b.open(t), record("u-4", 2))
}

// Many who are the first at once agree on one key.
func TestFirstKeyRace(t *testing.T) {
	for range 20 {
		b := setup(t)
		var wg sync.WaitGroup
		for i := range 8 {
			s := b.open(t)
			wg.Go(func() {
				r := bonafide.Record{Kind: "user.command", ID: fmt.Sprint("c-", i), Version: 1, Body: []byte("{}")}
				assert.NoError(t, s.Put(ctx, bonafide.Write{Record: record(fmt.Sprint("u-", i), 1)}, bonafide.Write{Record: r}))
			})
		}
		wg.Wait()
		fresh := b.open(t)
		for i := range 8 {
			holds(t, fresh, record(fmt.Sprint("u-", i), 1))
			_, err := fresh.Get(ctx, "user.command", fmt.Sprint("c-", i))
			require.NoError(t, err)
		}
		for _, r := range keysOf(t, b) {
			assert.Equal(t, 1, strings.Count(string(r.Body), `"number"`))
		}
	}
}

func keysOf(t testing.TB, b *bundle) []bonafide.Record {
	t.Helper()
	page, err := b.below.List(ctx, bonafide.Query{Kind: sealed.KindKeys, Limit: bonafide.MaxPage})
	require.NoError(t, err)
	return page.Records
}

// No data key seals without end: after as many messages as the option says, on average,
// there is a new one, whoever the writers are and however short they live.
func TestMessagesPerKey(t *testing.T) {
	const mean, writes = 50, 5_000
	b := setup(t, func(b *bundle) { b.opts.MessagesPerKey = mean })
	most, n, last := 0, 0, ""
	for v := int64(1); v <= writes; v++ {
		if v%10 == 0 {
			b.store = b.open(t) // a process of its own
		}
		put(t, b.store, record("u-1", v))
		number := string(b.raw(t, "user", "u-1").Body[4:6])
		if n++; number != last {
			most, n, last = max(most, n), 0, number
		}
	}
	holds(t, b.open(t), record("u-1", writes))
	keys := strings.Count(string(keysOf(t, b)[0].Body), `"number"`)
	assert.InDelta(t, writes/mean, keys, 70, "seven standard deviations")
	assert.Less(t, most, 30*mean, "the chance of more is below 1e-11")

	for _, bad := range []int64{-1, 1<<26 + 1} {
		_, err := sealed.New(b.below, b.keys, &sealed.Options{MessagesPerKey: bad})
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has("options.messages_per_key", bonafide.CodeOutOfRange))
	}
}

// A store that is sealed already is not sealed again, where it can be told.
func TestSealedTwice(t *testing.T) {
	b := setup(t)
	for path, make := range map[string]func() error{
		"store":             func() error { _, err := sealed.New(b.store, b.keys, nil); return err },
		"options.key_store": func() error { _, err := sealed.New(b.below, b.keys, &sealed.Options{KeyStore: b.store}); return err },
	} {
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, make(), &invalid, path)
		assert.True(t, invalid.Has(path, bonafide.CodeNotAllowed), path)
	}
	hidden, err := sealed.New(struct{ bonafide.Store }{b.store}, b.keys, nil)
	require.NoError(t, err)
	err = hidden.Put(ctx, bonafide.Write{Record: record("u-1", 1)})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	assert.ErrorContains(t, err, "Unwrap")
	_, err = b.below.Get(ctx, "user", "u-1")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// What is in clear stays so, and what is sealed is named.
func TestInClear(t *testing.T) {
	b := setup(t)
	clear := sealed.InClear(b.below)
	put(t, clear, record("u-1", 1))
	holds(t, clear, record("u-1", 1))
	holds(t, b.below, record("u-1", 1))
	put(t, b.store, record("u-2", 1))
	r, err := clear.Get(ctx, "user", "u-2")
	refused(t, err, sealed.CodeSealed)
	assert.Equal(t, int64(1), r.Version)
	assert.Empty(t, r.Body)
	page, err := clear.List(ctx, bonafide.Query{Kind: "user"})
	refused(t, err, sealed.CodeSealed)
	assert.Equal(t, []bonafide.Record{record("u-1", 1)}, page.Records)
	require.NoError(t, clear.(interface{ Unwrap() bonafide.Store }).Unwrap().(bonafide.Deleter).Delete(ctx, "user", "u-2", 1))
}
