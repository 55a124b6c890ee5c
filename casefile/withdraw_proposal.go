package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A WithdrawProposalRequest takes an approval back that awaits a second reviewer.
type WithdrawProposalRequest struct {
	Key      string `json:"-"`           // idempotency key
	Proposal string `json:"proposal_id"` // id of the [Proposal] that was seen, so that no other is taken back
}

// WithdrawProposal takes a [Proposal] back. The case stays as it is.
//
// Only the reviewer who made it may: others are refused with [bonafide.ErrForbidden].
// It fails with an [*bonafide.InvalidError] without the proposal's id, with a
// [*bonafide.RefusedError] of [CodeProposalGone] if no such proposal stands any more, and
// with the errors of every command: see [Service].
func (s *Service) WithdrawProposal(ctx context.Context, by bonafide.Actor, id string, req WithdrawProposalRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r WithdrawProposalRequest) command(*Service) command {
	return command{Op: "case.withdraw_proposal", Verb: string(verbApprove), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.withdrawProposal(in, r) })}
}

// withdrawProposal is the rule of [Service.WithdrawProposal].
func (c Case) withdrawProposal(in input, r WithdrawProposalRequest) (Case, []bonafide.Event, error) {
	switch {
	case r.Proposal == "":
		return c, nil, bonafide.Invalid("proposal_id", bonafide.CodeRequired)
	case c.Proposal == nil || c.Proposal.ID != r.Proposal:
		return c, nil, &bonafide.RefusedError{Code: CodeProposalGone}
	case c.Proposal.By != in.By:
		return c, nil, bonafide.ErrForbidden
	}
	event := in.Event(event.ProposalBack, "content", c.named(c.Proposal.Content))
	c.Proposal = nil
	return c, one(event), nil
}
