package casefile

import "slices"

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

var statuses = []Status{Draft, Open, Approved, Rejected, Closed}

// Statuses lists every status.
func Statuses() []Status { return slices.Clone(statuses) }
