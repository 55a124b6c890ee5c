package guard

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The core's direct requirements are fixed: drivers, brokers and telemetry live
// in nested modules.
func TestDirectRequirements(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	require.NoError(t, err)
	allowed := []string{
		"github.com/biter777/countries", "github.com/google/uuid", "github.com/nyaruka/phonenumbers",
		"github.com/shopspring/decimal", "github.com/stretchr/testify", "golang.org/x/text",
		"golang.org/x/net", // idna alone: e-mail addresses with an international domain
	}
	found := 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) < 2 || !strings.Contains(fields[0], ".") || strings.HasSuffix(strings.TrimSpace(line), "// indirect") || fields[0] == "module" {
			continue
		}
		found++
		assert.Contains(t, allowed, fields[0])
	}
	assert.Positive(t, found)
}

// Tests' packages stay out of hosts' binaries.
func TestNoTestCodeInProduction(t *testing.T) {
	_, all := sources(t)
	for _, s := range all {
		if s.testCode() {
			continue
		}
		for _, path := range s.imports() {
			assert.False(t, path == "testing" || strings.HasPrefix(path, "testing/") || strings.Contains(path, "testify"), "%s imports %s", s.path, path)
		}
	}
}

// The core takes its clock from the host, prints nothing and never panics.
func TestNoClockPrinterOrPanic(t *testing.T) {
	fset, all := sources(t)
	for _, s := range all {
		if s.example() || s.testCode() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := dotted(call.Fun)
			forbidden := name == "panic" || name == "print" || name == "println" || name == "time.Now" || name == "time.Since" || name == "time.Until" ||
				strings.HasPrefix(name, "fmt.Print") || strings.HasPrefix(name, "log.") || strings.HasPrefix(name, "os.Exit")
			assert.False(t, forbidden, "%s calls %s", fset.Position(call.Pos()), name)
			return true
		})
		// time.Now as a value is the default clock of a Service, nowhere else.
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if ok && dotted(sel) == "time.Now" {
				assert.Contains(t, s.path, "options.go", "%s uses time.Now", fset.Position(sel.Pos()))
			}
			return true
		})
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				assert.NotEqual(t, "init", f.Name.Name, "%s has an init", s.path)
			}
		}
	}
}

// dotted writes a name as the source does.
func dotted(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return dotted(e.X) + "." + e.Sel.Name
	}
	return ""
}

// Every exported name says what it means.
func TestExportedNamesHaveComments(t *testing.T) {
	fset, all := sources(t)
	withDoc := map[string]bool{}
	for _, s := range all {
		withDoc[s.dir] = withDoc[s.dir] || s.file.Doc != nil
		if s.example() || s.internal() {
			continue
		}
		missing := func(pos token.Pos, name string) {
			assert.Fail(t, "no comment", "%s: %s", fset.Position(pos), name)
		}
		for _, decl := range s.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && exportedReceiver(d) && d.Doc == nil {
					missing(d.Pos(), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						if spec.Name.IsExported() && spec.Doc == nil && d.Doc == nil {
							missing(spec.Pos(), spec.Name.Name)
						}
					case *ast.ValueSpec:
						if spec.Names[0].IsExported() && spec.Doc == nil && spec.Comment == nil && d.Doc == nil {
							missing(spec.Pos(), spec.Names[0].Name)
						}
					}
				}
			}
		}
	}
	for dir, ok := range withDoc {
		assert.True(t, ok, "package in %s has no comment", dir)
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

// The exported API is text under testdata/api; a change shows in review.
// UPDATE_GOLDEN=1 writes it.
func TestExportedAPI(t *testing.T) {
	fset, all := sources(t)
	packages := map[string][]string{}
	for _, s := range all {
		if s.example() || s.internal() {
			continue
		}
		file := *s.file
		file.Comments = nil
		if !ast.FileExports(&file) {
			continue
		}
		for _, decl := range file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
				continue
			}
			if f, ok := decl.(*ast.FuncDecl); ok {
				f.Body, f.Doc = nil, nil
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GenDecl:
					n.Doc = nil
				case *ast.Field:
					n.Doc, n.Comment = nil, nil
				case *ast.TypeSpec:
					n.Doc, n.Comment = nil, nil
				case *ast.ValueSpec:
					n.Doc, n.Comment = nil, nil
				}
				return true
			})
			var b bytes.Buffer
			require.NoError(t, printer.Fprint(&b, fset, decl))
			packages[s.dir] = append(packages[s.dir], b.String())
		}
	}
	for dir, decls := range packages {
		slices.Sort(decls)
		got := fmt.Sprintf("package %s\n\n%s\n", dir, strings.Join(decls, "\n"))
		path := filepath.Join("testdata", "api", strings.ReplaceAll(strings.ReplaceAll(dir, "/", "_"), ".", "bonafide")+".txt")
		if os.Getenv("UPDATE_GOLDEN") != "" {
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err, "a new package wants UPDATE_GOLDEN=1")
		assert.Equal(t, string(want), got, "the API of %s changed; UPDATE_GOLDEN=1 if on purpose", dir)
	}
	files, err := os.ReadDir(filepath.Join("testdata", "api"))
	require.NoError(t, err)
	assert.Len(t, files, len(packages), "a package went away")
}
