package casefile

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
