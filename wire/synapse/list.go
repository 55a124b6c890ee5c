package synapse

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// A List is the published page of users.
type List struct {
	ErrorCode  string `json:"error_code"`
	HTTPCode   string `json:"http_code"`
	Limit      int    `json:"limit"`
	Page       int    `json:"page"`
	PageCount  int    `json:"page_count"`
	Success    bool   `json:"success"`
	Users      []User `json:"users"`
	UsersCount int    `json:"users_count"`
}

// Bounds of lists.
const (
	defaultItems = 20
	maxSkipped   = 10_000 // users before a page: pages are walked to
)

// A listing is what a list is asked for.
type listing struct {
	page, size int
	search     user.SearchRequest
	ids        []string // of a filter by _id
	byID       bool
}

// listingOf reads the query of a list.
func listingOf(q url.Values, region bonafide.Country) (listing, error) {
	var faults bonafide.Faults
	number := func(name string, def int) int {
		if q.Get(name) == "" {
			return def
		}
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < 1 {
			faults.Add(name, bonafide.CodeOutOfRange)
		}
		return max(n, 1)
	}
	l := listing{page: number("page", 1), size: min(number("per_page", defaultItems), bonafide.MaxItems)}
	if l.page > maxSkipped/l.size+1 {
		faults.Add("page", bonafide.CodeOutOfRange)
	}
	for _, name := range []string{"page", "per_page", "query", "filter"} {
		if len(q[name]) > 1 {
			faults.Add(name, bonafide.CodeRepeated) // of two, what a proxy checked and what is read here could differ (CWE-444)
		}
	}
	if text := strings.TrimSpace(q.Get("query")); text != "" {
		if p, ok := numberText(text, region); ok {
			l.search.Phone = p
		} else if strings.Contains(text, "@") {
			l.search.Email = text
		} else {
			l.search.Name = text
		}
	}
	if text := q.Get("filter"); text != "" {
		l.filter(text, region, &faults)
	}
	if l.byID && l.search != (user.SearchRequest{}) {
		faults.Add("filter", bonafide.CodeNotAllowed) // ids are looked up, not searched
	}
	return l, faults.Err()
}

func numberText(text string, region bonafide.Country) (string, bool) {
	p, ok := number(text, region)
	return string(p), ok
}

// filter reads a filter: an object of exact values by field, of which an index is. What the
// query or another field asks for already is refused: one search has one of each. Members
// are as strict as those of a body.
func (l *listing) filter(text string, region bonafide.Country, faults *bonafide.Faults) {
	var fields map[string]json.RawMessage
	if err := rest.Decode(strings.NewReader(text), &fields); err != nil {
		for _, f := range rest.Faults(err) {
			faults.Add("filter", f.Code)
		}
		return
	}
	set := func(to *string, value string) {
		if *to != "" {
			faults.Add("filter", bonafide.CodeRepeated)
		}
		*to = value
	}
	for name, raw := range fields {
		var value string
		var in struct {
			In []string `json:"$in"`
		}
		one := json.Unmarshal(raw, &value) == nil
		many := !one && name == "_id" && rest.Decode(bytes.NewReader(raw), &in) == nil && in.In != nil
		switch {
		case many && len(in.In) <= bonafide.MaxItems:
			slices.Sort(in.In)
			l.ids, l.byID = slices.Compact(in.In), true
		case !one || value == "":
			faults.Add("filter", bonafide.CodeNotAllowed)
		case name == "_id":
			l.ids, l.byID = []string{value}, true
		case name == "permission":
			set(&l.search.Permission, value)
		case name == "legal_names":
			set(&l.search.Name, value)
		case name == "logins.email", name == "documents.email":
			set(&l.search.Email, value)
		case name == "phone_numbers":
			p, ok := numberText(value, region)
			if !ok {
				faults.Add("filter", bonafide.CodeMalformed)
			}
			set(&l.search.Phone, p)
		case name == "extra.supp_id":
			set(&l.search.SuppID, value)
		default:
			faults.Add("filter", bonafide.CodeUnknown)
		}
	}
}

func (h *handler) list(c *call) (any, error) {
	l, err := listingOf(c.r.URL.Query(), h.o.Region)
	if err != nil {
		return nil, err
	}
	out := List{ErrorCode: "0", HTTPCode: "200", Limit: l.size, Page: l.page, Success: true, Users: []User{}}
	find := h.found
	if l.byID {
		find = h.named
	}
	users, count, err := find(c, l)
	if err != nil {
		return nil, err
	}
	out.UsersCount, out.PageCount = count, (count+l.size-1)/l.size
	for _, u := range users {
		v := h.view(c.by.ID)
		v.Full = c.full()
		if v.Full {
			if v.Values, err = h.users.Statements(c.ctx(), c.by, u.ID); err != nil {
				return nil, err
			}
		}
		if c.r.URL.Query().Get("show_refresh_tokens") == "yes" {
			if v.RefreshToken, err = h.token(c.ctx(), c.by, u); err != nil {
				return nil, err
			}
		}
		out.Users = append(out.Users, EncodeUser(u, v))
	}
	return out, nil
}

// found walks to a page. Pages of the Service may be short.
func (h *handler) found(c *call, l listing) (users []user.User, count int, err error) {
	n, err := h.users.Count(c.ctx(), c.by, l.search)
	if err != nil {
		return nil, 0, err
	}
	skip := (l.page - 1) * l.size
	if skip >= int(n.N) && !n.AtLeast {
		return nil, int(n.N), nil
	}
	for len(users) < l.size {
		l.search.Limit = min(skip+l.size-len(users), bonafide.MaxItems)
		page, err := h.users.Search(c.ctx(), c.by, l.search)
		if err != nil {
			return nil, 0, err
		}
		past := min(skip, len(page.Items))
		skip -= past
		users = append(users, page.Items[past:]...)
		if page.Next == "" {
			break
		}
		l.search.Cursor = page.Next
	}
	return users[:min(len(users), l.size)], int(n.N), nil
}

// named are users by id.
func (h *handler) named(c *call, l listing) (users []user.User, count int, err error) {
	for _, id := range l.ids {
		u, err := h.users.Get(c.ctx(), c.by, id)
		switch {
		case err == nil:
			users = append(users, u)
		case !errors.Is(err, bonafide.ErrNotFound):
			return nil, 0, err
		}
	}
	count = len(users)
	from := min((l.page-1)*l.size, count)
	return users[from:min(from+l.size, count)], count, nil
}
