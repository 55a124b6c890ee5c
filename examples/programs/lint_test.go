package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What asks for what nobody can give is a fault, as is what is no program.
func TestLint(t *testing.T) {
	sheet, err := os.ReadFile("sheets/us-personal.json")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		text string
		code int
		want string
	}{
		"as it is":            {string(sheet), 0, ""},
		"a type that is none": {strings.Replace(string(sheet), `"GOVT_ID"`, `"GOVT_IDS"`, 1), 1, `"path": "tiers[`},
		"cut off":             {string(sheet[:len(sheet)/2]), 1, "malformed"},
	} {
		file := filepath.Join(t.TempDir(), "sheet.json")
		require.NoError(t, os.WriteFile(file, []byte(c.text), 0o600))
		var out, failed bytes.Buffer
		assert.Equal(t, c.code, start([]string{"-lint", file}, &out, &failed), name)
		assert.Empty(t, failed.String(), name)
		assert.True(t, json.Valid(out.Bytes()), name)
		assert.Contains(t, out.String(), c.want, name)
	}
}

func TestExplain(t *testing.T) {
	var out, failed bytes.Buffer
	ask := []string{"-explain", "users/1-maria.json", "-sheet", "sheets/us-personal.json", "-candidate", "sheets/us-personal-2.json"}
	require.Zero(t, start(ask, &out, &failed), failed.String())
	assert.Contains(t, out.String(), "by us-personal version 1")
	assert.Contains(t, out.String(), "base-maria: ")
	out.Reset()
	require.Zero(t, start(append(ask, "-json"), &out, &failed), failed.String())
	assert.True(t, json.Valid(out.Bytes()))
	assert.Contains(t, out.String(), `"explanation"`)
	assert.Contains(t, out.String(), `"change"`)
}

func TestExitCodes(t *testing.T) {
	const sheet = "-lint sheets/us-personal-2.json"
	for line, want := range map[string]int{sheet: 1, sheet + " -attestations terms-2024": 0, "-h": 0, "-nonsense": 2, "sheets/us-personal.json": 2, "-lint nowhere.json": 2, "-explain nowhere.json": 2, "-schema": 0} {
		var out, failed bytes.Buffer
		assert.Equal(t, want, start(strings.Fields(line), &out, &failed), line)
	}
}
