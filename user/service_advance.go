package user

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// task is one outside check that Advance took on.
type task struct {
	base string
	sub  document.Sub // zero for a screening
	tax  bool         // the taxpayer number of the tax form
}

// Advance does what is due for a user: it asks the Verifier about documents
// under review, screens base documents, and decides anew when the decision's
// time is up. It is safe to call at any time, twice, and from many processes: a
// check that another call has begun is left to it for the lease.
//
// Outages are kept as such and asked again later; they are no error of Advance.
func (s *Service) Advance(ctx context.Context, id string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.advance", id)
	defer end(&err)
	tasks, u, err := s.take(ctx, id)
	if err != nil {
		return User{}, err
	}
	for _, t := range tasks {
		switch {
		case t.tax:
			u, err = s.askTax(ctx, u)
		case t.sub.ID != "":
			u, err = s.ask(ctx, u, t)
		default:
			u, err = s.screen(ctx, u, t)
		}
		if err != nil {
			return User{}, err
		}
	}
	return u, nil
}

// AdvanceDue advances up to limit users that want attention, those that wait
// longest first, and returns how many it advanced. A host calls it from a timer
// of its own until it returns 0. One user's error does not stop the others; the
// errors are joined.
func (s *Service) AdvanceDue(ctx context.Context, limit int) (int, error) {
	if limit < 1 || limit > bonafide.MaxPage {
		return 0, bonafide.Invalid("limit", bonafide.CodeOutOfRange)
	}
	// Due is listed strictly before a time; what is due at this instant counts.
	due, _, err := s.table.List(ctx, bonafide.Query{DueBefore: s.now().Add(time.Microsecond), Limit: limit})
	if err != nil {
		return 0, err
	}
	done := 0
	var failed []error
	for _, kept := range due {
		if _, err := s.Advance(ctx, kept.State.ID); err != nil {
			failed = append(failed, fmt.Errorf("user %s: %w", kept.State.ID, err))
			continue
		}
		done++
	}
	return done, errors.Join(failed...)
}

// take marks the checks that are due as begun, before any of them is made.
func (s *Service) take(ctx context.Context, id string) ([]task, User, error) {
	var tasks []task
	u, err := s.update(ctx, id, permission.VerbScreen, record.Command{Op: "user.advance", By: bonafide.System()}, func(u User, at time.Time) (record.Change[User], error) {
		tasks = nil
		c := record.Change[User]{State: u}
		for _, b := range u.Documents {
			for d := range b.Subs() {
				if !d.Unchecked(at) {
					continue
				}
				taken, err := s.takeSub(d, at)
				if err != nil {
					return c, err
				}
				if b, err = b.Put(taken); err != nil {
					return c, err
				}
				if taken.ReviewDue.IsZero() {
					tasks = append(tasks, task{base: b.ID, sub: taken})
				}
				c.Events = append(c.Events, bonafide.NewEvent(EventAsked, at, bonafide.System(),
					"document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt))
			}
			c.State = c.State.withDocument(b)
			if s.opts.Screener != nil && reached(u.screenDue(b), at) {
				tasks = append(tasks, task{base: b.ID})
			}
		}
		if s.opts.Verifier != nil && reached(u.taxDue(), at) {
			var err error
			if c.State.Tax.TIN, err = u.Tax.TIN.Ask(at, s.opts.Lease); err != nil {
				return c, err
			}
			tasks = append(tasks, task{tax: true})
			c.Events = append(c.Events, bonafide.NewEvent(EventTaxAsked, at, bonafide.System(), "attempt", u.Tax.TIN.Attempt))
		}
		return c, nil
	})
	return tasks, u, err
}

// takeSub begins the outside check, or queues the document for a reviewer where
// there is nobody to ask.
func (s *Service) takeSub(d document.Sub, at time.Time) (document.Sub, error) {
	if s.verifier(d) == nil && !d.Type.ByCode() {
		return d.Queue(bonafide.ReviewBy(at.In(s.opts.Zone), bonafide.ReviewDays, bonafide.Weekdays()), at)
	}
	return d.Ask(at, s.opts.Lease)
}

// verifier is who to ask about a document; nil = nobody.
func (s *Service) verifier(d document.Sub) document.Verifier {
	if s.opts.Addresses != nil && d.Class == document.Social && (d.Type == document.Address || d.Type == document.MailingAddress) {
		return document.VerifyAddresses(s.opts.Addresses)
	}
	return s.opts.Verifier
}

func reached(due, at time.Time) bool { return !due.IsZero() && !due.After(at) }

// ask calls the verifier about one document and applies its answer.
func (s *Service) ask(ctx context.Context, u User, t task) (User, error) {
	b, ok := u.Document(t.base)
	if !ok {
		return u, nil // deleted meanwhile
	}
	key, err := s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
	if err != nil {
		return User{}, err
	}
	request, err := t.sub.Request(u.ID, b, key, s.opts.Files)
	if err != nil {
		return User{}, err
	}
	if t.sub.Type.ByCode() {
		return s.sendSubCode(ctx, u, t.sub, request.Value)
	}
	verdict, failure := document.Verify(ctx, s.verifier(t.sub), request)
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "verifier failed", "user", u.ID, "subdocument", t.sub.ID, "outcome", reason(failure))
	}
	// The answer is kept even if the caller has left meanwhile.
	return s.answer(context.WithoutCancel(ctx), u.ID, record.Command{Op: "user.answer", By: verifierOf(verdict)}, t.sub.ID, t.sub.Attempt, verdict)
}

func verifierOf(v document.Verdict) bonafide.Actor {
	if v.Verifier == "" {
		return bonafide.VerifierActor("default")
	}
	return bonafide.VerifierActor(v.Verifier)
}

// answer applies a verdict to the attempt that it is bound to.
func (s *Service) answer(ctx context.Context, id string, cmd record.Command, sub, attempt string, v document.Verdict) (User, error) {
	return s.update(ctx, id, permission.VerbResolve, cmd, func(u User, at time.Time) (record.Change[User], error) {
		for _, b := range u.Documents {
			d, ok := b.Find(sub)
			if !ok {
				continue
			}
			next, applied, err := d.Resolve(attempt, v, at)
			if err != nil || !applied {
				return record.Change[User]{State: u}, err
			}
			return s.answered(u, b, next, v, cmd.By, at)
		}
		return record.Change[User]{}, bonafide.ErrNotFound
	})
}

// answered puts a judged document back into its user.
func (s *Service) answered(u User, b document.Base, d document.Sub, v document.Verdict, by bonafide.Actor, at time.Time) (record.Change[User], error) {
	b, err := b.Put(d)
	if err != nil {
		return record.Change[User]{}, err
	}
	if v.IDScore != nil {
		// A score that is none, or of a business, says nothing about anybody.
		if scored, err := b.Scored(*v.IDScore, document.DefaultTrustCuts()); err == nil {
			b = scored
		}
	}
	return record.Change[User]{State: u.withDocument(b), Events: []bonafide.Event{bonafide.NewEvent(EventAnswered, at, by,
		"document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt,
		"outcome", string(v.Outcome), "status", string(d.Status), "reasons", strings.Join(d.InvalidReasons, ","))}}, nil
}

// screen searches the lists for one base document and keeps the result.
func (s *Service) screen(ctx context.Context, u User, t task) (User, error) {
	b, ok := u.Document(t.base)
	if !ok {
		return u, nil
	}
	q := query(b)
	result, failure := s.opts.Screener.Screen(ctx, *q)
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "screening failed", "user", u.ID, "document", b.ID, "outcome", reason(failure))
	}
	cmd := record.Command{Op: "user.screen", By: bonafide.System()}
	return s.update(context.WithoutCancel(ctx), u.ID, permission.VerbScreen, cmd, func(u User, at time.Time) (record.Change[User], error) {
		b, ok := u.Document(t.base)
		if !ok || query(b).Fingerprint() != q.Fingerprint() {
			return record.Change[User]{State: u}, nil // changed meanwhile: the next run looks again
		}
		sc := u.Screenings[b.ID]
		if failure != nil {
			sc.Fails++
			sc.RetryAt = bonafide.Instant(at.Add(bonafide.RetryAfter(sc.Fails)))
			return record.Change[User]{State: u.withScreening(b.ID, &sc), Events: []bonafide.Event{
				bonafide.NewEvent(EventScreeningFailed, at, bonafide.System(), "document", b.ID),
			}}, nil
		}
		result.Subject = q.Fingerprint()
		sc.Record, _ = sc.Apply(result, at)
		sc.Fails, sc.RetryAt = 0, time.Time{}
		if unfinished(result) {
			sc.Fails = u.Screenings[b.ID].Fails + 1
			sc.RetryAt = bonafide.Instant(at.Add(bonafide.RetryAfter(sc.Fails)))
		}
		return record.Change[User]{State: u.withScreening(b.ID, &sc), Events: []bonafide.Event{
			bonafide.NewEvent(EventScreened, at, bonafide.System(), "document", b.ID, "editions", editions(result), "hits", strconv.Itoa(len(result.Hits))),
		}}, nil
	})
}

// unfinished reports whether some list is still to be searched.
func unfinished(r screening.Result) bool {
	for _, run := range r.Lists {
		if run.Result != screening.ListMatch && run.Result != screening.ListNoMatch {
			return true
		}
	}
	return len(r.Lists) == 0
}

// editions names what was searched, such as "ofac_sdn:2024-05-03".
func editions(r screening.Result) string {
	var out []string
	for _, run := range r.Lists {
		out = append(out, run.Key+":"+run.Edition.String())
	}
	return strings.Join(out, ",")
}
