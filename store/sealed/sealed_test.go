package sealed_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/store/storetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

// kms is a key service with versions: it wraps under the newest, counts its
// calls, and can be down.
type kms struct {
	mu       sync.Mutex
	versions map[byte]bonafide.KeyWrapper
	newest   byte
	down     atomic.Bool
	wraps    atomic.Int64
	unwraps  atomic.Int64
}

var errDown = errors.New("connection refused")

func newKMS(t testing.TB) *kms {
	t.Helper()
	k := &kms{versions: map[byte]bonafide.KeyWrapper{}}
	k.rotate(t)
	return k
}

func (k *kms) rotate(t testing.TB) {
	t.Helper()
	key := make([]byte, 32)
	rand.Read(key)
	w, err := bonafide.NewLocalWrapper(key)
	require.NoError(t, err)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.newest++
	k.versions[k.newest] = w
}

// retire destroys all versions but the newest.
func (k *kms) retire() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.versions = map[byte]bonafide.KeyWrapper{k.newest: k.versions[k.newest]}
}

func (k *kms) WrapKey(ctx context.Context, key []byte, of bonafide.KeyContext) ([]byte, error) {
	k.wraps.Add(1)
	if k.down.Load() {
		return nil, errDown
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	wrapped, err := k.versions[k.newest].WrapKey(ctx, key, of)
	return append([]byte{k.newest}, wrapped...), err
}

func (k *kms) UnwrapKey(ctx context.Context, wrapped []byte, of bonafide.KeyContext) ([]byte, error) {
	k.unwraps.Add(1)
	if k.down.Load() {
		return nil, errDown
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	w := k.versions[wrapped[0]]
	if w == nil {
		return nil, bonafide.ErrSealed
	}
	return w.UnwrapKey(ctx, wrapped[1:], of)
}

func (k *kms) keys(t testing.TB, tenant string) *bonafide.Keys {
	t.Helper()
	root, err := bonafide.NewRoot(ctx, k, tenant)
	require.NoError(t, err)
	keys, err := bonafide.NewKeys(ctx, tenant, k, root)
	require.NoError(t, err)
	return keys
}

// bundle is a sealed store with everything under control.
type bundle struct {
	kms   *kms
	keys  *bonafide.Keys
	below *memory.Store
	apart *memory.Store // for keys
	opts  sealed.Options

	mu    sync.Mutex
	clock time.Time
	store *sealed.Store
}

func setup(t testing.TB, change ...func(*bundle)) *bundle {
	t.Helper()
	b := &bundle{kms: newKMS(t), below: memory.New("acme"), apart: memory.New("acme"), clock: start}
	b.keys = b.kms.keys(t, "acme")
	b.opts = sealed.Options{Now: b.now}
	for _, c := range change {
		c(b)
	}
	b.store = b.open(t)
	return b
}

// open is another process on the same stores.
func (b *bundle) open(t testing.TB) *sealed.Store {
	t.Helper()
	s, err := sealed.New(b.below, b.keys, &b.opts)
	require.NoError(t, err)
	return s
}

func (b *bundle) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.clock
}

func (b *bundle) wait(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock = b.clock.Add(d)
}

func apart(b *bundle) { b.opts.KeyStore = b.apart }

const secret = "Ana Maria Lopez, 1 Market Street"

func record(id string, version int64) bonafide.Record {
	return bonafide.Record{
		Kind: "user", ID: id, Version: version, Body: fmt.Appendf(nil, `{"name":%q,"n":%d}`, secret, version),
		Unique: []string{"phone=" + id}, Labels: []string{"permission=RECEIVE"}, Due: start,
	}
}

func put(t testing.TB, s bonafide.Store, records ...bonafide.Record) {
	t.Helper()
	var batch []bonafide.Write
	for _, r := range records {
		batch = append(batch, bonafide.Write{Record: r})
	}
	require.NoError(t, s.Put(ctx, batch...))
}

func holds(t testing.TB, s bonafide.Store, want ...bonafide.Record) {
	t.Helper()
	for _, r := range want {
		got, err := s.Get(ctx, r.Kind, r.ID)
		require.NoError(t, err)
		require.Equal(t, r, got)
		page, err := s.List(ctx, bonafide.Query{Kind: r.Kind, Limit: bonafide.MaxPage})
		require.NoError(t, err)
		require.Contains(t, page.Records, r)
	}
}

func refused(t testing.TB, err error, code bonafide.Code) {
	t.Helper()
	var sealedErr *sealed.Error
	require.ErrorAs(t, err, &sealedErr)
	assert.Equal(t, code, sealedErr.Code)
	require.ErrorIs(t, err, bonafide.ErrSealed)
	require.NotErrorIs(t, err, bonafide.ErrNotFound)
	require.NotErrorIs(t, err, bonafide.ErrUnavailable)
	assert.NotContains(t, err.Error(), "Ana")
}

func (b *bundle) raw(t testing.TB, kind, id string) bonafide.Record {
	t.Helper()
	r, err := b.below.Get(ctx, kind, id)
	require.NoError(t, err)
	return r
}

// rewrite puts another body into the database, behind the store's back.
func (b *bundle) rewrite(t testing.TB, kind, id string, body []byte) {
	t.Helper()
	r, err := b.below.Get(ctx, kind, id)
	if errors.Is(err, bonafide.ErrNotFound) {
		r = bonafide.Record{Kind: kind, ID: id}
	}
	fresh := memory.New("acme")
	r.Version = max(r.Version, 1)
	for v := int64(1); v <= r.Version; v++ { // the same version, with another body
		w := r
		w.Version = v
		if v == r.Version {
			w.Body = body
		}
		require.NoError(t, fresh.Put(ctx, bonafide.Write{Record: w}))
	}
	b.store = b.over(t, fresh)
}

// over is the sealed store over another database, with the keys of this one.
func (b *bundle) over(t testing.TB, below bonafide.Store) *sealed.Store {
	t.Helper()
	opts := b.opts
	if opts.KeyStore == nil {
		opts.KeyStore = b.below
	}
	s, err := sealed.New(below, b.keys, &opts)
	require.NoError(t, err)
	return s
}

// The whole contract, in every way that a sealed store can be set up.
func TestStore(t *testing.T) {
	for name, change := range map[string]func(*testing.T, *sealed.Options){
		"same store":        func(*testing.T, *sealed.Options) {},
		"keys apart":        func(t *testing.T, o *sealed.Options) { o.KeyStore = memory.New("keys") },
		"one key in memory": func(t *testing.T, o *sealed.Options) { o.CacheSize = 1 },
		"nothing lasts":     func(t *testing.T, o *sealed.Options) { o.CacheLife = 1 },
		"one key for all": func(t *testing.T, o *sealed.Options) {
			o.Subject = func(string, string) sealed.Subject { return sealed.Subject{} }
		},
		"unsealed allowed": func(t *testing.T, o *sealed.Options) { o.AllowUnsealed = true },
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, opener(t, change)) })
	}
	t.Run("bound", func(t *testing.T) {
		storetest.Run(t, func(tb storetest.TB) func(string) bonafide.Store {
			handle := opener(t, func(*testing.T, *sealed.Options) {})(tb)
			return func(tenant string) bonafide.Store {
				s := handle(tenant).(*sealed.Store)
				return s.WithStore(below(s))
			}
		})
	})
}

// belows remembers what a sealed store stands before.
var belows sync.Map

func below(s *sealed.Store) bonafide.Store {
	v, _ := belows.Load(s)
	return v.(bonafide.Store)
}

func opener(t *testing.T, change func(*testing.T, *sealed.Options)) storetest.Open {
	k := newKMS(t)
	return func(storetest.TB) func(string) bonafide.Store {
		m := memory.New("first")
		stores := map[string]*memory.Store{}
		var mu sync.Mutex
		return func(tenant string) bonafide.Store {
			var opts sealed.Options
			change(t, &opts)
			if opts.KeyStore != nil {
				mu.Lock()
				if stores[tenant] == nil {
					stores[tenant] = memory.New(tenant)
				}
				opts.KeyStore = stores[tenant]
				mu.Unlock()
			}
			name := tenant
			if name == "" {
				name = "none"
			}
			under := m.ForTenant(tenant)
			s, err := sealed.New(under, k.keys(t, name), &opts)
			if err != nil {
				t.Fatal(err)
			}
			belows.Store(s, under)
			return s
		}
	}
}

// restless is a store on which somebody seals again, now and then, what is about
// to be written or was just written.
type restless struct {
	*sealed.Store
	walker *sealed.Store
	n      atomic.Int64
	done   *atomic.Int64
}

func (s *restless) disturb(batch []bonafide.Write) error {
	n := s.n.Add(1)
	if len(batch) == 0 || n%2 == 0 {
		return nil
	}
	p, err := s.walker.Reseal(ctx, sealed.Walk{Kind: batch[n%int64(len(batch))].Record.Kind, Before: time.Now(), Limit: 20})
	s.done.Add(int64(p.Done))
	if errors.Is(err, bonafide.ErrInvalid) {
		return nil // what the clause writes is no record
	}
	return err
}

func (s *restless) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.disturb(batch); err != nil {
		return err
	}
	if err := s.Store.Put(ctx, batch...); err != nil {
		return err
	}
	return s.disturb(batch)
}

// The contract, and the oracle of storetest, hold while somebody walks over all
// records and replaces their keys: nobody notices.
func TestResealIsInvisible(t *testing.T) {
	var done atomic.Int64
	open := func(elsewhere bool) storetest.Open {
		return func(tb storetest.TB) func(string) bonafide.Store {
			handle := opener(t, func(*testing.T, *sealed.Options) {})(tb)
			return func(tenant string) bonafide.Store {
				s := &restless{Store: handle(tenant).(*sealed.Store), done: &done}
				if s.walker = s.Store; elsewhere {
					s.walker = s.Store.WithStore(below(s.Store)) // with a memory of its own
				}
				return s
			}
		}
	}
	t.Run("contract", func(t *testing.T) { storetest.Run(t, open(false)) })
	t.Run("contract, by another process", func(t *testing.T) {
		for _, c := range storetest.Clauses() {
			// Whoever follows on a version that was never there is told by a process
			// that has looked since; a Service never does.
			if c.Name != "skipped_version" && c.Name != "tenants_put" {
				t.Run(c.Name, func(t *testing.T) { c.Run(t, open(true)) })
			}
		}
	})
	t.Run("oracle", func(t *testing.T) {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		for i := range uint64(8) {
			storetest.Compare(t, open(false), seed+i, 300)
		}
	})
	assert.Greater(t, done.Load(), int64(500), "records were sealed anew all the time")
}

func TestModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	open := opener(t, func(*testing.T, *sealed.Options) {})
	models := figuretest.Size(t, "MODELS", figuretest.Part(10))
	for i := range uint64(models) {
		storetest.Compare(t, open, seed+i, 400)
	}
	figuretest.Report(t, "operations", 400*models)
}

func TestNewChecks(t *testing.T) {
	_, err := sealed.New(nil, nil, &sealed.Options{CacheSize: -1, CacheLife: -1})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	for path, code := range map[string]bonafide.Code{"store": bonafide.CodeRequired, "keys": bonafide.CodeRequired,
		"options.cache_size": bonafide.CodeOutOfRange, "options.cache_life": bonafide.CodeOutOfRange} {
		assert.True(t, invalid.Has(path, code), path)
	}
}

// What the database sees: everything a record is found by, and nothing of its
// body; two equal bodies do not look alike.
func TestBodiesAreSealed(t *testing.T) {
	b := setup(t)
	first, second := record("u-1", 1), record("u-2", 1)
	first.Body = bytes.Repeat([]byte(secret), 50)
	second.Body = first.Body
	put(t, b.store, first, second)
	holds(t, b.store, first, second)
	raw := b.raw(t, "user", "u-1")
	assert.NotContains(t, string(raw.Body), "Ana")
	assert.NotContains(t, string(raw.Body), secret[:5])
	assert.NotEqual(t, raw.Body, b.raw(t, "user", "u-2").Body)
	assert.Less(t, len(raw.Body), len(secret)+sealed.Overhead+200, "what repeats is said once")
	raw.Body, first.Body = nil, nil
	assert.Equal(t, first, raw, "the rest is as it was")

	empty := bonafide.Record{Kind: "user.listing", ID: "u-1", Version: 1, Labels: []string{"word=x"}}
	put(t, b.store, empty)
	assert.Equal(t, empty, b.raw(t, "user.listing", "u-1"), "an empty body stays empty")

	r, err := b.store.Get(ctx, sealed.KindKeys, strings.Repeat("0", 64))
	require.ErrorIs(t, err, bonafide.ErrNotFound, "keys are nobody's business")
	assert.Zero(t, r)
	page, err := b.store.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
	require.NoError(t, err)
	assert.Empty(t, page.Records)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, b.store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: sealed.KindKeys, ID: "x", Version: 1}}), &invalid)
	assert.True(t, invalid.Has("batch[0].record.kind", bonafide.CodeNotAllowed))
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = b.store.Get(cancelled, sealed.KindKeys, "x")
	require.ErrorIs(t, err, context.Canceled)
	_, err = b.store.List(cancelled, bonafide.Query{Kind: sealed.KindKeys})
	require.ErrorIs(t, err, context.Canceled)
}

// The largest body that fits, and one byte more.
func TestLargestBody(t *testing.T) {
	b := setup(t)
	r := record("u-1", 1)
	r.Body = make([]byte, bonafide.MaxBodyBytes-sealed.Overhead)
	put(t, b.store, r)
	holds(t, b.store, r)
	for v := int64(2); v < 5; v++ { // the envelope may grow with the walks over it
		b.wait(time.Hour)
		_, err := b.store.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()})
		require.NoError(t, err)
	}
	holds(t, b.store, r)
	r.Version, r.Body = 2, append(r.Body, 0)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, b.store.Put(ctx, bonafide.Write{Record: r}), &invalid)
	assert.True(t, invalid.Has("batch[0].record.body", bonafide.CodeTooLong))
	assert.LessOrEqual(t, len("\xbfse\x01")+2*10+1+12+16, sealed.Overhead, "the longest envelope")
}

// A body of each form says so, opens, and does not open as the other form.
func TestForms(t *testing.T) {
	noise := make([]byte, 4000)
	rand.Read(noise)
	for id, c := range map[string]struct {
		body []byte
		form byte
	}{
		"small":   {[]byte(secret), 1},
		"noise":   {noise, 1},
		"repeats": {bytes.Repeat([]byte(secret), 50), 2},
	} {
		b, r := setup(t), record(id, 1)
		r.Body = c.body
		put(t, b.store, r)
		holds(t, b.store, r)
		raw := bytes.Clone(b.raw(t, "user", id).Body)
		require.Equal(t, c.form, raw[3], id)
		raw[3] = 3 - c.form
		b.rewrite(t, "user", id, raw)
		_, err := b.store.Get(ctx, "user", id)
		require.Equal(t, &sealed.Error{Kind: "user", ID: id, Code: sealed.CodeDamaged}, err)
	}
}

// A body that was changed anywhere, cut off, or moved to another record, kind,
// version or tenant does not open.
func TestTamperedBodies(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-1", 1))
	put(t, b.store, record("u-1", 2), record("u-2", 1))
	raw := b.raw(t, "user", "u-1").Body
	get := func(kind, id string) error {
		r, err := b.store.Get(ctx, kind, id)
		if err != nil {
			assert.Empty(t, r.Body)
			page, listed := b.store.List(ctx, bonafide.Query{Kind: kind})
			require.Error(t, listed)
			assert.Empty(t, page.Records)
		}
		return err
	}
	codes := map[bonafide.Code]int{}
	for i := range raw {
		for _, bit := range []byte{1, 0x80} {
			body := bytes.Clone(raw)
			body[i] ^= bit
			b.rewrite(t, "user", "u-1", body)
			err := get("user", "u-1")
			var e *sealed.Error
			require.ErrorAs(t, err, &e, "byte %d", i)
			codes[e.Code]++
		}
	}
	assert.Equal(t, 6, codes[sealed.CodeUnsealed], "without the mark it is not sealed")
	assert.Equal(t, 2, codes[sealed.CodeNewer])
	assert.Positive(t, codes[sealed.CodeKeyMissing], "another key number")
	assert.Greater(t, codes[sealed.CodeDamaged], 2*len(raw)-16)
	for n := range raw {
		b.rewrite(t, "user", "u-1", raw[:n])
		if n == 0 {
			continue // an empty body is empty; what reads it must notice
		}
		require.ErrorIs(t, get("user", "u-1"), bonafide.ErrSealed, "%d bytes", n)
	}
	b.rewrite(t, "user", "u-1", append(bytes.Clone(raw), 0))
	refused(t, get("user", "u-1"), sealed.CodeDamaged)
	long := append(append(bytes.Clone(raw[:4]), raw[4]|0x80, 0), raw[5:]...) // the same number, written longer
	b.rewrite(t, "user", "u-1", long)
	refused(t, get("user", "u-1"), sealed.CodeDamaged)
	shifted := bytes.Clone(raw)
	shifted[5] = 9 // more than there are versions
	b.rewrite(t, "user", "u-1", shifted)
	refused(t, get("user", "u-1"), sealed.CodeDamaged)

	for name, at := range map[string][2]string{"another record": {"user", "u-2"}, "another kind": {"case", "u-1"}, "a new record": {"user", "u-9"}} {
		b.rewrite(t, at[0], at[1], raw)
		require.ErrorIs(t, get(at[0], at[1]), bonafide.ErrSealed, name)
	}
	// Records that share a key.
	for _, pair := range [][2][2]string{
		{{"user.command", "a"}, {"user.command", "b"}}, {{"user.command", "a"}, {"case.command", "a"}},
		{{"user.decision", "u-1/1"}, {"user.decision", "u-1/2"}}, {{"user", "u-1"}, {"user.decision", "u-1/1"}},
	} {
		shared := setup(t)
		for _, r := range pair {
			put(t, shared.store, bonafide.Record{Kind: r[0], ID: r[1], Version: 1, Body: []byte("body of " + r[1])})
		}
		shared.rewrite(t, pair[1][0], pair[1][1], shared.raw(t, pair[0][0], pair[0][1]).Body)
		_, err := shared.store.Get(ctx, pair[1][0], pair[1][1])
		refused(t, err, sealed.CodeDamaged)
	}
	old := setup(t)
	put(t, old.store, record("u-1", 1))
	before := old.raw(t, "user", "u-1").Body
	put(t, old.store, record("u-1", 2))
	old.rewrite(t, "user", "u-1", before)
	_, err := old.store.Get(ctx, "user", "u-1")
	refused(t, err, sealed.CodeDamaged)

	tenant := setup(t)
	put(t, tenant.store, record("u-1", 1))
	_, err = sealed.New(tenant.below, tenant.kms.keys(t, "other"), &tenant.opts)
	require.Equal(t, bonafide.Invalid("keys", bonafide.CodeMismatch), err, "the store tells whose it is")
	require.Equal(t, bonafide.Invalid("keys", bonafide.CodeMismatch), tenant.kms.keys(t, "other").CheckTenant(tenant.store), "and so does the one before it")
	silent := struct{ bonafide.Store }{tenant.below}
	stranger, err := sealed.New(silent, tenant.kms.keys(t, "other"), &tenant.opts)
	require.NoError(t, err)
	_, err = stranger.Get(ctx, "user", "u-1")
	refused(t, err, sealed.CodeKeyRefused)
}

// A wrapper that does not know the key is told apart from one that is down, and
// neither from a missing record.
func TestKeyServiceTrouble(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-1", 1))
	b.kms.down.Store(true)
	holds(t, b.store, record("u-1", 1)) // its key is in memory
	cold := b.open(t)
	for what, call := range map[string]func() error{
		"get":    func() error { _, err := cold.Get(ctx, "user", "u-1"); return err },
		"list":   func() error { _, err := cold.List(ctx, bonafide.Query{Kind: "user"}); return err },
		"put":    func() error { return cold.Put(ctx, bonafide.Write{Record: record("u-1", 2)}) },
		"insert": func() error { return cold.Put(ctx, bonafide.Write{Record: record("u-2", 1)}) },
		"reseal": func() error { _, err := cold.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()}); return err },
		"rewrap": func() error { _, _, err := cold.Rewrap(ctx, "", 10); return err },
		"shred":  func() error { return cold.Shred(ctx, record("u-1", 1)) },
	} {
		if what == "reseal" {
			b.wait(time.Microsecond)
		}
		err := call()
		require.ErrorIs(t, err, bonafide.ErrUnavailable, what)
		require.NotErrorIs(t, err, bonafide.ErrNotFound, what)
		require.NotErrorIs(t, err, bonafide.ErrSealed, what)
	}
	_, err := cold.Get(ctx, "user", "nobody")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	b.kms.down.Store(false)
	put(t, cold, record("u-1", 2))
	put(t, cold, record("u-2", 1))
	holds(t, cold, record("u-1", 2), record("u-2", 1))

	b.kms.rotate(t)
	b.kms.retire()
	cold = b.open(t)
	_, err = cold.Get(ctx, "user", "u-1")
	refused(t, err, sealed.CodeKeyRefused)
	_, err = cold.List(ctx, bonafide.Query{Kind: "user"})
	refused(t, err, sealed.CodeKeyRefused)
	refused(t, cold.Put(ctx, bonafide.Write{Record: record("u-1", 3)}), sealed.CodeKeyRefused)

	stranger := setup(t)
	other, err := sealed.New(b.below, stranger.keys, nil)
	require.NoError(t, err)
	_, err = other.Get(ctx, "user", "u-2")
	require.ErrorIs(t, err, bonafide.ErrSealed, "another wrapper altogether")
}

// The key store is down, empty, or damaged.
func TestKeyStoreTrouble(t *testing.T) {
	b := setup(t, apart)
	put(t, b.store, record("u-1", 1))
	page, err := b.below.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
	require.NoError(t, err)
	assert.Empty(t, page.Records, "keys are apart")
	with := func(keys bonafide.Store) *sealed.Store {
		opts := b.opts
		opts.KeyStore = keys
		s, err := sealed.New(b.below, b.keys, &opts)
		require.NoError(t, err)
		return s
	}
	broken := with(&faulty{Store: b.apart, n: 1})
	_, err = broken.Get(ctx, "user", "u-1")
	require.ErrorIs(t, err, errStore)
	require.NotErrorIs(t, err, bonafide.ErrNotFound)
	holds(t, broken, record("u-1", 1))

	_, err = with(memory.New("acme")).Get(ctx, "user", "u-1")
	refused(t, err, sealed.CodeKeyMissing)

	keys, err := b.apart.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
	require.NoError(t, err)
	require.Len(t, keys.Records, 1)
	for _, body := range []string{"", "{", `{"format":2,"keys":[{"number":1,"wrapped":"AQ=="}]}`, `{"format":1,"keys":[]}`} {
		damaged := memory.New("acme")
		put(t, damaged, bonafide.Record{Kind: sealed.KindKeys, ID: keys.Records[0].ID, Version: 1, Body: []byte(body)})
		s := with(damaged)
		for _, err := range []error{s.Put(ctx, bonafide.Write{Record: record("u-1", 2)}), func() error { _, err := s.Get(ctx, "user", "u-1"); return err }(),
			func() error { _, _, err := s.Rewrap(ctx, "", 0); return err }()} {
			require.Error(t, err)
			require.NotErrorIs(t, err, bonafide.ErrNotFound)
			require.NotErrorIs(t, err, bonafide.ErrUnavailable)
		}
	}
}

// The wrapper is asked once for a subject, until the key's time in memory is over
// or too many others were needed since.
func TestKeysAreHeldWithBounds(t *testing.T) {
	b := setup(t, func(b *bundle) { b.opts.CacheSize, b.opts.CacheLife = 3, time.Minute })
	calls := func() int64 { return b.kms.wraps.Swap(0) + b.kms.unwraps.Swap(0) }
	calls()
	var all []bonafide.Record
	for i := range 3 {
		all = append(all, record(fmt.Sprint("u-", i), 1))
	}
	put(t, b.store, all...)
	assert.EqualValues(t, 3, calls(), "one wrapping for each new subject")
	for range 10 {
		holds(t, b.store, all...)
	}
	for v := int64(2); v < 10; v++ {
		put(t, b.store, record("u-0", v))
	}
	all[0] = record("u-0", 9)
	assert.Zero(t, calls())
	b.wait(time.Minute - 1)
	holds(t, b.store, all...)
	assert.Zero(t, calls())
	b.wait(1)
	holds(t, b.store, all...)
	assert.EqualValues(t, 3, calls(), "their time is over, used or not")
	b.wait(-time.Hour)
	holds(t, b.store, all...)
	assert.EqualValues(t, 3, calls(), "a clock that goes back prolongs nothing")

	put(t, b.store, record("u-3", 1))
	calls()
	_, err := b.store.Get(ctx, "user", "u-0")
	require.NoError(t, err)
	assert.EqualValues(t, 1, calls(), "the one unused for longest made room")
	_, err = b.store.Get(ctx, "user", "u-3")
	require.NoError(t, err)
	assert.Zero(t, calls())

	put(t, b.store, bonafide.Record{Kind: "user.command", ID: "a", Version: 1, Body: []byte("{}")})
	assert.EqualValues(t, 1, calls())
	for i := range 20 {
		put(t, b.store, bonafide.Record{Kind: "user.command", ID: fmt.Sprint("b", i), Version: 1, Body: []byte("{}")})
	}
	assert.Zero(t, calls(), "what belongs to nobody has one key")
	b.store = b.open(t)
	page, err := b.store.List(ctx, bonafide.Query{Kind: "user.command"})
	require.NoError(t, err)
	require.Len(t, page.Records, 21)
	assert.EqualValues(t, 1, calls())
}

// One damaged body does not hide the others from a list, nor is it left out without
// a word.
func TestListGoesOn(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-1", 1), record("u-2", 1), record("u-3", 1))
	damaged := b.raw(t, "user", "u-2")
	damaged.Version, damaged.Body = 2, damaged.Body[:len(damaged.Body)-1]
	put(t, b.below, damaged)
	page, err := b.store.List(ctx, bonafide.Query{Kind: "user", Limit: 2})
	refused(t, err, sealed.CodeDamaged)
	var lost *bonafide.UnreadableError
	require.ErrorAs(t, err, &lost)
	assert.Equal(t, []string{"u-2"}, lost.IDs)
	assert.Equal(t, "bonafide: user records cannot be read: u-2", lost.Error())
	require.Len(t, page.Records, 1)
	assert.Equal(t, "u-1", page.Records[0].ID)
	page, err = b.store.List(ctx, bonafide.Query{Kind: "user", Limit: 2, Cursor: page.Next})
	require.NoError(t, err)
	assert.Equal(t, record("u-3", 1).Body, page.Records[0].Body)
}

// A list without bodies asks for no key, not even where a record was sealed again; what is
// damaged to the eye is named.
func TestListTerms(t *testing.T) {
	b := setup(t)
	put(t, b.store, record("u-1", 1), record("u-2", 1), record("u-3", 1))
	b.wait(time.Minute)
	_, err := b.store.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now(), Limit: 1})
	require.NoError(t, err)
	damaged := b.raw(t, "user", "u-2")
	damaged.Version, damaged.Body = damaged.Version+1, damaged.Body[:5]
	put(t, b.below, damaged)
	unknown := b.raw(t, "user", "u-3") // sealed as another version, which only the key can tell
	unknown.Version++
	put(t, b.below, unknown)

	b.opts.KeyStore = b.apart // where there are none
	b.store = b.open(t)
	page, err := b.store.ListTerms(ctx, bonafide.Query{Kind: "user", Limit: 3})
	refused(t, err, sealed.CodeDamaged)
	var lost *bonafide.UnreadableError
	require.ErrorAs(t, err, &lost)
	assert.Equal(t, []string{"u-2"}, lost.IDs)
	want := []bonafide.Record{record("u-1", 1), record("u-3", 2)}
	for i := range want {
		want[i].Unique, want[i].Body = []string{"phone=" + want[i].ID}, nil
	}
	assert.Equal(t, want, page.Records)
	assert.NotEmpty(t, b.raw(t, "user", "u-1").Body)

	put(t, b.store, record("u-4", 1))
	page, err = b.store.ListTerms(ctx, bonafide.Query{Kind: sealed.KindKeys})
	require.NoError(t, err)
	assert.Empty(t, page.Records)
}

// Bodies of before are refused, unless the host lets them through until Reseal
// has sealed them.
func TestMigration(t *testing.T) {
	b := setup(t)
	var all []bonafide.Record
	for i := range 7 {
		all = append(all, record(fmt.Sprint("u-", i), 1))
	}
	put(t, b.below, all...)
	all[3] = record("u-3", 2)
	put(t, b.below, all[3])
	_, err := b.store.Get(ctx, "user", "u-0")
	refused(t, err, sealed.CodeUnsealed)
	_, err = b.store.List(ctx, bonafide.Query{Kind: "user"})
	refused(t, err, sealed.CodeUnsealed)
	_, err = b.store.Reseal(ctx, sealed.Walk{Kind: "user"})
	refused(t, err, sealed.CodeUnsealed)

	b.opts.AllowUnsealed = true
	lenient := b.open(t)
	holds(t, lenient, all...)
	all[5] = record("u-5", 2)
	put(t, lenient, all[5])
	assert.NotContains(t, string(b.raw(t, "user", "u-5").Body), "Ana", "what is written is sealed at once")
	walk := func(s *sealed.Store) (seen, done int) {
		for w := (sealed.Walk{Kind: "user", Limit: 3}); ; {
			p, err := s.Reseal(ctx, w)
			require.NoError(t, err)
			seen, done = seen+p.Seen, done+p.Done
			if w.Cursor = p.Next; p.Next == "" {
				return seen, done
			}
		}
	}
	seen, done := walk(lenient)
	assert.Equal(t, []int{7, 6}, []int{seen, done})
	seen, done = walk(lenient)
	assert.Equal(t, []int{7, 0}, []int{seen, done}, "what is sealed is left alone")
	for _, r := range all {
		assert.NotContains(t, string(b.raw(t, "user", r.ID).Body), "Ana")
	}
	holds(t, b.store, all...)
	all[3] = record("u-3", 3)
	put(t, b.store, all[3]) // versions go on from what they were
	require.ErrorIs(t, b.store.Put(ctx, bonafide.Write{Record: record("u-3", 3)}), bonafide.ErrConflict)
	require.ErrorIs(t, b.store.Put(ctx, bonafide.Write{Record: record("u-3", 5)}), bonafide.ErrConflict)
	holds(t, b.store, all...)
	require.NoError(t, b.open(t).Put(ctx, bonafide.Write{Record: record("u-0", 2)}), "and in a process that has not looked")

	for w, path := range map[sealed.Walk]string{{Kind: "user", Before: start.Add(1)}: "before", {Kind: sealed.KindKeys}: "kind", {}: "kind", {Kind: "user", Limit: -1}: "limit"} {
		_, err := lenient.Reseal(ctx, w)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, path, invalid.Fields[0].Path)
	}
	_, err = lenient.Reseal(ctx, sealed.Walk{Kind: "user", Cursor: "nonsense"})
	require.ErrorIs(t, err, bonafide.ErrCursor)
}

// Keys rotate at both levels; old ones open until they are destroyed.
func TestRotation(t *testing.T) {
	for name, where := range map[string]func(*bundle){"same store": func(*bundle) {}, "keys apart": apart} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, where)
			var all []bonafide.Record
			for i := range 5 {
				all = append(all, record(fmt.Sprint("u-", i), 1))
			}
			put(t, b.store, all...)
			// The wrapper's key.
			b.kms.rotate(t)
			put(t, b.store, record("u-5", 1))
			all = append(all, record("u-5", 1))
			holds(t, b.open(t), all...)
			for cursor := ""; ; {
				n, next, err := b.store.Rewrap(ctx, cursor, 4)
				require.NoError(t, err)
				require.Positive(t, n)
				if cursor = next; next == "" {
					break
				}
			}
			b.kms.retire()
			holds(t, b.open(t), all...)

			// The data keys.
			number := func(id string) byte { return b.raw(t, "user", id).Body[4] }
			require.EqualValues(t, 1, number("u-0"))
			b.wait(time.Hour)
			cut := b.now()
			put(t, b.store, record("u-6", 1))
			all = append(all, record("u-6", 1))
			p, err := b.store.Reseal(ctx, sealed.Walk{Kind: "user", Before: cut})
			require.NoError(t, err)
			assert.Equal(t, sealed.Progress{Seen: 7, Done: 6}, p, "the key of the newest is young enough")
			require.EqualValues(t, 2, number("u-0"))
			require.EqualValues(t, 1, number("u-6"))
			holds(t, b.store, all...)
			holds(t, b.open(t), all...)
			all[0] = record("u-0", 2)
			put(t, b.store, all[0])
			require.EqualValues(t, 2, number("u-0"), "new writes use the newest key")
			p, err = b.store.Reseal(ctx, sealed.Walk{Kind: "user", Before: cut})
			require.NoError(t, err)
			assert.Zero(t, p.Done, "a walk may be repeated")
			events, err := b.store.Events(ctx, bonafide.EventQuery{})
			require.NoError(t, err)
			assert.Empty(t, events, "walks leave no events")
		})
	}
}

// After Shred no copy of what a subject's records held before opens, and all
// that they hold now does.
func TestShred(t *testing.T) {
	b := setup(t, apart)
	decision := bonafide.Record{Kind: "user.decision", ID: "u-1/000000001", Version: 1, Body: []byte("facts")}
	empty := bonafide.Record{Kind: "user.listing", ID: "u-1", Version: 1}
	put(t, b.store, record("u-1", 1), decision, empty, record("u-2", 1))
	backup := []bonafide.Record{b.raw(t, "user", "u-1"), b.raw(t, "user.decision", "u-1/000000001"), b.raw(t, "user", "u-2")}
	tombstone := record("u-1", 2)
	tombstone.Body = []byte(`{"erased":true}`)
	put(t, b.store, tombstone)
	records := []bonafide.Record{{Kind: "user", ID: "u-1"}, {Kind: "user.decision", ID: "u-1/000000001"}, {Kind: "user.decision", ID: "u-1/000000002"}}
	other := b.open(t) // another process, which has the old key in memory
	holds(t, other, tombstone)
	for range 3 {
		require.NoError(t, b.store.Shred(ctx, records...))
		holds(t, b.store, tombstone, decision, empty, record("u-2", 1))
		holds(t, other, tombstone, decision, record("u-2", 1))
	}
	restored := memory.New("acme")
	for i := range backup {
		put(t, restored, backup[i])
	}
	opts := b.opts
	s, err := sealed.New(restored, b.keys, &opts)
	require.NoError(t, err)
	for _, r := range backup[:2] {
		_, err = s.Get(ctx, r.Kind, r.ID)
		refused(t, err, sealed.CodeKeyMissing)
	}
	_, err = s.Get(ctx, "user", "u-2")
	require.NoError(t, err, "the others are as they were")

	next := record("u-1", 3)
	put(t, other, next)
	holds(t, b.store, next)
	require.NoError(t, b.store.Shred(ctx))
	require.NoError(t, b.store.Shred(ctx, bonafide.Record{Kind: "user", ID: "nobody"}), "nothing was ever sealed")
	for path, bad := range map[string][]bonafide.Record{
		"records[1]": {{Kind: "user", ID: "u-1"}, {Kind: "user", ID: "u-2"}},
		"records[0]": {{Kind: "user.command", ID: "x"}},
	} {
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, b.store.Shred(ctx, bad...), &invalid)
		assert.Equal(t, path, invalid.Fields[0].Path)
	}
}

// hooked is a store on which something happens once, right after the n-th Get or
// List was answered.
type hooked struct {
	bonafide.Store
	n  int
	do func()
}

func (s *hooked) read() {
	if s.n--; s.n == 0 {
		s.do()
	}
}

func (s *hooked) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	s.read()
	return r, err
}

func (s *hooked) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	p, err := s.Store.List(ctx, q)
	s.read()
	return p, err
}

// Somebody else shreds between any two steps of a process that knows the old
// keys: it goes on with the new ones, and loses nothing.
func TestShredInBetween(t *testing.T) {
	ids := []bonafide.Record{{Kind: "user", ID: "u-1"}, {Kind: "user.decision", ID: "u-1/1"}}
	decision := bonafide.Record{Kind: "user.decision", ID: "u-1/1", Version: 1, Body: []byte("facts")}
	next := decision
	next.ID = "u-1/2"
	for what, act := range map[string]func(b *bundle, s *sealed.Store) error{
		"get": func(b *bundle, s *sealed.Store) error { _, err := s.Get(ctx, "user", "u-1"); return err },
		"list": func(b *bundle, s *sealed.Store) error {
			_, err := s.List(ctx, bonafide.Query{Kind: "user"})
			return err
		},
		"put": func(b *bundle, s *sealed.Store) error { return s.Put(ctx, bonafide.Write{Record: record("u-1", 2)}) },
		"get and put": func(b *bundle, s *sealed.Store) error {
			r, err := s.Get(ctx, "user", "u-1")
			if err != nil {
				return err
			}
			return s.Put(ctx, bonafide.Write{Record: record("u-1", r.Version+1)})
		},
		"get and add": func(b *bundle, s *sealed.Store) error {
			r, err := s.Get(ctx, "user", "u-1")
			if err != nil {
				return err
			}
			return s.Put(ctx, bonafide.Write{Record: record("u-1", r.Version+1)}, bonafide.Write{Record: next})
		},
		"reseal": func(b *bundle, s *sealed.Store) error {
			_, err := s.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()})
			return err
		},
		"shred": func(b *bundle, s *sealed.Store) error { return s.Shred(ctx, ids...) },
	} {
		points := 0
		for _, keys := range []bool{false, true} { // which store answers before it happens
			for _, warm := range []bool{false, true} {
				for n := 0; ; n++ {
					b := setup(t, apart)
					happened := false
					data, apart := &hooked{Store: b.below, n: -1}, &hooked{Store: b.apart, n: -1}
					opts := b.opts
					opts.KeyStore = apart
					s, err := sealed.New(data, b.keys, &opts)
					require.NoError(t, err)
					put(t, b.store, record("u-1", 1), decision)
					if warm {
						holds(t, s, record("u-1", 1), decision)
					}
					b.wait(time.Second)
					do := func() { happened = true; require.NoError(t, b.store.Shred(ctx, ids...)) }
					if n == 0 {
						do()
					}
					if data.n, data.do = n, do; keys {
						data.n, apart.n, apart.do = -1, n, do
					}
					require.NoError(t, act(b, s), "%s, warm %v, after read %d", what, warm, n)
					data.n, apart.n = -1, -1
					fresh := b.open(t)
					r, err := fresh.Get(ctx, "user", "u-1")
					require.NoError(t, err, "%s, warm %v, after read %d", what, warm, n)
					require.Equal(t, record("u-1", r.Version), r)
					holds(t, fresh, decision)
					if r.Version == 2 && what == "get and add" {
						holds(t, fresh, next)
					}
					if !happened {
						break
					}
					points++
				}
			}
		}
		assert.Greater(t, points, 4, what)
	}
}

// Another walk gives the subject a newer key while Shred is at work: what that
// walk has not reached yet is not destroyed.
func TestShredMeetsWalk(t *testing.T) {
	for n := 1; ; n++ {
		b := setup(t, apart)
		decision := bonafide.Record{Kind: "user.decision", ID: "u-1/1", Version: 1, Body: []byte("facts")}
		put(t, b.store, record("u-1", 1), decision)
		b.wait(time.Hour)
		happened := false
		keys := &hooked{Store: b.apart, n: n}
		keys.do = func() {
			happened = true
			b.wait(time.Hour)
			p, err := b.open(t).Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()})
			require.NoError(t, err)
			require.Equal(t, 1, p.Done)
		}
		opts := b.opts
		opts.KeyStore = keys
		s, err := sealed.New(b.below, b.keys, &opts)
		require.NoError(t, err)
		require.NoError(t, s.Shred(ctx, bonafide.Record{Kind: "user", ID: "u-1"}, bonafide.Record{Kind: "user.decision", ID: "u-1/1"}))
		holds(t, b.open(t), record("u-1", 1), decision)
		if !happened {
			assert.Greater(t, n, 4)
			break
		}
	}
}

// A slow answer of the key store does not put older keys in the place of newer
// ones.
func TestSlowKeyStore(t *testing.T) {
	b := setup(t, apart)
	put(t, b.store, record("u-1", 1))
	keys := &hooked{Store: b.apart, n: 1}
	opts := b.opts
	opts.KeyStore = keys
	s, err := sealed.New(b.below, b.keys, &opts)
	require.NoError(t, err)
	keys.do = func() { require.NoError(t, s.Shred(ctx, bonafide.Record{Kind: "user", ID: "u-1"})) }
	_, err = s.Get(ctx, "user", "u-1") // the old keys arrive after the new ones
	require.NoError(t, err)
	decision := bonafide.Record{Kind: "user.decision", ID: "u-1/1", Version: 1, Body: []byte("facts")}
	put(t, s, decision)
	holds(t, b.open(t), record("u-1", 1), decision)
}

// faulty is a store whose n-th call fails, before or after it took effect.
type faulty struct {
	bonafide.Store
	n     int
	after bool
}

var errStore = errors.New("disk on fire")

func (f *faulty) fail(call func() error) error {
	f.n--
	if f.n == 0 {
		if f.after {
			_ = call()
		}
		return errStore
	}
	return call()
}

func (f *faulty) Get(ctx context.Context, kind, id string) (r bonafide.Record, err error) {
	err = f.fail(func() (e error) { r, e = f.Store.Get(ctx, kind, id); return })
	if err != nil {
		r = bonafide.Record{}
	}
	return r, err
}

func (f *faulty) Put(ctx context.Context, batch ...bonafide.Write) error {
	return f.fail(func() error { return f.Store.Put(ctx, batch...) })
}

func (f *faulty) List(ctx context.Context, q bonafide.Query) (p bonafide.Page, err error) {
	err = f.fail(func() (e error) { p, e = f.Store.List(ctx, q); return })
	return p, err
}

// Every call below fails once, before and after it took effect, in every step of
// a life: insert, update, reseal, shred, rewrap. Nothing that was written is ever
// unreadable, and a retry finishes.
func TestEveryStoreFailure(t *testing.T) {
	for _, where := range []string{"data", "keys"} {
		calls := 0
		for _, after := range []bool{false, true} {
			for n := 1; ; n++ {
				b := setup(t, apart)
				fault := &faulty{Store: b.below, n: n, after: after}
				keys := &faulty{Store: b.apart, n: -1}
				if where == "keys" {
					fault.n, keys.n, keys.after = -1, n, after
				}
				b.opts.KeyStore = keys
				s, err := sealed.New(fault, b.keys, &b.opts)
				require.NoError(t, err)
				failures := 0
				version := int64(0)
				readable := func() {
					f, k := fault.n, keys.n
					fault.n, keys.n = -1, -1
					if version > 0 {
						holds(t, b.open(t), record("u-1", version))
						holds(t, s, record("u-1", version))
					}
					fault.n, keys.n = f, k
				}
				step := func(run func() error) {
					err := run()
					if errors.Is(err, errStore) {
						failures++
						readable()
						err = run()
					}
					require.NoError(t, err, "%s call %d, after=%v", where, n, after)
					readable()
				}
				write := func() {
					step(func() error {
						if r, err := s.Get(ctx, "user", "u-1"); err == nil && r.Version > version { // the write whose outcome was unknown
							version = r.Version
							return nil
						} else if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
							return err
						}
						if err := s.Put(ctx, bonafide.Write{Record: record("u-1", version+1)}); err != nil {
							if r, failed := b.open(t).Get(ctx, "user", "u-1"); failed == nil {
								version = r.Version
							}
							return err
						}
						version++
						return nil
					})
				}
				write()
				write()
				step(func() error {
					b.wait(time.Second)
					_, err := s.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()})
					return err
				})
				write()
				step(func() error { return s.Shred(ctx, bonafide.Record{Kind: "user", ID: "u-1"}) })
				write()
				step(func() error { _, _, err := s.Rewrap(ctx, "", 10); return err })
				if failures == 0 {
					break
				}
				calls++
			}
		}
		assert.Greater(t, calls, 10, where)
	}
}

// Writers, walkers and shredders in several processes at once: no update is lost,
// no body becomes unreadable.
func TestRaces(t *testing.T) {
	b := setup(t, apart)
	const writers, updates = 4, 150
	id := func(i int) string { return fmt.Sprint("u-", i%2) } // two writers to a record
	for i := range 2 {
		put(t, b.store, record(id(i), 1))
	}
	stop := make(chan struct{})
	var walkers, workers sync.WaitGroup
	var resealed, shredded atomic.Int64
	for i := range 2 {
		s := b.open(t)
		walkers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				b.wait(time.Microsecond)
				p, err := s.Reseal(ctx, sealed.Walk{Kind: "user", Before: b.now()})
				if resealed.Add(int64(p.Done)); err != nil && !errors.Is(err, bonafide.ErrConflict) {
					assert.NoError(t, err)
				}
				if err := s.Shred(ctx, bonafide.Record{Kind: "user", ID: id(i)}); err == nil {
					shredded.Add(1)
				} else if !errors.Is(err, bonafide.ErrConflict) {
					assert.NoError(t, err)
				}
				if _, _, err := s.Rewrap(ctx, "", 10); err != nil && !errors.Is(err, bonafide.ErrConflict) {
					assert.NoError(t, err)
				}
			}
		})
	}
	var done [2]atomic.Int64
	for i := range writers {
		s := b.open(t)
		workers.Go(func() {
			for range updates {
				for {
					r, err := s.Get(ctx, "user", id(i))
					if !assert.NoError(t, err) {
						return
					}
					err = s.Put(ctx, bonafide.Write{Record: record(id(i), r.Version+1)})
					if errors.Is(err, bonafide.ErrConflict) {
						continue
					}
					if !assert.NoError(t, err) {
						return
					}
					done[i%2].Add(1)
					break
				}
			}
		})
	}
	workers.Wait()
	close(stop)
	walkers.Wait()
	assert.Positive(t, resealed.Load())
	assert.Positive(t, shredded.Load())
	for i := range 2 {
		r, err := b.open(t).Get(ctx, "user", id(i))
		require.NoError(t, err)
		assert.EqualValues(t, 1+done[i].Load(), r.Version)
		assert.EqualValues(t, writers/2*updates, done[i].Load())
	}
}

// A transaction that is rolled back takes its keys along: nothing is sealed with
// a key of nowhere.
func TestWithStore(t *testing.T) {
	b := setup(t)
	tx := &transaction{Store: b.below}
	bound := b.store.WithStore(tx)
	require.NoError(t, bound.Put(ctx, bonafide.Write{Record: record("u-1", 1)}))
	got, err := bound.Get(ctx, "user", "u-1")
	require.NoError(t, err)
	require.Equal(t, record("u-1", 1), got)
	// Rolled back: nothing of it is there.
	put(t, b.store, record("u-1", 1))
	holds(t, b.open(t), record("u-1", 1))

	again := b.store.WithStore(b.below)
	put(t, again, record("u-1", 2))
	put(t, again.WithStore(b.below), record("u-3", 1))
	holds(t, b.store, record("u-1", 2), record("u-3", 1))
	holds(t, b.open(t), record("u-1", 2), record("u-3", 1))

	far := setup(t, apart)
	put(t, far.store, record("u-9", 1))
	far.wait(time.Second)
	p, err := far.store.WithStore(&transaction{Store: far.below}).Reseal(ctx, sealed.Walk{Kind: "user", Before: far.now()})
	require.NoError(t, err)
	require.Equal(t, 1, p.Done)
	put(t, far.open(t), record("u-9", 2)) // after the rollback, another process was faster
	require.ErrorIs(t, far.store.Put(ctx, bonafide.Write{Record: record("u-9", 2)}), bonafide.ErrConflict, "versions of nowhere overwrite nobody")
	holds(t, far.open(t), record("u-9", 2))
	put(t, far.store.WithStore(&transaction{Store: far.below}), record("u-1", 1))
	put(t, far.store, record("u-1", 1))
	holds(t, far.open(t), record("u-1", 1))
}

// transaction keeps what is put to itself.
type transaction struct {
	bonafide.Store
	own map[[2]string]bonafide.Record
}

func (x *transaction) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if r, ok := x.own[[2]string{kind, id}]; ok {
		return r, nil
	}
	return x.Store.Get(ctx, kind, id)
}

func (x *transaction) Put(_ context.Context, batch ...bonafide.Write) error {
	if x.own == nil {
		x.own = map[[2]string]bonafide.Record{}
	}
	for _, w := range batch {
		x.own[[2]string{w.Record.Kind, w.Record.ID}] = w.Record
	}
	return nil
}

// Whose a record is.
func TestSubjectOf(t *testing.T) {
	for _, c := range []struct {
		kind, id string
		want     sealed.Subject
	}{
		{"user", "u-1", sealed.Subject{Kind: "user", ID: "u-1"}},
		{"user", "a/b", sealed.Subject{Kind: "user", ID: "a/b"}},
		{"user.decision", "u-1/000000001", sealed.Subject{Kind: "user", ID: "u-1"}},
		{"user.decision", "a/b/000000001", sealed.Subject{Kind: "user", ID: "a/b"}},
		{"user.access", "u-1", sealed.Subject{Kind: "user", ID: "u-1"}},
		{"user.ledger", "u-1", sealed.Subject{Kind: "user", ID: "u-1"}},
		{"user.coverage", "u-1", sealed.Subject{Kind: "user", ID: "u-1"}},
		{"user.decision", "odd", sealed.Subject{Kind: "user.decision", ID: "odd"}},
		{"user.decision", "/1", sealed.Subject{Kind: "user.decision", ID: "/1"}},
		{"user.listing", "u-1", sealed.Subject{Kind: "user.listing", ID: "u-1"}},
		{"case.version", "c-1/0000000000000000001", sealed.Subject{Kind: "case", ID: "c-1"}},
		{"case.entity", "c-1/e-1", sealed.Subject{Kind: "case", ID: "c-1"}},
		{"case.monitoring", "c-1", sealed.Subject{Kind: "case", ID: "c-1"}},
		{"user.import", "x", sealed.Subject{}},
		{"user.command", "x", sealed.Subject{}},
		{"case.command", "x", sealed.Subject{}},
		{"user.destination", "x", sealed.Subject{}},
		{"screening.list", "eucl", sealed.Subject{}},
		{"user.carry", "lists", sealed.Subject{Kind: "user.carry", ID: "lists"}},
		{"host.things", "u-1/2", sealed.Subject{Kind: "host.things", ID: "u-1/2"}},
	} {
		assert.Equal(t, c.want, sealed.SubjectOf(c.kind, c.id), "%s %s", c.kind, c.id)
	}
}

func FuzzOpen(f *testing.F) {
	b := setup(f)
	put(f, b.store, record("u-1", 1))
	good := b.raw(f, "user", "u-1").Body
	for _, seed := range [][]byte{nil, []byte("{}"), good, good[:20], []byte("\xbfse"), []byte("\xbfse\x01"), []byte("\xbfse\x02"), []byte("\xbfse\x02\x01\x00x"), []byte("\xbfse\x03"), []byte("\xbfse\x01\x01\x00"),
		[]byte("\xbfse\x01\x80\x00\x00"), []byte("\xbfse\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00x"), append([]byte("\xbfse\x01\x01\x00"), good[6:]...)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		below := memory.New("acme")
		put(t, below, bonafide.Record{Kind: "user", ID: "u-1", Version: 1, Body: body})
		s := b.over(t, below)
		r, err := s.Get(ctx, "user", "u-1")
		page, listed := s.List(ctx, bonafide.Query{Kind: "user"})
		switch {
		case bytes.Equal(body, good):
			require.NoError(t, err)
			require.Equal(t, record("u-1", 1).Body, r.Body)
		case len(body) == 0:
			require.NoError(t, err)
			require.Empty(t, r.Body)
		default:
			require.ErrorIs(t, err, bonafide.ErrSealed, "nothing but what was sealed opens")
			require.Empty(t, r.Body)
			require.ErrorIs(t, listed, bonafide.ErrSealed)
			require.Empty(t, page.Records)
		}
	})
}
