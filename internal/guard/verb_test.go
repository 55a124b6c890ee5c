package guard

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every verb is the right that some command takes, or a read.
func TestEveryVerbHasACommand(t *testing.T) {
	h := home(t)
	for _, f := range h.verbFaults(map[string]string{"permission": "user", "casefile": "casefile"}, readVerbs) {
		assert.Fail(t, "a verb", f)
	}
}

// readVerbs are rights that reading takes: they change nothing, so that no
// command names them.
var readVerbs = map[string]string{"permission.VerbView": "Get and the lists check it"}

// verbFaults returns the verbs that no command takes as its right. from says
// which package's verbs belong to the commands of which.
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
	if !ok {
		return false
	}
	n, ok := types.Unalias(c.Type()).(*types.Named)
	return ok && n.Obj().Name() == "Verb"
}
