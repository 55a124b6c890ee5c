package pages

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Word is an exported error or code, with what the line behind it says.
type Word struct {
	Kind    string // "error" or "code"
	Name    string // with its package
	Value   string // of a code
	Meaning string
}

// Words reads the errors of the root and the codes of all packages from their source:
// errors in their order, codes by their text.
func Words(tree string) (out []Word, err error) {
	err = filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || skipped[d.Name()]) && path != tree:
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				for _, s := range g.Specs {
					if v, ok := s.(*ast.ValueSpec); ok {
						out = append(out, wordOf(file.Name.Name, g, v)...)
					}
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Word) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Package(), b.Package()))
	})
	return out, err
}

// Package is the name of the package that has the word.
func (w Word) Package() string {
	name, _, _ := strings.Cut(w.Name, ".")
	return name
}

var skipped = map[string]bool{"internal": true, "examples": true, "testdata": true, "wire": true, "bench": true}

// wordOf reads one line of a declaration.
func wordOf(pkg string, g *ast.GenDecl, v *ast.ValueSpec) []Word {
	if len(v.Names) != 1 || !v.Names[0].IsExported() || len(v.Values) != 1 {
		return nil
	}
	w := Word{Name: pkg + "." + v.Names[0].Name, Meaning: meaning(g, v)}
	switch value := v.Values[0].(type) {
	case *ast.CallExpr:
		if pkg != "bonafide" || !strings.HasPrefix(v.Names[0].Name, "Err") {
			return nil
		}
		w.Kind = "error"
		if text, ok := value.Args[0].(*ast.BasicLit); ok {
			said, _ := strconv.Unquote(text.Value)
			w.Meaning = strings.TrimPrefix(said, "bonafide: ") + "; " + w.Meaning
		}
	case *ast.BasicLit:
		name := ""
		switch t := v.Type.(type) {
		case *ast.Ident:
			name = pkg + "." + t.Name
		case *ast.SelectorExpr:
			name = t.X.(*ast.Ident).Name + "." + t.Sel.Name
		}
		if name != "bonafide.Code" {
			return nil
		}
		w.Kind = "code"
		w.Value, _ = strconv.Unquote(value.Value)
	default:
		return nil
	}
	return []Word{w}
}

// meaning is the comment behind a line, or the one above it without the name.
func meaning(g *ast.GenDecl, v *ast.ValueSpec) string {
	text := v.Comment.Text()
	if text == "" {
		text = v.Doc.Text()
	}
	if text == "" && len(g.Specs) == 1 {
		text = g.Doc.Text()
	}
	text = strings.TrimPrefix(strings.Join(strings.Fields(text), " "), v.Names[0].Name+" ")
	return strings.NewReplacer("*", "", "[", "", "]", "").Replace(text)
}
