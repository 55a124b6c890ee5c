package desk

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// A reviewPage is what a reviewer decides a case by.
type reviewPage struct {
	dossier
	Since   []change // what differs from what was approved last
	Pending []change // what the pending change asks for, beside what is approved
	Last    *casefile.Review
}

// Mine reports whether the reviewer proposed the approval, and so cannot give it.
func (p reviewPage) Mine() bool { return p.Proposal != nil && p.Proposal.By == p.q.by }

// Edited reports whether the reviewer changed the content last, and so cannot be the
// second pair of eyes.
func (p reviewPage) Edited() bool { return p.LastEditor == p.q.by }

// showReview shows what stands for and against an approval, with the forms that the
// reviewer may use.
func showReview(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil {
		return view{}, err
	}
	p := reviewPage{dossier: d, Last: d.approvedLast()}
	if p.Last != nil && !d.Erased() {
		was, err := q.desk.cases.AsOf(q.Context(), q.by, d.ID, p.Last.RecordedAt)
		if err != nil {
			return view{}, err
		}
		p.Since = differences(was, d.Case)
	}
	if d.Change != nil {
		p.Pending = differences(d.BeforeChange(), d.Case)
	}
	return d.view("case_review", "Review", p), nil
}

// approvedLast is the last approval of the case; nil if it was never approved.
func (d dossier) approvedLast() *casefile.Review {
	for i := len(d.Reviews) - 1; i >= 0; i-- {
		if d.Reviews[i].Status == casefile.Approved {
			return &d.Reviews[i]
		}
	}
	return nil
}

// reviewCase proposes an approval or gives it, rejects or closes. An approval is of the
// content that the form was made with.
func reviewCase(q *request) (view, error) {
	decisions := map[string]casefile.Status{"approve": casefile.Approved, "reject": casefile.Rejected, "close": casefile.Closed}
	req := casefile.ReviewRequest{
		Key: q.PostFormValue("key"), Status: decisions[q.PostFormValue("decision")],
		Comment: q.PostFormValue("comment"), Content: q.PostFormValue("content"),
	}
	if req.Status == casefile.Approved {
		req.Proposal = q.PostFormValue("proposal")
	}
	c, err := q.desk.cases.Review(q.Context(), q.by, q.PathValue("case"), req)
	done := "decided"
	if c.Proposal != nil {
		done = "proposed"
	}
	return q.backTo(done, "cases", q.PathValue("case"), "review"), err
}

// withdrawReview takes the reviewer's own proposal back.
func withdrawReview(q *request) (view, error) {
	_, err := q.desk.cases.WithdrawProposal(q.Context(), q.by, q.PathValue("case"), casefile.WithdrawProposalRequest{
		Key: q.PostFormValue("key"), Proposal: q.PostFormValue("proposal"),
	})
	return q.backTo("withdrawn", "cases", q.PathValue("case"), "review"), err
}

// discardChange gives up the pending change of an approved case.
func discardChange(q *request) (view, error) {
	_, err := q.desk.cases.DiscardChange(q.Context(), q.by, q.PathValue("case"), casefile.DiscardChangeRequest{
		Key: q.PostFormValue("key"), Change: q.PostFormValue("change"), Reason: q.PostFormValue("reason"),
	})
	return q.backTo("changed", "cases", q.PathValue("case"), "review"), err
}

// moveCase opens a draft or reopens what was decided.
func moveCase(q *request) (view, error) {
	id, key := q.PathValue("case"), q.PostFormValue("key")
	var err error
	switch q.PostFormValue("move") {
	case "open":
		_, err = q.desk.cases.Open(q.Context(), q.by, id, casefile.OpenRequest{Key: key})
	case "reopen":
		_, err = q.desk.cases.Reopen(q.Context(), q.by, id, casefile.ReopenRequest{Key: key})
	default:
		err = bonafide.Invalid("move", bonafide.CodeUnknown)
	}
	return q.backTo("changed", "cases", id, "review"), err
}
