package pages

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParse(t *testing.T) {
	p := Parse("a.md", "# One thing\n\nSee [it](b.md#two), `[no](link)`.\n\n<!-- x/y.go -->\n```go\nf()\n```\n\n```text\nout\n```\n"+
		"words\n```text\nloose\n```\n## One, thing!\n# A_b – c\n")
	assert.Equal(t, []string{"one-thing", "one-thing-1", "a_b-–-c"}, p.Anchors)
	assert.Equal(t, []string{"b.md#two"}, p.Links)
	assert.Equal(t, []Block{
		{Line: 6, Language: "go", From: "x/y.go", Text: "f()\n", Output: "out\n"},
		{Line: 10, Language: "text", Text: "out\n"},
		{Line: 14, Language: "text", Text: "loose\n"},
	}, p.Blocks)
	assert.Equal(t, "unclosed", Parse("a.md", "```go\nf()").Blocks[0].Language)
}

func TestStands(t *testing.T) {
	file := "package a\n\nfunc f() {\n\tone()\n\ttwo()\n\tthree()\n}\n"
	for piece, want := range map[string]bool{
		"one()\ntwo()\n":             true,
		"  one()\n  two()":           true,
		"one()\nthree()\n":           false,
		"one()\n// …\nthree()\n":     true,
		"three()\n// …\none()\n":     false,
		"func f() {\n// …\ntwo()\n":  true,
		"four()":                     false,
		"one()\ntwo()\nthree()\n}\n": true,
	} {
		assert.Equal(t, want, Stands(piece, file), piece)
	}
}

func TestMisspelt(t *testing.T) {
	known := map[string]bool{"the": true, "user": true, "don't": true}
	assert.Equal(t, []string{"ussr"}, Misspelt("The user's ussr, Ussr, KYC, PostgreSQL don't don’t a", known))
}
