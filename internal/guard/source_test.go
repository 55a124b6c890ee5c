package guard

import (
	"go/ast"
	"go/build"
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
	fset := token.NewFileSet()
	out, err := parse(fset, false)
	require.NoError(t, err)
	require.Greater(t, len(out), 20, "the walk found the sources")
	return fset, out
}

// parse reads the non-test files, those of nested modules too if asked for.
func parse(fset *token.FileSet, nested bool) ([]source, error) {
	return read(fset, nested, func(path string) bool { return !strings.HasSuffix(path, "_test.go") })
}

// read parses the files that are wanted and built on this machine.
func read(fset *token.FileSet, nested bool, wanted func(path string) bool) ([]source, error) {
	var out []source
	err := walk(nested, func(rel, path string) error {
		if !wanted(path) || !matches(path) {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		out = append(out, source{dir: filepath.ToSlash(filepath.Dir(rel)), path: filepath.ToSlash(rel), file: f})
		return nil
	})
	return out, err
}

// walk visits the module's Go files.
func walk(nested bool, visit func(rel, path string) error) error {
	root := filepath.Join("..", "..")
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, missing := os.Stat(filepath.Join(path, "go.mod"))
			if rel != "." && (missing == nil && !nested || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		return visit(rel, path)
	})
}

// matches reports whether a file is built on this machine.
func matches(path string) bool {
	ok, err := build.Default.MatchFile(filepath.Dir(path), filepath.Base(path))
	return ok && err == nil
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

// example reports whether the file is of a program, which may print and read the clock.
func (s source) example() bool {
	return strings.HasPrefix(s.dir, "examples/") || s.dir == "internal/torture" || s.dir == "internal/addressgen" || s.dir == "internal/legalformgen"
}
func (s source) testCode() bool { return strings.HasSuffix(s.dir, "test") }
func (s source) internal() bool { return slices.Contains(strings.Split(s.dir, "/"), "internal") }
