package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Outcome is the kind of answer of an outside check. The set is open: an
// unknown outcome counts as unavailable, never as a verdict.
type Outcome string

// The four outcomes.
const (
	OutcomeValid       Outcome = "valid"
	OutcomeInvalid     Outcome = "invalid"
	OutcomePending     Outcome = "pending"     // the answer arrives later
	OutcomeUnavailable Outcome = "unavailable" // nobody could look; ask again
)

// Heard is the outcome as it counts: an unknown one is unavailable.
func (o Outcome) Heard() Outcome {
	switch o {
	case OutcomeValid, OutcomeInvalid, OutcomePending:
		return o
	}
	return OutcomeUnavailable
}

// RejectKind says whether a refused document may be submitted again.
type RejectKind string

// The kinds of refusals.
const (
	RejectRetry RejectKind = "retry" // a better submission may pass
	RejectFinal RejectKind = "final" // submitting again is refused
)

// A Verdict is the answer of an outside check or of a reviewer.
type Verdict struct {
	Outcome   Outcome       `json:"outcome"`
	Reasons   []string      `json:"reasons,omitzero"`    // why it is invalid: public codes, see Reasons; prose is dropped
	Reject    RejectKind    `json:"reject,omitzero"`     // whether an invalid one may be submitted again; empty = as the reasons say
	Reference string        `json:"reference,omitzero"`  // the verifier's own id of the check
	Verifier  string        `json:"verifier,omitzero"`   // id of who answered, as the host names it
	DecidedAt time.Time     `json:"decided_at,omitzero"` // when it was decided; zero = when it is applied
	RetryAt   time.Time     `json:"retry_at,omitzero"`   // when to ask again; zero = by the retry schedule
	ReviewDue time.Time     `json:"review_due,omitzero"` // when a reviewer is to decide on a pending one
	ExpiresOn bonafide.Date `json:"expires_on,omitzero"` // last day of validity read off the document
	IDScore   *float64      `json:"id_score,omitzero"`   // 0 to 1, for the base document
	Note      string        `json:"note,omitzero"`       // for reviewers only; may be personal, never in an event
}
