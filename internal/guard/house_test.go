package guard

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A house is a set of packages with their types: the module's own, its nested
// modules included, or a small one that a test makes up to see a guard fail.
type house struct {
	fset     *token.FileSet
	info     *types.Info
	rooms    map[string]*room // by directory
	external types.Importer
	broken   []string // type errors in rooms whose imports are all there

	woven *web // see [house.web]

	// examples are the names of the methods that Example functions call, by the
	// directory of their test file.
	examples map[string]map[string]bool
}

// A room is one package without its tests.
type room struct {
	dir   string
	files []*ast.File
	paths []string // of files, from the root
	types *types.Package
	part  bool // an import is missing: another module's driver
}

func (r *room) testCode() bool { return strings.HasSuffix(r.dir, "test") }
func (r *room) internal() bool { return slices.Contains(strings.Split(r.dir, "/"), "internal") }

// under reports whether a directory is another, or lies below it.
func under(dir, parent string) bool { return dir == parent || strings.HasPrefix(dir, parent+"/") }

// loaded is the module's own house, read and typed once for all guards.
var loaded = sync.OnceValues(func() (*house, error) {
	fset := token.NewFileSet()
	all, err := parse(fset, true)
	if err != nil {
		return nil, err
	}
	tests, err := read(fset, false, func(path string) bool { return strings.HasSuffix(path, "_test.go") })
	if err != nil {
		return nil, err
	}
	return newHouse(fset, all, tests)
})

func home(t *testing.T) *house {
	t.Helper()
	h, err := loaded()
	require.NoError(t, err)
	require.Empty(t, h.broken, "the module does not type-check")
	require.Greater(t, len(h.rooms), 20)
	return h
}

// madeUp is a house of given files: path to source.
func madeUp(t *testing.T, files map[string]string) *house {
	t.Helper()
	fset := token.NewFileSet()
	var all, tests []source
	for _, path := range slices.Sorted(maps.Keys(files)) {
		f, err := parser.ParseFile(fset, path, files[path], parser.ParseComments)
		require.NoError(t, err)
		s := source{dir: filepath.ToSlash(filepath.Dir(path)), path: path, file: f}
		if strings.HasSuffix(path, "_test.go") {
			tests = append(tests, s)
		} else {
			all = append(all, s)
		}
	}
	h, err := newHouse(fset, all, tests)
	require.NoError(t, err)
	require.Empty(t, h.broken)
	return h
}

// newHouse checks the types of all sources.
func newHouse(fset *token.FileSet, all, tests []source) (*house, error) {
	h := &house{fset: fset, rooms: make(map[string]*room), examples: exampled(tests), info: &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object)}}
	for _, s := range all {
		r := h.rooms[s.dir]
		if r == nil {
			r = &room{dir: s.dir}
			h.rooms[s.dir] = r
		}
		r.files, r.paths = append(r.files, s.file), append(r.paths, s.path)
	}
	exports, err := exported()
	if err != nil {
		return nil, err
	}
	h.external = importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, dir := range slices.Sorted(maps.Keys(h.rooms)) {
		if _, err := h.Import(pathOf(dir)); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// askers are the packages of the standard library that ask a type for methods.
var askers = []string{"database/sql/driver", "encoding", "encoding/gob", "encoding/json", "errors", "flag", "fmt", "image", "io", "io/fs", "log/slog", "net/http", "sort"}

// exported asks the go command, once, where the compiled types of all packages
// are that the module imports.
var exported = sync.OnceValues(func() (map[string]string, error) {
	list := []string{"list", "-deps", "-e", "-export", "-f", "{{.ImportPath}} {{.Export}}"}
	all, err := parse(token.NewFileSet(), true)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		for _, path := range s.imports() {
			if path != module && !strings.HasPrefix(path, module+"/") {
				list = append(list, path)
			}
		}
	}
	cmd := exec.Command("go", append(list, askers...)...)
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	files := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return files, nil
})

func pathOf(dir string) string {
	if dir == "." {
		return module
	}
	return module + "/" + dir
}

// dirOf is the directory of a package of the module, or empty.
func dirOf(p *types.Package) string {
	switch {
	case p == nil:
		return ""
	case p.Path() == module:
		return "."
	}
	dir, ok := strings.CutPrefix(p.Path(), module+"/")
	if !ok {
		return ""
	}
	return dir
}

// Import makes a house the importer of its own packages.
func (h *house) Import(path string) (*types.Package, error) {
	dir := "."
	if path != module {
		var own bool
		if dir, own = strings.CutPrefix(path, module+"/"); !own {
			return h.external.Import(path)
		}
	}
	r := h.rooms[dir]
	if r == nil {
		return nil, os.ErrNotExist
	}
	if r.types != nil {
		return r.types, nil
	}
	var faults []string
	conf := types.Config{FakeImportC: true, Error: func(err error) { faults = append(faults, err.Error()) }, Importer: visitor{h, r}}
	r.types, _ = conf.Check(path, h.fset, r.files, h.info)
	if !r.part {
		h.broken = append(h.broken, faults...)
	}
	return r.types, nil
}

// A visitor imports for one room, and notes what it cannot find.
type visitor struct {
	h *house
	r *room
}

func (v visitor) Import(path string) (*types.Package, error) {
	p, err := v.h.Import(path)
	if err != nil && v.h.rooms[strings.TrimPrefix(path, module+"/")] == nil && strings.Contains(path, ".") {
		v.r.part = true
	}
	return p, err
}

// here says where something stands, for people.
func (h *house) here(pos token.Pos) string {
	p := h.fset.Position(pos)
	return strings.TrimPrefix(filepath.ToSlash(p.Filename), "../../") + ":" + strconv.Itoa(p.Line)
}

// exampled returns the names of the methods that Example functions call.
func exampled(tests []source) map[string]map[string]bool {
	out := make(map[string]map[string]bool)
	for _, s := range tests {
		if out[s.dir] == nil {
			out[s.dir] = make(map[string]bool)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(f.Name.Name, "Example") {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
						out[s.dir][sel.Sel.Name] = true
					}
				}
				return true
			})
		}
	}
	return out
}
