package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// ByCode reports whether documents of the type are proved by a one-time code.
func (t Type) ByCode() bool { return t == Email2FA || t == PhoneNumber2FA }

// Challenge notes that a one-time code was sent: the document waits for it. A
// further code does not reset the wrong answers (NIST SP 800-63B section 3.2.2).
func (d Sub) Challenge(at time.Time) (Sub, error) {
	next, err := d.Status.step(challenge)
	if err != nil || !d.Type.ByCode() {
		return d, &bonafide.StateError{Kind: "document", From: string(d.Status), To: string(challenge)}
	}
	d.Status, d.RetryAt, d.LastUpdated = next, time.Time{}, bonafide.Instant(at)
	return d, nil
}

// Answer applies the result of comparing an answer with the code: right makes
// the document VALID; a wrong one is counted and makes it INVALID at the limit
// (1 = at once, as the published system does).
func (d Sub) Answer(right bool, limit int, at time.Time) (Sub, error) {
	if d.Status != MFAPending {
		return d, &bonafide.StateError{Kind: "document", From: string(d.Status), To: "answer"}
	}
	at = bonafide.Instant(at)
	verdict := Verdict{Outcome: OutcomeValid}
	if !right {
		d.Misses++
		d.LastUpdated = at
		if d.Misses < limit {
			return d, nil
		}
		verdict = Verdict{Outcome: OutcomeInvalid, Reasons: []string{ReasonWrongCode}}
	}
	next, _, err := d.Resolve(d.Attempt, verdict, at)
	return next, err
}
