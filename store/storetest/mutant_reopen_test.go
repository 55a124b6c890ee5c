package storetest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// kept is a memory that takes part in the play that a process ends: what the next one finds
// is what the change makes of it.
func kept(change func(b *broken)) storetest.Reopen {
	return func(storetest.TB) func() func(string) bonafide.Store {
		m, opened := memory.New("tenant"), 0
		return func() func(string) bonafide.Store {
			opened++
			again := opened > 1
			return func(tenant string) bonafide.Store {
				b := &broken{good: m.ForTenant(tenant)}
				if again {
					change(b)
				}
				return b
			}
		}
	}
}

// Ways to lose something with the process, each of them told.
func TestReopenMutants(t *testing.T) {
	run := func(backing storetest.Reopen) []string {
		var failures []string
		for _, c := range storetest.ReopenClauses(backing) {
			failures = append(failures, record(t, func(tb storetest.TB) {
				c.Run(tb, func(storetest.TB) func(string) bonafide.Store { return func(string) bonafide.Store { return nil } })
			})...)
		}
		return failures
	}
	require.Empty(t, run(kept(func(*broken) {})))
	for name, change := range map[string]func(b *broken){
		"ids went through JSON": func(b *broken) {
			b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
				if id != strings.ToValidUTF8(id, "\ufffd") {
					return bonafide.Record{}, bonafide.ErrNotFound
				}
				return b.good.Get(ctx, kind, id)
			}
		},
		"nothing was kept": func(b *broken) { b.good = memory.New("tenant") },
		"labels were not kept": func(b *broken) {
			b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
				if len(q.Labels) > 0 {
					return bonafide.Page{}, nil
				}
				return b.good.List(ctx, q)
			}
		},
		"cursors are another's": func(b *broken) {
			b.list = func(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
				if q.Cursor != "" {
					return bonafide.Page{}, bonafide.ErrCursor
				}
				return b.good.List(ctx, q)
			}
		},
		"positions begin anew": func(b *broken) {
			b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
				q.After = ""
				return b.good.Events(ctx, q)
			}
		},
		"versions begin anew": func(b *broken) {
			b.put = func(context.Context, []bonafide.Write) error { return nil }
		},
	} {
		assert.NotEmpty(t, run(kept(change)), name)
	}
}
