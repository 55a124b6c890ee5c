package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/bonafide-go/bonafide"

// A source is one non-test Go file of the root module.
type source struct {
	dir  string // from the root, "." for the root itself
	path string
	file *ast.File
}

// sources parses every non-test file of the root module; nested modules are
// left out.
func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	root := filepath.Join("..", "..")
	fset := token.NewFileSet()
	var out []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if d.IsDir() {
			_, nested := os.Stat(filepath.Join(path, "go.mod"))
			if rel != "." && (nested == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		out = append(out, source{dir: filepath.ToSlash(filepath.Dir(rel)), path: rel, file: f})
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, len(out), 20, "the walk found the sources")
	return fset, out
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

func (s source) example() bool  { return strings.HasPrefix(s.dir, "examples/") }
func (s source) testCode() bool { return strings.HasSuffix(s.dir, "test") }
func (s source) internal() bool { return slices.Contains(strings.Split(s.dir, "/"), "internal") }
