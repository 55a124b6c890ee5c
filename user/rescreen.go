package user

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user/event"
)

// A RescreenRequest asks for a new screening.
type RescreenRequest struct {
	Key string `json:"-"` // idempotency key
}

// Rescreen makes a new screening of all active base documents due, such as
// after a new edition of a list; [Service.Advance] runs it. Clearances go on
// holding where subject and entry are as they were, and a screening that finds
// nothing new leaves the user's own record and events alone.
//
// Platforms, reviewers and the system may, others fail with
// [bonafide.ErrForbidden]; it fails with an error matching [bonafide.ErrState]
// after MAKE-IT-GO-AWAY.
func (s *Service) Rescreen(ctx context.Context, by bonafide.Actor, id string, req RescreenRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r RescreenRequest) command(*Service) command {
	return command{Op: "user.rescreen", Verb: string(permission.VerbScreen), Key: r.Key, Body: r, With: []string{KindCoverage}, Rule: pure(User.ask)}
}

// ask asks for a look at every active base document.
func (u User) ask(in input) (User, []bonafide.Event, error) {
	var events []bonafide.Event
	for _, b := range u.Documents {
		if !b.IsActive {
			continue
		}
		look := u.beside.coverage.Documents[b.ID]
		look.AskedAt = in.At
		u = u.withLook(b.ID, look)
		events = one(of(KindCoverage, in.Event(event.Rescreen)))
	}
	return u, events, nil
}

// keepScreening keeps the result of a screening of a base document. One that finds
// nothing new is noted in the coverage alone, as long as what the user's record
// says of it is younger than half of what the program lets it be.
func (u User) keepScreening(base, subject string, result screening.Result, maxAge bonafide.Duration, in input) (User, []bonafide.Event) {
	sc := u.Screenings[subject]
	sc.Document = base
	result.Subject = subject
	next, _ := sc.Apply(result, in.At)
	result.Lists = next.Result.Lists // as far as they hold
	screened := in.Event(event.Screened, "document", base, "editions", editions(result), "hits", strconv.Itoa(len(result.Hits)))
	if b, ok := u.Document(base); !ok || u.query(b).Fingerprint() != subject {
		if len(result.Hits) == 0 {
			return u, nil // changed meanwhile: the next run looks again
		}
		sc.Record = next
		return u.withScreening(subject, sc), one(screened) // a finding counts, though the name is another by now
	}
	u = u.withLook(base, Look{Subject: subject, At: next.Result.At, Lists: result.Lists})
	events := one(of(KindCoverage, in.Event(event.Covered, "document", base, "editions", editions(result))))
	done := !slices.ContainsFunc(result.Lists, func(run screening.ListRun) bool { return !finished(run) }) && len(result.Lists) > 0
	if done && sc.RetryAt.IsZero() && sameFindings(sc.Record, next) && !aging(sc.Result.At, maxAge, in.At) {
		return u, events
	}
	sc.Record = next
	if done {
		sc.Fails, sc.RetryAt = 0, time.Time{}
	} else {
		sc.Fails++
		sc.RetryAt = bonafide.Instant(in.At.Add(bonafide.RetryAfter(sc.Fails)))
	}
	return u.withScreening(subject, sc), append(events, screened)
}

// failScreening notes that a screening did not come about: it is tried again later.
func (u User) failScreening(base, subject string, in input) (User, []bonafide.Event) {
	b, ok := u.Document(base)
	if !ok || u.query(b).Fingerprint() != subject {
		return u, nil
	}
	sc := u.Screenings[subject]
	sc.Document = base
	sc.Fails++
	sc.RetryAt = bonafide.Instant(in.At.Add(bonafide.RetryAfter(sc.Fails)))
	events := one(in.Event(event.ScreeningFailed, "document", base))
	if look := u.beside.coverage.Documents[base]; !look.AskedAt.IsZero() {
		look.AskedAt = time.Time{} // the time to try again is the user's from now on
		u = u.withLook(base, look)
		events = append(events, of(KindCoverage, in.Event(event.ScreeningFailed, "document", base)))
	}
	return u.withScreening(subject, sc), events
}

// sameFindings reports whether two screenings say the same of a subject,
// whenever and in whichever edition they looked.
func sameFindings(a, b screening.Record) bool {
	return a.Result.Subject == b.Result.Subject && a.Result.Unread == b.Result.Unread && reflect.DeepEqual(a.Decisions, b.Decisions) &&
		slices.EqualFunc(a.Result.Lists, b.Result.Lists, func(x, y screening.ListRun) bool {
			return x.Key == y.Key && x.Result == y.Result && x.Cut == y.Cut
		}) &&
		slices.EqualFunc(a.Result.Hits, b.Result.Hits, func(x, y screening.Hit) bool {
			return x.List == y.List && x.EntryID == y.EntryID && x.EntryHash == y.EntryHash && x.Score == y.Score && x.MatchedName == y.MatchedName
		})
}

// aging reports whether half of the time for which a screening counts is over.
func aging(screenedAt time.Time, maxAge bonafide.Duration, at time.Time) bool {
	if maxAge.IsZero() {
		return false
	}
	half := maxAge.After(screenedAt).Sub(screenedAt) / 2
	return !at.Before(screenedAt.Add(half))
}

// editions names what was searched, such as "ofac_sdn:2024-05-03".
func editions(r screening.Result) string {
	var out []string
	for _, run := range r.Lists {
		out = append(out, run.Key+":"+run.Edition.String())
	}
	return strings.Join(out, ",")
}
