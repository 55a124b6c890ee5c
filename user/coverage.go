package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// kindOfCoverage is the kind of the records by which it is known how far users
// have been screened: same id as the user, and a Due that is the oldest edition.
const kindOfCoverage = Kind + ".coverage"

// never is the edition of what was never screened.
var never = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)

// edition returns the oldest edition of the counted lists (none = all that were
// searched) by which the active base documents were screened as they now are.
// It is false if there is no active base document.
func (u User) edition(counted []string) (time.Time, bool) {
	var oldest time.Time
	for _, b := range u.Documents {
		if !b.IsActive {
			continue
		}
		e := u.Screenings[b.ID].edition(counted)
		if u.Screenings[b.ID].Result.Subject != query(b).Fingerprint() {
			e = never
		}
		if oldest.IsZero() || e.Before(oldest) {
			oldest = e
		}
	}
	return oldest, !oldest.IsZero()
}

// edition returns the oldest edition that a screening searched.
func (s Screening) edition(counted []string) time.Time {
	if len(counted) == 0 {
		for _, run := range s.Result.Lists {
			counted = append(counted, run.Key)
		}
	}
	oldest := time.Time{}
	for _, key := range counted {
		e := never
		if run, ok := s.Result.Run(key); ok && (run.Result == screening.ListMatch || run.Result == screening.ListNoMatch) && !run.Edition.IsZero() {
			e = run.Edition.In(time.UTC)
		}
		if oldest.IsZero() || e.Before(oldest) {
			oldest = e
		}
	}
	if oldest.IsZero() {
		return never
	}
	return oldest
}

// cover appends the write of the user's coverage if it changed.
func (s *Service) cover(before User, c record.Change[User], at time.Time) record.Change[User] {
	counted := s.counted(c.State, at)
	now, _ := c.State.edition(counted)
	if c.State.Standing.Permission == permission.MakeItGoAway {
		now = time.Time{}
	}
	was, _ := before.edition(counted)
	if now.Equal(was) && (c.State.Coverage > 0 || now.IsZero()) && before.Standing.Permission == c.State.Standing.Permission {
		return c
	}
	c.State.Coverage++
	c.Writes = append(c.Writes, bonafide.Write{Record: bonafide.Record{Kind: kindOfCoverage, ID: c.State.ID, Version: c.State.Coverage, Due: now}})
	return c
}

// Uncovered returns the ids of users who have not been screened, as they now
// are, against the edition of a day or a later one of every list that counts for
// them; those who were never screened come first. It is one query. Whoever is
// not in its answer was screened: absence never reads as clear.
func (s *Service) Uncovered(ctx context.Context, edition bonafide.Date, cursor string, limit int) (ids []string, next string, err error) {
	page, err := s.table.Store.List(ctx, bonafide.Query{Kind: kindOfCoverage, DueBefore: edition.In(time.UTC), Cursor: cursor, Limit: limit})
	if err != nil {
		return nil, "", err
	}
	for _, r := range page.Records {
		ids = append(ids, r.ID)
	}
	return ids, page.Next, nil
}

// Rescreen makes a new screening of all base documents due, such as after a new
// edition of a list. Advance runs it. Clearances go on holding where subject and
// entry are as they were.
func (s *Service) Rescreen(ctx context.Context, by bonafide.Actor, id string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.rescreen", id)
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	return s.update(ctx, id, permission.VerbScreen, record.Command{Op: "user.rescreen", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		for _, b := range u.Documents {
			sc := u.Screenings[b.ID]
			sc.RetryAt = at
			u = u.withScreening(b.ID, &sc)
		}
		if len(u.Documents) == 0 {
			return record.Change[User]{State: u}, nil
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventRescreen, at, by)}}, nil
	})
}

// OFACStatus is the status of Dots users: unflagged, id_verification_required,
// in_review, flagged; empty while nothing was screened. The gravest over the
// active base documents counts; the identity is verified by a valid photo id.
func (u User) OFACStatus(at time.Time) screening.OFACStatus {
	worst, rank := screening.OFACStatus(""), -1
	for _, b := range u.Documents {
		if !b.IsActive {
			continue
		}
		status := u.Screenings[b.ID].OFACStatus(ofacLists, hasPhotoID(b), at)
		if u.Screenings[b.ID].Result.Subject != query(b).Fingerprint() && status == screening.OFACUnflagged {
			status = ""
		}
		if r := ofacRank(status); rank < 0 || r > rank {
			worst, rank = status, r
		}
	}
	return worst
}

// ofacLists are the lists whose hits make the OFAC status.
var ofacLists = []string{screening.KeyOFACSDN}

// ofacRank orders the statuses; not screened is worse than clear.
func ofacRank(s screening.OFACStatus) int {
	switch s {
	case screening.OFACUnflagged:
		return 0
	case screening.OFACIDRequired:
		return 2
	case screening.OFACInReview:
		return 3
	case screening.OFACFlagged:
		return 4
	}
	return 1
}
