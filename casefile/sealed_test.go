package casefile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// Everything that is personal in a case that has it all is sealed by default: in the
// case, in its versions and in what stands beside it; with a store for the keys they are
// nowhere else.
func TestEverythingIsSealed(t *testing.T) {
	for _, name := range []string{"one store", "keys apart"} {
		t.Run(name, func(t *testing.T) {
			apart := memory.New("acme-tenant")
			b := setup(t, func(o *casefile.Options) {
				if name == "keys apart" {
					o.KeyStore = apart
				}
			})
			c := b.everything(t, 0)
			bodies := map[string]bool{}
			for _, kind := range sealed.Kinds() {
				page, err := b.store.List(ctx, bonafide.Query{Kind: kind, Limit: bonafide.MaxPage})
				require.NoError(t, err)
				for _, r := range page.Records {
					bodies[kind] = bodies[kind] || len(r.Body) > 0
					assert.False(t, json.Valid(r.Body), "%s is in clear", kind)
					for _, v := range []string{canaryFirst, canaryLast, canaryFirm, canaryMail, canaryPhone, canaryStreet, canaryWord, "canary", "quellen", "1980-05-14"} {
						for _, form := range aggregatetest.Forms(v, strings.ToLower(v)) {
							assert.NotContains(t, string(r.Body), form, kind)
						}
					}
				}
			}
			for _, kind := range []string{casefile.Kind, casefile.KindVersion, casefile.KindEntity, casefile.KindMonitoring} {
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

			b.erase(t, c.ID)
			got, err := timelineOf(b.cases, officer, c.ID)
			require.NoError(t, err)
			assert.NotEmpty(t, got, "what is left is read")
		})
	}
}

// A database of the other way is told apart from a damaged one.
func TestTheOtherWay(t *testing.T) {
	for code, change := range map[bonafide.Code]func(*casefile.Options){
		sealed.CodeSealed: func(*casefile.Options) {}, sealed.CodeUnsealed: inClear,
	} {
		b := setup(t, change)
		c := b.create(t)
		opts := b.opts
		opts.BodiesInClear = !opts.BodiesInClear
		other, err := casefile.New(b.store, b.keys, &opts)
		require.NoError(t, err)
		for _, cases := range []*casefile.Service{other, other.WithStore(b.store)} {
			_, err := cases.Get(ctx, officer, c.ID)
			var e *sealed.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, code, e.Code)
			_, err = cases.List(ctx, officer, casefile.ListRequest{})
			require.ErrorIs(t, err, bonafide.ErrSealed)
		}
	}
}

// Options that contradict the store are refused.
func TestOptionsOfBodies(t *testing.T) {
	b := setup(t)
	for _, c := range []struct {
		store bonafide.Store
		opts  casefile.Options
		path  string
	}{
		{b.records, casefile.Options{BodiesInClear: true}, "options.bodies_in_clear"},
		{b.records, casefile.Options{KeyStore: b.store}, "options.key_store"},
		{b.store, casefile.Options{BodiesInClear: true, KeyStore: b.store}, "options.key_store"},
	} {
		_, err := casefile.New(c.store, b.keys, &c.opts)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has(c.path, bonafide.CodeMismatch), "%v", err)
	}
}
