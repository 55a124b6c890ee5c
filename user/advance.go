package user

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// Advance does what is due for a user: it asks the Verifier about documents
// under review, screens base documents, sends the codes of documents that are
// proved by one, and decides again when the decision's time is up. It is safe to
// call at any time, twice, and from many processes: a check that another call has
// begun is left to it for the lease.
//
// All checks of a user run side by side, at most eight at once, and their answers
// are written together, at the latest every 200 milliseconds. Outages are kept as
// such and asked again later; they are no error of Advance.
//
// It acts in the name of the system, and returns what the system sees: all that
// reviewers found and wrote. A host must not hand it on to users or platforms; for those it calls
// [Service.Get]. It fails with [bonafide.ErrNotFound], with
// RefusedErased, and with errors of the store: then call it again.
func (s *Service) Advance(ctx context.Context, id string) (u User, err error) {
	ctx, end := s.run.Begin(ctx, "user.advance", id)
	defer end(&err)
	r := &round{s: s, call: aggregate.Call{Op: "user.advance", ID: id, By: bonafide.System()}, with: s.with(KindCoverage)}
	if err := r.take(ctx); err != nil {
		return User{}, err
	}
	if err := r.ask(ctx); err != nil {
		return User{}, err
	}
	return s.view(r.kept.State, bonafide.System(), s.now()), nil
}

// AdvanceDue advances up to limit users that want attention, those that wait
// longest first, then those for whom a screening was asked, and returns how many
// it advanced. A host calls it from a timer of its own until it returns 0. One
// user's error does not stop the others, and a record that cannot be read takes
// nobody's place; the errors are joined.
//
// It fails with an [*bonafide.InvalidError] for a limit that is not 1 to 1,000.
func (s *Service) AdvanceDue(ctx context.Context, limit int) (int, error) {
	if limit < 1 || limit > bonafide.MaxPage {
		return 0, bonafide.Invalid("limit", bonafide.CodeOutOfRange)
	}
	// Due is listed strictly before a time; what is due at this instant counts.
	queries := []bonafide.Query{{Kind: Kind, DueBefore: s.now().Add(time.Microsecond)}}
	if s.opts.Screener != nil {
		queries = append(queries, bonafide.Query{Kind: KindCoverage, Labels: []string{labelAsked}})
	}
	w := dueWalk{s: s, left: limit, seen: make(map[string]bool)}
	for _, q := range queries {
		if err := w.through(ctx, q); err != nil {
			return w.done, errors.Join(append(w.failed, err)...)
		}
	}
	return w.done, errors.Join(w.failed...)
}

// A dueWalk advances users who are due.
type dueWalk struct {
	s          *Service
	left, done int // users to try, and advanced
	seen       map[string]bool
	failed     []error
}

// through advances those of a query. A record that cannot be read takes nobody's
// place: it stays first in the list until somebody mends it.
func (w *dueWalk) through(ctx context.Context, q bonafide.Query) error {
	for more := true; more && w.left > 0; {
		q.Limit = w.left
		page, err := w.s.run.Store.List(ctx, q)
		if stops(err) {
			return err
		}
		w.failed = append(w.failed, err)
		for _, r := range page.Records {
			if w.seen[r.ID] {
				continue
			}
			w.seen[r.ID] = true
			_, err := w.s.Advance(ctx, r.ID)
			if err == nil {
				w.done++
			} else {
				w.failed = append(w.failed, fmt.Errorf("user %s: %w", r.ID, err))
			}
			if !errors.Is(err, bonafide.ErrUnreadable) {
				w.left--
			}
		}
		q.Cursor, more = page.Next, page.Next != ""
	}
	return nil
}

// A check is one outside check that an Advance took on: of a sub-document, of
// the taxpayer number, or a screening of a subject.
type check struct {
	base    string       // what a sub-document belongs to
	subject subject      // who is screened; zero for other checks
	sub     document.Sub // what the verifier is asked about; zero for other checks
	tax     bool
	message Message // the code that proves the sub-document; zero for other checks
}

// take claims the checks that are due, before any of them is made.
func (r *round) take(ctx context.Context) error {
	s, codes := r.s, false
	take := func(rule aggregate.Rule[User], from *kept) (err error) {
		r.kept, err = s.run.Run(ctx, r.call, r.with, from, step{By: r.call.By, Verb: string(permission.VerbScreen), Rule: rule})
		r.taken = s.now()
		return err
	}
	err := take(func(_ context.Context, u User, in input) (change, error) {
		next, checks, events, byCode, err := s.claim(u, in)
		r.checks, codes = checks, byCode
		return change{State: next, Events: events}, err
	}, nil)
	if err != nil || !codes {
		return err
	}
	checks := r.checks
	r.with = append(r.with, KindAccess)
	return take(func(ctx context.Context, u User, in input) (change, error) {
		c, more, err := s.openCodes(ctx, u, in)
		r.checks = append(checks[:len(checks):len(checks)], more...)
		return c, err
	}, &r.kept)
}

// claim claims what is due but codes, and reports whether codes are due too.
func (s *Service) claim(u User, in input) (_ User, checks []check, events []bonafide.Event, codes bool, err error) {
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if !d.Unchecked(in.At) {
				continue
			}
			if d.Type.ByCode() {
				codes = true
				continue
			}
			taken, err := s.takeSub(d, in.At)
			if err == nil {
				b, err = b.Put(taken)
			}
			if err != nil {
				return u, nil, nil, false, err
			}
			if taken.ReviewDue.IsZero() {
				checks = append(checks, check{base: b.ID, sub: taken})
			}
			events = append(events, saysAsked(b, d, in))
		}
		u = u.withDocument(b)
	}
	if s.opts.Screener != nil {
		rules := s.program(u, in.At).Screening()
		for _, who := range u.subjects() {
			if reached(u.screenDue(who, rules), in.At) || !u.beside.coverage.Documents[who.id].AskedAt.IsZero() {
				checks = append(checks, check{subject: who})
			}
		}
	}
	if s.opts.Verifier != nil && reached(u.taxDue(), in.At) {
		if u.Tax.TIN, err = u.Tax.TIN.Ask(in.At, s.opts.Lease); err != nil {
			return u, nil, nil, false, err
		}
		checks = append(checks, check{tax: true})
		events = append(events, in.Event(event.TaxAsked, "attempt", u.Tax.TIN.Attempt))
	}
	return u, checks, events, codes, nil
}

// verifier is who to ask about a document; nil = nobody.
func (s *Service) verifier(d document.Sub) document.Verifier {
	if s.opts.Addresses != nil && d.Class == document.Social && (d.Type == document.Address || d.Type == document.MailingAddress) {
		return document.VerifyAddresses(s.opts.Addresses)
	}
	return s.opts.Verifier
}

// takeSub begins the outside check, or queues the document for a reviewer where
// there is nobody to ask.
func (s *Service) takeSub(d document.Sub, at time.Time) (document.Sub, error) {
	if s.verifier(d) == nil {
		return d.Queue(bonafide.ReviewBy(at.In(s.opts.Zone), bonafide.ReviewDays, s.opts.Calendar), at)
	}
	return d.Ask(at, s.opts.Lease)
}

// saysAsked says that an outside check begins.
func saysAsked(b document.Base, d document.Sub, in input) bonafide.Event {
	return in.Event(event.Asked, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt)
}
