package sqlite_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// 64 writers on one user, of one process and of two: every command of every writer is
// done, once, and the chain of events holds all of them.
func TestHotUser(t *testing.T) {
	for name, processes := range map[string]int{"one process": 1, "two processes": 2} {
		t.Run(name, func(t *testing.T) {
			const writers, commands = 64, 4
			path, keys := filepath.Join(t.TempDir(), "test.db"), bonafide.EphemeralKeys()
			services := make([]*user.Service, processes)
			for i := range services {
				var err error
				services[i], err = user.New(openFile(t, path), keys, nil)
				require.NoError(t, err)
			}
			shop := bonafide.Platform("shop")
			u, err := services[0].Create(t.Context(), shop, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
			require.NoError(t, err)

			var wg sync.WaitGroup
			for w := range writers {
				wg.Go(func() {
					for n := range commands {
						key := fmt.Sprintf("%d-%d", w, n)
						_, err := services[w%processes].Update(t.Context(), shop, u.ID, user.UpdateRequest{Key: key, PublicNote: &key})
						assert.NoError(t, err, "writer %d, command %d", w, n)
					}
				})
			}
			wg.Wait()
			updates, page := 0, bonafide.PageRequest{Limit: bonafide.MaxItems}
			for more := true; more; more = page.Cursor != "" {
				events, err := services[0].Events(t.Context(), bonafide.Reviewer("officer"), u.ID, page)
				require.NoError(t, err, "the chain holds")
				for _, e := range events.Items {
					if e.Type == "user.updated" {
						updates++
					}
				}
				page.Cursor = events.Next
			}
			assert.Equal(t, writers*commands, updates)
		})
	}
}
