package bonafide

import "time"

// Codes of refusals around erasure.
const (
	RefusedErased    Code = "erased"     // the subject's personal data is gone: nothing can be done with it, ever
	RefusedHold      Code = "legal_hold" // a legal hold is in force; it wins over everything else
	RefusedRetention Code = "retention"  // the data must still be kept; see [Retention]
)

// An ErasureReason says why personal data is erased. It is a code, not a text:
// it outlives what it is about.
type ErasureReason string

// The reasons. None of them shortens the retention or lifts a hold.
const (
	RetentionEnded ErasureReason = "retention_ended" // the law that wanted the data kept now wants it gone (Directive (EU) 2015/849 article 40)
	SubjectRequest ErasureReason = "subject_request" // the person asked (Regulation (EU) 2016/679 article 17)
	AuthorityOrder ErasureReason = "authority_order" // a court or an authority ordered it
)

// Known reports whether the reason is one of the three.
func (r ErasureReason) Known() bool {
	return r == RetentionEnded || r == SubjectRequest || r == AuthorityOrder
}

// An Erasure says that a subject's personal data was erased. The zero value
// means that it was not.
type Erasure struct {
	At         time.Time     `json:"at,omitzero"` // from then on nothing that was sealed opens
	By         Actor         `json:"by,omitzero"`
	Reason     ErasureReason `json:"reason,omitzero"`
	Files      []string      `json:"files,omitzero"`       // addresses of uploads that are still to be deleted
	FinishedAt time.Time     `json:"finished_at,omitzero"` // nothing is left to do; zero = Erase once more
	Unread     []string      `json:"unread,omitzero"`      // kinds of records that were damaged and were overwritten unread
}

// Done reports whether the personal data was erased.
func (e Erasure) Done() bool { return !e.At.IsZero() }

// Unfinished reports whether an erasure was begun and cut off.
func (e Erasure) Unfinished() bool { return e.Done() && e.FinishedAt.IsZero() }

// An EraseRequest asks for the erasure of a subject's personal data.
type EraseRequest struct {
	Key    string        `json:"-"` // idempotency key
	Reason ErasureReason `json:"reason"`
}

// Check reports, as an [*InvalidError], a reason that is missing or not known.
func (r EraseRequest) Check() error {
	switch {
	case r.Reason == "":
		return Invalid("reason", CodeRequired)
	case !r.Reason.Known():
		return Invalid("reason", CodeUnknown)
	}
	return nil
}

// PlanNotClosed says in an [ErasurePlan] that the relationship is not over: an erasure
// fails with a [*StateError].
const PlanNotClosed Code = "not_closed"

// An ErasurePlan says what an erasure would do, and changes nothing. It names fields and
// records, and none of their values.
type ErasurePlan struct {
	At      time.Time `json:"at"`               // when it was looked
	Refused Code      `json:"refused,omitzero"` // why an erasure would be refused now: PlanNotClosed, RefusedHold, RefusedRetention or RefusedErased; empty = it would not be
	Until   time.Time `json:"until,omitzero"`   // end of the retention; zero while the subject is not closed
	Duty    string    `json:"duty,omitzero"`    // what asks for the retention; empty = the host's own rule
	Holds   []string  `json:"holds,omitzero"`   // ids of the legal holds in force; while there is one, nothing goes
	Goes    []string  `json:"goes,omitzero"`    // what would be gone: paths in the subject's JSON, such as "documents.name"
	Records []string  `json:"records,omitzero"` // kinds of records beside it whose personal content would be gone
	Files   int       `json:"files"`            // uploads that would be deleted
	Stays   []Remnant `json:"stays,omitzero"`   // what would be kept
}

// A Remnant is something that outlives an erasure. It has no end: no Service ever
// deletes it.
type Remnant struct {
	Path string `json:"path"` // in the subject's JSON, or the name of what stands beside it
	Why  string `json:"why"`  // by which authority, or why it is no personal data
}

// A Retention dates how long the data of a subject is kept after the
// relationship is over. The zero value is that of a subject who is not closed.
type Retention struct {
	ClosedAt time.Time `json:"closed_at,omitzero"` // when the relationship ended
	Until    time.Time `json:"until,omitzero"`     // the data is kept at least until then
}

// ErasableAt is when the subject may be erased, or when the erasure began that
// is not finished; zero means neither: it is open, held, or erased to the end.
func (r Retention) ErasableAt(e Erasure, h Holds) time.Time {
	switch {
	case e.Unfinished():
		return e.At
	case e.Done(), h.Any():
		return time.Time{}
	}
	return r.Until
}

// Permits reports why an actor cannot erase a closed subject at a time, as a
// [*RefusedError] with RefusedHold or RefusedRetention; nil if it can. Of a hold
// only reviewers and the system are told: to others it is a retention that is not
// over.
func (r Retention) Permits(h Holds, by Actor, at time.Time) error {
	switch {
	case h.Any() && by.Is(ActorReviewer, ActorSystem):
		return &RefusedError{Code: RefusedHold}
	case h.Any(), at.Before(r.Until):
		return &RefusedError{Code: RefusedRetention}
	}
	return nil
}
