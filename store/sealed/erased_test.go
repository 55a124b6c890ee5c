package sealed_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/faulttest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// copying keeps a copy of every record that was ever written, as backups do.
type copying struct {
	bonafide.Store
	written []bonafide.Record
}

func (c *copying) Unwrap() bonafide.Store { return c.Store }

func (c *copying) Put(ctx context.Context, batch ...bonafide.Write) error {
	for _, w := range batch {
		if len(w.Record.Body) > 0 {
			c.written = append(c.written, w.Record)
		}
	}
	return c.Store.Put(ctx, batch...)
}

// Once everybody is erased, no copy of a body that was ever written opens any more, but
// for those that belong to nobody in particular and those of subjects that were erased
// when it was made.
func TestNoBackupOpensAfterErasure(t *testing.T) {
	for _, f := range []faulttest.Flow{faulttest.People, faulttest.Cases} {
		below, apart, keys := &copying{Store: memory.New("acme")}, memory.New("acme"), bonafide.EphemeralKeys()
		opts := &sealed.Options{KeyStore: apart}
		store, err := sealed.New(below, keys, opts)
		require.NoError(t, err)
		var before int // copies of the time before the erasures
		_, err = f.Remains(t.Context(), store, func() ([]byte, error) {
			if before == 0 {
				before = len(below.written)
			}
			return nil, nil
		})
		require.NoError(t, err)
		require.Greater(t, before, 100)
		opened, gone := 0, 0
		for _, r := range below.written[:before] {
			restored := memory.New("acme")
			for v := int64(1); v <= r.Version; v++ {
				w := r
				w.Version = v
				require.NoError(t, restored.Put(t.Context(), bonafide.Write{Record: w}))
			}
			s, err := sealed.New(restored, keys, opts)
			require.NoError(t, err)
			got, err := s.Get(t.Context(), r.Kind, r.ID)
			if sealed.SubjectOf(r.Kind, r.ID) == (sealed.Subject{}) {
				require.NoError(t, err)
				opened++
				continue
			}
			if err == nil { // the flow itself erases one: what was left of it
				for _, canary := range []string{"Listed", "5552672", "Market", "@example", "Nut", "1980", "creditor", `data_key":"`, "salt"} {
					assert.NotContains(t, string(got.Body), canary, r.Kind)
				}
				continue
			}
			require.ErrorIs(t, err, bonafide.ErrSealed)
			gone++
		}
		assert.Positive(t, opened)
		assert.Greater(t, gone, 90)
	}
}

// A walk over Kinds misses nothing: they are the kinds that the Services fill.
func TestKinds(t *testing.T) {
	filled := map[string]bool{}
	for _, f := range []faulttest.Flow{faulttest.People, faulttest.Cases} {
		s := &copying{Store: memory.New("acme")}
		_, err := f.Remains(t.Context(), s, func() ([]byte, error) { return nil, nil })
		require.NoError(t, err)
		for _, r := range s.written {
			filled[r.Kind] = true
		}
	}
	assert.ElementsMatch(t, sealed.Kinds(), slices.Collect(maps.Keys(filled)),
		"another kind with a body: whose is it? see SubjectOf")
}

// scrubbing is a store that can scrub, and counts how often it did.
type scrubbing struct {
	bonafide.Store
	n   int
	err error
}

func (s *scrubbing) Scrub(context.Context) error { s.n++; return s.err }

// Both the bodies and the keys are scrubbed, as far as their stores can.
func TestScrub(t *testing.T) {
	down := errors.New("down")
	unable := func() bonafide.Store { return memory.New("acme") }
	for _, row := range []struct {
		below, keys bonafide.Store
		want        error
		scrubbed    []int
	}{
		{&scrubbing{Store: unable()}, nil, nil, []int{1}},
		{&copying{Store: &scrubbing{Store: unable()}}, &scrubbing{Store: unable()}, nil, []int{1}},
		{&scrubbing{Store: unable()}, unable(), nil, []int{1}},
		{unable(), &scrubbing{Store: unable()}, nil, []int{1}},
		{&scrubbing{Store: unable(), err: errors.ErrUnsupported}, &scrubbing{Store: unable()}, nil, []int{1, 1}},
		{&scrubbing{Store: unable(), err: down}, nil, down, []int{1}},
		{&scrubbing{Store: unable()}, &scrubbing{Store: unable(), err: down}, down, []int{1, 1}},
		{unable(), nil, errors.ErrUnsupported, nil},
		{unable(), unable(), errors.ErrUnsupported, nil},
	} {
		s, err := sealed.New(row.below, bonafide.EphemeralKeys(), &sealed.Options{KeyStore: row.keys})
		require.NoError(t, err)
		require.ErrorIs(t, s.Scrub(t.Context()), row.want)
		var scrubbed []int
		for _, store := range []bonafide.Store{row.below, row.keys} {
			if c, ok := store.(*scrubbing); ok {
				scrubbed = append(scrubbed, c.n)
			}
		}
		assert.Equal(t, row.scrubbed, scrubbed)
	}
}
