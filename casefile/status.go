package casefile

import "github.com/bonafide-go/bonafide"

// A Status is where a case stands (Dotfile, case lifecycle).
type Status string

// The statuses.
const (
	Draft    Status = "draft"    // being put together; nothing runs by itself
	Open     Status = "open"     // under investigation
	Approved Status = "approved" // verified: the customer may have the service
	Rejected Status = "rejected" // not compliant: the customer may not
	Closed   Status = "closed"   // no longer under investigation; everything is kept
)

// Statuses lists every status.
func Statuses() []Status { return []Status{Draft, Open, Approved, Rejected, Closed} }

// next returns the status that a verb leads to, or a [*bonafide.StateError].
func (s Status) next(v verb) (Status, error) {
	to, ok := steps[v][s]
	if !ok {
		return s, &bonafide.StateError{Kind: Kind, From: string(s), To: string(v)}
	}
	return to, nil
}
