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
	folders := map[string]string{
		"user": "user", "casefile": "casefile", "ownership": "casefile/ownership", "bonafide": ".", "aggregate": "internal/aggregate", "screening": "screening",
		"audit": "audit", "dotfile": "wire/dotfile", "synapse": "wire/synapse",
	}
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
	kept := runs{}
	for i, p := range proofs()[4:6] {
		kept[p.name] = result{proof: p, figures: map[string]int{"kills": 1000, "acknowledged": 1234567}, took: time.Duration(90+i) * time.Second}.keep("commit abc")
	}
	text := kept.report()
	assert.Contains(t, text, "Run 1: commit abc.\n")
	assert.NotContains(t, text, "Run 2")
	assert.Contains(t, text, "| 1,234,567 acknowledged, 1,000 kills | 1m30s, run 1 |\n")
	assert.Contains(t, text, "No loss in 2,000 kills means, with 95 % confidence, fewer than one in 666 (the rule of three).")
	assert.Contains(t, text, record)
	assert.NotContains(t, runs{}.report(), "rule of three")
}

// The page is what the results say.
func TestPageIsCurrent(t *testing.T) {
	t.Chdir("../..")
	kept, err := readKept()
	require.NoError(t, err)
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, kept.report(), string(text), "go run ./internal/torture -run none writes it anew")
}
