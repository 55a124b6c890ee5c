package tax

import (
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// Status is where the verification of a taxpayer number stands (Dots users, TIN
// submission and verification).
type Status string

// The states of a taxpayer number. There is no state for an outage: it is
// pending, with a time to ask again, and never mismatched.
const (
	Unsubmitted Status = "unsubmitted"
	Pending     Status = "pending"
	Matched     Status = "matched"
	Mismatched  Status = "mismatched"
)

// Statuses lists every state.
func Statuses() []Status { return []Status{Unsubmitted, Pending, Matched, Mismatched} }

type verb string

const (
	submit   verb = "submit"   // a number was given
	ask      verb = "ask"      // an outside check begins
	match    verb = "match"    // the number belongs to the name
	mismatch verb = "mismatch" // name and number do not belong together
)

// steps says where each state may go. A matched number may be replaced, and may
// turn out wrong later (a notice CP2100 of the IRS); what does not match is only
// mended by submitting again.
var steps = sync.OnceValue(func() map[verb]map[Status]Status {
	return map[verb]map[Status]Status{
		submit:   {"": Pending, Unsubmitted: Pending, Pending: Pending, Matched: Pending, Mismatched: Pending},
		ask:      {Pending: Pending},
		match:    {Pending: Matched},
		mismatch: {Pending: Mismatched, Matched: Mismatched},
	}
})

func (s Status) step(v verb) (Status, error) {
	next, ok := steps()[v][s]
	if !ok {
		return s, &bonafide.StateError{Kind: "tin", From: string(s), To: string(v)}
	}
	return next, nil
}

// A Verification is the course of one taxpayer number. The zero value is
// unsubmitted.
type Verification struct {
	Status    Status    `json:"status"`              // empty means unsubmitted
	Attempt   string    `json:"attempt,omitzero"`    // answers are bound to this id; new with every number
	Asks      int       `json:"asks,omitzero"`       // outside checks begun for this attempt
	RetryAt   time.Time `json:"retry_at,omitzero"`   // when the next is due
	DecidedAt time.Time `json:"decided_at,omitzero"` // when the answer that stands was given
	Reference string    `json:"reference,omitzero"`  // the verifier's own id of the check
	Imported  string    `json:"imported,omitzero"`   // code of the system that gave the answer, if it was imported
}

// State returns the status; the zero value is unsubmitted.
func (v Verification) State() Status {
	if v.Status == "" {
		return Unsubmitted
	}
	return v.Status
}

// Submit notes a number, the first or a corrected one, under a new attempt; the
// outside check is due at once.
func (v Verification) Submit(attempt string, at time.Time) (Verification, error) {
	if attempt == "" {
		return v, bonafide.Invalid("attempt", bonafide.CodeRequired)
	}
	next, err := v.Status.step(submit)
	if err != nil {
		return v, err
	}
	return Verification{Status: next, Attempt: attempt, RetryAt: bonafide.Instant(at)}, nil
}

// Ask notes that an outside check begins; it is due again after the lease.
func (v Verification) Ask(at time.Time, lease time.Duration) (Verification, error) {
	next, err := v.Status.step(ask)
	if err != nil {
		return v, err
	}
	v.Status, v.RetryAt = next, bonafide.Instant(at.Add(lease))
	v.Asks++
	return v, nil
}

// Resolve applies the answer of an outside check and reports whether anything
// changed: valid is matched, invalid is mismatched; pending, unavailable, every
// unknown outcome, and valid with reasons against it leave the number pending and set the time of the next call.
// Answers to an earlier attempt, repeated ones and those outranked by what stands
// change nothing.
func (v Verification) Resolve(attempt string, answer document.Verdict, at time.Time) (Verification, bool) {
	if attempt == "" || attempt != v.Attempt {
		return v, false
	}
	decided := bonafide.Instant(answer.DecidedAt)
	if v.Status == Matched && !decided.IsZero() && !decided.After(v.DecidedAt) {
		return v, false
	}
	if decided.IsZero() {
		decided = bonafide.Instant(at)
	}
	outcome := map[document.Outcome]verb{document.OutcomeValid: match, document.OutcomeInvalid: mismatch}[answer.Outcome]
	if outcome == "" || answer.Doubtful() {
		return v.postpone(answer, at)
	}
	next, err := v.Status.step(outcome)
	if err != nil {
		return v, false
	}
	v.Status, v.DecidedAt, v.RetryAt, v.Imported = next, decided, time.Time{}, ""
	if answer.Reference != "" {
		v.Reference = answer.Reference
	}
	return v, true
}

// postpone keeps a pending number pending.
func (v Verification) postpone(answer document.Verdict, at time.Time) (Verification, bool) {
	if v.Status != Pending {
		return v, false
	}
	before := v
	if v.RetryAt = bonafide.Instant(answer.RetryAt); v.RetryAt.IsZero() {
		v.RetryAt = bonafide.Instant(at.Add(bonafide.RetryAfter(v.Asks)))
	}
	if answer.Outcome == document.OutcomePending && answer.Reference != "" {
		v.Reference = answer.Reference
	}
	return v, v != before
}
