package faulttest

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

func open(testing.TB) bonafide.Store { return memory.New("acme-tenant") }

// Whatever a Service can do is a step of its flow.
func TestFlowsAskForEverything(t *testing.T) {
	elsewhere := []string{
		"WithStore",    // a copy of the Service, which asks for nothing
		"ResolveToken", // is Resolve or ResolveTax, which are steps
		"Look",         // looks as often as it is asked; package rescreen asks once in effect
		"Run",          // does what AdvanceDue and Sweep do, over and over, by the clock of the machine
	}
	for _, row := range []struct {
		flow    Flow
		service any
	}{{People, &user.Service{}}, {Cases, &casefile.Service{}}} {
		w, err := row.flow.begin(nil)
		require.NoError(t, err)
		var asked []string
		for _, s := range w.steps() {
			asked = append(asked, s.method)
		}
		service := reflect.TypeOf(row.service)
		for i := range service.NumMethod() {
			if m := service.Method(i).Name; !slices.Contains(elsewhere, m) {
				assert.Contains(t, asked, m, "flow of %s: add a step", row.flow.Name)
			}
		}
	}
}

// Every call of every step fails once, in every mode; beyond the first calls, where
// the run is to be a long one.
func TestEveryCallFails(t *testing.T) {
	const most = 40 // calls of a step
	slice := figuretest.Part(8)
	for _, f := range []Flow{People, Cases} {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			expected, h, err := f.play(t.Context(), open(t), flawless)
			require.NoError(t, err)
			calls, faults := min(h.most, most), 0
			if Faults(t, 0) == 0 {
				calls = min(calls, slice)
			}
			for n := range calls {
				for m := range modes {
					found, h, err := f.play(t.Context(), open(t), nth(n, m))
					require.NoError(t, err, "call %d, mode %d", n, m)
					require.Empty(t, expected.diff(found), "call %d, mode %d", n, m)
					faults += h.all
				}
			}
			t.Logf("%d faults", faults)
		})
	}
}

// Random faults, several in every step. BONAFIDE_FAULTS=1000000 makes it a long run.
func TestFaultRun(t *testing.T) {
	Run(t, Faults(t, figuretest.Part(4_000)), open)
}

// forgetful is a store that drops the records of one kind.
type forgetful struct {
	bonafide.Store
	kind string
}

func (s forgetful) Put(ctx context.Context, batch ...bonafide.Write) error {
	kept := slices.DeleteFunc(slices.Clone(batch), func(w bonafide.Write) bool { return strings.HasSuffix(w.Record.Kind, s.kind) })
	if len(kept) == 0 {
		return nil
	}
	return s.Store.Put(ctx, kept...)
}

// What a run is there to find, it finds: a store that forgets keys, loses companions
// or events does not come through.
func TestBrokenStoresAreFound(t *testing.T) {
	for _, f := range []Flow{People, Cases} {
		expected, _, err := f.play(t.Context(), open(t), flawless)
		require.NoError(t, err)
		for name, s := range map[string]bonafide.Store{
			"keys":      forgetful{open(t), ".command"},
			"retention": forgetful{open(t), ".retention"},
			"events":    eventless{open(t)},
		} {
			found, _, err := f.play(t.Context(), s, nth(2, after))
			assert.True(t, err != nil || expected.diff(found) != "", "%s: %s", f.Name, name)
		}
	}
}

// eventless is a store that drops the second event of a write.
type eventless struct{ bonafide.Store }

func (s eventless) Put(ctx context.Context, batch ...bonafide.Write) error {
	batch = slices.Clone(batch)
	for i := range batch {
		if len(batch[i].Events) > 1 {
			batch[i].Events = batch[i].Events[:1]
		}
	}
	return s.Store.Put(ctx, batch...)
}
