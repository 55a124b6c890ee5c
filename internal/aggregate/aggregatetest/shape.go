package aggregatetest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Shape compares a stored body, but for what is random in it, with a golden file.
// UPDATE_GOLDEN=1 writes the file.
func Shape(t *testing.T, path string, stored []byte) {
	t.Helper()
	var body any
	require.NoError(t, json.Unmarshal(stored, &body))
	got, err := json.MarshalIndent(scrub(body), "", "  ")
	require.NoError(t, err)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got)+"\n")
}

// Lengths of what is random, as it is written.
const (
	hashLength  = 64 // SHA-256 in hex
	indexLength = 22 // a blind index in base64
)

// scrub replaces what is random: keys, seals, blind indexes, hashes and ids made
// from them.
func scrub(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			if len(k) == hashLength {
				k = "<hash>"
			}
			switch k {
			case "data", "data_key", "hash", "marks", "salt":
				out[k] = "<random>"
			default:
				out[k] = scrub(x)
			}
		}
		return out
	case []any:
		for i := range v {
			v[i] = scrub(v[i])
		}
	case string:
		if len(v) == hashLength {
			return "<hash>"
		}
		if name, index, ok := strings.Cut(v, "="); ok && len(index) == indexLength {
			return name + "=<index>"
		}
	}
	return v
}
