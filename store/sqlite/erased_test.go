package sqlite_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/faulttest"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

// files reads every file of a database.
func files(path string) ([]byte, error) {
	names, err := filepath.Glob(path + "*")
	var all []byte
	for _, name := range names {
		data, failed := os.ReadFile(name)
		all, err = append(all, data...), errors.Join(err, failed)
	}
	return all, err
}

// After Erase, a vacuum and a scrub no file of the database holds anything that was ever
// said of whoever was erased: neither the database nor its log, in clear or sealed.
func TestErasedToThePage(t *testing.T) {
	for _, f := range []faulttest.Flow{faulttest.People, faulttest.Cases} {
		for _, seals := range []bool{false, true} {
			path := filepath.Join(t.TempDir(), "kyc.db")
			s, err := sqlite.Open(t.Context(), path, "acme", &sqlite.Options{Migrate: true})
			require.NoError(t, err)
			defer s.Close()
			var store bonafide.Store = s
			if seals {
				store, err = sealed.New(s, bonafide.EphemeralKeys(), nil)
				require.NoError(t, err)
			}
			left, err := f.Remains(t.Context(), store, func() ([]byte, error) {
				if _, err := s.DB().ExecContext(t.Context(), `vacuum`); err != nil {
					return nil, err
				}
				if err := s.Scrub(t.Context()); err != nil {
					return nil, err
				}
				return files(path)
			})
			require.NoError(t, err)
			if seals {
				assert.Greater(t, left.Found, left.Said/5, "the search finds what is there")
			} else {
				assert.Greater(t, left.Found, left.Said/2, "the search finds what is there")
			}
			assert.Empty(t, f.Beyond(left), "%s, sealed %v", f.Name, seals)
		}
	}
}

// A scrubbed database has an empty log. While somebody reads from the log, and within a
// transaction of the host, it says that it could not.
func TestScrub(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kyc.db")
	s, err := sqlite.Open(t.Context(), path, "acme", &sqlite.Options{Migrate: true, BusyTimeout: 1})
	require.NoError(t, err)
	defer s.Close()
	put := func(version int64, body string) {
		t.Helper()
		require.NoError(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "u-1", Version: version, Body: []byte(body)}}))
	}
	holds := func() bool {
		data, err := files(path)
		require.NoError(t, err)
		return strings.Contains(string(data), "canary")
	}
	put(1, strings.Repeat("canary ", 5000)) // on pages of its own
	put(2, "nothing")
	require.True(t, holds(), "the log has it")

	other, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer other.Close()
	reader, err := other.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	var n int
	require.NoError(t, reader.QueryRow(`select count(*) from bonafide_record`).Scan(&n))
	put(3, "nothing")
	err = s.Scrub(t.Context())
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.NotContains(t, err.Error(), "canary")
	require.NoError(t, reader.Rollback())

	tx, err := s.DB().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	require.ErrorIs(t, s.WithTx(tx).Scrub(t.Context()), errors.ErrUnsupported)
	require.NoError(t, tx.Rollback())

	require.NoError(t, s.Scrub(t.Context()))
	require.NoError(t, s.Scrub(t.Context()), "it may be repeated")
	assert.False(t, holds())
	log, err := os.Stat(path + "-wal")
	require.NoError(t, err)
	assert.Zero(t, log.Size())
	got, err := s.Get(t.Context(), "user", "u-1")
	require.NoError(t, err)
	assert.Equal(t, "nothing", string(got.Body))
}

// What is not overwritten with zeros stays in the file: the search finds a database
// without secure_delete.
func TestErasedNeedsSecureDelete(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kyc.db")
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(wal)&_pragma=secure_delete(off)")
	require.NoError(t, err)
	defer db.Close()
	require.NoError(t, sqlite.Migrate(t.Context(), db))
	s, err := sqlite.New(t.Context(), db, "acme")
	require.NoError(t, err)
	left, err := faulttest.People.Remains(t.Context(), s, func() ([]byte, error) { return files(path) })
	require.NoError(t, err)
	assert.NotEmpty(t, faulttest.People.Beyond(left))
}
