package user

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user/event"
)

// elapse lets time pass up to a time: timers that have run out have their
// effect, and a decision whose time is up, whose owners changed, or that another
// program than the one in effect made, is made again. The events say so, if anything did.
func (s *Service) elapse(u User, at time.Time) (User, []bonafide.Event, error) {
	if u.Erased() {
		return u, nil, nil
	}
	next, events := u.runTimers(*s.opts.Timers, at)
	next, news := next.withOwners(at)
	if len(events) == 0 && (news || reached(u.decisionDue(), at) || !u.decidedBy(s.program(u, at))) {
		events = one(bonafide.NewEvent(event.Decided, at, bonafide.System()))
	}
	if len(events) > 0 {
		next, _ = s.decide(next.withWatchlists(s.counted(next, at), at), at)
	}
	return next, events, nil
}

// decidedBy reports whether the decision is that of a program, nil for none.
func (u User) decidedBy(p *program.Program) bool {
	return u.Decision.ProgramHash == p.Hash() && u.Decision.Engine == program.EngineVersion
}

// runTimers lets the timers run up to a time: documents that were asked for and
// not delivered, an account that was never used, a closure that was announced.
func (u User) runTimers(timers permission.Timers, at time.Time) (User, []bonafide.Event) {
	_, passed := timers.Advance(u.standing(), at)
	var events []bonafide.Event
	for _, c := range passed {
		events = append(events, bonafide.NewEvent(event.StandingSet, at, bonafide.System(), "permission", string(c.To), "code", string(c.Code)))
		u = u.stand(c.To, c.Code)
		if u.closed() {
			u.Retention.ClosedAt = at // when it is noticed: nothing is kept for too short a time because nobody looked
		}
		events = append(events, u.cashOut(c.Code, bonafide.System(), at)...)
	}
	return u, events
}

// decisionDue is when the decision can change by itself: evidence, a clearance
// or a waiver ends, or a program begins.
func (u User) decisionDue() time.Time {
	due := u.Decision.Due
	for _, sc := range u.Screenings {
		due = sooner(due, sc.Due(u.Decision.At))
	}
	return due
}

// due is when the user next wants attention: an outside check, a screening, a
// look for duplicates, a timer, or a decision that ends by itself. What nobody is there to do is not due.
func (s *Service) due(u User) time.Time {
	if u.Standing.Permission == permission.MakeItGoAway {
		return u.Twins.due()
	}
	due := sooner(u.decisionDue(), u.Twins.due())
	if next, ok := s.opts.Timers.Due(u.standing()); ok {
		due = sooner(due, next.At)
	}
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if !s.idle(u, b, d, u.UpdatedAt) {
				due = sooner(due, d.Due())
			}
		}
	}
	if s.opts.Screener != nil {
		rules := s.program(u, s.now()).Screening()
		for _, who := range u.subjects() {
			due = sooner(due, u.screenDue(who, rules))
		}
	}
	if s.opts.Verifier != nil {
		due = sooner(due, u.taxDue())
	}
	return due
}

// sooner returns the earlier of two times, where zero means never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// taxDue is when an outside check of the taxpayer number is due; zero = never.
func (u User) taxDue() time.Time {
	if u.Tax.TIN.State() != tax.Pending || u.closed() {
		return time.Time{}
	}
	return u.Tax.TIN.RetryAt
}

// screenDue is when a subject is to be screened; zero = not yet.
func (u User) screenDue(s subject, rules program.Screening) time.Time {
	sc, ok := u.Screenings[s.fingerprint()]
	switch {
	case !ok:
		return u.UpdatedAt
	case !sc.RetryAt.IsZero() || u.closed():
		return sc.RetryAt
	}
	return sc.renewal(rules)
}

func reached(due, at time.Time) bool { return !due.IsZero() && !due.After(at) }
