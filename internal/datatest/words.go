package datatest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// Faults returns "path code" of every fault of an [*bonafide.InvalidError], in
// order, and nil for any other error.
func Faults(err error) []string {
	var invalid *bonafide.InvalidError
	if !errors.As(err, &invalid) {
		return nil
	}
	var out []string
	for _, f := range invalid.Fields {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}

// Fault is a fault without a rule.
func Fault(path string, code bonafide.Code) bonafide.Fault {
	return bonafide.Fault{Path: path, Code: code}
}

// At is a moment in RFC 3339, or the beginning of a day in UTC. It panics for any
// other text.
func At(text string) time.Time {
	layout := time.RFC3339
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		panic(err)
	}
	return t
}

// DataKey returns the key of one record.
func DataKey(t testing.TB) *bonafide.DataKey {
	t.Helper()
	key, err := bonafide.EphemeralKeys().NewDataKey(context.Background(), "user", "u1")
	require.NoError(t, err)
	return key
}

// DataURI is a file as an upload in JSON has it (RFC 2397).
func DataURI(media string, content []byte) bonafide.Secret {
	return bonafide.NewSecret("data:" + media + ";base64," + base64.StdEncoding.EncodeToString(content))
}

// Indented is a value's JSON as golden files hold it.
func Indented(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return append(text, '\n')
}
