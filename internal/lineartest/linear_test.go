package lineartest

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/internal/postgrestest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

const (
	writers = 64
	each    = 32 // operations of a writer: 2,048 a history
	records = 16
)

// An ask is what a writer asks: to write a version, or to read.
type ask struct {
	of    int // which record
	write bool
	n     int64 // the version that is written
}

// An answer is what it is told.
type answer struct {
	n       int64 // what is there now
	refused bool  // the write did not happen
}

// A model is a register per record. Versioned, as a Store is, it takes only the version
// after its own; else a write adds one.
func model(versioned bool) porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			parts := make([][]porcupine.Operation, records)
			for _, op := range history {
				of := op.Input.(ask).of
				parts[of] = append(parts[of], op)
			}
			return parts
		},
		Init: func() any { return int64(0) },
		Step: func(state, input, output any) (bool, any) {
			now, in, out := state.(int64), input.(ask), output.(answer)
			switch {
			case !in.write:
				return out.n == now, now
			case versioned && in.n != now+1:
				return out.refused, now
			}
			return !out.refused && out.n == now+1, now + 1
		},
	}
}

// play lets many writers ask at once, and says whether one order explains what they were
// told.
func play(t *testing.T, seed uint64, versioned bool, do func(ctx context.Context, in ask) (answer, error)) porcupine.CheckResult {
	t.Helper()
	began := time.Now()
	histories := make([][]porcupine.Operation, writers)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			random, last := rand.New(rand.NewPCG(seed, uint64(w))), make([]int64, records)
			for range each {
				in := ask{of: random.IntN(records), write: random.IntN(2) == 0}
				if in.n = last[in.of] + 1; random.IntN(8) == 0 {
					in.n += 2 // what nobody expects
				}
				called := time.Since(began)
				out, err := do(t.Context(), in)
				returned := time.Since(began)
				if !assert.NoError(t, err) {
					return
				}
				if !out.refused {
					last[in.of] = out.n
				}
				histories[w] = append(histories[w], porcupine.Operation{ClientId: w, Input: in, Call: called.Nanoseconds(), Output: out, Return: returned.Nanoseconds()})
			}
		})
	}
	all.Wait()
	var history []porcupine.Operation
	for _, h := range histories {
		history = append(history, h...)
	}
	figuretest.Report(t, "operations", len(history))
	return porcupine.CheckOperationsTimeout(model(versioned), history, time.Minute)
}

// onStore asks a store: versions of records.
func onStore(s bonafide.Store) func(ctx context.Context, in ask) (answer, error) {
	return func(ctx context.Context, in ask) (answer, error) {
		id := strconv.Itoa(in.of)
		if !in.write {
			r, err := s.Get(ctx, "register", id)
			if errors.Is(err, bonafide.ErrNotFound) {
				return answer{}, nil
			}
			return answer{n: r.Version}, err
		}
		err := s.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "register", ID: id, Version: in.n}})
		if errors.Is(err, bonafide.ErrConflict) {
			return answer{refused: true}, nil
		}
		return answer{n: in.n}, err
	}
}

// onCases asks a Service: how many notes a case has, or for one more.
func onCases(t *testing.T, s bonafide.Store) func(ctx context.Context, in ask) (answer, error) {
	t.Helper()
	cases, err := casefile.New(s, bonafide.EphemeralKeys(), &casefile.Options{Templates: []casefile.Template{{
		Key: "business", Name: "Business", Main: []casefile.CheckPlan{{Type: casefile.DocumentCheck, Subtype: "document_type:register_extract"}},
	}}})
	require.NoError(t, err)
	officer, ids := bonafide.Reviewer("officer"), make([]string, records)
	for i := range ids {
		c, err := cases.Create(t.Context(), bonafide.Platform("acme"), casefile.CreateRequest{Name: "Bolt", Template: "business"})
		require.NoError(t, err)
		ids[i] = c.ID
	}
	return func(ctx context.Context, in ask) (answer, error) {
		if !in.write {
			c, err := cases.Get(ctx, officer, ids[in.of])
			return answer{n: int64(len(c.Notes))}, err
		}
		c, err := cases.AddNote(ctx, officer, ids[in.of], casefile.AddNoteRequest{Text: "seen"})
		return answer{n: int64(len(c.Notes))}, err
	}
}

// stores are empty ones of every kind.
func stores(t *testing.T) map[string]func(t *testing.T) bonafide.Store {
	t.Helper()
	cluster, err := postgrestest.Start("fsync=off")
	require.NoError(t, err, "PostgreSQL must be installed")
	t.Cleanup(cluster.Stop)
	pool, err := pgxpool.New(t.Context(), cluster.DSN("postgres"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	require.NoError(t, postgres.Migrate(t.Context(), pool, nil))
	return map[string]func(t *testing.T) bonafide.Store{
		"memory": func(t *testing.T) bonafide.Store { return memory.New("tenant") },
		"sqlite": func(t *testing.T) bonafide.Store {
			s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), "tenant", &sqlite.Options{Migrate: true})
			require.NoError(t, err)
			t.Cleanup(func() { assert.NoError(t, s.Close()) })
			return s
		},
		"postgres": func(t *testing.T) bonafide.Store {
			s, err := postgres.New(t.Context(), pool, t.Name()+strconv.Itoa(rand.Int()))
			require.NoError(t, err)
			return s
		},
	}
}

// 64 writers on 16 records, and on 16 cases: whatever they are told, one order explains it.
// BONAFIDE_HISTORIES makes it a long run.
func TestLinearizable(t *testing.T) {
	n := figuretest.Size(t, "HISTORIES", 1)
	for name, open := range stores(t) {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(n) {
				require.Equal(t, porcupine.Ok, play(t, seed, true, onStore(open(t))), "store, seed %d", seed)
				require.Equal(t, porcupine.Ok, play(t, seed, false, onCases(t, open(t))), "cases, seed %d", seed)
			}
			figuretest.Report(t, "histories", 2*n)
		})
	}
}

// A stale store answers reads from a copy that is a little old.
type stale struct {
	bonafide.Store
	mu   sync.Mutex
	kept map[string]bonafide.Record
}

func (s *stale) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.kept[id]; ok && rand.IntN(4) > 0 {
		return r, nil
	}
	r, err := s.Store.Get(ctx, kind, id)
	if err == nil {
		s.kept[id] = r
	}
	return r, err
}

// A forgetful store takes a version without looking at the one before.
type forgetful struct{ bonafide.Store }

func (s forgetful) Put(ctx context.Context, batch ...bonafide.Write) error {
	err := s.Store.Put(ctx, batch...)
	if errors.Is(err, bonafide.ErrConflict) {
		return nil
	}
	return err
}

// What breaks the promise is found.
func TestFindsDefects(t *testing.T) {
	for name, s := range map[string]bonafide.Store{
		"reads from an old copy":       &stale{Store: memory.New("t"), kept: map[string]bonafide.Record{}},
		"loses a write that conflicts": forgetful{memory.New("t")},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, porcupine.Illegal, play(t, 1, true, onStore(s)))
			figuretest.Report(t, "defects-caught", 1)
		})
	}
}
