package guard

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A sole says where the code of a rule may stand: what is written in two places
// drifts apart.
type sole struct {
	rule   string
	uses   []string // by what it is known; a * ends a prefix, and a + joins what one declaration uses together
	places []string // directories with what lies below, or files
}

// Marks of code that are no names of other packages.
const (
	modulo97 = "modulo 97"               // the check digits of ISO 7064, of IBAN and LEI
	prefixed = "length before content"   // an encoding of fields
	control  = "comparison with a blank" // characters below it are control characters
)

// soles is the table of rules that have one place.
var soles = []sole{
	{"which characters a text may hold", []string{"unicode.IsGraphic", "unicode.IsPrint", "unicode.IsControl", "unicode.C", "unicode.Cc", "unicode.Cf"},
		[]string{"internal/text"}},
	{"control characters", []string{control}, []string{"internal/text", "internal/strict", "permission/program", "screening/lists", "casefile/ownership"}},
	{"how long a text may be", []string{"unicode/utf8.RuneCountInString"}, []string{"internal/text", "screening/lists"}},
	{"whether bytes are text", []string{"unicode/utf8.ValidString", "unicode/utf8.Valid"}, []string{"internal/text", "internal/strict", "store", "screening/lists"}},
	{"what a letter is", []string{"unicode.*"}, []string{"internal/text", "screening", "document/mrz", "document/name.go"}},
	{"one form of a text", []string{"golang.org/x/text/*"}, []string{"internal/text", "screening", "document/mrz"}},
	{"when two names are the same", []string{"strings.Map+strings.ToLower", "strings.Map+unicode.ToLower"}, []string{"internal/text", "screening"}},
	{"check digits of an IBAN", []string{modulo97}, []string{"document/identifier"}},
	{"what a hash is taken of", []string{"crypto/sha256.*", prefixed}, []string{"internal/canonical", "store"}},
	{"what a key signs", []string{"crypto/hmac.*"}, []string{"keys.go", "secret.go", "internal/canonical", "wire/internal/hook"}},
}

// besides are uses that are no code of the rule.
var besides = map[string]string{
	"keys.go: crypto/sha256.New":                        "the hash function of an HMAC",
	"keys.go: crypto/sha256.Size":                       "the length of an HMAC",
	"document/upload/pdfcrypt.go: crypto/sha256.Sum256": "how PDF derives a key from the empty password",
	"wire/internal/hook/poster.go: crypto/sha256.New":   "the hash function of an HMAC that others check",
}

// Every rule that the table names stands in its place and nowhere else.
func TestRulesStandInOnePlace(t *testing.T) {
	for _, f := range home(t).strays(soles) {
		assert.Fail(t, "a rule in another place", f)
	}
}

func TestStrayRulesAreFound(t *testing.T) {
	h := madeUp(t, map[string]string{
		"internal/text/text.go": `package text
			import "unicode"
			func Shown(r rune) bool { return unicode.IsPrint(r) && r >= ' ' }`,
		"casefile/text.go": `package casefile
			import (
				u "unicode"
				"strings"
				"encoding/binary"
				"crypto/sha256"
			)
			func shown(text string) bool { for _, r := range text { if r < ' ' { return false } }; return true }
			func printed(text string) bool { return !strings.ContainsFunc(text, u.IsControl) }
			func fold(text string) string { return strings.Map(func(r rune) rune { return r }, strings.ToLower(text)) }
			func blank(r rune) bool { return r == ' ' }
			func rest(n int) int { return (n*10 + 1) % 97 }
			func sum(text string, list []int) [32]byte {
				b := binary.AppendUvarint(nil, uint64(len(text)))
				return sha256.Sum256(binary.AppendUvarint(append(b, text...), uint64(len(list))))
			}`,
	})
	assert.Equal(t, []string{
		"casefile/text.go:10: strings.Map+strings.ToLower: when two names are the same",
		"casefile/text.go:12: modulo 97: check digits of an IBAN",
		"casefile/text.go:14: length before content: what a hash is taken of",
		"casefile/text.go:15: crypto/sha256.Sum256: what a hash is taken of",
		"casefile/text.go:8: comparison with a blank: control characters",
		"casefile/text.go:9: unicode.IsControl: what a letter is",
		"casefile/text.go:9: unicode.IsControl: which characters a text may hold",
	}, h.strays(soles))
}

// strays returns uses outside the places of a rule. Examples are hosts, and
// tests may count as they like.
func (h *house) strays(table []sole) []string {
	var out []string
	for _, r := range h.rooms {
		if r.testCode() || r.types.Name() == "main" {
			continue
		}
		for i, f := range r.files {
			for _, d := range f.Decls {
				if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
					continue
				}
				out = append(out, h.straysOf(table, r.paths[i], h.tracesOf(d))...)
			}
		}
	}
	return slices.Compact(inOrder(out))
}

func (h *house) straysOf(table []sole, path string, traces map[string]token.Pos) []string {
	var out []string
	for _, s := range table {
		if slices.ContainsFunc(s.places, func(p string) bool { return under(path, p) }) {
			continue
		}
		for _, use := range s.uses {
			for name, pos := range found(traces, use) {
				if besides[path+": "+name] == "" {
					out = append(out, fmt.Sprintf("%s: %s: %s", h.here(pos), name, s.rule))
				}
			}
		}
	}
	return out
}

// found returns what a use finds among the traces of a declaration.
func found(traces map[string]token.Pos, use string) map[string]token.Pos {
	out := make(map[string]token.Pos)
	if first, second, both := strings.Cut(use, "+"); both {
		if pos, ok := traces[first]; ok && traces[second] != token.NoPos {
			out[use] = pos
		}
		return out
	}
	prefix, open := strings.CutSuffix(use, "*")
	for name, pos := range traces {
		if name == use || open && strings.HasPrefix(name, prefix) {
			out[name] = pos
		}
	}
	return out
}

// tracesOf returns what a declaration uses of other modules, and the marks of
// its own code, with where each is met first.
func (h *house) tracesOf(d ast.Decl) map[string]token.Pos {
	traces := make(map[string]token.Pos)
	note := func(name string, pos token.Pos) {
		if traces[name] == token.NoPos {
			traces[name] = pos
		}
	}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if o := h.info.Uses[n]; o != nil && o.Pkg() != nil && dirOf(o.Pkg()) == "" && o.Parent() == o.Pkg().Scope() {
				note(o.Pkg().Path()+"."+o.Name(), n.Pos())
			}
		case *ast.BinaryExpr:
			switch {
			case n.Op == token.REM && h.equals(n.Y, 97):
				note(modulo97, n.Pos())
			case (n.Op == token.LSS || n.Op == token.GEQ) && h.equals(n.Y, ' ') && h.character(n.X):
				note(control, n.Pos())
			}
		case *ast.CallExpr:
			if h.prefixes(n) {
				note(prefixed, n.Pos())
			}
		}
		return true
	})
	return traces
}

// equals reports whether an expression is a constant number.
func (h *house) equals(e ast.Expr, n int64) bool {
	v := h.info.Types[e].Value
	return v != nil && constant.Compare(constant.ToInt(v), token.EQL, constant.MakeInt64(n))
}

// character reports whether an expression is a rune or a byte.
func (h *house) character(e ast.Expr) bool {
	b, ok := h.info.Types[e].Type.Underlying().(*types.Basic)
	return ok && (b.Kind() == types.Int32 || b.Kind() == types.Uint8)
}

// prefixes reports whether a call writes the length of text or bytes.
func (h *house) prefixes(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "AppendUvarint" || len(call.Args) != 2 {
		return false
	}
	conv, ok := call.Args[1].(*ast.CallExpr)
	if !ok || len(conv.Args) != 1 {
		return false
	}
	length, ok := conv.Args[0].(*ast.CallExpr)
	if !ok || len(length.Args) != 1 || dotted(length.Fun) != "len" {
		return false
	}
	switch t := h.info.Types[length.Args[0]].Type.Underlying().(type) {
	case *types.Basic:
		return t.Info()&types.IsString != 0
	case *types.Slice:
		return types.Identical(t.Elem(), types.Typ[types.Byte])
	}
	return false
}
