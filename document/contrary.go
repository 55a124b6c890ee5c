package document

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Contrary is an answer that says the opposite of the verdict that stands and
// was not applied: it was decided earlier, or only a reviewer may go that way. It is
// for reviewers, who decide again with it in view.
type Contrary struct {
	Outcome   Outcome   `json:"outcome"`
	Reasons   []string  `json:"reasons,omitzero"` // codes
	Reference string    `json:"reference,omitzero"`
	Verifier  string    `json:"verifier,omitzero"`
	DecidedAt time.Time `json:"decided_at"`
}

// contradict keeps an answer that is the opposite of what stands and does not
// change it, and puts the document before a reviewer. What a reviewer knew who
// decided, and what is kept already, changes nothing.
func (d Sub) contradict(v Verdict, decided time.Time, timed bool, at time.Time) (Sub, bool) {
	opposite := d.Status == Valid && v.Outcome == OutcomeInvalid || d.Status == Invalid && v.Outcome == OutcomeValid
	if !opposite || d.knew(v, decided, timed) {
		return d, false
	}
	codes, _ := codesOf(v.Reasons)
	kept := Contrary{Outcome: v.Outcome, Reasons: codes, Reference: v.Reference, Verifier: v.Verifier, DecidedAt: decided}
	if c := d.Contrary; c != nil && c.Outcome == kept.Outcome && c.Verifier == kept.Verifier && slices.Equal(c.Reasons, kept.Reasons) {
		return d, false
	}
	d.Contrary = &kept
	if d.ReviewDue.IsZero() {
		d.ReviewDue = v.reviewBy(at)
	}
	return d, true
}

// knew reports whether the reviewer whose decision stands had the answer before
// them: it is older, or bears no time and is the answer that the document had.
func (d Sub) knew(v Verdict, decided time.Time, timed bool) bool {
	switch {
	case !d.DecidedBy.Is(bonafide.ActorReviewer):
		return false
	case timed:
		return !decided.After(d.DecidedAt)
	}
	return v.Reference == d.Reference && (v.Verifier == "" || v.Verifier == d.Verifier)
}

// confirms reports whether a reviewer says of a contradicted document what stands.
func (d Sub) confirms(o Outcome) bool {
	return d.Contrary != nil && (d.Status == Valid && o == OutcomeValid || d.Status == Invalid && o == OutcomeInvalid)
}
