package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// A wanted answer says what of an answer matters; what is left out may be anything.
type wanted struct {
	Want struct {
		OK        bool   `json:"ok"`
		Canonical string `json:"canonical"`
		Grade     string `json:"grade"`
		Warning   string `json:"warning"` // a code among the warnings
		Quiet     bool   `json:"quiet"`   // there is no warning
		Error     string `json:"error"`   // a code among the errors
	} `json:"want"`
	Source string `json:"source"`
}

// What people type and print all over the world, and what is right by whoever issues,
// registers or standardises it (testdata/cases.jsonl, one case a line).
func TestCases(t *testing.T) {
	file, err := os.Open("testdata/cases.jsonl")
	require.NoError(t, err)
	defer func() { assert.NoError(t, file.Close()) }()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	seen := 0
	for lines := bufio.NewScanner(file); lines.Scan(); seen++ {
		line := bytes.Clone(lines.Bytes())
		var w wanted
		require.NoError(t, json.Unmarshal(line, &w), "%s", line)
		got, isLine := reply(line, now)
		require.True(t, isLine, "%s", line)
		want := w.Want
		code := func(code string) func(bonafide.Fault) bool {
			return func(f bonafide.Fault) bool { return string(f.Code) == code }
		}
		assert.Equal(t, want.OK, got.OK, "%s: %v", line, got.Errors)
		if want.Canonical != "" {
			assert.Equal(t, want.Canonical, got.Canonical, "%s", line)
		}
		if want.Grade != "" {
			assert.Equal(t, want.Grade, string(got.Grade), "%s", line)
		}
		assert.True(t, want.Warning == "" || slices.ContainsFunc(got.Warnings, code(want.Warning)), "%s: %v", line, got.Warnings)
		assert.True(t, !want.Quiet || len(got.Warnings) == 0, "%s: %v", line, got.Warnings)
		assert.True(t, want.Error == "" || slices.ContainsFunc(got.Errors, code(want.Error)), "%s: %v", line, got.Errors)
	}
	assert.Greater(t, seen, 1000)
}
