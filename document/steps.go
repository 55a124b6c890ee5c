package document

import (
	"sync"

	"github.com/bonafide-go/bonafide"
)

// verb is one thing that can happen to a sub-document.
type verb string

const (
	ask       verb = "ask"       // an outside check begins
	postpone  verb = "postpone"  // the check is pending or unavailable
	challenge verb = "challenge" // a one-time code was sent
	accept    verb = "accept"    // the outside check found it valid
	reject    verb = "reject"    // the outside check found it invalid
	uphold    verb = "uphold"    // a reviewer found it valid
	overrule  verb = "overrule"  // a reviewer found it invalid
	blacklist verb = "blacklist" // the value belongs to a locked user
	recheck   verb = "recheck"   // what it was checked against has changed
	resubmit  verb = "resubmit"  // the user submits again
	renew     verb = "renew"     // the user submits a successor; the state is the successor's
)

// steps says where each state may go. What is not listed is not allowed.
//
// Outside checks never turn INVALID into VALID: an older answer that arrives
// late would undo a refusal. VALID may turn INVALID (an audit). Only a reviewer
// goes the other way, and only a reviewer leaves the blacklist.
var steps = sync.OnceValue(func() map[verb]map[Status]Status {
	return map[verb]map[Status]Status{
		ask:       {Reviewing: Reviewing},
		postpone:  {Reviewing: Reviewing},
		challenge: {Reviewing: MFAPending, MFAPending: MFAPending},
		accept:    {Reviewing: Valid, MFAPending: Valid},
		reject:    {Reviewing: Invalid, MFAPending: Invalid, Valid: Invalid},
		uphold:    {Reviewing: Valid, Invalid: Valid, Blacklisted: Valid},
		overrule:  {Reviewing: Invalid, Valid: Invalid, Blacklisted: Invalid},
		blacklist: {Submitted: Blacklisted, Reviewing: Blacklisted, MFAPending: Blacklisted, Valid: Blacklisted, Invalid: Blacklisted},
		recheck:   {Reviewing: Reviewing, Valid: Reviewing},
		resubmit:  {Submitted: Reviewing, Reviewing: Reviewing, MFAPending: Reviewing, Invalid: Reviewing},
		renew:     {Valid: Reviewing},
	}
})

// step returns the state a verb leads to, or a [*bonafide.StateError].
func (s Status) step(v verb) (Status, error) {
	next, ok := steps()[v][s]
	if !ok {
		return s, &bonafide.StateError{Kind: "document", From: string(s), To: string(v)}
	}
	return next, nil
}
