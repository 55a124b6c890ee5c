package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// A replay is one row of what was once refused or misread, restated. It goes through
// this program, or through the tests that it names, where a Service must be asked.
type replay struct {
	Row   string          `json:"row"` // key of the row in the table of acceptance
	Area  string          `json:"area"`
	What  string          `json:"what"`
	Line  json.RawMessage `json:"line"`
	File  string          `json:"file"`  // a file of files(), the value of the line
	Media string          `json:"media"` // what the file says that it is
	Want  struct {
		OK           bool   `json:"ok"`
		NotPlausible bool   `json:"notplausible"` // refused, or graded so
		Canonical    string `json:"canonical"`
		Grade        string `json:"grade"`
		Warning      string `json:"warning"`
		Quiet        bool   `json:"quiet"`
		Error        string `json:"error"`
		Path         string `json:"path"` // of the error
		Rule         string `json:"rule"` // a part of what the error says
	} `json:"want"`
	Tests []string `json:"tests"` // "package.TestName"
	Note  string   `json:"note"`  // what was decided, where the row leaves it open
}

func replays(t *testing.T) []replay {
	t.Helper()
	file, err := os.Open("testdata/intake.jsonl")
	require.NoError(t, err)
	defer func() { assert.NoError(t, file.Close()) }()
	var all []replay
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var r replay
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r), "%s", lines.Bytes())
		all = append(all, r)
	}
	return all
}

// Every row gives the answer that its source asks for, or that was decided.
func TestIntake(t *testing.T) {
	built := files()
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, r := range replays(t) {
		if r.Line == nil {
			require.NotEmpty(t, r.Tests, "%s: %s goes through no door", r.Area, r.What)
			continue
		}
		var l map[string]any
		require.NoError(t, json.Unmarshal(r.Line, &l))
		l["id"] = r.Row
		if figuretest.UnderRace && strings.HasSuffix(r.File, "MB") {
			continue // one goroutine reads it
		}
		if r.File != "" {
			require.Contains(t, built, r.File)
			l["value"] = built[r.File](r.Media)
		}
		text, err := json.Marshal(l)
		require.NoError(t, err)
		got, isLine := reply(text, noon)
		require.True(t, isLine, "%s: %s", r.Area, r.What)
		r.check(t, got)
	}
}

func (r replay) check(t *testing.T, got answer) {
	t.Helper()
	want, say := r.Want, r.Area+": "+r.What
	if want.NotPlausible {
		assert.True(t, !got.OK || got.Grade == bonafide.Implausible, "%s: %v", say, got)
		return
	}
	assert.Equal(t, want.OK, got.OK, "%s: %v", say, got.Errors)
	assert.Equal(t, cmp.Or(want.Canonical, got.Canonical), got.Canonical, say)
	assert.Equal(t, cmp.Or(want.Grade, string(got.Grade)), string(got.Grade), say)
	code := func(code string) func(bonafide.Fault) bool {
		return func(f bonafide.Fault) bool {
			return string(f.Code) == code && (want.Path == "" || f.Path == want.Path)
		}
	}
	assert.True(t, want.Warning == "" || slices.ContainsFunc(got.Warnings, code(want.Warning)), "%s: %v", say, got.Warnings)
	assert.True(t, want.Error == "" || slices.ContainsFunc(got.Errors, code(want.Error)), "%s: %v", say, got.Errors)
	assert.True(t, !want.Quiet || len(got.Warnings) == 0, "%s: %v", say, got.Warnings)
	if want.Rule != "" {
		require.NotEmpty(t, got.Errors, say)
		assert.Contains(t, got.Errors[0].Rule, want.Rule, say)
	}
}

// The tests that stand for a row are there.
func TestIntakeOfServices(t *testing.T) {
	places := map[string]string{
		"document": "document", "upload": "document/upload", "photo": "document/photo", "user": "user", "casefile": "casefile", "ownership": "casefile/ownership",
	}
	found := make(map[string]bool)
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for pkg, dir := range places {
		paths, err := filepath.Glob(filepath.Join("..", "..", dir, "*_test.go"))
		require.NoError(t, err)
		require.NotEmpty(t, paths, dir)
		for _, path := range paths {
			source, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, m := range declared.FindAllSubmatch(source, -1) {
				found[pkg+"."+string(m[1])] = true
			}
		}
	}
	for _, r := range replays(t) {
		for _, name := range r.Tests {
			assert.True(t, found[name], "%s: %s: there is no %s", r.Area, r.What, name)
		}
	}
}

// No row of the table of acceptance is left out, and none that it does not have is claimed.
func TestIntakeIsWhole(t *testing.T) {
	table := bytes.NewBuffer(nil)
	_, err := table.ReadFrom(datatest.Open(t, filepath.Join(filepath.Dir(datatest.Published(t)), "acceptance", "intake.jsonl")))
	require.NoError(t, err)
	doors := make(map[string]string)
	for _, r := range replays(t) {
		doors[r.Row] = cmp.Or(strings.Join(r.Tests, ", "), "validate")
	}
	left := len(doors)
	seen := make(map[string]bool)
	for lines := bufio.NewScanner(table); lines.Scan(); {
		var row struct{ Area, Input, Expected string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		sum := sha256.Sum256([]byte(row.Area + "\n" + row.Input + "\n" + row.Expected))
		key := hex.EncodeToString(sum[:])[:12]
		door, ok := doors[key]
		assert.True(t, ok, "%s: %s is replayed nowhere", row.Area, row.Input)
		t.Logf("%s %s: %s", key, row.Area, door)
		if !seen[key] {
			seen[key] = true
			left--
		}
	}
	assert.Zero(t, left, "rows that the table does not have")
}

// files are uploads as programs and cameras make them; each is given as a data URI of a media type.
func files() map[string]func(media string) string {
	plain := func(content []byte) func(string) string {
		return func(media string) string {
			return "data:" + media + ";base64," + base64.StdEncoding.EncodeToString(content)
		}
	}
	made := make(map[string]func(string) string)
	for name, content := range uploads() {
		made[name] = func(media string) string { return plain(content())(media) }
	}
	made["jpeg nopad"] = func(media string) string { return strings.TrimRight(made["jpeg"](media), "=") }
	made["jpeg lines"] = func(media string) string {
		head, payload, _ := strings.Cut(made["jpeg"](media), ",")
		return head + ",\r\n" + strings.Join(chunks(payload, 76), "\r\n")
	}
	return made
}

func chunks(text string, size int) (out []string) {
	for part := range slices.Chunk([]byte(text), size) {
		out = append(out, string(part))
	}
	return out
}
