package desk

import (
	"errors"
	"net/url"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
)

// A caseQueue is a selection of cases that reviewers come back to.
type caseQueue struct {
	Words string
	Query string // as in the address of the list
	Count bonafide.Count
}

// caseQueues are the selections on the page of all cases, with a request for each.
func (q *request) caseQueues() ([]caseQueue, error) {
	out := []caseQueue{
		{Words: "Approvals that wait for a second reviewer", Query: "proposed=yes"},
		{Words: "Approved cases with a pending change", Query: "change=pending"},
		{Words: "Something for reviewers to do", Query: "waits=reviewer"},
		{Words: "Reviews that are due", Query: "periodic=due"},
		{Words: "Reviews that are overdue", Query: "periodic=overdue"},
		{Words: "Assigned to me", Query: "mine=yes"},
		{Words: "Open cases", Query: "status=open"},
	}
	for i := range out {
		values, err := url.ParseQuery(out[i].Query)
		if err != nil {
			return nil, err
		}
		if out[i].Count, err = q.desk.cases.Count(q.Context(), q.by, q.selected(values)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// selected is the selection that an address names. What it holds are codes.
func (q *request) selected(v url.Values) casefile.ListRequest {
	req := casefile.ListRequest{
		Status: casefile.Status(v.Get("status")), Risk: risk.Level(v.Get("risk")), Flag: casefile.Flag(v.Get("flag")),
		Periodic: casefile.PeriodicState(v.Get("periodic")), Proposed: v.Get("proposed") != "",
		ChangePending: v.Get("change") != "", ReviewerHasActions: v.Get("waits") == "reviewer", ContactHasActions: v.Get("waits") == "contact",
	}
	if v.Get("mine") != "" {
		req.Assignee = q.by.ID
	}
	return req
}

// A choices is one filter of the list: a field, and the values that it may have.
type choices struct {
	Field, Label, Value string
	Values              []choice
}

type choice struct{ Value, Words string }

func filters(v url.Values) []choices {
	some := func(field, label string, values ...choice) choices {
		return choices{field, label, v.Get(field), append([]choice{{"", "any"}}, values...)}
	}
	return []choices{
		some("status", "Status", codes(casefile.Statuses())...),
		some("risk", "Risk", codes(risk.Levels())...),
		some("flag", "Flag", codes(casefile.Flags())...),
		some("periodic", "Periodic review", codes([]casefile.PeriodicState{casefile.PeriodicScheduled, casefile.PeriodicDue, casefile.PeriodicOverdue})...),
		some("waits", "Waits for", choice{"reviewer", "reviewers"}, choice{"contact", "the contact"}),
		some("proposed", "Approval", choice{"yes", "proposed"}),
		some("change", "Change", choice{"pending", "pending"}),
		some("mine", "Assigned", choice{"yes", "to me"}),
	}
}

// codes are codes as choices, in words.
func codes[T ~string](values []T) []choice {
	var out []choice
	for _, v := range values {
		out = append(out, choice{string(v), plain(string(v))})
	}
	return out
}

// A caseList is a page of cases.
type caseList struct {
	Queues  []caseQueue // on the first page of all cases
	Filters []choices
	Count   bonafide.Count
	First   bool
	Cases   []dossier
	Next    string
}

// listCases shows the cases that an address selects, by pages.
func listCases(q *request) (view, error) {
	v := view{template: "case_list"}
	values := q.URL.Query()
	out := caseList{Filters: filters(values), First: values.Get("cursor") == ""}
	for _, f := range out.Filters {
		if !slices.ContainsFunc(f.Values, func(c choice) bool { return c.Value == f.Value }) {
			return v, bonafide.ErrNotFound
		}
	}
	req := q.selected(values)
	var err error
	if out.First {
		if out.Count, err = q.desk.cases.Count(q.Context(), q.by, req); err != nil {
			return v, err
		}
		if out.Queues, err = q.caseQueues(); err != nil {
			return v, err
		}
	}
	req.PageRequest = bonafide.PageRequest{Cursor: values.Get("cursor"), Limit: itemsPerPage}
	found, err := q.desk.cases.List(q.Context(), q.by, req)
	if err = v.partly(err); err != nil {
		return v, err
	}
	for _, c := range found.Items {
		out.Cases = append(out.Cases, dossier{c, q})
	}
	out.Next = q.next(found.Next)
	v.data = out
	return v, nil
}

// findCase goes to the case with an id or an external id. That may be a customer's
// number, so it travels in the body.
func findCase(q *request) (view, error) {
	c, err := q.desk.cases.Find(q.Context(), q.by, q.PostFormValue("id"))
	if errors.Is(err, bonafide.ErrNotFound) || errors.Is(err, bonafide.ErrInvalid) {
		return view{}, bonafide.ErrNotFound
	}
	return view{goTo: q.to("cases", c.ID)}, err
}
