package casefile

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/internal/text"
)

// A ListOrder is what a list of cases is sorted by.
type ListOrder string

// The orders (Dotfile, cases). Cases that are equal come by id.
const (
	ByName     ListOrder = "name" // whatever its case and accents
	ByCreation ListOrder = "created_at"
	ByActivity ListOrder = "last_activity_at" // when the case last changed, as far as the caller sees
)

// MaxSorted is how many cases a sorted list can be of: more are refused with
// [bonafide.CodeTooMany], and the request must say more of which cases it wants.
const MaxSorted = 10_000

// An ordered is as much of a case as a list is sorted by.
type ordered struct {
	id, name string
	at       time.Time
}

// listSorted reads all cases of a request, sorts what it is sorted by, and reads the
// page again.
func (s *Service) listSorted(ctx context.Context, by bonafide.Actor, req ListRequest, limit int) (bonafide.PageOf[Case], error) {
	all, unreadable, err := s.ordered(ctx, by, req)
	if err != nil {
		return bonafide.PageOf[Case]{}, err
	}
	slices.SortFunc(all, func(a, b ordered) int {
		order := cmp.Or(a.at.Compare(b.at), strings.Compare(a.name, b.name), strings.Compare(a.id, b.id))
		if req.Descending {
			return -order
		}
		return order
	})
	from, err := req.after(by, all)
	if err != nil {
		return bonafide.PageOf[Case]{}, err
	}
	page := bonafide.PageOf[Case]{Items: []Case{}}
	to := min(from+limit, len(all))
	for _, x := range all[from:to] {
		c, err := s.Get(ctx, by, x.id)
		switch {
		case errors.Is(err, bonafide.ErrNotFound): // no longer for this actor
		case err != nil:
			return bonafide.PageOf[Case]{}, err
		default:
			page.Items = append(page.Items, c)
		}
	}
	if to < len(all) {
		page.Next = req.cursor(by, all[to-1].id)
	}
	return page, unreadable
}

// ordered reads what is to be sorted. What cannot be read is left out, and told.
func (s *Service) ordered(ctx context.Context, by bonafide.Actor, req ListRequest) (all []ordered, unreadable, err error) {
	lost := &bonafide.UnreadableError{Kind: Kind}
	for q := (bonafide.Query{Labels: req.labels(by), Limit: bonafide.MaxPage}); ; {
		found, next, err := s.run.List(ctx, q)
		var more *bonafide.UnreadableError
		if errors.As(err, &more) {
			for i, id := range more.IDs {
				lost.Add(id, more.Causes[i])
			}
		} else if err != nil {
			return nil, nil, err
		}
		for _, k := range found {
			x := ordered{id: k.State.ID}
			switch req.Sort {
			case ByName:
				x.name = text.Fold(k.State.Name)
			case ByCreation:
				x.at = k.State.CreatedAt
			case ByActivity:
				x.at = k.State.Shown.to(by, k.State.UpdatedAt)
			}
			all = append(all, x)
		}
		if len(all) > MaxSorted {
			return nil, nil, bonafide.Invalid("sort", bonafide.CodeTooMany)
		}
		if q.Cursor = next; next == "" {
			break
		}
	}
	return all, lost.Err(), nil
}

// cursor follows a case in a sorted list; it belongs to its query.
func (r ListRequest) cursor(by bonafide.Actor, last string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(r.queryHash(by) + last))
}

// after is where a page begins: behind the case that the page before ended with, wherever
// it is now. A case that is gone from the list ends it with [bonafide.ErrCursor].
func (r ListRequest) after(by bonafide.Actor, all []ordered) (int, error) {
	if r.Cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(r.Cursor)
	last, mine := strings.CutPrefix(string(raw), r.queryHash(by))
	if err != nil || !mine {
		return 0, bonafide.ErrCursor
	}
	i := slices.IndexFunc(all, func(x ordered) bool { return x.id == last })
	if i < 0 {
		return 0, bonafide.ErrCursor
	}
	return i + 1, nil
}

// queryHash tells one sorted list from another.
func (r ListRequest) queryHash(by bonafide.Actor) string {
	return canonical.SumJSON("sorted 1", r.labels(by), r.Sort, r.Descending)[:16]
}
