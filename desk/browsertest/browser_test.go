package browsertest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A view is a page to be looked at; an act is what somebody does on one with the keyboard.
type view struct {
	Name string `json:"name"`
	Path string `json:"path"`
	As   string `json:"as"`             // id of the reviewer
	Shot string `json:"shot,omitempty"` // name of its picture
}

type act struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	As     string `json:"as"`
	Steps  []step `json:"steps"`
	Expect string `json:"expect"`          // text of the page that follows
	Saves  bool   `json:"saves,omitempty"` // a file follows, not a page
}

// A step goes with Tab to what a selector names, types, and presses a key.
type step struct {
	To    string `json:"to"`
	Type  string `json:"type,omitempty"`
	Press string `json:"press,omitempty"`
}

type job struct {
	Base     string `json:"base"`
	Chromium string `json:"chromium"`
	Shots    string `json:"shots"`
	Pages    []view `json:"pages,omitempty"`
	Acts     []act  `json:"acts,omitempty"`
}

// absent skips a test that needs what is not installed; where CI says so it fails.
func absent(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// browser finds Chromium, and installs what package-lock.json names.
func browser(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			absent(t, "no "+tool+": install Node.js 20 or later with npm")
		}
	}
	chromium := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil && chromium == "" {
			chromium = path
		}
	}
	if chromium == "" {
		absent(t, "no Chromium: install it, or set CHROMIUM to its path")
	}
	if _, err := os.Stat(filepath.Join("node_modules", "playwright-core")); err != nil {
		if out, err := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund").CombinedOutput(); err != nil {
			absent(t, "npm ci: "+err.Error()+"\n"+string(out))
		}
	}
	return chromium
}

// shots is where pictures go: with UPDATE_GOLDEN, where the documentation shows them.
func shots(t *testing.T) string {
	if os.Getenv("UPDATE_GOLDEN") != "" {
		dir := filepath.Join("..", "..", "docs", "images")
		require.NoError(t, os.MkdirAll(dir, 0o755))
		return dir
	}
	return t.TempDir()
}

// A result is what was wrong with one page in one light and width, or after one act.
type result struct {
	Test   string   `json:"test"`
	Faults []string `json:"faults"`
}

// look does a job, and gives each result as it comes.
func look(t *testing.T, j job, each func(result)) {
	t.Helper()
	in, err := json.Marshal(j)
	require.NoError(t, err)
	node := exec.CommandContext(t.Context(), "node", "look.mjs")
	node.Stdin, node.Stderr = bytes.NewReader(in), os.Stderr
	out, err := node.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, node.Start())
	n := 0
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r result
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r), lines.Text())
		each(r)
		n++
	}
	require.NoError(t, lines.Err())
	require.NoError(t, node.Wait())
	require.Equal(t, 4*len(j.Pages)+len(j.Acts), n, "every page and act has its result")
}

// run does a job, each result as a subtest.
func run(t *testing.T, j job) {
	t.Helper()
	look(t, j, func(r result) {
		t.Run(r.Test, func(t *testing.T) {
			for _, fault := range r.Faults {
				t.Error(fault)
			}
		})
	})
}
