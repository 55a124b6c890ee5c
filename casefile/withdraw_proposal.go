package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A WithdrawProposalRequest takes an approval back that awaits a second reviewer.
type WithdrawProposalRequest struct {
	Key string `json:"-"` // idempotency key
}

// WithdrawProposal takes a [Proposal] back. The case stays as it is.
//
// Only the reviewer who made it may: others are refused with [bonafide.ErrForbidden].
// It fails with [bonafide.ErrNotFound] where there is no proposal, and with the errors of
// every command: see [Service].
func (s *Service) WithdrawProposal(ctx context.Context, by bonafide.Actor, id string, req WithdrawProposalRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r WithdrawProposalRequest) command(*Service) command {
	return command{Op: "case.withdraw_proposal", Verb: string(verbApprove), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.withdrawProposal(in) })}
}

// withdrawProposal is the rule of [Service.WithdrawProposal].
func (c Case) withdrawProposal(in input) (Case, []bonafide.Event, error) {
	switch {
	case c.Proposal == nil:
		return c, nil, bonafide.ErrNotFound
	case c.Proposal.By != in.By:
		return c, nil, bonafide.ErrForbidden
	}
	event := in.Event(event.ProposalBack, "content", c.named(c.Proposal.Content))
	c.Proposal = nil
	return c, one(event), nil
}
