package desk

import (
	"bytes"
	"crypto/rand"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A page is one address of the desk.
type page struct {
	pattern string // of http.ServeMux, below the mount, such as "GET /users/{user}"
	title   string // where the page gives no other
	nav     string // its word in the navigation; empty = it is reached from other pages
	serve   func(*request) (view, error)

	form  string                       // name of the form that is sent here
	again func(*request) (view, error) // the page with that form, shown once more where it has a fault; nil = the fault alone
}

// pages is the table of all addresses. Every one is reached from the first by links and forms.
func (d *desk) pages() []page {
	all := slices.Concat(homePages(), userPages(), hitPages(), proposalPages(), basePages(), documentPages(), numberPages(), actionPages(), searchPages(), auditPages())
	if d.cases != nil {
		all = append(all, casePages()...)
	}
	return slices.Concat(all, programPages(), listPages())
}

// A view is what a page answers: a template with its data, or another page to go to.
type view struct {
	template string // file of templates/, without ".html"; it defines "main"
	title    string // empty: the page's
	data     any
	warning  string // an answer in part: what is missing, in words

	goTo string // a link of [request.to]: 303, so that a reload does nothing twice
	done string // code of a word in notices, shown on the page that is gone to

	file, kind string // a download: its name and type
	body       []byte
}

// A request is one request by a reviewer.
type request struct {
	*http.Request
	desk *desk
	by   bonafide.Actor
	base string // where the desk is mounted

	sent  string // name of the form that was sent and has a fault
	given given
}

// to links to a page of the desk: its path in parts, which are escaped.
func (q *request) to(parts ...string) string {
	var b strings.Builder
	b.WriteString(q.base)
	for _, p := range parts {
		b.WriteString("/" + url.PathEscape(p))
	}
	if len(parts) == 0 {
		b.WriteString("/")
	}
	return b.String()
}

// now is the time by the host's clock.
func (q *request) now() time.Time { return q.desk.opts.Now() }

// cursor is the page of a list that is asked for.
func (q *request) cursor(limit int) bonafide.PageRequest {
	return bonafide.PageRequest{Cursor: q.FormValue("cursor"), Limit: limit}
}

// next links to the page of a list that follows this one; empty after the last.
func (q *request) next(cursor string) string {
	if cursor == "" {
		return ""
	}
	query := q.URL.Query()
	query.Del("done")
	query.Set("cursor", cursor)
	return q.base + q.URL.EscapedPath() + "?" + query.Encode()
}

// A frame is what templates are filled from: the page's own data, and what is around it.
type frame struct {
	Base     string
	Title    string
	Reviewer string
	Nav      []entry
	Notice   string // what was done, in words
	Warning  string
	Now      time.Time
	Data     any

	sent  string
	given given
}

// An entry is one word of the navigation.
type entry struct {
	Word, Link string
	Here       bool
}

// To links to a page of the desk, as [request.to] does.
func (f frame) To(parts ...string) string { return (&request{base: f.Base}).to(parts...) }

// Key is a new idempotency key, for one form: sent twice, it acts once.
func (frame) Key() string { return rand.Text() }

// frame returns what stands around a view.
func (q *request) frame(title string, v view) frame {
	f := frame{Base: q.base, Title: title, Reviewer: q.by.ID, Warning: v.warning, Now: q.now(), Data: v.data, sent: q.sent, given: q.given}
	if q.Method == http.MethodGet {
		f.Notice = notice(q.URL.Query().Get("done"))
	}
	for _, p := range q.desk.nav {
		_, at, _ := strings.Cut(p.pattern, " ")
		at = strings.TrimSuffix(at, "{$}")
		f.Nav = append(f.Nav, entry{Word: p.nav, Link: q.base + at, Here: q.URL.Path == at})
	}
	return f
}

// parseTemplates reads every page's template beside the layout and the parts that they share.
func parseTemplates() (map[string]*template.Template, error) {
	shared, err := template.New("layout.html").Funcs(words()).ParseFS(assets, "templates/layout.html", "templates/part_*.html")
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(assets, "templates/*.html")
	if err != nil {
		return nil, err
	}
	out := make(map[string]*template.Template)
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || strings.HasPrefix(name, "part_") {
			continue
		}
		own, err := shared.Clone()
		if err == nil {
			out[name], err = own.ParseFS(assets, file)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// answer serves a page.
func (d *desk) answer(w http.ResponseWriter, q *request, p page) {
	if err := q.ParseForm(); err != nil {
		d.fail(w, q, errForm)
		return
	}
	v, err := p.serve(q)
	code := http.StatusOK
	if shown, ok := q.again(p, err); ok {
		v, err, code = shown, nil, http.StatusUnprocessableEntity
	}
	switch {
	case err != nil:
		d.fail(w, q, err)
	case v.goTo != "":
		if v.done != "" {
			v.goTo += "?done=" + url.QueryEscape(v.done)
		}
		http.Redirect(w, q.Request, v.goTo, http.StatusSeeOther)
	case v.file != "":
		w.Header().Set("Content-Type", v.kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+v.file+`"`)
		_, _ = w.Write(v.body)
	default:
		if v.title == "" {
			v.title = p.title
		}
		d.render(w, q, code, v)
	}
}

// render writes a page, once all of it is there.
func (d *desk) render(w http.ResponseWriter, q *request, code int, v view) {
	var b bytes.Buffer
	t, ok := d.templates[v.template]
	if !ok {
		d.lost(w, q, "no_template")
		return
	}
	if err := t.Execute(&b, q.frame(v.title, v)); err != nil {
		d.lost(w, q, "template")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = b.WriteTo(w)
}

// lost answers where not even a page can be made. What a template says of its fault
// may hold what it was filled with.
func (d *desk) lost(w http.ResponseWriter, q *request, code string) {
	d.opts.Logger.ErrorContext(q.Context(), "desk page", "pattern", q.Pattern, "code", code)
	http.Error(w, "This page cannot be shown.", http.StatusInternalServerError)
}
