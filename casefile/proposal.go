package casefile

import (
	"slices"
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

// content computes [Case.Content].
func (c Case) content() string {
	companies, individuals := slices.Clone(c.Companies), slices.Clone(c.Individuals)
	for i := range companies {
		companies[i].Marks = nil
	}
	for i := range individuals {
		individuals[i].Marks = nil
	}
	r := c.Risk.Current()
	return digest("casefile 1", c.Name, c.Template, companies, individuals, c.Relations, c.Checks, c.Controls, c.Properties, r.Level, r.Score, r.Mode)
}
