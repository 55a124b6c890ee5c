package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// A ReviewRequest decides on a case.
type ReviewRequest struct {
	Key     string `json:"-"` // idempotency key
	Status  Status `json:"status"`
	Comment string `json:"comment,omitzero"`
	// ReviewedAt dates the review back, within ReviewSettings.MaxBackdate and not
	// before the review before it; zero = now.
	ReviewedAt time.Time `json:"reviewed_at,omitzero"`
	// NextReviewAt, of an approval alone: absent = as the settings say for the risk
	// level, a date = that date whatever the risk, null = never.
	NextReviewAt Patch[bonafide.Date] `json:"next_review_at,omitzero"`
	// Content is the Content of the case that the reviewer saw; required for an
	// approval that names no proposal.
	Content string `json:"content,omitzero"`
	// Proposal is the id of the [Proposal] that the reviewer confirms, as it is: its
	// dates count, and the request has none of its own.
	Proposal string `json:"proposal_id,omitzero"`
}

// Review approves, rejects or closes a case, or confirms the status it has.
//
// Under four eyes an approval becomes a [Proposal]: the answer is the case with it, and
// its status as before. The case is approved when another reviewer confirms it by its id:
// with its dates, and both comments in the [Review]. An approval without an id is a new
// proposal in the place of any other, so that nobody is a second pair of eyes unawares.
// The maker of a proposal is refused its confirmation with [CodeMaker], and whoever edited
// the content last with [CodeLastEditor]. Nobody is exempt. [Service.WithdrawProposal]
// takes a proposal back.
//
// Reviewers may approve; platforms and reviewers may reject and close. It fails with
// an [*bonafide.InvalidError] that lists every fault, with a
// [*bonafide.RefusedError] of [CodeContentChanged] if the content is not what the
// reviewer saw (look again, and send the new [Case.Content]) or of [CodeProposalGone] if
// no such proposal stands any more, with the [*ObstacleError] of
// [Case.Obstacles], with a [*bonafide.StateError] where the status does not allow
// it, and with the errors of every command: see [Service].
func (s *Service) Review(ctx context.Context, by bonafide.Actor, id string, req ReviewRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r ReviewRequest) command(s *Service) command {
	return command{Op: "case.review", Verb: string(r.verb()), Key: r.Key, Body: r, Check: r.checkStatus,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.review(in, r, s.opts.Reviews, s.newID)
		})}
}

// verb is what the request asks for; empty for a status that nobody can ask for.
func (r ReviewRequest) verb() verb {
	return map[Status]verb{Approved: verbApprove, Rejected: verbReject, Closed: verbClose}[r.Status]
}

func (r ReviewRequest) checkStatus() error {
	if r.verb() == "" {
		return bonafide.Invalid("status", bonafide.CodeUnknown)
	}
	return nil
}

// review is the rule of [Service.Review].
func (c Case) review(in input, r ReviewRequest, s ReviewSettings, ids idSource) (Case, []bonafide.Event, error) {
	if r.Proposal != "" {
		return c.confirm(in, r, s, ids)
	}
	asked := r
	r, err := r.check(c, s, in.At)
	if err != nil {
		return c, nil, err
	}
	if r.Status != Approved {
		return c.recordReview(in, r, nil, s, ids)
	}
	if r.Content != c.content() {
		return c, nil, &bonafide.RefusedError{Code: CodeContentChanged}
	}
	if err := c.obstructed(in.At, s); err != nil {
		return c, nil, err
	}
	if !s.OneReviewer {
		asked.Comment, asked.ReviewedAt = r.Comment, bonafide.Instant(asked.ReviewedAt)
		return c.propose(in, asked, ids)
	}
	// Ids decide, whatever the role: nobody approves their own work in another one.
	if c.LastEditor.Same(in.By) {
		return c, nil, &bonafide.RefusedError{Code: CodeLastEditor}
	}
	return c.recordReview(in, r, nil, s, ids)
}

// propose keeps an approval until another reviewer confirms it.
func (c Case) propose(in input, r ReviewRequest, ids idSource) (Case, []bonafide.Event, error) {
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	instead := ""
	if c.Proposal != nil {
		instead = c.Proposal.ID
	}
	c.Proposal = &Proposal{
		ID: id, Status: r.Status, By: in.By, At: in.At, Content: r.Content, Comment: r.Comment, ReviewedAt: r.ReviewedAt, NextReviewAt: r.NextReviewAt,
	}
	return c, one(in.Event(event.Proposed, "proposal", id, "instead_of", instead, "content", c.named(r.Content))), nil
}

// confirm gives the approval that another reviewer proposed.
func (c Case) confirm(in input, r ReviewRequest, s ReviewSettings, ids idSource) (Case, []bonafide.Event, error) {
	p := c.Proposal
	if p == nil || p.ID != r.Proposal {
		return c, nil, &bonafide.RefusedError{Code: CodeProposalGone}
	}
	if r.Content != "" && r.Content != p.Content || p.Content != c.content() {
		return c, nil, &bonafide.RefusedError{Code: CodeContentChanged}
	}
	var faults bonafide.Faults
	if r.Status != p.Status {
		faults.AddRule("status", bonafide.CodeMismatch, "as it was proposed")
	}
	if !r.ReviewedAt.IsZero() {
		faults.AddRule("reviewed_at", bonafide.CodeNotAllowed, "as it was proposed")
	}
	if !r.NextReviewAt.IsZero() {
		faults.AddRule("next_review_at", bonafide.CodeNotAllowed, "as it was proposed")
	}
	r.Comment = prose(&faults, "comment", r.Comment, !s.CommentOptional, MaxReason)
	r.ReviewedAt, r.NextReviewAt, r.Content = p.ReviewedAt, p.NextReviewAt, p.Content
	if r.ReviewedAt.IsZero() {
		r.ReviewedAt = in.At
	}
	r.checkNext(&faults, s, in.At)
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	if err := c.obstructed(in.At, s); err != nil {
		return c, nil, err
	}
	switch {
	case c.LastEditor.Same(in.By):
		return c, nil, &bonafide.RefusedError{Code: CodeLastEditor}
	case p.By.Same(in.By):
		return c, nil, &bonafide.RefusedError{Code: CodeMaker}
	}
	return c.recordReview(in, r, p, s, ids)
}

// checkNext checks the day of the next review, as of the day of the approval.
func (r ReviewRequest) checkNext(faults *bonafide.Faults, s ReviewSettings, at time.Time) {
	next, ok := r.NextReviewAt.Value()
	if !ok {
		return
	}
	today := bonafide.DateOf(at.In(s.zone()))
	if _, err := next.MarshalText(); err != nil || !next.After(today) || next.After(today.AddYears(10)) {
		faults.AddRule("next_review_at", bonafide.CodeOutOfRange, "after today, within ten years")
	}
}

func (r ReviewRequest) check(c Case, s ReviewSettings, at time.Time) (ReviewRequest, error) {
	var faults bonafide.Faults
	r.Comment = prose(&faults, "comment", r.Comment, !s.CommentOptional, MaxReason)
	r.ReviewedAt = bonafide.Instant(r.ReviewedAt)
	if r.ReviewedAt.IsZero() {
		r.ReviewedAt = at
	}
	switch {
	case r.ReviewedAt.After(at), at.Sub(r.ReviewedAt) > s.MaxBackdate, r.ReviewedAt.Before(c.CreatedAt) && !r.ReviewedAt.Equal(at):
		faults.Add("reviewed_at", bonafide.CodeOutOfRange)
	case len(c.Reviews) > 0 && r.ReviewedAt.Before(c.Reviews[len(c.Reviews)-1].ReviewedAt):
		faults.AddRule("reviewed_at", bonafide.CodeOutOfRange, "not before the review before it")
	}
	if r.Status == Approved {
		if r.Content == "" {
			faults.Add("content", bonafide.CodeRequired)
		}
		r.checkNext(&faults, s, at)
	} else {
		if !r.NextReviewAt.IsZero() {
			faults.AddRule("next_review_at", bonafide.CodeNotAllowed, "of an approval alone")
		}
		if r.Content != "" && r.Content != c.content() {
			return r, &bonafide.RefusedError{Code: CodeContentChanged}
		}
	}
	return r, faults.Err()
}

// recordReview records a decision that nothing stands in the way of, and which
// proposal it confirms, if any.
func (c Case) recordReview(in input, q ReviewRequest, of *Proposal, s ReviewSettings, ids idSource) (Case, []bonafide.Event, error) {
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	from := c.Status
	r := Review{
		ID: id, Status: q.Status, Comment: q.Comment, By: in.By, ReviewedAt: q.ReviewedAt, RecordedAt: in.At,
		Confirms: from == q.Status, Risk: c.RiskLevel(), Content: q.Content,
	}
	if of != nil {
		r.Proposal, r.Maker, r.MakerComment = of.ID, of.By, of.Comment
	}
	c.Status, c.Proposal, c.Change, c.Periodic = q.Status, nil, nil, Periodic{}
	if q.Status == Approved {
		c.Periodic = s.schedule(q.NextReviewAt, r.ReviewedAt, r.Risk)
		r.NextReviewAt = c.Periodic.NextReviewAt
	}
	c.Reviews = append(slices.Clone(c.Reviews), r)
	typ := event.Reviewed
	if r.Confirms {
		typ = event.ReviewConfirmed
	}
	return c, one(in.Event(typ, "review", r.ID, "from", string(from), "to", string(q.Status), "maker", r.Maker.ID, "proposal", r.Proposal,
		"risk", string(r.Risk), "content", c.named(r.Content), "reviewed_at", r.ReviewedAt.Format(time.RFC3339Nano), "next_review_at", r.NextReviewAt.String())), nil
}

// autoApprove approves a case by the template's own rule: it is open, was never
// reviewed, nothing is left to do, nobody is on a list, every relevant entity was
// screened, and the risk is defined and one of those listed. No setting loosens it.
func (c Case) autoApprove(levels []risk.Level, s ReviewSettings, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if c.Status != Open || len(c.Reviews) > 0 || !slices.Contains(levels, c.RiskLevel()) || !c.HasFlag(AllChecksApproved) || len(c.listed(at, anyList)) > 0 {
		return c, nil, nil
	}
	if len(c.Obstacles(at, ReviewSettings{})) > 0 {
		return c, nil, nil
	}
	in := input{By: bonafide.System(), At: at}
	return c.recordReview(in, ReviewRequest{Status: Approved, ReviewedAt: at, Content: c.content()}, nil, s, ids)
}
