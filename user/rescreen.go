package user

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user/event"
)

// A RescreenRequest asks for a new screening.
type RescreenRequest struct {
	Key string `json:"-"` // idempotency key
}

// Rescreen makes a new screening of all active base documents due, and of the names
// that the user bears elsewhere, such as after a new edition of a list; [Service.Advance] runs it. Clearances go on
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

// ask asks for a look at everybody who is looked for.
func (u User) ask(in input) (User, []bonafide.Event, error) {
	var events []bonafide.Event
	for _, s := range u.subjects() {
		look := u.beside.coverage.Documents[s.id]
		look.AskedAt = in.At
		u = u.withLook(s.id, look)
		events = one(of(KindCoverage, in.Event(event.Rescreen)))
	}
	return u, events, nil
}

// keepScreening keeps the result of a screening of a subject as it was then. One that
// finds nothing new is noted in the coverage alone, as long as what the user's record
// says of it is younger than half of what the program lets it be.
func (u User) keepScreening(s subject, result screening.Result, rules program.Screening, in input) (User, []bonafide.Event) {
	subject := s.fingerprint()
	sc := u.Screenings[subject].namedBy(s)
	a := sc.answered(subject, result, sc.renewal(rules), in.At)
	screened := in.Event(event.Screened, append(s.attr(), "editions", a.look.editions(), "hits", strconv.Itoa(len(result.Hits)))...)
	if now, ok := u.subject(s.id); !ok || now.fingerprint() != subject {
		if len(result.Hits) == 0 {
			return u, nil // changed meanwhile: the next run looks again
		}
		sc.Record = a.next
		return u.withScreening(subject, sc), one(screened) // a finding counts, though the name is another by now
	}
	u = u.withLook(s.id, a.look)
	events := one(a.look.covers(s, in))
	if !a.news {
		return u, events
	}
	sc.Record = a.next
	if a.done {
		sc.Fails, sc.RetryAt = 0, time.Time{}
	} else {
		sc.Fails++
		sc.RetryAt = bonafide.Instant(in.At.Add(bonafide.RetryAfter(sc.Fails)))
	}
	return u.withScreening(subject, sc), append(events, screened)
}

// A finding is what a Screener said of a subject, held against what was known.
type finding struct {
	look Look
	next screening.Record
	done bool // every list was searched
	news bool // it is more than a look like the one before: the user's record is to say so
}

// answered holds a Screener's answer about a subject against what is known of it; renew
// is when the user's record is to say again that nothing is.
func (s Screening) answered(subject string, result screening.Result, renew, at time.Time) finding {
	result.Subject = subject
	next, _ := s.Apply(result, at)
	lists := next.Result.Lists // as far as they hold
	a := finding{
		look: Look{Subject: subject, At: next.Result.At, Lists: lists, Rules: result.Rules}, next: next,
		done: len(lists) > 0 && !slices.ContainsFunc(lists, func(run screening.ListRun) bool { return !finished(run) }),
	}
	a.news = !a.done || !s.RetryAt.IsZero() || !sameFindings(s.Record, next) || reached(renew, at)
	return a
}

// editions names the lists that were searched: see [screening.Result.Editions].
func (l Look) editions() string { return screening.Result{Lists: l.Lists}.Editions() }

// covers is the event of a look.
func (l Look) covers(s subject, in input) bonafide.Event {
	return of(KindCoverage, in.Event(event.Covered, append(s.attr(), "editions", l.editions())...))
}

// failScreening notes that a screening did not come about: it is tried again later.
func (u User) failScreening(s subject, in input) (User, []bonafide.Event) {
	subject := s.fingerprint()
	if now, ok := u.subject(s.id); !ok || now.fingerprint() != subject {
		return u, nil
	}
	sc := u.Screenings[subject].namedBy(s)
	sc.Fails++
	sc.RetryAt = bonafide.Instant(in.At.Add(bonafide.RetryAfter(sc.Fails)))
	events := one(in.Event(event.ScreeningFailed, s.attr()...))
	if look := u.beside.coverage.Documents[s.id]; !look.AskedAt.IsZero() {
		look.AskedAt = time.Time{} // the time to try again is the user's from now on
		u = u.withLook(s.id, look)
		events = append(events, of(KindCoverage, in.Event(event.ScreeningFailed, s.attr()...)))
	}
	return u.withScreening(subject, sc), events
}

// sameFindings reports whether two screenings say the same of a subject,
// whenever and in whichever edition they looked.
func sameFindings(a, b screening.Record) bool {
	return a.Result.Subject == b.Result.Subject && a.Result.Unread == b.Result.Unread && reflect.DeepEqual(a.Decisions, b.Decisions) &&
		sameLists(a.Result.Lists, b.Result.Lists) &&
		slices.EqualFunc(a.Result.Hits, b.Result.Hits, func(x, y screening.Hit) bool {
			return x.List == y.List && x.EntryID == y.EntryID && x.EntryHash == y.EntryHash && x.Score == y.Score && x.MatchedName == y.MatchedName
		})
}

// sameLists reports whether two searches of lists went alike.
func sameLists(a, b []screening.ListRun) bool {
	return slices.EqualFunc(a, b, func(x, y screening.ListRun) bool { return x.Key == y.Key && x.Result == y.Result && x.Cut == y.Cut })
}

// renewal is when a screening is to be made again, so that a program that bounds its
// age, or that of its editions, need not take a permission: once half of the time is
// over. An edition that the publisher has not replaced yet is looked for again a day
// later. Zero = never.
func (s Screening) renewal(rules program.Screening) time.Time {
	if s.Result.At.IsZero() {
		return time.Time{}
	}
	var due time.Time
	if !rules.MaxAge.IsZero() {
		due = halfway(s.Result.At, rules.MaxAge)
	}
	if rules.MaxEditionAge.IsZero() {
		return due
	}
	var oldest time.Time
	for _, run := range s.Result.Lists {
		if len(rules.CountedLists) == 0 || slices.Contains(rules.CountedLists, run.Key) {
			oldest = sooner(oldest, run.Edition.In(time.UTC))
		}
	}
	renew := s.Result.At.Add(24 * time.Hour)
	if half := halfway(oldest, rules.MaxEditionAge); half.After(renew) {
		renew = half
	}
	return sooner(due, renew)
}

// halfway is when half of an age is over.
func halfway(since time.Time, age bonafide.Duration) time.Time {
	return bonafide.Instant(since.Add(age.After(since).Sub(since) / 2))
}
