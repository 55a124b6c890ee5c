package user

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
)

// Update changes a user's profile. It fails with an [*bonafide.InvalidError]
// that lists every fault, and with a [*bonafide.DuplicateError] if the number
// that would identify the user from now on is another user's.
func (s *Service) Update(ctx context.Context, by bonafide.Actor, id string, req UpdateRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.update", id)
	defer end(&err)
	cmd, err := command("user.update", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorUser, bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	return s.update(ctx, id, permission.VerbEdit, cmd, func(u User, at time.Time) (record.Change[User], error) {
		next, fields, err := u.update(req, by, at)
		if err != nil || len(fields) == 0 {
			return record.Change[User]{State: u}, err
		}
		return record.Change[User]{State: next, Events: []bonafide.Event{
			bonafide.NewEvent(EventUpdated, at, by, "fields", strings.Join(fields, ",")),
		}}, nil
	})
}

// list appends the write of the user's listing if what it is found by changed.
func (s *Service) list(before User, c record.Change[User]) record.Change[User] {
	if c.State.Listing > 0 && before.listedAs(c.State) {
		return c
	}
	labels := c.State.listing(s.keys.Indexes)
	c.State.Listing++
	r := bonafide.Record{Kind: kindOfListings, ID: c.State.ID, Version: c.State.Listing, Labels: labels}
	if len(labels) > 0 {
		r.Due = newestFirst(c.State.CreatedAt)
	}
	c.Writes = append(c.Writes, bonafide.Write{Record: r})
	return c
}

// Search returns users by what they are known by, newest first. Hidden users
// and those made to go away are never found. Personal terms are looked up by
// their blind indexes: equal words are found, parts of words are not.
func (s *Service) Search(ctx context.Context, by bonafide.Actor, req SearchRequest) (page Page, err error) {
	ctx, end := s.begin(ctx, "user.search", "")
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return Page{}, err
	}
	switch by.Kind {
	case bonafide.ActorPlatform:
		req.Platform = by.ID
	case bonafide.ActorReviewer, bonafide.ActorSystem:
	default:
		return Page{}, bonafide.ErrForbidden
	}
	root, cursor, err := splitCursor(req.Cursor)
	if err != nil {
		return Page{}, err
	}
	// Users written under an older root key come after those under the current.
	for roots := len(s.keys.Indexes("", "")); root < roots; root, cursor = root+1, "" {
		labels, err := req.labels(req.Platform, func(field, value string) string { return s.keys.Indexes(field, value)[root] })
		if err != nil {
			return Page{}, err
		}
		limit := req.Limit
		if limit == 0 {
			limit = 20
		}
		found, err := s.table.Store.List(ctx, bonafide.Query{Kind: kindOfListings, Labels: labels, DueBefore: farFuture, Cursor: cursor, Limit: limit})
		if err != nil {
			return Page{}, err
		}
		for _, r := range found.Records {
			u, err := s.Get(ctx, by, r.ID)
			if errors.Is(err, bonafide.ErrNotFound) {
				continue // lost sight of meanwhile
			}
			if err != nil {
				return Page{}, err
			}
			page.Users = append(page.Users, u)
		}
		if found.Next != "" {
			page.Next = strconv.Itoa(root) + "." + found.Next
			return page, nil
		}
		if len(page.Users) > 0 || !req.personal() {
			return page, nil
		}
	}
	return page, nil
}

// personal reports whether the request looks for blinded terms.
func (r SearchRequest) personal() bool {
	return r.Name != "" || r.Email != "" || r.Phone != "" || r.SuppID != ""
}

// splitCursor reads which root key a cursor goes on with.
func splitCursor(cursor string) (root int, rest string, err error) {
	if cursor == "" {
		return 0, "", nil
	}
	number, rest, ok := strings.Cut(cursor, ".")
	root, err = strconv.Atoi(number)
	if !ok || err != nil || root < 0 {
		return 0, "", bonafide.ErrCursor
	}
	return root, rest, nil
}
