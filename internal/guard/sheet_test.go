package guard

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// states are the facts whose values the house gives, where sheets and scorings
// ask for them by name. The values of other facts are texts and codes of hosts.
var states = []string{"edd_status", "ofac_status", "tin_status", "trust_level", "risk_level", "phone", "relationship", "owner_exemption", "duplicates", "screening"}

// The shipped programs and scorings ask for no value of a state that nobody gives.
func TestSheetsNameWhatIsProduced(t *testing.T) {
	sheets := make(map[string][]byte)
	root := filepath.Join("..", "..")
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".json") || strings.Contains(path, "testdata") {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		sheets[filepath.ToSlash(rel)] = data
		return err
	}))
	found, asked := home(t).unspoken(sheets, namedByHosts)
	for _, f := range found {
		assert.Fail(t, "a value that nobody gives", f)
	}
	assert.GreaterOrEqual(t, asked, 10)
}

// namedByHosts are values of states that a host gives, beside those of the house.
var namedByHosts = map[string]string{}

func TestUnspokenValuesAreFound(t *testing.T) {
	h := madeUp(t, map[string]string{
		"document/a.go": `package document
			type State string
			const ( EDDValid State = "VALID"; EDDInvalid State = "INVALID" )`,
		"user/user.go": `package user
			import "` + module + `/document"
			func New() []string { e := document.EDDValid; if e == document.EDDInvalid { return nil }; set := map[string]bool{}; set["put"] = true; return []string{"clear", string(e)} }`,
	})
	found, asked := h.unspoken(map[string][]byte{"sheet.json": []byte(`{"rules": [
		{"fact": "edd_status", "in": ["VALID"], "not_in": ["INVALID"]}, {"fact": "country", "in": ["US"]},
		{"n_of": [{"fact": "screening", "is": ["clear", "put", "own", "lost"]}]}]}`)}, map[string]string{"screening own": "a host names it", "phone x": "x"})
	assert.Equal(t, 6, asked)
	assert.Equal(t, []string{
		`sheet.json: edd_status "INVALID": nobody gives it`,
		`sheet.json: screening "lost": nobody gives it`,
		"phone x is in the table of exceptions without need",
	}, found)
}

// unspoken returns the values of states that sheets ask for and nobody gives,
// and how many they ask for.
func (h *house) unspoken(sheets map[string][]byte, exceptions map[string]string) ([]string, int) {
	spoken, unused := h.spoken(), maps.Clone(exceptions)
	var out []string
	asked := 0
	for _, path := range slices.Sorted(maps.Keys(sheets)) {
		var sheet any
		if err := json.Unmarshal(sheets[path], &sheet); err != nil {
			out = append(out, path+" is no JSON")
			continue
		}
		conditions(sheet, func(fact, value string) {
			asked++
			if spoken[value] {
				return
			}
			if delete(unused, fact+" "+value); exceptions[fact+" "+value] == "" {
				out = append(out, fmt.Sprintf("%s: %s %q: nobody gives it", path, fact, value))
			}
		})
	}
	return append(slices.Compact(inOrder(out)), needless(unused)...), asked
}

// conditions visits the values of states that a sheet asks for.
func conditions(v any, visit func(fact, value string)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			conditions(e, visit)
		}
	case map[string]any:
		if fact, ok := v["fact"].(string); ok && slices.Contains(states, fact) {
			for _, key := range []string{"in", "not_in", "is"} {
				values, _ := v[key].([]any)
				for _, value := range values {
					if text, ok := value.(string); ok {
						visit(fact, text)
					}
				}
			}
		}
		for _, e := range v {
			conditions(e, visit)
		}
	}
}

// spoken are the texts that code gives that a Service, a store or an example
// reaches, with those words that come from outside.
func (h *house) spoken() map[string]bool {
	w := h.web()
	p := h.production(w, h.surface(w))
	out := maps.Clone(p.texts)
	for o := range w.decls {
		if c, ok := o.(*types.Const); ok && c.Val().Kind() == constant.String && (p.codes[o] || givenByOthers[group(c)] != "") {
			out[constant.StringVal(c.Val())] = true
		}
	}
	return out
}

// text is the value of a literal of text, or empty.
func text(l *ast.BasicLit) string {
	if l.Kind != token.STRING {
		return ""
	}
	return constant.StringVal(constant.MakeFromLiteral(l.Value, l.Kind, 0))
}
