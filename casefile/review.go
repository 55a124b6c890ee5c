package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// Codes of reviews that are refused.
const (
	CodeNoChecks       bonafide.Code = "no_checks"       // nothing was looked at: nothing can be approved
	CodeChecksOpen     bonafide.Code = "checks_open"     // a relevant check is not approved
	CodeControlsOpen   bonafide.Code = "controls_open"   // a control is not complete
	CodeRiskProhibited bonafide.Code = "risk_prohibited" // no business may be done
	CodeContentChanged bonafide.Code = "content_changed" // the case is not what the reviewer saw
	CodeRiskStale      bonafide.Code = "risk_stale"      // the model has not assessed the case as it now is
	CodeNoEntities     bonafide.Code = "no_entities"     // the case is about nobody
)

// A Review is a decision on a case. It is never changed.
type Review struct {
	ID           string         `json:"id"`
	Status       Status         `json:"status"` // approved, rejected or closed
	Comment      string         `json:"comment,omitzero"`
	By           bonafide.Actor `json:"by"`               // who gave it; the system for an automatic one
	Maker        bonafide.Actor `json:"maker,omitzero"`   // who proposed it, under four eyes
	ReviewedAt   time.Time      `json:"reviewed_at"`      // as the reviewer says
	RecordedAt   time.Time      `json:"recorded_at"`      // as the clock says
	Confirms     bool           `json:"confirms"`         // the case had the status already
	Risk         risk.Level     `json:"risk"`             // at that time
	Content      string         `json:"content,omitzero"` // hash of what was approved: [Case.Content]
	NextReviewAt bonafide.Date  `json:"next_review_at,omitzero"`
}

// A Proposal is an approval that awaits a second reviewer. It falls as soon as
// the content is no longer what it was made for.
type Proposal struct {
	By      bonafide.Actor `json:"by"`
	At      time.Time      `json:"at"`
	Content string         `json:"content"`
	Comment string         `json:"comment,omitzero"`
}

// A ReviewRequest decides on a case.
type ReviewRequest struct {
	Key     string `json:"-"` // idempotency key
	ID      string `json:"-"` // set by the Service
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

// content computes [Case.Content].
func (c Case) content() string {
	companies, individuals := slices.Clone(c.Companies), slices.Clone(c.Individuals)
	for i := range companies {
		companies[i].Marks = nil
	}
	for i := range individuals {
		individuals[i].Marks = nil
	}
	r := c.Risk.Current()
	return digest("casefile 1", c.Name, c.Template, companies, individuals, c.Relations, c.Checks, c.Controls, c.Properties, r.Level, r.Score, r.Mode)
}

// Approvable reports why the case cannot be approved at a time, as a
// [*bonafide.RefusedError]; nil if nothing stands in the way.
func (c Case) Approvable(at time.Time) error {
	refuse := func(code bonafide.Code) error { return &bonafide.RefusedError{Code: code} }
	checks := c.relevantChecks()
	switch {
	case len(c.Companies)+len(c.Individuals) == 0:
		return refuse(CodeNoEntities)
	case len(checks) == 0:
		return refuse(CodeNoChecks)
	case c.RiskLevel() == risk.Prohibited:
		return refuse(CodeRiskProhibited)
	case !c.RiskLevel().Known():
		return refuse(CodeRiskProhibited)
	case c.Model.stale() && c.Risk.Current().Mode != risk.Manual:
		return refuse(CodeRiskStale)
	}
	for _, k := range checks {
		if k.Screening != nil && len(k.Screening.Open(at)) > 0 {
			return refuse(CodeHitsOpen)
		}
		if k.Status != CheckApproved || reached(k.ExpiresAt, at) {
			return refuse(CodeChecksOpen)
		}
	}
	if slices.ContainsFunc(c.Controls, func(k Control) bool { return !k.Completed }) {
		return refuse(CodeControlsOpen)
	}
	return nil
}

// review is the rule of [Service.Review].
func (c Case) review(by bonafide.Actor, in ReviewRequest, s ReviewSettings, at time.Time) (Case, []bonafide.Event, error) {
	v := map[Status]verb{Approved: verbApprove, Rejected: verbReject, Closed: verbClose}[in.Status]
	if v == "" {
		return c, nil, bonafide.Invalid("status", bonafide.CodeUnknown)
	}
	if v == verbApprove && by.Is(bonafide.ActorSystem) {
		return c, nil, bonafide.ErrForbidden // the system approves by its own rule, never on request
	}
	if _, err := c.allow(v, by); err != nil {
		return c, nil, err
	}
	in, err := in.check(c, s, at)
	if err != nil {
		return c, nil, err
	}
	if in.Status != Approved {
		next, events := c.recordReview(by, bonafide.Actor{}, in, s, at)
		return next, events, nil
	}
	content := c.content()
	if in.Content != content {
		return c, nil, &bonafide.RefusedError{Code: CodeContentChanged}
	}
	if err := c.Approvable(at); err != nil {
		return c, nil, err
	}
	if s.OneReviewer {
		if c.LastEditor == by {
			return c, nil, bonafide.ErrForbidden
		}
		next, events := c.recordReview(by, bonafide.Actor{}, in, s, at)
		return next, events, nil
	}
	if c.Proposal == nil || c.Proposal.Content != content {
		c.Proposal = &Proposal{By: by, At: at, Content: content, Comment: in.Comment}
		return c, []bonafide.Event{bonafide.NewEvent(EventProposed, at, by, "content", content)}, nil
	}
	if c.Proposal.By == by || c.LastEditor == by {
		return c, nil, bonafide.ErrForbidden
	}
	next, events := c.recordReview(by, c.Proposal.By, in, s, at)
	return next, events, nil
}

func (in ReviewRequest) check(c Case, s ReviewSettings, at time.Time) (ReviewRequest, error) {
	var faults bonafide.Faults
	in.Comment = prose(&faults, "comment", in.Comment, !s.CommentOptional || in.Status == Rejected, MaxReason)
	in.ReviewedAt = bonafide.Instant(in.ReviewedAt)
	if in.ReviewedAt.IsZero() {
		in.ReviewedAt = at
	}
	switch {
	case in.ReviewedAt.After(at), at.Sub(in.ReviewedAt) > s.MaxBackdate, in.ReviewedAt.Before(c.CreatedAt) && !in.ReviewedAt.Equal(at):
		faults.Add("reviewed_at", bonafide.CodeOutOfRange)
	case len(c.Reviews) > 0 && in.ReviewedAt.Before(c.Reviews[len(c.Reviews)-1].ReviewedAt):
		faults.AddRule("reviewed_at", bonafide.CodeOutOfRange, "not before the review before it")
	}
	if in.Status == Approved {
		if in.Content == "" {
			faults.Add("content", bonafide.CodeRequired)
		}
		if next, ok := in.NextReviewAt.Value(); ok {
			today := bonafide.DateOf(at.In(s.zone()))
			if _, err := next.MarshalText(); err != nil || !next.After(today) || next.After(today.AddYears(10)) {
				faults.AddRule("next_review_at", bonafide.CodeOutOfRange, "after today, within ten years")
			}
		}
	} else {
		if !in.NextReviewAt.IsZero() {
			faults.AddRule("next_review_at", bonafide.CodeNotAllowed, "of an approval alone")
		}
		if in.Content != "" && in.Content != c.content() {
			return in, &bonafide.RefusedError{Code: CodeContentChanged}
		}
	}
	return in, faults.Err()
}

// recordReview records a decision that nothing stands in the way of.
func (c Case) recordReview(by, maker bonafide.Actor, in ReviewRequest, s ReviewSettings, at time.Time) (Case, []bonafide.Event) {
	from := c.Status
	r := Review{
		ID: in.ID, Status: in.Status, Comment: in.Comment, By: by, Maker: maker, ReviewedAt: in.ReviewedAt, RecordedAt: at,
		Confirms: from == in.Status, Risk: c.RiskLevel(), Content: in.Content,
	}
	c.Status, c.Proposal, c.Periodic = in.Status, nil, Periodic{}
	if in.Status == Approved {
		c.Periodic = s.schedule(in.NextReviewAt, r.ReviewedAt, r.Risk)
		r.NextReviewAt = c.Periodic.NextReviewAt
	}
	c.Reviews = append(slices.Clone(c.Reviews), r)
	typ := EventReviewed
	if r.Confirms {
		typ = EventReviewConfirmed
	}
	return c, []bonafide.Event{bonafide.NewEvent(typ, at, by, "review", r.ID, "from", string(from), "to", string(in.Status), "maker", maker.ID,
		"risk", string(r.Risk), "content", r.Content, "reviewed_at", r.ReviewedAt.Format(time.RFC3339Nano), "next_review_at", r.NextReviewAt.String())}
}

// autoApprove approves a case by the template's own rule: it is open, was never
// reviewed, nothing is left to do, and the risk is one of those listed.
func (c Case) autoApprove(levels []risk.Level, s ReviewSettings, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if c.Status != Open || len(c.Reviews) > 0 || !slices.Contains(levels, c.RiskLevel()) || !c.HasFlag(AllChecksApproved) || c.Approvable(at) != nil {
		return c, nil, nil
	}
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	next, events := c.recordReview(bonafide.System(), bonafide.Actor{}, ReviewRequest{ID: id, Status: Approved, ReviewedAt: at, Content: c.content()}, s, at)
	return next, events, nil
}

// reopen is the rule of [Service.Reopen].
func (c Case) reopen(by bonafide.Actor, at time.Time) (Case, []bonafide.Event, error) {
	to, err := c.allow(verbReopen, by)
	if err != nil {
		return c, nil, err
	}
	from := c.Status
	c.Status, c.Proposal, c.Periodic = to, nil, Periodic{}
	return c, []bonafide.Event{bonafide.NewEvent(EventStatusChanged, at, by, "from", string(from), "to", string(to))}, nil
}

// open is the rule of [Service.Open].
func (c Case) open(by bonafide.Actor, at time.Time) (Case, []bonafide.Event, error) {
	to, err := c.allow(verbOpen, by)
	if err != nil {
		return c, nil, err
	}
	from := c.Status
	c.Status = to
	return c, []bonafide.Event{bonafide.NewEvent(EventStatusChanged, at, by, "from", string(from), "to", string(to))}, nil
}
