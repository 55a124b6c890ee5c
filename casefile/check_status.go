package casefile

// A CheckStatus is where a check stands.
type CheckStatus string

// The check statuses.
const (
	CheckInProgress CheckStatus = "in_progress" // waits for what is to be submitted
	CheckProcessing CheckStatus = "processing"  // waits for a vendor or for the screening
	CheckNeedReview CheckStatus = "need_review" // waits for a reviewer
	CheckApproved   CheckStatus = "approved"
	CheckRejected   CheckStatus = "rejected"
	CheckExpired    CheckStatus = "expired" // was approved, and its evidence ran out
)

// CheckStatuses lists every status.
func CheckStatuses() []CheckStatus {
	return []CheckStatus{CheckInProgress, CheckProcessing, CheckNeedReview, CheckApproved, CheckRejected, CheckExpired}
}

// A Result is what a vendor or the screening says. It is kept apart from what
// was decided and never changed by a decision.
type Result string

// The results. No result yet is empty.
const (
	ResultApproved Result = "approved"
	ResultRejected Result = "rejected"
	ResultError    Result = "error" // the vendor could not tell; never a mismatch
)

// A RejectKind says what can follow on a rejection.
type RejectKind string

// The kinds of rejection.
const (
	RejectRetry    RejectKind = "retry"    // submit again: the public reason says what
	RejectFinal    RejectKind = "final"    // nothing more can be submitted
	RejectExternal RejectKind = "external" // something outside must be settled first
)
