package user

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A ProposedRequest is what a proposal asks for, as a reviewer may read it.
type ProposedRequest struct {
	Op      string          `json:"op"`      // such as "user.set_standing"
	Verb    permission.Verb `json:"verb"`    // the right that it takes
	Request json.RawMessage `json:"request"` // without its secrets
	Hash    string          `json:"hash"`    // what [ApproveRequest.Hash] is to be, of exactly this text
}

// A ReadProposalRequest names a proposal to be read.
type ReadProposalRequest struct {
	Key      string `json:"-"` // idempotency key: repeated, it leaves no second event
	Proposal string `json:"proposal"`
}

// Proposed returns what a proposal asks for, without its secrets, and records
// that it was read. To agree to it, see [ApproveRequest] for the order of steps.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with
// [bonafide.ErrNotFound] for a proposal that is not there, and with errors matching
// [bonafide.ErrUnavailable] or [bonafide.ErrSealed] if it does not open.
func (s *Service) Proposed(ctx context.Context, by bonafide.Actor, id string, req ReadProposalRequest) (ProposedRequest, error) {
	var out ProposedRequest
	if _, err := s.run.Do(ctx, id, by, req.into(s, &out)); err != nil {
		return ProposedRequest{}, err
	}
	return out, nil
}

// into is the command with a place for what is read.
func (r ReadProposalRequest) into(s *Service, out *ProposedRequest) command {
	open := func(ctx context.Context, u User) error {
		i := slices.IndexFunc(u.Proposals, func(p bonafide.Approval) bool { return p.ID == r.Proposal })
		if i < 0 {
			return bonafide.ErrNotFound
		}
		key, err := s.dataKey(ctx, u)
		if err != nil {
			return err
		}
		text, err := key.Open(proposalField(r.Proposal), u.Proposals[i].Content)
		if err != nil {
			return err
		}
		if json.Unmarshal([]byte(text.Reveal()), out) != nil {
			return bonafide.ErrSealed
		}
		out.Hash = u.Proposals[i].Hash
		return nil
	}
	return command{
		Op: "user.read_proposal", Key: r.Key, Body: r, Actors: reviewers, With: s.with(),
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			return change{State: u, Events: one(in.Event(event.ProposalRead, "proposal", r.Proposal))}, open(ctx, u)
		},
		Repeat: open,
	}
}
