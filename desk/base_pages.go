package desk

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

func basePages() []page {
	return []page{
		{pattern: "GET /users/{user}/bases/{base}", title: "Base document", serve: showBase},
		{pattern: "POST /users/{user}/bases/{base}/edd", title: "Base document", serve: setEDD, form: "edd", again: showBase},
		{pattern: "POST /users/{user}/bases/{base}/active", title: "Base document", serve: setActive, form: "active", again: showBase},
		{pattern: "POST /users/{user}/bases/{base}/withdraw", title: "Base document", serve: withdrawBase, form: "withdraw", again: showBase},
		{pattern: "POST /users/{user}/documents/{document}/withdraw", title: "Document", serve: withdrawSub, form: "withdraw", again: showDocument},
	}
}

// A basePage is a base document with what reviewers decide about the whole of it.
type basePage struct {
	User     user.User
	Name     string
	Base     document.Base
	Statuses []document.EDDStatus
	Types    []document.Type // that can be demanded
	Words    []user.Diligence
	Turns    []user.Activation
}

// Demands reports whether a type is still to be handed in.
func (p basePage) Demands(t document.Type) bool { return slices.Contains(p.Base.RequiredEDDDocs, t) }

func showBase(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	b, ok := u.Document(q.PathValue("base"))
	if !ok {
		return view{}, bonafide.ErrNotFound
	}
	p := basePage{User: u, Name: nameOf(u), Base: b, Statuses: []document.EDDStatus{document.EDDReviewing, document.EDDValid, document.EDDInvalid}}
	for _, t := range document.Types() {
		if !t.Derived && !slices.Contains(p.Types, t.Type) {
			p.Types = append(p.Types, t.Type)
		}
	}
	for _, w := range u.Diligence {
		if w.Document == b.ID {
			p.Words = append(p.Words, w)
		}
	}
	for _, a := range u.Activations {
		if a.Document == b.ID {
			p.Turns = append(p.Turns, a)
		}
	}
	return view{template: "base", title: "Base document of " + p.Name, data: p}, nil
}

// onBase makes a request about the base document of the path, and goes back to its page.
func (q *request) onBase(op string, r user.Request) (view, error) {
	return q.perform(q.PathValue("user"), op, r, q.to("users", q.PathValue("user"), "bases", q.PathValue("base")))
}

func setEDD(q *request) (view, error) {
	r := user.EDDRequest{Document: q.PathValue("base"), Status: document.EDDStatus(q.PostFormValue("status")), Reason: q.PostFormValue("reason")}
	for _, t := range q.PostForm["required"] {
		if t != "" {
			r.Required = append(r.Required, document.Type(t))
		}
	}
	return q.onBase("user.set_edd", r)
}

func setActive(q *request) (view, error) {
	return q.onBase("user.set_document_active", user.SetDocumentActiveRequest{
		Document: q.PathValue("base"), Active: q.PostFormValue("active") == "yes", Reason: q.PostFormValue("reason")})
}

// withdrawBase takes a base document out with all that it carries; its page is gone then.
func withdrawBase(q *request) (view, error) {
	return q.perform(q.PathValue("user"), "user.withdraw_document", user.WithdrawDocumentRequest{
		Document: q.PathValue("base"), Reason: q.PostFormValue("reason")}, q.to("users", q.PathValue("user")))
}

func withdrawSub(q *request) (view, error) {
	u, b, d, err := subOf(q)
	if err != nil {
		return view{}, err
	}
	return q.perform(u.ID, "user.withdraw_document", user.WithdrawDocumentRequest{
		Document: b.ID, SubDocument: d.ID, Reason: q.PostFormValue("reason")}, q.to("users", u.ID))
}
