package guard

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whoever imports a package pays for what its variables compute before main
// begins, used or not. So package variables are data that the compiler lays out,
// or are built on first use.
func TestNoWorkAtInitialisation(t *testing.T) {
	atHand := map[string]string{
		"errors.New":      "one value, whose identity is what a sentinel is for",
		"fmt.Errorf":      "the same, where it wraps another",
		"sync.OnceValue":  "builds on first use",
		"sync.OnceValues": "builds on first use",
		"time.Date":       "a constant that the language cannot write as one",
		"reflect.TypeFor": "a word of the language, laid out by the compiler",
	}
	// Variables that still do some work, by file.
	left := map[string]string{
		"casefile/ownership/export/bods_relationship.go bodsRole": "a table of five words",
		"casefile/ownership/errors.go errDecoded":                 "a sentinel",
		"casefile/ownership/word.go powers":                       "twenty numbers",
		"permission/program/fact.go testValues":                   "a table of facts",
		"permission/flag.go flagReasons":                          "a table of two actions",
		"permission/program/reason.go reasons":                    "the words of codes",
	}
	fset, all := sources(t)
	declared := typeNames(all)
	found := map[string]bool{}
	for _, s := range all {
		if s.example() || s.testCode() {
			continue
		}
		for _, v := range packageVars(s.file) {
			for _, work := range initialWork(v, s.file.Name.Name, declared) {
				if _, ok := atHand[work.what]; ok {
					continue
				}
				name := filepath.ToSlash(s.path) + " " + v.Names[0].Name
				found[name] = true
				assert.NotEmpty(t, left[name], "%s: %s at initialisation", fset.Position(work.at), work.what)
			}
		}
	}
	for name := range left {
		assert.True(t, found[name], "%s does no work any more: take it from the list", name)
	}
}

// packageVars returns the variables of a file that are not of a function.
func packageVars(f *ast.File) (vars []*ast.ValueSpec) {
	for _, decl := range f.Decls {
		if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.VAR {
			for _, spec := range g.Specs {
				vars = append(vars, spec.(*ast.ValueSpec))
			}
		}
	}
	return vars
}

// A piece of work is a call, or the filling of a map.
type work struct {
	what string
	at   token.Pos
}

// initialWork returns what a variable's initial value takes, beyond data.
func initialWork(v *ast.ValueSpec, pkg string, declared map[string]bool) (found []work) {
	for _, value := range v.Values {
		ast.Inspect(value, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false // runs when it is called
			case *ast.CallExpr:
				name := dotted(n.Fun)
				switch f := n.Fun.(type) {
				case *ast.FuncLit:
					name = "func()"
				case *ast.IndexExpr: // of a type parameter
					name = dotted(f.X)
				}
				if name != "" && !declared[name] && !declared[pkg+"."+name] {
					found = append(found, work{name, n.Pos()})
				}
			case *ast.MapType:
				found = append(found, work{"a map", n.Pos()})
			}
			return true
		})
	}
	return found
}

// typeNames returns the names of the types that the sources declare, with their
// packages: what looks like a call of one is a conversion.
func typeNames(all []source) map[string]bool {
	names := map[string]bool{}
	for _, s := range all {
		for _, decl := range s.file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				for _, spec := range g.Specs {
					names[s.file.Name.Name+"."+spec.(*ast.TypeSpec).Name.Name] = true
				}
			}
		}
	}
	return names
}
