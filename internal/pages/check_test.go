package pages

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission/program"
)

const root = "../.."

// all are the pages that somebody writes or makes: those of the root and of docs.
func all(t *testing.T) map[string]Page {
	t.Helper()
	out := make(map[string]Page)
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "examples/*/*.md", ".github/*.md", ".github/*/*.md"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			name := filepath.ToSlash(strings.TrimPrefix(filepath.ToSlash(file), root+"/"))
			out[name] = Parse(name, string(text))
		}
	}
	require.Greater(t, len(out), 5)
	return out
}

// A program on a page compiles, runs, and prints what the text behind it shows. Any other
// piece of Go stands in the file that is named above it, which the gate compiles and tests.
func TestCodeOnPages(t *testing.T) {
	for _, p := range all(t) {
		for _, b := range p.Blocks {
			switch b.Language {
			case "go":
				if strings.HasPrefix(b.Text, "package main\n") {
					runs(t, p.Name, b)
				} else {
					stands(t, p.Name, b)
				}
			case "sql", "yaml":
				stands(t, p.Name, b)
			case "json":
				reads(t, p.Name, b)
			case "sh":
				leads(t, p.Name, b)
			case "text", "", "gherkin":
			default:
				assert.Fail(t, "a kind of block that nothing checks", "%s:%d %q", p.Name, b.Line, b.Language)
			}
		}
	}
}

func runs(t *testing.T, page string, b Block) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(b.Text), 0o600))
	run := exec.Command("go", "run", file)
	run.Dir = root
	var failed bytes.Buffer
	run.Stderr = &failed
	out, err := run.Output()
	require.NoError(t, err, "%s:%d\n%s", page, b.Line, failed.String())
	require.NotEmpty(t, b.Output, "%s:%d: nothing says what it prints", page, b.Line)
	assert.Equal(t, b.Output, string(out), "%s:%d", page, b.Line)
}

func stands(t *testing.T, page string, b Block) {
	t.Helper()
	if !assert.NotEmpty(t, b.From, "%s:%d: no file is named above it", page, b.Line) {
		return
	}
	file, err := os.ReadFile(filepath.Join(root, b.From))
	require.NoError(t, err, "%s:%d", page, b.Line)
	assert.True(t, Stands(b.Text, string(file)), "%s:%d does not stand in %s:\n%s", page, b.Line, b.From, b.Text)
}

// JSON is JSON, and what has tiers is a program.
func reads(t *testing.T, page string, b Block) {
	t.Helper()
	var object map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(b.Text), &object), "%s:%d", page, b.Line)
	if _, ok := object["tiers"]; ok {
		_, err := program.Parse([]byte(b.Text))
		assert.NoError(t, err, "%s:%d", page, b.Line)
	}
}

var (
	ran    = regexp.MustCompile(`go run (\./\S+)|go -C (\S+) (?:run|test)|go test (\./\S+)|make (\S+)`)
	option = regexp.MustCompile(` -([a-z][a-z-]*)`)
)

// What a shell is told to run is there, and knows the options that it is given.
func leads(t *testing.T, page string, b Block) {
	t.Helper()
	for line := range strings.Lines(b.Text) {
		line, _, _ = strings.Cut(line, "#")
		m := ran.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		names := ran.FindStringSubmatch(line)
		if names[4] != "" {
			text, err := os.ReadFile(filepath.Join(root, "Makefile"))
			require.NoError(t, err)
			assert.Contains(t, string(text), "\n"+names[4]+":", "%s:%d", page, b.Line)
			continue
		}
		dir := strings.TrimSuffix(names[1]+names[2]+names[3], "/...")
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		require.NoError(t, err)
		if !strings.HasSuffix(names[3], "...") {
			require.NotEmpty(t, files, "%s:%d: %s", page, b.Line, dir)
		}
		if names[3] != "" || strings.Contains(line, " test") {
			continue
		}
		var source []byte
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			source = append(source, text...)
		}
		for _, o := range option.FindAllStringSubmatch(line[m[1]:], -1) {
			assert.Contains(t, string(source), `"`+o[1]+`"`, "%s:%d: %s has no such option", page, b.Line, dir)
		}
	}
}

// Links within the tree lead to a file, and to a heading of it. Others are https.
func TestLinks(t *testing.T) {
	pages := all(t)
	for _, p := range pages {
		for _, l := range p.Links {
			file, anchor, _ := strings.Cut(l, "#")
			switch {
			case strings.HasPrefix(l, "https://"):
				continue
			case strings.HasPrefix(l, "mailto:"):
				continue
			case file == "":
				file = p.Name
			default:
				file = path.Join(path.Dir(p.Name), file)
			}
			_, err := os.Stat(filepath.Join(root, file))
			assert.NoError(t, err, "%s: %s", p.Name, l)
			if anchor != "" {
				assert.True(t, slices.Contains(pages[file].Anchors, anchor), "%s: %s: no such heading", p.Name, l)
			}
		}
	}
}

// Every page of docs is reached from the index.
func TestIndexNamesAllPages(t *testing.T) {
	pages := all(t)
	index := pages["docs/README.md"]
	for name := range pages {
		if path.Dir(name) == "docs" && name != index.Name || path.Dir(name) == "docs/reference" {
			assert.Contains(t, index.Links, strings.TrimPrefix(name, "docs/"), "docs/README.md does not name it")
		}
	}
}

// Words are in the list. A new one is added by hand, so that somebody looks at it.
func TestSpelling(t *testing.T) {
	text, err := os.ReadFile("testdata/words.txt")
	require.NoError(t, err)
	known := make(map[string]bool)
	lines := strings.Fields(string(text))
	assert.True(t, slices.IsSorted(lines), "words.txt is in order")
	for _, w := range lines {
		known[w] = true
	}
	for _, p := range all(t) {
		if generated(p.Name) || p.Name == "CHANGELOG.md" {
			continue // made from tables, or a diary
		}
		assert.Empty(t, Misspelt(p.Prose, known), "%s: misspelt, or missing in testdata/words.txt", p.Name)
	}
}

func generated(name string) bool {
	return name == "docs/compatibility.md" || path.Dir(name) == "docs/reference"
}
