package user_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

// everyRecord lists what a store keeps of all kinds that have a body.
func everyRecord(t testing.TB, s bonafide.Store, kinds ...string) []bonafide.Record {
	t.Helper()
	var out []bonafide.Record
	for _, kind := range append(kinds, sealed.Kinds()...) {
		page, err := s.List(ctx, bonafide.Query{Kind: kind, Limit: bonafide.MaxPage})
		require.NoError(t, err)
		require.Empty(t, page.Next)
		out = append(out, page.Records...)
	}
	return out
}

// Whatever text stands in whatever field of whatever request: by default none reaches a
// body as it is stored. What the Service reads there says that it is kept all the same.
func TestNoTextOfARequestReachesABody(t *testing.T) {
	figuretest.OneGoroutine(t)
	const canary = "Canaria Quellenfeld"
	contains := func(records []bonafide.Record) (in []string) {
		for _, r := range records {
			for _, form := range aggregatetest.Forms(canary) {
				if strings.Contains(string(r.Body), form) {
					in = append(in, r.Kind)
					break
				}
			}
		}
		return in
	}
	kept := map[string]bool{}
	for verb := range asks(t, setup(t).verified(t), "none") {
		b := setup(t)
		u := b.verified(t)
		aggregatetest.EachString(asks(t, u, "none")[verb], canary, func(_ string, r user.Request) {
			for _, by := range []bonafide.Actor{officer, acme} {
				b.outcome(by, u.ID, r)
			}
		})
		assert.Empty(t, contains(everyRecord(t, b.store, sealed.KindKeys)), verb)
		for _, kind := range contains(everyRecord(t, b.records)) {
			kept[kind] = true
		}
	}
	assert.Contains(t, kept, user.Kind, "the texts are there, sealed")
}

// Everything that is personal about somebody who has it all is sealed, in the user's
// own record and in those beside it; with a store for the keys they are nowhere else.
func TestEverythingIsSealed(t *testing.T) {
	for _, name := range []string{"one store", "keys apart"} {
		t.Run(name, func(t *testing.T) {
			apart := memory.New("acme-tenant")
			b := setup(t, func(o *user.Options) {
				if name == "keys apart" {
					o.KeyStore = apart
				}
			})
			u := b.everything(t)
			bodies := map[string]bool{}
			for _, r := range everyRecord(t, b.store) {
				bodies[r.Kind] = true
				assert.False(t, json.Valid(r.Body), "%s is in clear", r.Kind)
				for _, v := range []string{canaryName, canaryAlias, canaryPhone, canaryEmail, canaryStreet, canaryCity, canaryNote, canarySuppID, "canary", "quellen", "1990-05-14"} {
					for _, form := range aggregatetest.Forms(v, strings.ToLower(v)) {
						assert.NotContains(t, string(r.Body), form, r.Kind)
					}
				}
			}
			for _, kind := range []string{user.Kind, user.KindAccess, user.KindLedger, user.KindCoverage, "user.decision", "user.command"} {
				assert.True(t, bodies[kind], kind)
			}
			here, err := b.store.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
			require.NoError(t, err)
			there, err := apart.List(ctx, bonafide.Query{Kind: sealed.KindKeys})
			require.NoError(t, err)
			if b.opts.KeyStore != nil {
				here, there = there, here
			}
			assert.NotEmpty(t, here.Records)
			assert.Empty(t, there.Records)

			// Who is erased is gone from copies too: the old bodies open for nobody.
			backup := memory.New("acme-tenant")
			old, err := b.store.Get(ctx, user.Kind, u.ID)
			require.NoError(t, err)
			for v := int64(1); v <= old.Version; v++ {
				w := old
				w.Version = v
				require.NoError(t, backup.Put(ctx, bonafide.Write{Record: w}))
			}
			keys := b.opts.KeyStore
			if keys == nil {
				keys = b.store
			}
			restored, err := user.New(backup, b.keys, &user.Options{KeyStore: keys, Now: b.now})
			require.NoError(t, err)
			_, err = restored.Get(ctx, officer, u.ID)
			require.NoError(t, err, "before")
			b.close(t, u.ID, 0)
			b.erase(t, u.ID)
			restored, err = user.New(backup, b.keys, &user.Options{KeyStore: keys, Now: b.now})
			require.NoError(t, err)
			_, err = restored.Get(ctx, officer, u.ID)
			unopened(t, err, sealed.CodeKeyMissing)
		})
	}
}

func unopened(t testing.TB, err error, code bonafide.Code) {
	t.Helper()
	var e *sealed.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, code, e.Code)
	require.ErrorIs(t, err, bonafide.ErrSealed)
	require.ErrorIs(t, err, bonafide.ErrUnreadable)
}

// A database of the other way is told apart from a damaged one, for reads, lists and
// commands; and one in clear is taken over by a walk while both ways are read.
func TestTheOtherWay(t *testing.T) {
	for name, change := range map[string]func(*user.Options){"sealed": func(*user.Options) {}, "in clear": inClear} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, change)
			u := b.submit(t, b.create(t).ID, ana()) // and due
			opts, code := b.opts, sealed.CodeUnsealed
			opts.BodiesInClear = !opts.BodiesInClear
			if opts.BodiesInClear {
				code = sealed.CodeSealed
			}
			other, err := user.New(b.store, b.keys, &opts)
			require.NoError(t, err)
			for _, users := range []*user.Service{other, other.WithStore(b.store)} {
				_, err = users.Get(ctx, officer, u.ID)
				unopened(t, err, code)
				_, err = users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
				unopened(t, err, code)
				_, err = users.AdvanceDue(ctx, 10)
				require.ErrorIs(t, err, bonafide.ErrUnreadable)
			}
		})
	}

	b := setup(t, inClear)
	u := b.everything(t)
	second, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155550009", LegalNames: []string{"Ana Maria Lopez"}})
	require.NoError(t, err)
	both, err := sealed.New(b.store, b.keys, &sealed.Options{AllowUnsealed: true, Now: b.now})
	require.NoError(t, err)
	opts := b.opts
	opts.BodiesInClear = false
	users, err := user.New(both, b.keys, &opts)
	require.NoError(t, err)
	_, err = users.Update(ctx, acme, second.ID, user.UpdateRequest{LegalName: "Ana Maria Lopez Diaz"})
	require.NoError(t, err, "meanwhile")
	for _, kind := range sealed.Kinds() {
		_, err := both.Reseal(ctx, sealed.Walk{Kind: kind, Limit: bonafide.MaxPage})
		require.NoError(t, err)
	}
	users, err = user.New(b.store, b.keys, &opts)
	require.NoError(t, err)
	require.NoError(t, users.Replay(ctx, officer, u.ID))
	for _, r := range everyRecord(t, b.store) {
		assert.False(t, json.Valid(r.Body), "%s is in clear", r.Kind)
	}
}

// Who seals by itself is not sealed again, and options that contradict the store are
// refused, with all other faults.
func TestOptionsOfBodies(t *testing.T) {
	b := setup(t)
	for _, c := range []struct {
		store  bonafide.Store
		change func(*user.Options)
		path   string
		code   bonafide.Code
	}{
		{b.records, inClear, "options.bodies_in_clear", bonafide.CodeMismatch},
		{b.records, func(o *user.Options) { o.KeyStore = b.store }, "options.key_store", bonafide.CodeMismatch},
		{b.store, func(o *user.Options) { o.BodiesInClear, o.KeyStore = true, b.store }, "options.key_store", bonafide.CodeMismatch},
		{b.store, func(o *user.Options) { o.KeyStore = b.records }, "options.key_store", bonafide.CodeNotAllowed},
	} {
		opts := b.opts
		c.change(&opts)
		opts.Lease = -1
		_, err := user.New(c.store, b.keys, &opts)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has(c.path, c.code), "%v", err)
		assert.True(t, invalid.Has("options.lease", bonafide.CodeOutOfRange), "%v", err)
	}
	users, err := user.New(b.records, b.keys, &b.opts)
	require.NoError(t, err)
	u := b.verified(t)
	for _, same := range []*user.Service{users, users.WithStore(b.store), b.users.WithStore(b.records), b.users.WithStore(b.store)} {
		got, err := same.Get(ctx, officer, u.ID)
		require.NoError(t, err)
		assert.Equal(t, u.ID, got.ID)
	}
}

// A store or a key store of another tenant is one fault, at its path.
func TestTenantsOfStoresAndKeys(t *testing.T) {
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32))
	require.NoError(t, err)
	root, err := bonafide.NewRoot(ctx, wrapper, "a")
	require.NoError(t, err)
	keys, err := bonafide.NewKeys(ctx, "a", wrapper, root)
	require.NoError(t, err)
	for path, c := range map[string]struct{ store, keyStore bonafide.Store }{
		"":                  {memory.New("a"), memory.New("a")},
		"keys":              {memory.New("b"), memory.New("a")},
		"options.key_store": {memory.New("a"), memory.New("b")},
	} {
		_, err := user.New(c.store, keys, &user.Options{KeyStore: c.keyStore})
		if path == "" {
			require.NoError(t, err)
			continue
		}
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.Len(t, invalid.Fields, 1)
		assert.True(t, invalid.Has(path, bonafide.CodeMismatch), "%v", err)
	}
}
