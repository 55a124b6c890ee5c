package desk

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/user"
)

// assets are the templates and the style sheet.
//
//go:embed style.css templates/*.html
var assets embed.FS

// policy is the Content-Security-Policy of every answer: nothing but the desk's own style
// sheet and pictures, and forms that lead back to it.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// maxBody bounds what a form may send, in bytes.
const maxBody = 1 << 20

// A desk is what all pages have in common.
type desk struct {
	users     *user.Service
	cases     *casefile.Service // nil: there are no pages of cases
	opts      Options
	mux       *http.ServeMux
	nav       []page
	templates map[string]*template.Template
}

// Handler returns the desk over users and cases; without cases (nil) it has no pages of
// them. A host calls it once and mounts it at any path: see [Options.Path]. It is safe for
// concurrent use, and keeps nothing.
//
// Handler fails with an [*bonafide.InvalidError] that lists every fault, those of
// the options under "options.".
func Handler(users *user.Service, cases *casefile.Service, opts *Options) (http.Handler, error) {
	var faults bonafide.Faults
	if users == nil {
		faults.Add("users", bonafide.CodeRequired)
	}
	if opts == nil {
		opts = &Options{}
	}
	faults.Merge("options.", opts.check())
	if err := faults.Err(); err != nil {
		return nil, err
	}
	d := &desk{users: users, cases: cases, opts: opts.withDefaults(), mux: http.NewServeMux()}
	var err error
	if d.templates, err = parseTemplates(); err != nil {
		return nil, err
	}
	d.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { d.fail(w, asked(r), bonafide.ErrNotFound) })
	for _, p := range d.pages() {
		d.mux.HandleFunc(p.pattern, func(w http.ResponseWriter, r *http.Request) { d.answer(w, asked(r), p) })
		if p.nav != "" {
			d.nav = append(d.nav, p)
		}
	}
	return d, nil
}

// ServeHTTP answers one request: what guards the browser, who asks, and the page.
func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(w.Header())
	q := &request{desk: d}
	r = r.Clone(context.WithValue(r.Context(), asking{}, q))
	q.Request = r
	q.base, r.URL.Path, r.URL.RawPath = d.mounted(r)
	if r.URL.Path == "/style.css" { // for those who are not let in too: they are told so in style
		w.Header().Set("Cache-Control", "private, max-age=3600")
		http.ServeFileFS(w, r, assets, "style.css")
		return
	}
	if err := d.admit(q); err != nil {
		if errors.Is(err, errCredentials) {
			w.Header().Set("WWW-Authenticate", `Basic realm="desk", charset="UTF-8"`)
		}
		d.fail(w, q, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	d.mux.ServeHTTP(w, r)
}

// admit lets reviewers through, and forms of the desk's own.
func (d *desk) admit(q *request) (err error) {
	if err := new(http.CrossOriginProtection).Check(q.Request); err != nil {
		return errOtherSite
	}
	if path.Clean(q.URL.Path) != q.URL.Path {
		return bonafide.ErrNotFound // the mux would send it elsewhere
	}
	by, err := d.opts.Actor(q.Request)
	switch {
	case errors.Is(err, errCredentials):
		return err
	case err != nil, by.Check("actor") != nil:
		return errStranger
	case !by.Is(bonafide.ActorReviewer):
		return bonafide.ErrForbidden
	}
	q.by = by
	return nil
}

// asking is the key of a request in its own context: the mux hands on nothing else.
type asking struct{}

func asked(r *http.Request) *request {
	q := r.Context().Value(asking{}).(*request)
	q.Request = r // with the values of the path
	return q
}

// guard sets what every answer says to the browser.
func guard(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// mounted returns where the desk is, as a browser sees it, and the path below it, plain
// and escaped.
func (d *desk) mounted(r *http.Request) (base, plain, raw string) {
	plain, raw = r.URL.Path, r.URL.RawPath
	if base = d.opts.Path; base != "" {
		if rest, ok := strings.CutPrefix(plain, base); ok && (rest == "" || rest[0] == '/') {
			plain, raw = rest, strings.TrimPrefix(raw, base)
		}
	} else if whole, err := url.ParseRequestURI(r.RequestURI); err == nil {
		// What stands before the path was taken away. Where the path is no end of it, it was
		// rewritten, and the host must name it.
		base, _ = strings.CutSuffix(whole.EscapedPath(), r.URL.EscapedPath())
		if base == whole.EscapedPath() && plain != "" {
			base = ""
		}
	}
	if plain == "" {
		plain = "/"
	}
	return strings.TrimSuffix(base, "/"), plain, raw
}
