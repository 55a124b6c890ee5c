package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Queue puts the document before a reviewer who is to decide by a time; see
// [ReviewBy]. No outside check is due meanwhile.
func (d Sub) Queue(due, at time.Time) (Sub, error) {
	if d.Status != Reviewing {
		return d, &bonafide.StateError{Kind: "document", From: string(d.Status), To: "queue"}
	}
	d.ReviewDue, d.RetryAt, d.LastUpdated = bonafide.Instant(due), time.Time{}, bonafide.Instant(at)
	return d, nil
}

// Decide applies a reviewer's decision, valid or invalid, whatever the outside
// check said. It is the only way from INVALID or the blacklist to VALID. Other
// actors fail with [bonafide.ErrForbidden].
func (d Sub) Decide(by bonafide.Actor, v Verdict, at time.Time) (Sub, error) {
	if !by.Is(bonafide.ActorReviewer) || by.ID == "" {
		return d, bonafide.ErrForbidden
	}
	var next Status
	var err error
	switch v.Outcome {
	case OutcomeValid:
		next, err = d.Status.step(uphold)
	case OutcomeInvalid:
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

// ReviewDays is how many business days a manual review may take (Synapse user
// object, sub-document status, note 1).
const ReviewDays = 2

// A Calendar says which days count as business days.
type Calendar interface {
	BusinessDay(bonafide.Date) bool
}

// CalendarFunc is a function as a [Calendar].
type CalendarFunc func(bonafide.Date) bool

// BusinessDay calls f.
func (f CalendarFunc) BusinessDay(d bonafide.Date) bool { return f(d) }

// Weekdays counts Monday to Friday, without holidays.
func Weekdays() Calendar {
	return CalendarFunc(func(d bonafide.Date) bool {
		day := d.In(time.UTC).Weekday()
		return day != time.Saturday && day != time.Sunday
	})
}

// ReviewBy returns when a manual review that begins at a time is due: the same
// time of day, days business days later, in the zone of at. A calendar that has no
// such days within two years gives the end of that time. Nil means [Weekdays].
func ReviewBy(at time.Time, days int, calendar Calendar) time.Time {
	if calendar == nil {
		calendar = Weekdays()
	}
	due := at
	for range 2 * 366 {
		if days <= 0 {
			break
		}
		due = due.AddDate(0, 0, 1)
		if calendar.BusinessDay(bonafide.DateOf(due)) {
			days--
		}
	}
	return bonafide.Instant(due)
}

// ManualReview is the answer that puts a document before a reviewer for two
// business days.
func ManualReview(at time.Time, calendar Calendar) Verdict {
	return Verdict{Outcome: OutcomePending, ReviewDue: ReviewBy(at, ReviewDays, calendar)}
}
