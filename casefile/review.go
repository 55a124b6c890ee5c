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
	// approval.
	Content string `json:"content,omitzero"`
}

// Review approves, rejects or closes a case, or confirms the status it has.
//
// Under four eyes the first reviewer's approval becomes a [Proposal]: the answer is
// the case with it, and its status as before. The case is approved when another
// reviewer approves the same content. The maker is refused with [CodeMaker] the second
// time, and so is, with [CodeLastEditor], when it comes to the second pair of eyes,
// whoever edited the content last. Nobody is exempt. [Service.WithdrawProposal] takes a
// proposal back.
//
// Reviewers may approve; platforms and reviewers may reject and close. It fails with
// an [*bonafide.InvalidError] that lists every fault, with a
// [*bonafide.RefusedError] of [CodeContentChanged] if the content is not what the
// reviewer saw (look again, and send the new [Case.Content]), with the refusals of
// [Case.Approvable], with a [*bonafide.StateError] where the status does not allow
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
	r, err := r.check(c, s, in.At)
	if err != nil {
		return c, nil, err
	}
	if r.Status != Approved {
		return c.recordReview(in, bonafide.Actor{}, r, s, ids)
	}
	content := c.content()
	if r.Content != content {
		return c, nil, &bonafide.RefusedError{Code: CodeContentChanged}
	}
	if err := c.Approvable(in.At); err != nil {
		return c, nil, err
	}
	if !s.OneReviewer && (c.Proposal == nil || c.Proposal.Content != content) {
		c.Proposal = &Proposal{By: in.By, At: in.At, Content: content, Comment: r.Comment}
		return c, one(in.Event(event.Proposed, "content", c.named(content))), nil
	}
	// Ids decide, whatever the role: nobody approves their own work in another one.
	if c.LastEditor.ID == in.By.ID {
		return c, nil, &bonafide.RefusedError{Code: CodeLastEditor}
	}
	if s.OneReviewer {
		return c.recordReview(in, bonafide.Actor{}, r, s, ids)
	}
	if c.Proposal.By.ID == in.By.ID {
		return c, nil, &bonafide.RefusedError{Code: CodeMaker}
	}
	return c.recordReview(in, c.Proposal.By, r, s, ids)
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
		if next, ok := r.NextReviewAt.Value(); ok {
			today := bonafide.DateOf(at.In(s.zone()))
			if _, err := next.MarshalText(); err != nil || !next.After(today) || next.After(today.AddYears(10)) {
				faults.AddRule("next_review_at", bonafide.CodeOutOfRange, "after today, within ten years")
			}
		}
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

// recordReview records a decision that nothing stands in the way of.
func (c Case) recordReview(in input, maker bonafide.Actor, q ReviewRequest, s ReviewSettings, ids idSource) (Case, []bonafide.Event, error) {
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	from := c.Status
	r := Review{
		ID: id, Status: q.Status, Comment: q.Comment, By: in.By, Maker: maker, ReviewedAt: q.ReviewedAt, RecordedAt: in.At,
		Confirms: from == q.Status, Risk: c.RiskLevel(), Content: q.Content,
	}
	c.Status, c.Proposal, c.Periodic = q.Status, nil, Periodic{}
	if q.Status == Approved {
		c.Periodic = s.schedule(q.NextReviewAt, r.ReviewedAt, r.Risk)
		r.NextReviewAt = c.Periodic.NextReviewAt
	}
	c.Reviews = append(slices.Clone(c.Reviews), r)
	typ := event.Reviewed
	if r.Confirms {
		typ = event.ReviewConfirmed
	}
	return c, one(in.Event(typ, "review", r.ID, "from", string(from), "to", string(q.Status), "maker", maker.ID,
		"risk", string(r.Risk), "content", c.named(r.Content), "reviewed_at", r.ReviewedAt.Format(time.RFC3339Nano), "next_review_at", r.NextReviewAt.String())), nil
}

// autoApprove approves a case by the template's own rule: it is open, was never
// reviewed, nothing is left to do, nobody is on a list, and the risk is one of those
// listed.
func (c Case) autoApprove(levels []risk.Level, s ReviewSettings, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if c.Status != Open || len(c.Reviews) > 0 || !slices.Contains(levels, c.RiskLevel()) || !c.HasFlag(AllChecksApproved) || len(c.listed(at, anyList)) > 0 || c.Approvable(at) != nil {
		return c, nil, nil
	}
	in := input{By: bonafide.System(), At: at}
	return c.recordReview(in, bonafide.Actor{}, ReviewRequest{Status: Approved, ReviewedAt: at, Content: c.content()}, s, ids)
}
