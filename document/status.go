package document

// Status is where a sub-document stands (Synapse users, sub-document status).
type Status string

// The states of a sub-document.
const (
	Submitted   Status = "SUBMITTED"                   // received and not validated; nothing to submit again
	Reviewing   Status = "SUBMITTED|REVIEWING"         // an outside check or a reviewer is to answer
	MFAPending  Status = "SUBMITTED|MFA_PENDING"       // waits for the one-time code
	Valid       Status = "SUBMITTED|VALID"             // validated
	Invalid     Status = "SUBMITTED|INVALID"           // found invalid
	Blacklisted Status = "SUBMITTED|INVALID|BLACKLIST" // the value belongs to a locked user
)

// Statuses lists every state.
func Statuses() []Status {
	return []Status{Submitted, Reviewing, MFAPending, Valid, Invalid, Blacklisted}
}

// Final reports whether the state is a verdict.
func (s Status) Final() bool { return s == Valid || s == Invalid || s == Blacklisted }

// Open reports whether an answer is still awaited.
func (s Status) Open() bool { return s == Reviewing || s == MFAPending }
