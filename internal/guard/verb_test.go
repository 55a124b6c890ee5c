package guard

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every verb is the right that some command takes, or a read.
func TestEveryVerbHasACommand(t *testing.T) {
	h := home(t)
	for _, f := range h.verbFaults(map[string]string{"permission": "user", "casefile": "casefile"}, noCommand) {
		assert.Fail(t, "a verb", f)
	}
}

// noCommand are rights that no command of a request names.
var noCommand = map[string]string{
	"permission.VerbView":  "Get and the lists check it",
	"casefile.verbAdvance": "the steps of Advance take it, which has no request",
}

// verbFaults returns the verbs that no command takes as its right. from says
// which package's verbs belong to the commands of which. Where the state decides
// which right a command takes, a function of the commands' package that the
// Services reach makes one verb of another; what it returns is taken too.
func (h *house) verbFaults(from, exceptions map[string]string) []string {
	var out []string
	w, unused := h.web(), maps.Clone(exceptions)
	for words, dir := range from {
		taken := make(map[types.Object]bool)
		for _, o := range h.orders(dir) {
			for _, parts := range h.literals(w, o.method) {
				for _, c := range h.named(w, parts["Verb"]) {
					taken[c] = true
				}
			}
		}
		maps.Copy(taken, h.turned(w, dir))
		scope := h.rooms[words].types.Scope()
		for _, name := range scope.Names() {
			c := scope.Lookup(name)
			if !isVerb(c) || taken[c] {
				continue
			}
			full := words + "." + name
			if delete(unused, full); exceptions[full] == "" {
				out = append(out, fmt.Sprintf("%s (%s): no command names it", full, h.here(c.Pos())))
			}
		}
	}
	return append(inOrder(out), needless(unused)...)
}

// turned returns the verbs that functions of a package from verb to verb return,
// as far as the Services reach them.
func (h *house) turned(w *web, dir string) map[types.Object]bool {
	out := make(map[types.Object]bool)
	for o := range w.reach(h.services(w)) {
		f, ok := o.(*types.Func)
		if !ok || dirOf(f.Pkg()) != dir || !slices.ContainsFunc(slices.Collect(f.Signature().Params().Variables()), isOfVerb) ||
			f.Signature().Results().Len() != 1 || !isOfVerb(f.Signature().Results().At(0)) {
			continue
		}
		ast.Inspect(w.decls[o], func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok {
				for c := range h.used(r) {
					out[c] = true
				}
			}
			return true
		})
	}
	return out
}

// named returns what an expression may name, through functions that it calls.
func (h *house) named(w *web, e ast.Expr) []types.Object {
	if e == nil {
		return nil
	}
	return slices.Collect(maps.Keys(w.reach(slices.Collect(maps.Keys(h.used(e))))))
}

// isVerb reports whether something is a constant of a type Verb.
func isVerb(o types.Object) bool {
	c, ok := o.(*types.Const)
	return ok && verbType(c.Type())
}

// isOfVerb reports whether a parameter or result is a verb.
func isOfVerb(v *types.Var) bool { return verbType(v.Type()) }

func verbType(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && strings.EqualFold(n.Obj().Name(), "verb") // permission.Verb, and the one of cases that hosts do not see
}
