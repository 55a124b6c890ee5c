package desk

import (
	"net/http"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

func searchPages() []page {
	return []page{
		{pattern: "GET /search", title: "Search", nav: "Search", serve: search},
		{pattern: "POST /search", title: "Search", serve: search, form: "search", again: searchForm},
	}
}

// A searchPage is the form with what it found. Terms are personal: they travel in the
// body of a POST, the following page's too.
type searchPage struct {
	Name, Email, Phone string
	Permission         string
	Permissions        []permission.Permission
	Asked              bool
	Rows               []foundRow
	Next               string
}

// A foundRow is one user that was found.
type foundRow struct {
	ID, Name   string
	Permission permission.Permission
	Born       string
	Created    string
}

// asSearched is the page with what was given.
func asSearched(q *request) (view, searchPage) {
	p := searchPage{Name: q.PostFormValue("name"), Email: q.PostFormValue("email"), Phone: q.PostFormValue("phone"),
		Permission: q.PostFormValue("permission"), Permissions: permission.Permissions()}
	return view{template: "search", data: p}, p
}

// searchForm is the form without a search.
func searchForm(q *request) (view, error) {
	v, _ := asSearched(q)
	return v, nil
}

func search(q *request) (view, error) {
	v, p := asSearched(q)
	if q.Method != http.MethodPost {
		return v, nil
	}
	found, err := q.desk.users.Search(q.Context(), q.by, user.SearchRequest{Name: p.Name, Email: p.Email, Phone: p.Phone, Region: "US",
		Permission: p.Permission, PageRequest: bonafide.PageRequest{Cursor: q.PostFormValue("cursor"), Limit: itemsPerPage}})
	if err = v.partly(err); err != nil {
		return v, err
	}
	for _, u := range found.Items {
		r := foundRow{ID: u.ID, Name: nameOf(u), Permission: u.Permission(), Created: stamp(u.CreatedAt, "2006-01-02")}
		if len(u.Documents) > 0 {
			r.Born = u.Documents[0].Birth()
		}
		p.Rows = append(p.Rows, r)
	}
	p.Next, p.Asked = found.Next, true
	v.data = p
	return v, nil
}
