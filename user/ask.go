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
	"github.com/bonafide-go/bonafide/user/event"
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
	look   look // what was found of its duplicates
	checks []check
	until  time.Time // for which the checks that are not made yet are claimed
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
	for in, aged := 0, false; ; {
		if r.started < len(r.checks) && r.started-in < maxCalls && r.left() < r.s.opts.Lease*7/8 {
			if err := r.write(ctx, true); err != nil { // a call has all of its time, from when it begins
				return err
			}
		}
		if aged && r.started < len(r.checks) && r.started-in < maxCalls {
			if err := r.recheck(ctx); err != nil {
				return err
			}
			aged = false
		}
		for r.started < len(r.checks) && r.started-in < maxCalls {
			go r.begin(ctx, r.started, r.checks[r.started], r.left(), u, answers)
			r.started++
		}
		if in == len(r.checks) {
			return r.write(ctx, false)
		}
		select {
		case a := <-answers:
			r.ready = append(r.ready, a)
			in++
		case <-tick.C:
			aged = true
			if err := r.write(ctx, r.left() < r.s.opts.Lease/2); err != nil {
				return err
			}
		}
	}
}

// recheck reads the user again before checks begin that waited for others: nobody is told
// anything of who was erased meanwhile, nor asked about what is no longer wanted.
func (r *round) recheck(ctx context.Context) error {
	now, err := r.s.run.Get(ctx, r.call.ID, r.with...)
	switch {
	case err != nil:
		return err
	case now.State.Erased():
		return &bonafide.RefusedError{Code: bonafide.RefusedErased}
	}
	if err := r.s.permits(now.State, string(permission.VerbScreen), r.call.By); err != nil {
		return err
	}
	_, own, err := now.State.renewClaims(r.checks[r.started:], r.until, r.until, input{At: r.s.now()})
	r.checks = append(r.checks[:r.started:r.started], own...)
	return err
}

// left is how long the claims still hold.
func (r *round) left() time.Duration { return r.until.Sub(r.s.now()) }

// begin makes one check, in what is left of its claim. A part of the host's that does
// not heed the end of its context is no longer waited for.
func (r *round) begin(ctx context.Context, i int, c check, left time.Duration, u User, answers chan<- answer) {
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	done := make(chan step, 1)
	go func() { done <- r.s.check(ctx, u, r.key, c) }()
	select {
	case next := <-done:
		answers <- answer{i, next}
	case <-ctx.Done():
		answers <- answer{i, r.s.unanswered(u, c, ctx.Err())}
	}
}

// write keeps the answers that are in, in the order of their checks, and, where asked,
// renews the claims of the checks that are still to be made: their time has not begun.
// Those that are no longer wanted, or that somebody else has claimed, are dropped.
func (r *round) write(ctx context.Context, renew bool) error {
	waiting := r.checks[r.started:]
	renew = renew && len(waiting) > 0
	if len(r.ready) == 0 && !renew {
		return nil
	}
	slices.SortFunc(r.ready, func(a, b answer) int { return cmp.Compare(a.check, b.check) })
	var steps []step
	var looked []subject
	for _, a := range r.ready {
		steps = append(steps, a.step)
		if c := r.checks[a.check]; c.screens() {
			looked = append(looked, c.subject)
		}
	}
	if len(looked) > 0 {
		steps = append(steps, r.s.knowing(looked))
	}
	until, own := r.until, waiting
	if renew {
		steps = append(steps, step{By: bonafide.System(), Verb: string(permission.VerbScreen),
			Rule: func(_ context.Context, u User, in input) (c change, err error) {
				until = bonafide.Instant(in.At.Add(r.s.opts.Lease))
				c, own, err = u.renewClaims(waiting, r.until, until, in)
				return c, err
			}})
	}
	// The answers are kept even if the caller has left meanwhile.
	next, err := r.s.run.Run(context.WithoutCancel(ctx), r.call, r.with, &r.kept, steps...)
	if err != nil {
		return err
	}
	r.kept, r.ready = next, nil
	r.checks, r.until = append(r.checks[:r.started:r.started], own...), until
	return nil
}

// renewClaims claims checks once more, as far as they are still claimed until the time
// before and the relationship goes on, and returns those.
func (u User) renewClaims(checks []check, before, until time.Time, in input) (c change, own []check, err error) {
	c.State = u
	for _, k := range checks {
		switch {
		case u.closed() && !k.screens():
			continue
		case k.message.ID != "": // the code is sent by whoever made it
		case k.tax:
			if !c.State.Tax.TIN.RetryAt.Equal(before) {
				continue
			}
			c.State.Tax.TIN.RetryAt = until
			c.Events = append(c.Events, in.Event(event.TaxAsked, "attempt", c.State.Tax.TIN.Attempt))
		case k.screens():
			fingerprint := k.subject.fingerprint()
			if look := c.State.beside.coverage.Documents[k.subject.id]; look.ClaimedFor != fingerprint || !look.ClaimedUntil.Equal(before) {
				continue
			}
			c.State = c.State.claimLook(k.subject.id, fingerprint, until)
			c.Touch = []string{KindCoverage}
		default:
			b, d, ok := c.State.sub(k.sub.ID)
			if !ok || d.Attempt != k.sub.Attempt || d.Status != document.Reviewing || !d.RetryAt.Equal(before) {
				continue
			}
			d.RetryAt = until
			if b, err = b.Put(d); err != nil {
				return c, nil, err
			}
			c.State = c.State.withDocument(b)
			c.Events = append(c.Events, saysAsked(b, d, in))
		}
		own = append(own, k)
	}
	return c, own, nil
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
	verdict, failure := document.Verify(ctx, s.verifier(b, c.sub), request)
	if failure != nil {
		return s.unanswered(u, c, failure)
	}
	return s.subStep(c, verdict)
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
		return s.subStep(c, unavailable)
	}
	return step{By: bonafide.System(), Verb: string(permission.VerbScreen), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, events := u.failScreening(c.subject, in)
		return next, events, nil
	})}
}

// subStep applies a verdict about a sub-document. If that was deleted meanwhile, or
// a reviewer decided on it, nothing changes.
func (s *Service) subStep(c check, v document.Verdict) step {
	return step{By: verifierOf(v), Verb: string(permission.VerbResolve), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, events, err := s.applyVerdict(u, in, ResolveRequest{SubDocument: c.sub.ID, Attempt: c.sub.Attempt, Verdict: v})
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
