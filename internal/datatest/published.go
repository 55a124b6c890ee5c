// Package datatest gives tests their data: the published lists and cases, and
// golden files.
package datatest

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Published returns the folder of published data: $BONAFIDE_DATA, or shared/data
// beside the module. Without it the test is skipped, but fails in CI.
func Published(t testing.TB) string {
	t.Helper()
	dir, ok := Find()
	if !ok && os.Getenv("CI") == "true" {
		t.Fatal("the published data is not there: set BONAFIDE_DATA")
	}
	if !ok {
		t.Skip("the published data is not there: set BONAFIDE_DATA to run this test")
	}
	return dir
}

// Find looks for the folder of published data.
func Find() (dir string, ok bool) {
	if dir = os.Getenv("BONAFIDE_DATA"); dir != "" {
		return dir, exists(dir)
	}
	at, err := os.Getwd()
	for err == nil && at != filepath.Dir(at) {
		dir = filepath.Join(at, "..", "shared", "data")
		if exists(filepath.Join(at, "go.mod")) && exists(dir) {
			return dir, true
		}
		at = filepath.Dir(at)
	}
	return "", false
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Open opens a file for the time of the test, and unpacks it if it ends in .gz.
func Open(t testing.TB, path string) io.Reader {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(path, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	return z
}
