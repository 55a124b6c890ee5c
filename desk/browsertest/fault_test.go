package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A page with every fault that is looked for shows that the tests can fail.
const faulty = `<!DOCTYPE html><html lang="en"><head><title>Faulty</title><style>
	:focus { outline: none; } p { color: #bbb; background: #fff; }
	@media (prefers-color-scheme: dark) { h1 { color: #333; background: #222; } }
	#wide { width: 500px; } .small { display: inline-block; width: 10px; height: 10px; overflow: hidden; }</style></head>
	<body><main><h1>Faulty</h1><p>Pale words</p><input type="text"><div id="wide">wide</div>
	<button tabindex="-1">never</button><a class="small" href="#a">a</a><a class="small" href="#b">b</a>
	<img src="http://other.invalid/x.png" alt="elsewhere"></main></body></html>`

func TestFaultsAreFound(t *testing.T) {
	chromium := browser(t)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, faulty)
	}))
	defer site.Close()
	found := make(map[string]string)
	look(t, job{
		Base: site.URL, Chromium: chromium, Shots: t.TempDir(),
		Pages: []view{{Name: "faulty", Path: "/", As: "somebody"}},
		Acts: []act{
			{Name: "unreachable", Path: "/", As: "somebody", Steps: []step{{To: "button", Press: "Enter"}}},
			{Name: "unexpected", Path: "/", As: "somebody", Steps: []step{{To: "input", Type: "x"}}, Expect: "kept"},
		},
	}, func(r result) { found[r.Test] = strings.Join(r.Faults, "\n") })
	for test, faults := range map[string][]string{
		"faulty/light-1440":       {"color-contrast", "label:", "target-size", "asks another host: other.invalid", "Tab does not reach <button", "focus cannot be seen on <input"},
		"faulty/light-375":        {"color-contrast", "scrolls sideways: "},
		"faulty/dark-375":         {"color-contrast"},
		"by keyboard/unreachable": {"Tab does not come to button"},
		"by keyboard/unexpected":  {"\"kept\" is not on the page"},
	} {
		for _, fault := range faults {
			assert.Contains(t, found[test], fault, test)
		}
	}
	assert.NotContains(t, found["faulty/light-1440"], "sideways")
	assert.Contains(t, found["faulty/dark-1440"], "<h1>", "the dark page has another fault than the light one")
	assert.NotContains(t, found["faulty/light-1440"], "<h1>")
}
