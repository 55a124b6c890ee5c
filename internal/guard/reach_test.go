package guard

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// hostCalls is what the doc comment of an exported function says that nothing
// in the module uses: which host calls it, and when.
const hostCalls = "A host calls it"

// Every exported function is used by a Service, a store, an example, or its
// comment says which host calls it ("A host calls it ..."). What is only used
// by tests, or by other things that nobody uses, is an island.
func TestEveryExportedFunctionIsReached(t *testing.T) {
	for _, f := range home(t).islands() {
		assert.Fail(t, "an island", "%s: no Service, store or example reaches it; wire it, delete it, or say %q", f, hostCalls)
	}
}

func TestIslandsAreFound(t *testing.T) {
	h := madeUp(t, map[string]string{
		"words/words.go": `package words
			type Date int
			type shown interface{ Shown() string }
			func (d Date) String() string { return "" }
			func (d Date) Shown() string { return "" }
			func (d Date) Lost() string { return Again() }
			func Show(s shown) string { return s.Shown() }
			func Again() string { return Date(0).Lost() }
			// Alone is for hosts that write dates. A host calls it before it prints.
			func Alone() {}
			var Parse = parse
			func parse() Date { return Made() }
			func Made() Date { return 0 }`,
		"user/user.go": `package user
			import "` + module + `/words"
			type Service struct{}
			func (s Service) Get() string { return words.Show(words.Parse()) }
			func New() Service { return Service{} }`,
		"examples/one/main.go": `package main
			import "` + module + `/user"
			func main() { user.New().Get() }`,
	})
	assert.Equal(t, []string{"words.Again (words/words.go:8)", "words.Date.Lost (words/words.go:6)"}, h.islands())
}

// services are the methods of the Services, with the functions that open them.
func (h *house) services(w *web) []types.Object {
	var out []types.Object
	for o := range w.decls {
		f, ok := o.(*types.Func)
		if !ok || !f.Exported() || !slices.Contains([]string{"user", "casefile", "rescreen"}, dirOf(f.Pkg())) {
			continue
		}
		if recv := receiver(f); recv == "Service" || recv == "Runs" || recv == "" && f.Name() == "New" {
			out = append(out, o)
		}
	}
	return out
}

// surface is all that a host may use: Services, stores, what examples do, and
// functions that say which host calls them.
func (h *house) surface(w *web) []types.Object {
	roots := h.services(w)
	for o, node := range w.decls {
		dir := dirOf(o.Pkg())
		f, ok := o.(*types.Func)
		switch d, _ := node.(*ast.FuncDecl); {
		case under(dir, "store") && !h.rooms[dir].testCode(), under(dir, "examples"):
			roots = append(roots, o)
		case ok && f.Signature().Recv() != nil && w.asked(f), ok && vocabulary(f), ok && d.Doc != nil && strings.Contains(d.Doc.Text(), hostCalls):
			roots = append(roots, o)
		}
	}
	return roots
}

// islands returns the exported functions that nothing reaches.
func (h *house) islands() []string {
	w := h.web()
	reached := w.reach(h.surface(w))
	var out []string
	for o := range w.decls {
		f, ok := o.(*types.Func)
		if !ok || reached[o] || !f.Exported() || f.Pkg().Name() == "main" {
			continue
		}
		recv := receiver(f)
		if r := h.rooms[dirOf(f.Pkg())]; r.internal() || r.testCode() || r.part || recv != "" && !token.IsExported(recv) {
			continue
		}
		out = append(out, fmt.Sprintf("%s (%s)", label(f), h.here(f.Pos())))
	}
	slices.Sort(out)
	return out
}

// vocabulary reports whether a function belongs to the words of a typed string:
// it lists them all, knows one, or reads one from text. A host builds its forms
// from these, so they need no other caller.
func vocabulary(f *types.Func) bool {
	params, results := f.Signature().Params(), f.Signature().Results()
	switch {
	case results.Len() == 0:
		return false
	case f.Signature().Recv() != nil:
		return f.Name() == "Known" && word(f.Signature().Recv().Type(), f.Pkg())
	case params.Len() == 0:
		list, ok := results.At(0).Type().(*types.Slice)
		return ok && word(list.Elem(), f.Pkg())
	}
	return strings.HasPrefix(f.Name(), "Parse") && word(results.At(0).Type(), f.Pkg())
}

// word reports whether a type is a named string of the package.
func word(t types.Type, p *types.Package) bool {
	n, ok := t.(*types.Named)
	if !ok || n.Obj().Pkg() != p {
		return false
	}
	basic, ok := n.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}
