package dots

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// A List is the published page of users.
type List struct {
	Data    []User `json:"data"`
	HasMore bool   `json:"has_more"`
}

const (
	defaultPage = 20
	maxWalk     = 10_000 // users that are looked at to find the place of one
	placeLife   = 24 * time.Hour
)

// A listRequest is the query of a list.
type listRequest struct {
	limit         int
	after, before string // id of the user behind whom, or before whom, the page is
}

func decodeList(q url.Values) (out listRequest, err error) {
	var faults bonafide.Faults
	_, out.limit, err = rest.Pages(q, "page", "limit", defaultPage, bonafide.MaxItems)
	faults.Merge("", err)
	for name, values := range q {
		switch {
		case name != "limit" && name != "starting_after" && name != "ending_before":
			faults.Add("query", bonafide.CodeUnknown)
		case len(values) > 1 && name != "limit":
			faults.Add(name, bonafide.CodeRepeated)
		case values[0] == "" && name != "limit":
			faults.Add(name, bonafide.CodeRequired)
		}
	}
	out.after, out.before = q.Get("starting_after"), q.Get("ending_before")
	if out.after != "" && out.before != "" {
		faults.Add("ending_before", bonafide.CodeNotAllowed)
	}
	slices.SortFunc(faults, func(a, b bonafide.Fault) int { return cmp.Compare(a.Path, b.Path) })
	return out, distinct(faults).Err()
}

func (h *handler) listUsers(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	req, err := decodeList(r.URL.Query())
	if err != nil {
		return err
	}
	walk := &walker{h: h, by: by}
	var found []user.User
	var more bool
	if req.before != "" {
		found, more, err = walk.before(r.Context(), req)
	} else {
		found, more, err = walk.after(r.Context(), req)
	}
	if err != nil {
		return err
	}
	out := List{Data: make([]User, len(found)), HasMore: more}
	for i, u := range found {
		out.Data[i] = Encode(u)
	}
	rest.Write(w, http.StatusOK, out)
	return nil
}

// A walker goes through an actor's users, newest first. The published cursors are ids;
// those of the Service are not: where a page ended is kept by the id of its last user.
type walker struct {
	h  *handler
	by bonafide.Actor
}

// page returns up to n users from a cursor on, and the cursor behind them: empty at
// the end.
func (l *walker) page(ctx context.Context, cursor string, n int) (found []user.User, next string, err error) {
	for {
		page, err := l.h.users.Search(ctx, l.by, user.SearchRequest{PageRequest: bonafide.PageRequest{Cursor: cursor, Limit: n - len(found)}})
		if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
			return nil, "", err
		}
		found, cursor = append(found, page.Items...), page.Next
		if cursor == "" || len(found) == n {
			return found, cursor, nil
		}
	}
}

// after returns the page behind a user, or the first.
func (l *walker) after(ctx context.Context, req listRequest) (found []user.User, more bool, err error) {
	cursor := ""
	if req.after != "" {
		var end bool
		if cursor, end, err = l.place(ctx, req.after); err != nil || end {
			return nil, false, err
		}
	}
	found, next, err := l.page(ctx, cursor, req.limit)
	if err != nil || next == "" {
		return found, false, err
	}
	ahead, _, err := l.page(ctx, next, 1)
	if err != nil || len(ahead) == 0 {
		return found, false, err
	}
	return found, true, l.keep(ctx, found[len(found)-1].ID, next)
}

// before returns the users next to one, on the side of the newer ones.
func (l *walker) before(ctx context.Context, req listRequest) (found []user.User, more bool, err error) {
	cursor := ""
	for seen := 0; seen < maxWalk; {
		page, next, err := l.page(ctx, cursor, bonafide.MaxItems)
		if err != nil {
			return nil, false, err
		}
		i := slices.IndexFunc(page, func(u user.User) bool { return u.ID == req.before })
		seen += len(page)
		if i < 0 {
			found = append(found, page...)
		} else {
			found = append(found, page[:i]...)
		}
		over := max(len(found)-req.limit, 0)
		more, found = more || over > 0, found[over:]
		switch {
		case i >= 0:
			return found, more, nil
		case next == "":
			return nil, false, bonafide.Invalid("ending_before", bonafide.CodeUnknown)
		}
		cursor = next
	}
	return nil, false, bonafide.Invalid("ending_before", bonafide.CodeOutOfRange)
}

// place is the cursor behind a user: the one that was kept, or else found by a walk.
func (l *walker) place(ctx context.Context, id string) (cursor string, end bool, err error) {
	var kept place
	_, err = l.h.kept.get(ctx, kindPlace, l.placeID(id), &kept)
	if err == nil && kept.Cursor != "" {
		return kept.Cursor, false, nil
	}
	if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
		return "", false, err
	}
	for seen := 0; seen < maxWalk; {
		page, next, err := l.page(ctx, cursor, bonafide.MaxItems)
		if err != nil {
			return "", false, err
		}
		if slices.ContainsFunc(page, func(u user.User) bool { return u.ID == id }) {
			return l.step(ctx, cursor, id)
		}
		if next == "" {
			return "", false, bonafide.Invalid("starting_after", bonafide.CodeUnknown)
		}
		seen += len(page)
		cursor = next
	}
	return "", false, bonafide.Invalid("starting_after", bonafide.CodeOutOfRange)
}

// step goes from one user to the next until it is behind the one that is looked for.
func (l *walker) step(ctx context.Context, cursor, id string) (next string, end bool, err error) {
	for {
		one, next, err := l.page(ctx, cursor, 1)
		switch {
		case err != nil:
			return "", false, err
		case len(one) == 0:
			return "", false, bonafide.Invalid("starting_after", bonafide.CodeUnknown) // gone meanwhile
		case one[0].ID == id:
			return next, next == "", nil
		}
		cursor = next
	}
}

// A place is where a page ended.
type place struct {
	Cursor string `json:"cursor"`
}

// placeID hides nothing: it keeps two ids within the bounds of one.
func (l *walker) placeID(id string) string {
	return canonical.Sum(canonical.Texts(nil, []string{string(l.by.Kind), l.by.ID, id}))
}

// keep notes where a page ended. That somebody else noted it at the same time is as good.
func (l *walker) keep(ctx context.Context, id, cursor string) error {
	var kept place
	key := l.placeID(id)
	version, err := l.h.kept.get(ctx, kindPlace, key, &kept)
	if l.h.kept.store == nil || err == nil && kept.Cursor == cursor {
		return nil
	}
	if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
		return err
	}
	now := l.h.opts.Now()
	l.h.kept.sweep(ctx, kindPlace, now)
	err = l.h.kept.put(ctx, bonafide.Record{Kind: kindPlace, ID: key, Version: version + 1}, now.Add(placeLife), place{cursor})
	if errors.Is(err, bonafide.ErrConflict) {
		return nil
	}
	return err
}
