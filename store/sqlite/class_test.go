package sqlite_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/user"
)

// spoil overwrites a file from a place on.
func spoil(t *testing.T, path string, from int) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	copy(content[from:], bytes.Repeat([]byte("not what was written "), len(content)/20))
	require.NoError(t, os.WriteFile(path, content, 0o600))
}

// A file that is not what was written is damaged, which no repetition heals: the store
// and the Service on it say so.
func TestDamagedFile(t *testing.T) {
	written := func() string {
		path := filepath.Join(t.TempDir(), "test.db")
		s := openFile(t, path)
		for i := range 200 {
			require.NoError(t, s.Put(t.Context(), first(fmt.Sprint(i), fmt.Sprint("u", i))))
		}
		require.NoError(t, s.Close())
		return path
	}
	isDamaged := func(t *testing.T, err error) {
		t.Helper()
		require.ErrorIs(t, err, bonafide.ErrDamaged)
		require.NotErrorIs(t, err, bonafide.ErrUnavailable)
		require.NotErrorIs(t, err, bonafide.ErrNotFound)
	}
	t.Run("its head", func(t *testing.T) {
		path := written()
		spoil(t, path, 0)
		_, err := sqlite.Open(t.Context(), path, "tenant", nil)
		isDamaged(t, err)
	})
	t.Run("its pages", func(t *testing.T) {
		path := written()
		s := openFile(t, path)
		spoil(t, path, 4096)
		_, err := s.Get(t.Context(), "user", "7")
		isDamaged(t, err)
		_, err = s.List(t.Context(), bonafide.Query{Kind: "user"})
		isDamaged(t, err)
		_, err = s.Events(t.Context(), bonafide.EventQuery{})
		isDamaged(t, err)
		isDamaged(t, s.Put(t.Context(), first("new")))
		_, err = s.Count(t.Context(), bonafide.Query{Kind: "user"})
		isDamaged(t, err)
		isDamaged(t, s.Delete(t.Context(), "user", "7", 1))

		users, err := user.New(s, bonafide.EphemeralKeys(), nil)
		require.NoError(t, err)
		_, err = users.Get(t.Context(), bonafide.System(), "7")
		isDamaged(t, err)
		_, err = users.Create(t.Context(), bonafide.Platform("shop"), user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
		isDamaged(t, err)
		_, err = users.AdvanceDue(t.Context(), 10)
		isDamaged(t, err)
	})
}

// A full disk and a wait that is over are outages: once there is room the same call
// succeeds. A file that must not be written, and a schema that somebody changed, are
// neither outage nor damage.
func TestWhatMayPass(t *testing.T) {
	neither := func(err error) {
		t.Helper()
		require.Error(t, err)
		require.NotErrorIs(t, err, bonafide.ErrUnavailable)
		require.NotErrorIs(t, err, bonafide.ErrDamaged)
	}
	s := openNew(t)
	exec := func(statement string) {
		t.Helper()
		_, err := s.DB().ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	exec(`pragma max_page_count = 1`) // SQLite takes as many as there are
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		err = s.Put(t.Context(), first(fmt.Sprint(n), fmt.Sprint("u", n)))
	}
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	require.NotErrorIs(t, err, bonafide.ErrDamaged)
	require.NoError(t, s.Ping(t.Context()), "it can be read")
	exec(`pragma max_page_count = 100000`)
	require.NoError(t, s.Put(t.Context(), first(fmt.Sprint(n-1), fmt.Sprint("u", n-1))))

	exec(`pragma query_only = 1`)
	neither(s.Put(t.Context(), first("read-only")))
	exec(`pragma query_only = 0`)
	require.NoError(t, s.Put(t.Context(), first("read-only")))

	exec(`alter table bonafide_event rename to elsewhere`)
	_, err = s.Events(t.Context(), bonafide.EventQuery{})
	neither(err)
	assert.NotContains(t, err.Error(), "tenant ")
}
