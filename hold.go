package bonafide

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/internal/text"
)

// Bounds of legal holds.
const (
	maxHolds      = 50   // in force on one subject
	maxHoldID     = 128  // bytes
	maxHoldReason = 1000 // characters
)

// A Hold keeps a subject's data from being erased, whatever the retention says:
// a subpoena, an investigation, a lawsuit. Only reviewers and the system see it;
// that there is one may be a secret from the subject.
type Hold struct {
	ID     string    `json:"id"`              // the host's id of the matter
	Reason string    `json:"reason,omitzero"` // free text; erased with the subject
	By     Actor     `json:"by"`
	At     time.Time `json:"at"`

	ReleasedAt    time.Time `json:"released_at,omitzero"` // zero = in force
	ReleasedBy    Actor     `json:"released_by,omitzero"`
	ReleaseReason string    `json:"release_reason,omitzero"` // free text; erased with the subject
}

// InForce reports whether the hold was not released.
func (h Hold) InForce() bool { return h.ReleasedAt.IsZero() }

// A HoldRequest sets or releases a legal hold.
type HoldRequest struct {
	Key    string `json:"-"`      // idempotency key
	ID     string `json:"hold"`   // the host's id of the matter: 1 to 128 bytes of printable ASCII; it is written to events in clear
	Reason string `json:"reason"` // 1 to 1,000 characters
}

// Check reports, as an [*InvalidError], every fault of the request.
func (r HoldRequest) Check() error {
	var faults Faults
	switch {
	case r.ID == "":
		faults.Add("hold", CodeRequired)
	case len(r.ID) > maxHoldID:
		faults.Add("hold", CodeTooLong)
	case strings.ContainsFunc(r.ID, func(c rune) bool { return c <= ' ' || c > '~' }):
		faults.Add("hold", CodeMalformed)
	}
	if _, fault := r.reason(); fault != "" {
		faults.Add("reason", Code(fault))
	}
	return faults.Err()
}

// reason returns the canonical form of the reason, or what is wrong with it.
func (r HoldRequest) reason() (string, text.Fault) {
	return text.Intake{Max: maxHoldReason, Required: true, Lines: true}.Read(r.Reason)
}

// Holds are the legal holds of a subject, released ones too.
type Holds []Hold

// Any reports whether a hold is in force.
func (h Holds) Any() bool { return slices.ContainsFunc(h, Hold.InForce) }

// inForce returns the index of the hold in force with that id, or -1.
func (h Holds) inForce(id string) int {
	return slices.IndexFunc(h, func(x Hold) bool { return x.ID == id && x.InForce() })
}

// Set returns the holds with one more, for a request that [HoldRequest.Check]
// passes; its reason is kept in canonical form (NFC, no blanks around). It fails with an [*InvalidError] if a
// hold with that id is in force already, or 50 others are.
func (h Holds) Set(by Actor, r HoldRequest, at time.Time) (Holds, error) {
	n := 0
	for _, x := range h {
		if x.InForce() {
			n++
		}
	}
	switch {
	case h.inForce(r.ID) >= 0:
		return h, Invalid("hold", CodeRepeated)
	case n >= maxHolds:
		return h, Invalid("hold", CodeTooMany)
	}
	reason, _ := r.reason()
	next := append(slices.Clone(h), Hold{ID: r.ID, Reason: reason, By: by, At: at})
	if oldest := slices.IndexFunc(next, func(x Hold) bool { return !x.InForce() }); len(next) > 2*maxHolds && oldest >= 0 {
		next = slices.Delete(next, oldest, oldest+1) // the events remember it
	}
	return next, nil
}

// Release returns the holds with one released, for a request that
// [HoldRequest.Check] passes. It fails with [ErrNotFound] if no hold with that id
// is in force.
func (h Holds) Release(by Actor, r HoldRequest, at time.Time) (Holds, error) {
	i := h.inForce(r.ID)
	if i < 0 {
		return h, ErrNotFound
	}
	next := slices.Clone(h)
	next[i].ReleasedAt, next[i].ReleasedBy = at, by
	next[i].ReleaseReason, _ = r.reason()
	return next, nil
}

// Erased returns the holds without their free texts.
func (h Holds) Erased() Holds {
	next := slices.Clone(h)
	for i := range next {
		next[i].Reason, next[i].ReleaseReason = "", ""
	}
	return next
}
