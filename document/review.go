package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Queue puts the document before a reviewer who is to decide by a time; see
// [bonafide.ReviewBy]. No outside check is due meanwhile.
func (d Sub) Queue(due, at time.Time) (Sub, error) {
	if d.Status != Reviewing {
		return d, &bonafide.StateError{Kind: "document", From: string(d.Status), To: "queue"}
	}
	d.ReviewDue, d.RetryAt, d.LastUpdated = bonafide.Instant(due), time.Time{}, bonafide.Instant(at)
	return d, nil
}

// Decide applies a reviewer's decision, valid or invalid, whatever the outside
// check said. It is the only way from INVALID or the blacklist to VALID. What an
// answer contradicts may be confirmed. Other actors fail with [bonafide.ErrForbidden].
func (d Sub) Decide(by bonafide.Actor, v Verdict, at time.Time) (Sub, error) {
	if !by.Is(bonafide.ActorReviewer) || by.ID == "" {
		return d, bonafide.ErrForbidden
	}
	if v.Doubtful() {
		return d, bonafide.Invalid("reasons", bonafide.CodeNotAllowed)
	}
	next := d.Status
	var err error
	switch {
	case d.confirms(v.Outcome):
	case v.Outcome == OutcomeValid:
		next, err = d.Status.step(uphold)
	case v.Outcome == OutcomeInvalid:
		next, err = d.Status.step(overrule)
	default:
		return d, bonafide.Invalid("outcome", bonafide.CodeNotAllowed)
	}
	if err != nil {
		return d, err
	}
	at = bonafide.Instant(at)
	d.note(v)
	d.DecidedBy = by
	d.settle(next, v, at, at)
	return d, nil
}

// Blacklist marks a document whose value belongs to a locked user. Only a
// reviewer takes it back.
func (d Sub) Blacklist(at time.Time) (Sub, error) {
	next, err := d.Status.step(blacklist)
	if err != nil {
		return d, err
	}
	at = bonafide.Instant(at)
	d.DecidedBy = bonafide.Actor{}
	d.settle(next, Verdict{Reject: RejectFinal}, at, at)
	return d, nil
}

// ManualReview is the answer that puts a document before a reviewer for two
// business days.
func ManualReview(at time.Time, calendar bonafide.Calendar) Verdict {
	return Verdict{Outcome: OutcomePending, ReviewDue: bonafide.ReviewBy(at, bonafide.ReviewDays, calendar)}
}
