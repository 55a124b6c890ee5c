package document

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
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
	Reasons   []string      `json:"reasons,omitzero"`    // why it is invalid: public codes, see Reasons; prose is for reviewers; at most MaxReasons; see Doubtful
	Reject    RejectKind    `json:"reject,omitzero"`     // whether an invalid one may be submitted again; empty = as the reasons say
	Reference string        `json:"reference,omitzero"`  // the verifier's own id of the check; at most MaxReference characters
	Verifier  string        `json:"verifier,omitzero"`   // id of who answered, as the host names it; at most MaxReference characters
	DecidedAt time.Time     `json:"decided_at,omitzero"` // when it was decided; zero = when it is applied
	RetryAt   time.Time     `json:"retry_at,omitzero"`   // when to ask again; zero = by the retry schedule
	ReviewDue time.Time     `json:"review_due,omitzero"` // when a reviewer is to decide: on a pending one, or on what another leaves in doubt; zero = no review of a pending one, two weekdays for the other
	ExpiresOn bonafide.Date `json:"expires_on,omitzero"` // last day of validity read off the document
	IDScore   *float64      `json:"id_score,omitzero"`   // 0 to 1, for the base document
	Note      string        `json:"note,omitzero"`       // for reviewers only; may be personal, never in an event; at most MaxNote characters

	Mail *AddressResult `json:"mail,omitzero"` // what a postal service said of an address
}

// Bounds of a [Verdict], in characters, so that an answer can be kept beside all others of a user.
const (
	MaxReference = 255
	MaxReasons   = 50
	MaxReason    = 500 // of one
	MaxNote      = 2000
)

// Check reports all of a verdict that is out of its bounds, as an
// [*bonafide.InvalidError]. Paths begin with at.
func (v Verdict) Check(at string) error {
	var faults bonafide.Faults
	for _, f := range []struct {
		name, text string
		most       int
	}{{"reference", v.Reference, MaxReference}, {"verifier", v.Verifier, MaxReference}, {"note", v.Note, MaxNote}} {
		if fault := text.Opaque(f.text, f.most); fault != "" {
			faults.Add(at+f.name, bonafide.Code(fault))
		}
	}
	if len(v.Reasons) > MaxReasons {
		faults.Add(at+"reasons", bonafide.CodeTooMany)
	}
	if slices.ContainsFunc(v.Reasons, func(r string) bool { return text.Opaque(r, MaxReason) != "" }) {
		faults.Add(at+"reasons", bonafide.CodeTooLong)
	}
	for _, f := range []struct {
		name string
		time time.Time
	}{{"decided_at", v.DecidedAt}, {"retry_at", v.RetryAt}, {"review_due", v.ReviewDue}} {
		if y := f.time.UTC().Year(); y < 1 || y > 9998 {
			faults.Add(at+f.name, bonafide.CodeOutOfRange)
		}
	}
	return faults.Err()
}

// Doubtful reports whether the verdict contradicts itself: valid, and with reasons
// against it. That is no verdict; people look.
func (v Verdict) Doubtful() bool { return v.Outcome == OutcomeValid && len(v.Reasons) > 0 }

// reviewBy is when a reviewer is to decide on what the verdict leaves in doubt.
func (v Verdict) reviewBy(at time.Time) time.Time {
	if v.ReviewDue.IsZero() {
		return bonafide.ReviewBy(at, bonafide.ReviewDays, nil)
	}
	return bonafide.Instant(v.ReviewDue)
}

// doubted is what counts of an answer that contradicts itself: a review by people,
// who are told the reasons.
func (v Verdict) doubted(at time.Time) Verdict {
	review := Verdict{Outcome: OutcomePending, ReviewDue: v.reviewBy(at)}
	review.Reference, review.Verifier, review.Note = v.Reference, v.Verifier, v.Note
	if review.Note == "" {
		codes, prose := codesOf(v.Reasons)
		review.Note = noteOf(append([]string{"valid, with reasons: " + strings.Join(codes, ", ")}, prose...))
	}
	return review
}
