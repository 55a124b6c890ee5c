package browsertest

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	href    = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)
	numbers = regexp.MustCompile(`[^/]*\d[^/]*`)
)

// get asks the desk for a page, below its root.
func get(t testing.TB, desk http.Handler, as, path string) (code int, body string, kind string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/desk"+path, nil)
	r.Header.Set("X-Reviewer", as)
	w := httptest.NewRecorder()
	http.StripPrefix("/desk", desk).ServeHTTP(w, r)
	text, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	typ := w.Header().Get("Content-Type")
	if strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		typ = "application/octet-stream" // a browser keeps it, and shows no page
	}
	return w.Code, string(text), typ
}

// shape is what pages of one kind have in common: the path with what holds a digit left out.
func shape(u *url.URL) string { return numbers.ReplaceAllString(u.Path, "*") }

// crawl follows plain links from some pages on, and returns one page of every shape, by
// shape. What is no page, such as an export or a report, is left out.
func crawl(t testing.TB, desk http.Handler, as string, from ...string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	seen := make(map[string]bool)
	queue := slices.Clone(from)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		u, err := url.Parse(path)
		require.NoError(t, err)
		kind := shape(u)
		if seen[kind] {
			continue
		}
		seen[kind] = true
		code, body, typ := get(t, desk, as, path)
		if code != http.StatusOK {
			t.Errorf("%s answers %d", path, code)
			continue
		}
		if !strings.HasPrefix(typ, "text/html") {
			continue
		}
		found[kind] = path
		for _, link := range href.FindAllStringSubmatch(body, -1) {
			to, err := u.Parse(html.UnescapeString(link[1]))
			require.NoError(t, err)
			if rest, ok := strings.CutPrefix(to.RequestURI(), "/desk"); ok && !to.IsAbs() && rest != "" {
				queue = append(queue, rest)
			}
		}
	}
	return found
}
