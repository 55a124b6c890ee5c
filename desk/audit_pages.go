package desk

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

func auditPages() []page {
	return []page{
		{pattern: "GET /users/{user}/events", title: "Timeline", serve: timeline},
		{pattern: "GET /users/{user}/events/{part}", title: "Timeline", serve: timeline},
		{pattern: "POST /users/{user}/verify", title: "Audit trail", serve: verify},
		{pattern: "GET /users/{user}/export", title: "Export", serve: exportForm},
		{pattern: "POST /users/{user}/export", title: "Export", serve: exportCopy},
	}
}

// parts are the chains of events beside the user's own, by their word in addresses.
func parts() map[string]string {
	return map[string]string{"access": user.KindAccess, "money": user.KindLedger, "coverage": user.KindCoverage}
}

// A timelinePage is a page of what happened, oldest first.
type timelinePage struct {
	User   user.User
	Name   string
	Part   string
	Events []bonafide.Event
	Broken bool // what is stored is not what was written
	Next   string
}

func timeline(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	p := timelinePage{User: u, Name: nameOf(u), Part: q.PathValue("part")}
	var found bonafide.PageOf[bonafide.Event]
	if p.Part == "" {
		found, err = q.desk.users.Events(q.Context(), q.by, u.ID, q.cursor(itemsPerPage))
	} else if kind, ok := parts()[p.Part]; ok {
		found, err = q.desk.users.EventsOf(q.Context(), q.by, kind, u.ID, q.cursor(itemsPerPage))
	} else {
		err = bonafide.ErrNotFound
	}
	if p.Broken = errors.Is(err, bonafide.ErrChain); err != nil && !p.Broken {
		return view{}, err
	}
	p.Events, p.Next = found.Items, q.next(found.Next)
	return view{template: "timeline", title: "Timeline of " + p.Name, data: p}, nil
}

// verify checks every event of a user, from the first on: it reads all of them.
func verify(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	err = q.desk.users.VerifyEvents(q.Context(), q.by, u.ID)
	broken := errors.Is(err, bonafide.ErrChain)
	if err != nil && !broken {
		return view{}, err
	}
	return view{template: "verified", title: "Audit trail of " + nameOf(u),
		data: timelinePage{User: u, Name: nameOf(u), Broken: broken}}, nil
}

func exportForm(q *request) (view, error) {
	u, err := q.user()
	return view{template: "export", title: "Export of " + nameOf(u), data: timelinePage{User: u, Name: nameOf(u)}}, err
}

// exportCopy hands over a copy of what the user may know that is held, and leaves an event.
func exportCopy(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	out, err := q.desk.users.Export(q.Context(), q.by, u.ID, user.ExportRequest{
		Key: q.PostFormValue("key"), Identifiers: q.PostFormValue("identifiers") == "yes"})
	if err != nil {
		return view{}, err
	}
	var b bytes.Buffer
	v := view{file: "export.json", kind: "application/json"}
	if q.PostFormValue("form") == "page" {
		v.file, v.kind = "export.html", "text/html; charset=utf-8"
		err = out.WriteHTML(&b)
	} else {
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		err = e.Encode(out)
	}
	v.body = b.Bytes()
	return v, err
}
