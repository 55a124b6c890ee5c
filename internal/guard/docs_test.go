package guard

import (
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the pages name exists, as do the paths: a page that names what was renamed sends
// its reader nowhere. The changelog may name what is gone.
func TestPagesNameWhatExists(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	require.NoError(t, err)
	require.NotEmpty(t, pages)
	for _, path := range append(pages, filepath.Join("..", "..", "README.md")) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, name := range home(t).unheard(string(text)) {
			assert.Fail(t, "no such name", "%s: %s", filepath.Base(path), name)
		}
		for _, name := range unseen(os.DirFS(filepath.Join("..", "..")), string(text)) {
			assert.Fail(t, "no such file or folder", "%s: %s", filepath.Base(path), name)
		}
	}
}

func TestUnseenPathsAreFound(t *testing.T) {
	tree := fstest.MapFS{"store/sql/doc.go": {}, "docs/a.md": {}}
	assert.Equal(t, []string{"store/nosql", "docs/b.md"},
		unseen(tree, "`store/sql`, `store/nosql`, `docs/a.md`, `application/json` and `go run ./docs/b.md`"))
}

func TestUnheardNamesAreFound(t *testing.T) {
	h := madeUp(t, map[string]string{
		"user/user.go": `package user
			import "strings"
			type Page struct { Cursor string }
			type Request struct { Page; Key string }
			type Service struct{}
			func (s *Service) Get() string { return strings.ToLower("") }
			func New() *Service { return nil }
			func hidden() {}`,
	})
	assert.Empty(t, h.unheard("`user.New` of `user.Request.Cursor`, `Service.Get`, `strings.Fields`, `user.go`, `Unwrap() user.Service`, and user.Old without marks"))
	assert.Empty(t, h.unheard("```go\nuser.Old()\n```\n`user.event_name`"), "programs are compiled elsewhere")
	assert.Equal(t, []string{"user.Old", "user.Request.Lost", "usr.New", "Service.Put"},
		h.unheard("`user.Old`, `user.Request.Lost`, `usr.New` and `Service.Put`"))
}

var (
	block  = regexp.MustCompile("(?s)```.*?```")
	quoted = regexp.MustCompile("`[^`\n]+`")
	dots   = regexp.MustCompile(`[A-Za-z]\w*(\.[A-Z]\w*)+`)
)

// unheard are the names in backticks, of the form package.Name, package.Name.Member
// or Type.Member, that no package has.
func (h *house) unheard(page string) []string {
	var out []string
	for _, text := range quoted.FindAllString(block.ReplaceAllString(page, ""), -1) {
		for _, name := range dots.FindAllString(text, -1) {
			parts := strings.Split(name, ".")
			if !token.IsExported(parts[0]) && !h.names(parts[0], parts[1:]) || token.IsExported(parts[0]) && !h.names("", parts) {
				out = append(out, name)
			}
		}
	}
	return out
}

// unseen are the paths in backticks that begin with a folder of the tree and lead nowhere.
func unseen(tree fs.FS, page string) (out []string) {
	for _, text := range quoted.FindAllString(block.ReplaceAllString(page, ""), -1) {
		for word := range strings.FieldsSeq(strings.Trim(text, "`")) {
			path := strings.TrimPrefix(word, "./")
			folder, _, below := strings.Cut(path, "/")
			if _, err := fs.Stat(tree, folder); !below || err != nil || !fs.ValidPath(path) {
				continue
			}
			if _, err := fs.Stat(tree, path); err != nil {
				out = append(out, path)
			}
		}
	}
	return out
}

// names reports whether a package, or any if it has no name, has a name with a member.
// A package of another module may have all.
func (h *house) names(pkg string, parts []string) bool {
	for _, r := range h.rooms {
		for _, other := range r.types.Imports() {
			if !strings.HasPrefix(other.Path(), module) && other.Name() == pkg {
				return true
			}
		}
		if pkg != "" && r.types.Name() != pkg {
			continue
		}
		o := r.types.Scope().Lookup(parts[0])
		if o == nil {
			continue
		}
		if len(parts) == 1 {
			return true
		}
		if member, _, _ := types.LookupFieldOrMethod(o.Type(), true, r.types, parts[1]); member != nil {
			return true
		}
	}
	return false
}
