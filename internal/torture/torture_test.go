package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var function = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)

// tests are the names of the tests in a folder.
func tests(t *testing.T, dir string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", dir, "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range function.FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
	}
	return names
}

// A proof whose tests are gone would count nothing.
func TestProofsAreThere(t *testing.T) {
	for _, p := range proofs() {
		assert.NotEmpty(t, p.claim, p.name)
		if p.fuzz {
			continue
		}
		for _, in := range p.in {
			dir, pkgs, _ := strings.Cut(in, " ")
			for pkg := range strings.FieldsSeq(pkgs) {
				var found []string
				for _, name := range tests(t, filepath.Join(dir, pkg)) {
					if regexp.MustCompile(p.tests).MatchString(name) {
						found = append(found, name)
					}
				}
				assert.NotEmpty(t, found, "%s: no test %s in %s", p.name, p.tests, in)
			}
		}
	}
}

// The track record names tests that are there.
func TestRecord(t *testing.T) {
	folders := map[string]string{"user": "user", "casefile": "casefile", "bonafide": ".", "aggregate": "internal/aggregate"}
	named := regexp.MustCompile("`([a-z]+)\\.((?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(record, -1)
	assert.Greater(t, len(named), 20)
	for _, m := range named {
		assert.Contains(t, tests(t, folders[m[1]]), m[2], m[0])
	}
}

func TestExecuted(t *testing.T) {
	out := "fuzz: elapsed: 0s, gathering baseline coverage\nfuzz: elapsed: 3s, execs: 1234 (411/sec), new interesting: 0\nfuzz: elapsed: 4s, execs: 2000 (1/sec)\nPASS\n"
	assert.Equal(t, 2000, executed([]byte(out)))
	assert.Zero(t, executed([]byte("PASS\n")))
}

func TestReport(t *testing.T) {
	done := []result{{proof: proof{name: "kill", claim: "kill -9."}, figures: map[string]int{"kills": 2000, "acknowledged": 1234567}, took: 90 * time.Second}}
	text := report("commit abc", done)
	assert.Contains(t, text, "The last run: commit abc.")
	assert.Contains(t, text, "| kill | kill -9. | 1,234,567 acknowledged, 2,000 kills | 1m30s |")
	assert.Contains(t, text, "No loss in 2,000 kills means, with 95 % confidence, fewer than one in 666 (the rule of three).")
	assert.Contains(t, text, record)
	assert.NotContains(t, report("", nil), "rule of three")
}
