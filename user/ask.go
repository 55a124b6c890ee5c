package user

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
)

// Bounds of one Advance.
const (
	maxCalls   = 8                      // outside checks of one user at once
	writeAfter = 200 * time.Millisecond // for which an answer waits for others to be written with
)

// A round is one Advance of a user.
type round struct {
	s      *Service
	call   aggregate.Call
	with   []string
	kept   kept // the user as it was written last
	checks []check
	taken  time.Time // when the checks were claimed last
	key    *bonafide.DataKey

	started int
	ready   []answer // answers that wait to be written
}

// An answer is what came of a check, as a step of the write that keeps it.
type answer struct {
	check int
	step  step
}

// ask makes the checks side by side, and writes their answers together.
func (r *round) ask(ctx context.Context) (err error) {
	if len(r.checks) == 0 {
		return nil
	}
	u := r.kept.State
	if r.key, err = r.s.dataKey(ctx, u); err != nil {
		return err
	}
	answers := make(chan answer, len(r.checks))
	tick := time.NewTicker(writeAfter)
	defer tick.Stop()
	for in := 0; in < len(r.checks); {
		for r.started < len(r.checks) && r.started-in < maxCalls {
			go r.begin(ctx, r.started, u, answers)
			r.started++
		}
		select {
		case a := <-answers:
			r.ready = append(r.ready, a)
			in++
		case <-tick.C:
			if err := r.write(ctx); err != nil {
				return err
			}
		}
	}
	return r.write(ctx)
}

// begin makes one check. A part of the host's that does not heed the end of its
// context is no longer waited for.
func (r *round) begin(ctx context.Context, i int, u User, answers chan<- answer) {
	ctx, cancel := context.WithTimeout(ctx, r.s.opts.Lease)
	defer cancel()
	done := make(chan step, 1)
	go func() { done <- r.s.check(ctx, u, r.key, r.checks[i]) }()
	select {
	case next := <-done:
		answers <- answer{i, next}
	case <-ctx.Done():
		answers <- answer{i, r.s.unanswered(u, r.checks[i], ctx.Err())}
	}
}

// write keeps the answers that are in, in the order of their checks, and renews
// the claims of the checks that are still to be made: their time has not begun.
func (r *round) write(ctx context.Context) error {
	waiting := r.checks[r.started:]
	stale := len(waiting) > 0 && r.s.now().Sub(r.taken) > r.s.opts.Lease/2
	if len(r.ready) == 0 && !stale {
		return nil
	}
	slices.SortFunc(r.ready, func(a, b answer) int { return cmp.Compare(a.check, b.check) })
	var steps []step
	for _, a := range r.ready {
		steps = append(steps, a.step)
	}
	if len(waiting) > 0 {
		steps = append(steps, step{By: bonafide.System(), Verb: string(permission.VerbScreen),
			Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
				return u.renewClaims(waiting, r.s.opts.Lease, in)
			})})
	}
	// The answers are kept even if the caller has left meanwhile.
	next, err := r.s.run.Run(context.WithoutCancel(ctx), r.call, r.with, &r.kept, steps...)
	if err != nil {
		return err
	}
	r.kept, r.ready, r.taken = next, nil, r.s.now()
	return nil
}

// renewClaims claims checks once more.
func (u User) renewClaims(checks []check, lease time.Duration, in input) (User, []bonafide.Event, error) {
	var events []bonafide.Event
	for _, c := range checks {
		b, d, ok := u.sub(c.sub.ID)
		if !ok || d.Attempt != c.sub.Attempt || d.Status != document.Reviewing {
			continue
		}
		d.RetryAt = bonafide.Instant(in.At.Add(lease))
		next, err := b.Put(d)
		if err != nil {
			return u, nil, err
		}
		u = u.withDocument(next)
		events = append(events, saysAsked(b, d, in))
	}
	return u, events, nil
}

// check makes one check and returns the step that applies its answer.
func (s *Service) check(ctx context.Context, u User, key *bonafide.DataKey, c check) step {
	switch {
	case c.tax:
		return s.checkTax(ctx, u, key, c)
	case c.message.ID != "":
		return s.codeStep(c, s.deliver(ctx, c.message))
	case c.sub.ID != "":
		return s.checkSub(ctx, u, key, c)
	}
	result, failure := s.opts.Screener.Screen(ctx, *c.subject.query)
	if failure != nil {
		return s.unanswered(u, c, failure)
	}
	return step{By: bonafide.System(), Verb: string(permission.VerbScreen), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, events := u.keepScreening(c.subject, result, s.program(u, in.At).Screening(), in)
		return next, events, nil
	})}
}

// checkSub asks the verifier about a sub-document.
func (s *Service) checkSub(ctx context.Context, u User, key *bonafide.DataKey, c check) step {
	b, _ := u.Document(c.base)
	request, err := c.sub.Request(u.ID, b, key, s.opts.Files)
	if err != nil {
		return s.unanswered(u, c, err)
	}
	verdict, failure := document.Verify(ctx, s.verifier(c.sub), request)
	if failure != nil {
		return s.unanswered(u, c, failure)
	}
	return subStep(c, verdict)
}

// checkTax asks the verifier about the taxpayer number of the tax form.
func (s *Service) checkTax(ctx context.Context, u User, key *bonafide.DataKey, c check) step {
	form := u.Tax.Certificate
	if form == nil {
		return taxStep(u.Tax.TIN.Attempt, document.Verdict{Outcome: document.OutcomeUnavailable})
	}
	number, err := key.Open(form.Field("tin"), form.TIN)
	if err != nil {
		return s.unanswered(u, c, err)
	}
	verdict, failure := document.Verify(ctx, s.opts.Verifier, document.Request{
		Attempt: u.Tax.TIN.Attempt, Asks: u.Tax.TIN.Asks, At: s.now(), UserID: u.ID, DocumentID: form.ID, Class: document.Virtual, Type: document.TIN,
		Value: number, Mask: form.TIN.Mask, Grade: form.TINGrade, Base: document.Base{Name: form.Name}, Reference: u.Tax.TIN.Reference,
	})
	if failure != nil {
		return s.unanswered(u, c, failure)
	}
	return taxStep(u.Tax.TIN.Attempt, verdict)
}

// unanswered returns the step of a check that did not come about, and logs it.
func (s *Service) unanswered(u User, c check, failure error) step {
	s.opts.Logger.Warn("check failed", "user", u.ID, "document", cmp.Or(c.base, c.subject.id), "subdocument", c.sub.ID, "outcome", aggregate.Reason(failure))
	unavailable := document.Verdict{Outcome: document.OutcomeUnavailable}
	switch {
	case c.tax:
		return taxStep(u.Tax.TIN.Attempt, unavailable)
	case c.message.ID != "":
		return s.codeStep(c, failure)
	case c.sub.ID != "":
		return subStep(c, unavailable)
	}
	return step{By: bonafide.System(), Verb: string(permission.VerbScreen), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, events := u.failScreening(c.subject, in)
		return next, events, nil
	})}
}

// subStep applies a verdict about a sub-document. If that was deleted meanwhile, or
// a reviewer decided on it, nothing changes.
func subStep(c check, v document.Verdict) step {
	return step{By: verifierOf(v), Verb: string(permission.VerbResolve), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, events, err := u.applyVerdict(in, ResolveRequest{SubDocument: c.sub.ID, Attempt: c.sub.Attempt, Verdict: v})
		if errors.Is(err, bonafide.ErrNotFound) || errors.Is(err, bonafide.ErrState) {
			return u, nil, nil
		}
		return next, events, err
	})}
}

// taxStep applies a verdict about the taxpayer number.
func taxStep(attempt string, v document.Verdict) step {
	return step{By: verifierOf(v), Verb: string(permission.VerbResolveTax), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		return u.resolveTax(in, ResolveTaxRequest{Attempt: attempt, Verdict: v})
	})}
}

func verifierOf(v document.Verdict) bonafide.Actor {
	if v.Verifier == "" {
		return bonafide.VerifierActor("default")
	}
	return bonafide.VerifierActor(v.Verifier)
}
