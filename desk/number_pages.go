package desk

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

func numberPages() []page {
	return []page{
		{pattern: "GET /users/{user}/number", title: "Phone number", serve: showNumber},
		{pattern: "POST /users/{user}/number", title: "Phone number", serve: releaseNumber, form: "number", again: showNumber},
		{pattern: "GET /users/{user}/erasure", title: "Erasure", serve: showErasure},
		{pattern: "POST /users/{user}/erasure", title: "Erasure", serve: erase, form: "erasure", again: showErasure},
	}
}

// A numberPage is a user who claims a number beside those who have it.
type numberPage struct {
	User    user.User
	Name    string
	Holders []holder
}

// A holder is another user with the same number.
type holder struct {
	User user.User
	Name string
}

func showNumber(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	p := numberPage{User: u, Name: nameOf(u)}
	v := view{template: "number", title: "Phone number of " + p.Name}
	if u.Phone != "" {
		found, err := q.desk.users.Search(q.Context(), q.by, user.SearchRequest{Phone: string(u.Phone), PageRequest: bonafide.PageRequest{Limit: itemsPerPage}})
		if err = v.partly(err); err != nil {
			return v, err
		}
		for _, other := range found.Items {
			if other.ID != u.ID && other.Phone == u.Phone {
				p.Holders = append(p.Holders, holder{other, nameOf(other)})
			}
		}
	}
	v.data = p
	return v, nil
}

// releaseNumber takes the number from its holder, for the user whose page it is.
func releaseNumber(q *request) (view, error) {
	id, from := q.PathValue("user"), q.PostFormValue("holder")
	if from == "" {
		return view{}, bonafide.Invalid("holder", bonafide.CodeRequired)
	}
	return q.perform(from, "user.release_number", user.ReleaseNumberRequest{To: id}, q.to("users", id, "number"))
}

// An erasurePage says what an erasure would do, before anybody asks for it.
type erasurePage struct {
	User    user.User
	Name    string
	Plan    bonafide.ErasurePlan
	Reasons []bonafide.ErasureReason
}

func showErasure(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	plan, err := q.desk.users.PlanErasure(q.Context(), q.by, u.ID)
	return view{template: "erasure", title: "Erasure of " + nameOf(u), data: erasurePage{User: u, Name: nameOf(u), Plan: plan,
		Reasons: []bonafide.ErasureReason{bonafide.SubjectRequest, bonafide.RetentionEnded, bonafide.AuthorityOrder}}}, err
}

// erase destroys the personal data of a user whose plan was read: the form says so.
func erase(q *request) (view, error) {
	id := q.PathValue("user")
	if q.PostFormValue("sure") != "yes" {
		return view{}, bonafide.Invalid("sure", bonafide.CodeRequired)
	}
	return q.perform(id, "user.erase", user.EraseRequest{Reason: bonafide.ErasureReason(q.PostFormValue("reason"))}, q.to("users", id, "erasure"))
}
