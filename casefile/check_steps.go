package casefile

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A CheckVerb is what may be done to a check.
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
type CheckVerb string

// The check verbs.
const (
	StepSubmit    CheckVerb = "submit"    // contact, platform or reviewer
	StepAnswer    CheckVerb = "answer"    // vendor
	StepForce     CheckVerb = "force"     // reviewer: review now
	StepDecide    CheckVerb = "decide"    // reviewer
	StepOverride  CheckVerb = "override"  // reviewer, with a reason
	StepRecollect CheckVerb = "recollect" // reviewer: ask again
	StepDoubt     CheckVerb = "doubt"     // system: a hit appeared, a clearance lapsed, the facts changed
	StepRestart   CheckVerb = "restart"   // system: screen the changed entity
	StepExpire    CheckVerb = "expire"    // system
	StepWithdraw  CheckVerb = "withdraw"  // reviewer
)

// CheckVerbs lists every verb.
func CheckVerbs() []CheckVerb {
	return []CheckVerb{StepSubmit, StepAnswer, StepForce, StepDecide, StepOverride, StepRecollect, StepDoubt, StepRestart, StepExpire, StepWithdraw}
}

// checkSteps says from where each verb may start and where it may lead.
var checkSteps = map[CheckVerb]struct{ from, to []CheckStatus }{
	StepSubmit:    {[]CheckStatus{CheckInProgress, CheckRejected, CheckExpired}, []CheckStatus{CheckProcessing, CheckNeedReview}},
	StepAnswer:    {[]CheckStatus{CheckProcessing}, []CheckStatus{CheckApproved, CheckRejected, CheckNeedReview}},
	StepForce:     {[]CheckStatus{CheckInProgress, CheckProcessing, CheckNeedReview}, []CheckStatus{CheckNeedReview}},
	StepDecide:    {[]CheckStatus{CheckNeedReview}, []CheckStatus{CheckApproved, CheckRejected}},
	StepOverride:  {[]CheckStatus{CheckApproved, CheckRejected}, []CheckStatus{CheckApproved, CheckRejected}},
	StepRecollect: {[]CheckStatus{CheckApproved, CheckRejected, CheckExpired, CheckNeedReview}, []CheckStatus{CheckInProgress, CheckProcessing}},
	StepDoubt:     {[]CheckStatus{CheckApproved}, []CheckStatus{CheckNeedReview}},
	StepRestart:   {[]CheckStatus{CheckProcessing, CheckNeedReview, CheckApproved, CheckRejected}, []CheckStatus{CheckProcessing}},
	StepExpire:    {[]CheckStatus{CheckApproved}, []CheckStatus{CheckExpired}},
	StepWithdraw:  {[]CheckStatus{CheckInProgress, CheckProcessing, CheckNeedReview}, nil},
}

// May reports whether the verb may start from a status.
func (v CheckVerb) May(from CheckStatus) bool { return slices.Contains(checkSteps[v].from, from) }

// step moves the check, or fails with a [*bonafide.StateError].
func (k Check) step(v CheckVerb, to CheckStatus) (Check, error) {
	if !v.May(k.Status) || !slices.Contains(checkSteps[v].to, to) {
		return k, &bonafide.StateError{Kind: "check", From: string(k.Status), To: string(v)}
	}
	k.Status = to
	return k, nil
}
