package files_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/files"
	"github.com/bonafide-go/bonafide/document/files/filestest"
)

func open(tb filestest.TB, folder string) *files.Dir {
	tb.Helper()
	d, err := files.Open(folder)
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { _ = d.Close() })
	return d
}

func TestFiles(t *testing.T) {
	filestest.Run(t, func(tb filestest.TB) document.Files { return open(tb, tb.TempDir()) })
}

// Two handles on one folder, as two processes have them.
func TestTwoHandles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	one, two := open(t, folder), open(t, folder)
	require.NoError(t, one.Put(t.Context(), "k", []byte("content")))
	got, err := two.Get(t.Context(), "k")
	require.NoError(t, err)
	assert.Equal(t, "content", string(got))
	require.NoError(t, two.Delete(t.Context(), "k"))
	_, err = one.Get(t.Context(), "k")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	require.NoError(t, one.Put(t.Context(), "k", nil))
}

// found walks a folder and returns its files.
func found(t *testing.T, folder string) (names []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		require.NoError(t, err)
		if name == folder {
			return nil // the host's
		}
		info, err := e.Info()
		require.NoError(t, err)
		want := fs.FileMode(0o600)
		if e.IsDir() {
			want = 0o700
		}
		assert.Equal(t, want, info.Mode().Perm(), name)
		if !e.IsDir() {
			rel, _ := filepath.Rel(folder, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return nil
	}))
	return names
}

// Whatever the key, its file is in the folder, two levels down, for its owner alone.
func TestWhereFilesAre(t *testing.T) {
	outer := t.TempDir()
	folder := filepath.Join(outer, "uploads")
	d := open(t, folder)
	keys := []string{"../x", "/etc/passwd", "../../../../tmp/x", "a\x00b", "", strings.Repeat("k", 5000), "tmp/x"}
	for _, k := range keys {
		require.NoError(t, d.Put(t.Context(), k, []byte("x")), "%.20q", k)
	}
	all := found(t, outer)
	assert.Len(t, all, len(keys))
	all = found(t, folder)
	for _, name := range all {
		assert.Regexp(t, `^([0-9a-f]{2})/([0-9a-f]{2})/[0-9a-f]{64}$`, name)
		assert.Equal(t, name[:2]+name[3:5], name[6:10])
	}
	entries, err := os.ReadDir(outer)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing beside the folder")
}

// A link that leads out of the folder is not followed.
func TestLinksLeadNowhere(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	d := open(t, folder)
	require.NoError(t, d.Put(t.Context(), "k", []byte("x")))
	first := found(t, folder)[0]
	require.NoError(t, os.RemoveAll(filepath.Join(folder, first[:2])))
	require.NoError(t, os.Symlink(outside, filepath.Join(folder, first[:2])))
	require.ErrorIs(t, d.Put(t.Context(), "k", []byte("x")), bonafide.ErrUnavailable)
	_, err := d.Get(t.Context(), "k")
	require.Error(t, err)
	entries, err := os.ReadDir(outside)
	require.NoError(t, err)
	assert.Empty(t, entries)
}

// leaving is a context whose caller leaves after it was asked some times.
type leaving struct {
	context.Context
	left int
}

func (l *leaving) Err() error {
	if l.left--; l.left < 0 {
		return context.Canceled
	}
	return nil
}

// A caller that leaves while a file is written leaves nothing behind.
func TestPutIsCutOff(t *testing.T) {
	folder := t.TempDir()
	d := open(t, folder)
	content := bytes.Repeat([]byte("content "), 1<<18)
	for n := range 5 {
		require.ErrorIs(t, d.Put(&leaving{t.Context(), n}, "k", content), context.Canceled, n)
		assert.Empty(t, found(t, folder))
	}
}

func TestOpenRefuses(t *testing.T) {
	_, err := files.Open("")
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = files.Open(file)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
}

func named(keys ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, k := range keys {
			if !yield(k, nil) {
				return
			}
		}
	}
}

// age makes every file of a folder look as old as a time.
func age(t *testing.T, folder string, to time.Time) {
	t.Helper()
	for _, name := range found(t, folder) {
		require.NoError(t, os.Chtimes(filepath.Join(folder, name), to, to))
	}
}

// What no record names and what a write left goes, once it is old; all else stays.
func TestSweep(t *testing.T) {
	folder := t.TempDir()
	d := open(t, folder)
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, k := range []string{"named", "orphan", "written again"} {
		require.NoError(t, d.Put(t.Context(), k, []byte(k)))
	}
	for _, name := range []string{"tmp/leftover", "README", "ab/other"} {
		require.NoError(t, os.MkdirAll(filepath.Join(folder, filepath.Dir(name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("part"), 0o600))
	}
	age(t, folder, day)
	require.NoError(t, d.Put(t.Context(), "young", []byte("young")))

	n, err := d.Sweep(t.Context(), day, named())
	require.NoError(t, err)
	assert.Zero(t, n, "as old is not older")

	failed := errors.New("record cannot be read")
	n, err = d.Sweep(t.Context(), day.Add(time.Hour), func(yield func(string, error) bool) { _ = yield("named", nil) && yield("", failed) })
	require.ErrorIs(t, err, failed)
	assert.Zero(t, n, "what is not known is not deleted")

	over, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = d.Sweep(over, day.Add(time.Hour), named())
	require.ErrorIs(t, err, context.Canceled)
	assert.Len(t, found(t, folder), 7)

	n, err = d.Sweep(t.Context(), day.Add(time.Hour), func(yield func(string, error) bool) {
		// A record comes while the folder is being swept, and its file with it.
		assert.NoError(t, d.Put(t.Context(), "written again", []byte("new")))
		yield("named", nil)
	})
	require.NoError(t, err)
	assert.Equal(t, 2, n, "the orphan and the leftover")
	for k, want := range map[string]string{"named": "named", "young": "young", "written again": "new"} {
		got, err := d.Get(t.Context(), k)
		require.NoError(t, err, k)
		assert.Equal(t, want, string(got))
	}
	_, err = d.Get(t.Context(), "orphan")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	all := found(t, folder)
	assert.Contains(t, all, "README", "not of this package's making")
	assert.Contains(t, all, "ab/other")
	assert.False(t, slices.Contains(all, "tmp/leftover"))
}

func BenchmarkPut(b *testing.B) {
	d := open(b, b.TempDir())
	content := bytes.Repeat([]byte("x"), 256<<10)
	b.SetBytes(int64(len(content)))
	for i := 0; b.Loop(); i++ {
		if err := d.Put(b.Context(), string(rune(i)), content); err != nil {
			b.Fatal(err)
		}
	}
}
