package casefile

// A Flag describes a specific state of a case (Dotfile, case flags). Flags, and
// who has actions, follow from the relevant checks, the history of collection and what
// awaits a decision:
//
//   - Only an open or an approved case has actions. Checks of entities that are not
//     relevant, and checks that are processing, are nobody's action.
//   - A contact has actions while a check that is not internal is in progress,
//     expired, or rejected for retry.
//   - A reviewer has actions while a check needs review, or is internal and in
//     progress, expired or rejected, or is rejected for good; and while a [Proposal] or a
//     pending [Change] awaits a decision.
//   - The first collect is completed, for ever, when the contact's actions have
//     come to an end for the first time.
//
// all_checks_approved: there are checks, all are approved, nobody has actions on them.
// for_review: the reviewer has actions and the contact does not.
// for_first_collect: the contact has actions, and the first collect is not
// completed. for_recollection: the contact has actions, the reviewer does not, the
// first collect is completed, and a check is rejected or expired or was asked for
// again. first_collect_completed: as said.
type Flag string

// The flags, in the order in which a case lists them.
const (
	AllChecksApproved     Flag = "all_checks_approved"
	ForReview             Flag = "for_review"
	ForFirstCollect       Flag = "for_first_collect"
	ForRecollection       Flag = "for_recollection"
	FirstCollectCompleted Flag = "first_collect_completed"
)

// Flags lists every flag in order.
func Flags() []Flag {
	return []Flag{AllChecksApproved, ForReview, ForFirstCollect, ForRecollection, FirstCollectCompleted}
}

// contactActs reports whether the check waits for a contact.
func (k Check) contactActs() bool {
	if k.Internal {
		return false
	}
	return k.Status == CheckInProgress || k.Status == CheckExpired || k.Retry()
}

// reviewerActs reports whether the check waits for a reviewer: a review, an
// internal check that nobody else works on, or a rejection after which nothing
// can be submitted and the case itself must be decided.
func (k Check) reviewerActs() bool {
	switch k.Status {
	case CheckNeedReview:
		return true
	case CheckInProgress, CheckExpired:
		return k.Internal
	case CheckRejected:
		return k.Internal || !k.Retry()
	}
	return false
}
