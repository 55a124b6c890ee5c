package datatest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Golden compares with the file of that name in testdata, byte for byte. With
// UPDATE_GOLDEN set it writes the file first.
func Golden(t testing.TB, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "UPDATE_GOLDEN=1 makes it")
	assert.Equal(t, string(want), string(got), "a released shape changed; UPDATE_GOLDEN=1 if on purpose")
}

// Stored compares a value's indented JSON with a golden file, and the value with
// the one that the file decodes to.
func Stored[T any](t testing.TB, name string, value T) {
	t.Helper()
	got, err := json.MarshalIndent(value, "", "  ")
	require.NoError(t, err)
	got = append(got, '\n')
	Golden(t, name, got)
	var back T
	require.NoError(t, json.Unmarshal(got, &back))
	assert.Equal(t, value, back)
}
