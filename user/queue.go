package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// kindOfQueue is the kind of the records by which reviewers find who waits: same id as
// the user, no content but terms, and a Due that is when a reviewer is to be done.
const kindOfQueue = Kind + ".queue"

// A QueueRequest selects users who wait for a reviewer: those that meet every field
// that is set.
type QueueRequest struct {
	For       Reason              `json:"for,omitzero"`
	Watchlist screening.Watchlist `json:"watchlist,omitzero"`
	List      string              `json:"list,omitzero"`     // key of a list with a hit that waits
	Flag      permission.FlagCode `json:"flag,omitzero"`     // code of the flag
	CIPTag    int                 `json:"cip_tag,omitzero"`  // program
	Kind      permission.UserKind `json:"kind,omitzero"`     // personal or business
	Platform  string              `json:"platform,omitzero"` // linked to it
	bonafide.PageRequest
}

// A Queue is a page of users who wait for a reviewer.
type Queue struct {
	Items []User         `json:"items"`         // User.Waits says for what, and by when
	Next  string         `json:"next,omitzero"` // the Cursor of the following page; empty after the last page
	Count bonafide.Count `json:"count"`         // how many there are on all pages; told on the first
}

// MarshalJSON writes a page without users as one with none, as [bonafide.PageOf] does.
func (q Queue) MarshalJSON() ([]byte, error) {
	type page Queue
	if q.Items == nil {
		q.Items = []User{}
	}
	return json.Marshal(page(q))
}

// Queue returns users who wait for a reviewer, those first whose review is due first:
// what waits for people is to be done in two business days of [Options.Calendar]
// (Synapse user object, sub-document status, note 1), a proposal or a clearance before it
// expires, and locks have no date. What a user waits for stands in User.Waits.
//
// It is of the last change of each user. Who waits no longer since, because time has
// passed, is left out, so that a page may be short; the count is of what is stored.
//
// Reviewers and the system may read it, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] that lists every fault of the request, and with
// [bonafide.ErrCursor]. Records that cannot be read do not stop it: the page is returned,
// with an error matching [bonafide.ErrUnreadable].
func (s *Service) Queue(ctx context.Context, by bonafide.Actor, req QueueRequest) (out Queue, err error) {
	ctx, end := s.run.Begin(ctx, "user.queue", "")
	defer end(&err)
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	q, err := req.query()
	if err != nil {
		return out, err
	}
	found, err := s.run.Store.List(ctx, q)
	if stops(err) {
		return out, err
	}
	failed := []error{err}
	if req.Cursor == "" {
		if out.Count, err = s.run.Count(ctx, q); err != nil {
			return out, err
		}
	}
	for _, r := range found.Records {
		u, err := s.stored(ctx, by, r.ID)
		switch {
		case errors.Is(err, bonafide.ErrNotFound):
			continue
		case stops(err):
			return out, err
		case err != nil:
			failed = append(failed, fmt.Errorf("user %s: %w", r.ID, err))
			continue
		}
		u = s.view(u, by, s.now())
		u.Waits = s.waiting(u, s.now())
		if slices.ContainsFunc(u.Waits, func(w Wait) bool { return req.For == "" || w.For == req.For }) {
			out.Items = append(out.Items, u)
		}
	}
	out.Next = found.Next
	return out, errors.Join(failed...)
}

// query is what the records of the queue are listed by. A store looks through them in
// the order in which they are due.
func (r QueueRequest) query() (bonafide.Query, error) {
	var faults bonafide.Faults
	if r.For != "" && !slices.Contains(Reasons(), r.For) {
		faults.Add("for", bonafide.CodeUnknown)
	}
	if r.Flag != "" && !r.Flag.Known() {
		faults.Add("flag", bonafide.CodeUnknown)
	}
	if r.Kind != "" && r.Kind != permission.Personal && r.Kind != permission.Business {
		faults.Add("kind", bonafide.CodeUnknown)
	}
	if r.CIPTag < 0 {
		faults.Add("cip_tag", bonafide.CodeOutOfRange)
	}
	limit, err := r.Size()
	faults.Merge("", err)
	q := bonafide.Query{Kind: kindOfQueue, DueBefore: farFuture, Cursor: r.Cursor, Limit: limit}
	add := func(name, key, value string) {
		switch label := key + value; {
		case value == "":
		case len(label) > bonafide.MaxTermBytes:
			faults.Add(name, bonafide.CodeTooLong)
		default:
			q.Labels = append(q.Labels, label)
		}
	}
	add("for", "for=", string(r.For))
	add("list", "list=", r.List)
	add("flag", "flag=", string(r.Flag))
	add("watchlist", labelWatchlist, string(r.Watchlist))
	add("platform", "platform=", r.Platform)
	add("kind", "kind=", string(r.Kind))
	if r.CIPTag > 0 {
		add("cip_tag", "cip=", strconv.Itoa(r.CIPTag))
	}
	return q, faults.Err()
}

// labelWatchlist begins the label that names the value of the watchlists.
const labelWatchlist = "watchlist="

// stops reports whether an error ends a list. Records that cannot be read do not:
// the others are returned, and the error names these.
func stops(err error) bool { return err != nil && !errors.Is(err, bonafide.ErrUnreadable) }
