package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user/event"
)

// An ApproveRequest agrees to a proposal as it was read.
//
// Take Hash from what [Service.Proposed] returned: an edit after the reading is
// refused with [bonafide.RefusedOtherText]. A hash that is taken later may be of a
// text that nobody read.
type ApproveRequest struct {
	Key      string `json:"-"` // idempotency key
	Proposal string `json:"proposal"`
	Hash     string `json:"hash"` // [ProposedRequest.Hash] of what was read
}

// Approve lets a second person agree to a proposal. What is proposed is not done
// by it: it can be done from now on, once, until the proposal expires.
//
// Only reviewers may. It fails with a [*bonafide.RefusedError]: RefusedNotReviewer;
// RefusedSamePerson for the maker and whoever edited it; RefusedOtherText for
// another hash (read it again); RefusedLapsed (propose it again); with [bonafide.ErrNotFound]; and with an error
// matching [bonafide.ErrState] once the proposal is over.
func (s *Service) Approve(ctx context.Context, by bonafide.Actor, id string, req ApproveRequest) (User, error) {
	return s.judge(ctx, by, id, judgement{
		op: "user.approve", key: req.Key, body: req, proposal: req.Proposal, event: event.Approved,
		do: func(p bonafide.Approval, in input) (bonafide.Approval, error) {
			return p.Consent(req.Hash, in.By, in.At)
		},
	})
}

// A RejectRequest ends a proposal of somebody else.
type RejectRequest struct {
	Key      string `json:"-"` // idempotency key
	Proposal string `json:"proposal"`
}

// Reject ends a proposal. Only reviewers may who did not write any of it; errors
// are those of Approve.
func (s *Service) Reject(ctx context.Context, by bonafide.Actor, id string, req RejectRequest) (User, error) {
	return s.judge(ctx, by, id, judgement{
		op: "user.reject", key: req.Key, body: req, proposal: req.Proposal, event: event.Rejected,
		do: func(p bonafide.Approval, in input) (bonafide.Approval, error) { return p.Reject(in.By, in.At) },
	})
}

// A WithdrawRequest ends a proposal of one's own.
type WithdrawRequest struct {
	Key      string `json:"-"` // idempotency key
	Proposal string `json:"proposal"`
}

// Withdraw ends a proposal. Only its maker may, anybody else fails with
// [bonafide.ErrForbidden]; other errors are those of Approve.
func (s *Service) Withdraw(ctx context.Context, by bonafide.Actor, id string, req WithdrawRequest) (User, error) {
	return s.judge(ctx, by, id, judgement{
		op: "user.withdraw", key: req.Key, body: req, proposal: req.Proposal, event: event.Withdrawn,
		do: func(p bonafide.Approval, in input) (bonafide.Approval, error) { return p.Withdraw(in.By, in.At) },
	})
}

// A judgement is a command that changes the state of a proposal.
type judgement struct {
	op, key, proposal, event string
	body                     any
	do                       func(bonafide.Approval, input) (bonafide.Approval, error)
}

func (s *Service) judge(ctx context.Context, by bonafide.Actor, id string, j judgement) (User, error) {
	rule := func(u User, in input) (User, []bonafide.Event, error) {
		next, e, err := u.judge(j.proposal, j.event, in, func(p bonafide.Approval) (bonafide.Approval, error) { return j.do(p, in) })
		return next, one(e), err
	}
	return s.run.Do(ctx, id, by, command{Op: j.op, Key: j.key, Body: j.body, With: s.with(), Rule: pure(rule)})
}
