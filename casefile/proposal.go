package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Proposal is an approval that awaits a second reviewer. It falls as soon as
// the content is no longer what it was made for.
type Proposal struct {
	By      bonafide.Actor `json:"by"`
	At      time.Time      `json:"at"`
	Content string         `json:"content"`
	Comment string         `json:"comment,omitzero"`
}

// passProposal drops a proposal of other content than the case now has.
func passProposal(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
	if c.Proposal == nil || (c.Status == Open || c.Status == Approved) && c.Proposal.Content == c.Content {
		return c, nil, nil
	}
	c.Proposal = nil
	return c, one(bonafide.NewEvent(EventProposalVoid, at, bonafide.System())), nil
}
