package desk

import (
	"slices"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// Forcible reports whether reviewers may look at the check before its vendor answers.
func (p checkPage) Forcible() bool {
	waits := p.Check.Status == casefile.CheckProcessing || p.Check.Status == casefile.CheckInProgress && !p.Check.Submitted.IsZero()
	return waits && p.Check.Withdrawn == nil && p.Status == casefile.Open
}

// Dismissible reports whether the check is withdrawn, and what it found stands until
// reviewers end it.
func (p checkPage) Dismissible() bool {
	k := p.Check
	if k.Withdrawn == nil || k.Dismissal != nil && !k.Dismissal.Awaits {
		return false
	}
	return slices.ContainsFunc(p.Hits, func(h hitLine) bool { return !h.Disposition.Clears() }) ||
		k.Screening != nil && slices.ContainsFunc(k.Screening.Decisions, func(d screening.Decision) bool {
			return d.Disposition == screening.TruePositive && d.Ended.IsZero()
		})
}

// forceReview sends a check to review before its vendor answers.
func forceReview(q *request) (view, error) {
	req := casefile.ForceReviewRequest{Key: q.PostFormValue("key"), Check: q.PathValue("check")}
	_, err := q.desk.cases.ForceReview(q.Context(), q.by, q.PathValue("case"), req)
	return q.backTo("changed", "cases", q.PathValue("case"), "checks", req.Check), err
}

// dismissFinding ends what a withdrawn check found.
func dismissFinding(q *request) (view, error) {
	seen, err := instant(q.PostFormValue("seen"))
	if err != nil {
		return view{}, err
	}
	req := casefile.DismissFindingRequest{Key: q.PostFormValue("key"), Check: q.PathValue("check"), Reason: q.PostFormValue("reason"), Seen: seen}
	_, err = q.desk.cases.DismissFinding(q.Context(), q.by, q.PathValue("case"), req)
	return q.backTo("decided", "cases", q.PathValue("case"), "checks", req.Check), err
}

// setRelevant takes an entity out of the investigation, or back into it.
func setRelevant(q *request) (view, error) {
	req := casefile.SetRelevantRequest{
		Key: q.PostFormValue("key"), Entity: q.PathValue("entity"), Relevant: q.PostFormValue("relevant") == "yes", Reason: q.PostFormValue("reason"),
	}
	_, err := q.desk.cases.SetRelevant(q.Context(), q.by, q.PathValue("case"), req)
	return q.backTo("changed", "cases", q.PathValue("case"), "entities", req.Entity), err
}
