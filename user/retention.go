package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// kindOfRetention is the kind of the records by which it is known who may be
// erased: same id as the user, no content, and a Due that is the end of the
// retention. A user who is open, held or erased has no Due.
const kindOfRetention = Kind + ".retention"

// DefaultRetention is how long the data of a closed user is kept where the host
// says nothing: five years (31 CFR 1020.220(a)(3)(ii) and 1010.430(d); Directive
// (EU) 2015/849 article 40; Regulation (EU) 2024/1624 article 77), and ten years
// for a user whom reviewers found to be somebody on the OFAC lists (31 CFR
// 501.601). Other laws ask for more: a host with such duties sets
// [Options.Retention].
func DefaultRetention(u User) bonafide.Duration {
	for _, sc := range u.Screenings {
		for _, d := range sc.Decisions {
			if slices.Contains(ofacLists, d.List) && (d.Disposition == screening.TruePositive || d.Disposition == screening.TrueButAccepted) {
				return bonafide.Years(10)
			}
		}
	}
	return bonafide.Years(5)
}

// closed reports whether the relationship with the user is over.
func (u User) closed() bool {
	return u.Standing.Permission == permission.Closed || u.Standing.Permission == permission.MakeItGoAway
}

// retainedUntil is the end of the retention of a closed user by the rule as it
// is now.
func (s *Service) retainedUntil(u User) time.Time {
	since := u.ClosedAt
	if since.IsZero() {
		since = u.UpdatedAt // closed before closures were dated: the last change came no earlier
	}
	keep := s.opts.Retention(u)
	if keep.IsZero() {
		keep = DefaultRetention(u)
	}
	return bonafide.Instant(keep.After(since))
}

// erasableAt is when the user may be erased, or when the erasure began that is
// not finished; zero = neither.
func (u User) erasableAt() time.Time {
	switch {
	case u.Erased() && u.Erasure.FinishedAt.IsZero():
		return u.Erasure.At
	case u.Erased(), !u.closed(), u.held():
		return time.Time{}
	}
	return u.RetainedUntil
}

// retain dates closure and retention, and keeps the record by which Erasable
// finds the user in step.
func (s *Service) retain(before User, c record.Change[User], at time.Time) record.Change[User] {
	u := &c.State
	if !u.closed() {
		u.ClosedAt, u.RetainedUntil = time.Time{}, time.Time{}
		return listErasable(before, c)
	}
	if u.ClosedAt.IsZero() {
		u.ClosedAt = at
	}
	u.RetainedUntil = s.retainedUntil(*u)
	return listErasable(before, c)
}

// listErasable appends the write of the user's retention record if its Due is
// another one than before.
func listErasable(before User, c record.Change[User]) record.Change[User] {
	due := c.State.erasableAt()
	if due.Equal(before.erasableAt()) {
		return c
	}
	c.State.Retention++
	c.Writes = append(c.Writes, bonafide.Write{Record: bonafide.Record{Kind: kindOfRetention, ID: c.State.ID, Version: c.State.Retention, Due: due}})
	return c
}

// Erasable returns the ids of users who may be erased now: closed, not held,
// their retention over. Users whose erasure was cut off are among them: Erase
// again finishes it. Those that wait longest come first; it is one query.
// Reviewers and the system may ask.
//
// A user is listed by the retention as it was when the user last changed. Erase
// looks at the rule as it is now, so that a retention that was made longer
// since is kept.
func (s *Service) Erasable(ctx context.Context, by bonafide.Actor, cursor string, limit int) (ids []string, next string, err error) {
	if err := by.Check("by"); err != nil {
		return nil, "", err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return nil, "", bonafide.ErrForbidden
	}
	// What ends at this instant is over; Due is listed strictly before a time.
	q := bonafide.Query{Kind: kindOfRetention, DueBefore: s.now().Add(time.Microsecond), Cursor: cursor, Limit: limit}
	page, err := s.table.Store.List(ctx, q)
	if err != nil {
		return nil, "", err
	}
	for _, r := range page.Records {
		ids = append(ids, r.ID)
	}
	return ids, page.Next, nil
}
