package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A checkVerb is what may be done to a check.
//
//	verb       from                                         to
//	submit     in_progress, rejected (retry), expired       processing; need_review without a vendor
//	answer     processing                                   approved, rejected, need_review
//	force      in_progress, processing, need_review         need_review
//	decide     need_review                                  approved, rejected
//	override   approved, rejected                           rejected, approved
//	recollect  approved, rejected, expired, need_review     in_progress; processing where nothing is collected
//	doubt      approved                                     need_review
//	restart    processing, need_review, approved, rejected  processing
//	expire     approved                                     expired
//	withdraw   in_progress, processing, need_review         (deleted; never once it was decided)
type checkVerb string

// The check verbs.
const (
	stepSubmit    checkVerb = "submit"    // contact, platform or reviewer
	stepAnswer    checkVerb = "answer"    // vendor
	stepForce     checkVerb = "force"     // reviewer: review now
	stepDecide    checkVerb = "decide"    // reviewer
	stepOverride  checkVerb = "override"  // reviewer, with a reason
	stepRecollect checkVerb = "recollect" // reviewer: ask again
	stepDoubt     checkVerb = "doubt"     // system: a hit appeared, a clearance lapsed, the facts changed
	stepRestart   checkVerb = "restart"   // system: screen the changed entity
	stepExpire    checkVerb = "expire"    // system
	stepWithdraw  checkVerb = "withdraw"  // reviewer
)

// A checkStep says from where a verb may start and where it may lead.
type checkStep struct {
	verb     checkVerb
	from, to []CheckStatus
}

// checkSteps is the table: the one place that knows.
var checkSteps = []checkStep{
	{stepSubmit, []CheckStatus{CheckInProgress, CheckRejected, CheckExpired}, []CheckStatus{CheckProcessing, CheckNeedReview}},
	{stepAnswer, []CheckStatus{CheckProcessing}, []CheckStatus{CheckApproved, CheckRejected, CheckNeedReview}},
	{stepForce, []CheckStatus{CheckInProgress, CheckProcessing, CheckNeedReview}, []CheckStatus{CheckNeedReview}},
	{stepDecide, []CheckStatus{CheckNeedReview}, []CheckStatus{CheckApproved, CheckRejected}},
	{stepOverride, []CheckStatus{CheckApproved, CheckRejected}, []CheckStatus{CheckApproved, CheckRejected}},
	{stepRecollect, []CheckStatus{CheckApproved, CheckRejected, CheckExpired, CheckNeedReview}, []CheckStatus{CheckInProgress, CheckProcessing}},
	{stepDoubt, []CheckStatus{CheckApproved}, []CheckStatus{CheckNeedReview}},
	{stepRestart, []CheckStatus{CheckProcessing, CheckNeedReview, CheckApproved, CheckRejected}, []CheckStatus{CheckProcessing}},
	{stepExpire, []CheckStatus{CheckApproved}, []CheckStatus{CheckExpired}},
	{stepWithdraw, []CheckStatus{CheckInProgress, CheckProcessing, CheckNeedReview}, nil},
}

// row returns the verb's row; a verb without a row can be used in no status.
func (v checkVerb) row() checkStep {
	for _, s := range checkSteps {
		if s.verb == v {
			return s
		}
	}
	return checkStep{verb: v}
}

// may reports whether the verb may start from a status.
func (v checkVerb) may(from CheckStatus) bool { return slices.Contains(v.row().from, from) }

// step moves the check, or fails with a [*bonafide.StateError].
func (k Check) step(v checkVerb, to CheckStatus) (Check, error) {
	if !v.may(k.Status) || !slices.Contains(v.row().to, to) {
		return k, &bonafide.StateError{Kind: "check", From: string(k.Status), To: string(v)}
	}
	k.Status = to
	return k, nil
}

// conclude moves a processed check on, by its result and its automation.
func (k Check) conclude(at time.Time) (Check, error) {
	switch {
	case k.Result == ResultApproved && k.Automation.Approval && !reached(k.ExpiresAt, at):
		k, err := k.step(stepAnswer, CheckApproved)
		return k.approve(CheckDecision{Approved: true, By: bonafide.System(), At: at, Attempt: k.Attempt}), err
	case k.Result == ResultRejected && k.Automation.Rejection:
		kind := RejectRetry
		if !k.Type.collected() {
			kind = RejectFinal // there is nothing to submit again
		}
		k, err := k.step(stepAnswer, CheckRejected)
		return k.decide(CheckDecision{By: bonafide.System(), At: at, Attempt: k.Attempt, Kind: kind}), err
	}
	return k.step(stepAnswer, CheckNeedReview)
}
