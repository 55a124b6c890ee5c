package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
)

// maxProposals bounds what is kept of proposals; the oldest that are over go
// first.
const maxProposals = 20

// fourEyes lets a command through that needs no second person, or whose exact
// request was approved by one; the approval is then used up. What happens by
// itself (timers, outside checks) has nobody to ask.
func (s *Service) fourEyes(before, next User, v permission.Verb, cmd record.Command, at time.Time) (User, error) {
	if cmd.By.Is(bonafide.ActorSystem, bonafide.ActorVerifier) {
		return next, nil
	}
	p, err := s.program(before, at)
	if err != nil {
		return User{}, err
	}
	v = before.lifting(v)
	content := requestOf(cmd)
	i := slices.IndexFunc(before.Proposals, func(o permission.Proposal) bool {
		return o.State == permission.ProposalApproved && o.Hash == permission.ContentHash(v, before.ID, content)
	})
	var proposal *permission.Proposal
	if i >= 0 {
		proposal = &before.Proposals[i]
	}
	done, err := p.FourEyes().Permit(v, before.ID, content, proposal, at)
	if err != nil {
		return User{}, err
	}
	if done != nil && !next.Erased() { // an erased user keeps none; its events tell
		next.Proposals = slices.Clone(next.Proposals)
		next.Proposals[i] = *done
	}
	return next, nil
}

// lifting returns the verb that lifting means here: a lock is unlocked, a closed
// user is reopened.
func (u User) lifting(v permission.Verb) permission.Verb {
	if v == permission.VerbUnlock && u.Standing.Permission == permission.Closed {
		return permission.VerbReopen
	}
	return v
}

// requestOf is what an approval is bound to: the operation and its JSON.
func requestOf(cmd record.Command) []byte {
	if len(cmd.Parts) == 0 {
		return []byte(cmd.Op)
	}
	return []byte(cmd.Op + "\n" + cmd.Parts[0])
}

// A ProposeRequest asks for the approval of one command. Exactly one of the
// requests is set; it must be given again, byte for byte the same, when the
// command is carried out.
type ProposeRequest struct {
	Key      string            `json:"-"` // idempotency key
	Standing *StandingRequest  `json:"standing,omitzero"`
	Flag     *FlagRequest      `json:"flag,omitzero"`
	Hit      *DecideHitRequest `json:"hit,omitzero"`
	Waiver   *WaiveRequest     `json:"waiver,omitzero"`
	Erase    *EraseRequest     `json:"erase,omitzero"`
	Expires  time.Time         `json:"expires"` // of the approval
}

// A WaiveRequest is a waiver as [Service.Waive] takes it.
type WaiveRequest struct {
	Waiver permission.Waiver `json:"waiver"`
}

// command returns the verb and the command that the proposal is for.
func (r ProposeRequest) command(by bonafide.Actor) (permission.Verb, record.Command, error) {
	var v permission.Verb
	var cmd record.Command
	var err error
	set := 0
	if r.Standing != nil {
		set++
		v = verbOfStanding(r.Standing.Permission)
		cmd, err = command("user.set_standing", "", by, *r.Standing)
	}
	if r.Flag != nil {
		set++
		v = verbOfFlag(r.Flag.Flag)
		cmd, err = command("user.set_flag", "", by, *r.Flag)
	}
	if r.Hit != nil {
		set++
		v = permission.VerbDecideMatch
		cmd, err = command("user.decide_hit", "", by, *r.Hit)
	}
	if r.Waiver != nil {
		set++
		v = permission.VerbWaive
		w := r.Waiver.Waiver
		w.By = bonafide.Actor{}
		cmd, err = command("user.waive", "", by, w)
	}
	if r.Erase != nil {
		set++
		v = permission.VerbErase
		cmd, err = command("user.erase", "", by, *r.Erase)
	}
	if err == nil && set != 1 {
		err = bonafide.Invalid("request", bonafide.CodeRequired)
	}
	return v, cmd, err
}

func verbOfStanding(p permission.Permission) permission.Verb {
	switch p {
	case permission.Locked:
		return permission.VerbLock
	case permission.Closed:
		return permission.VerbClose
	case permission.MakeItGoAway:
		return permission.VerbMakeItGoAway
	}
	return permission.VerbUnlock
}

func verbOfFlag(f permission.Flag) permission.Verb {
	if f == permission.NotFlagged {
		return permission.VerbUnflag
	}
	return permission.VerbFlag
}

// Propose asks for the approval of a command that the program puts under four
// eyes. The proposal is bound to the exact request; its id is that of the last of
// User.Proposals.
func (s *Service) Propose(ctx context.Context, by bonafide.Actor, id string, req ProposeRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.propose", id)
	defer end(&err)
	v, proposed, err := req.command(by)
	if err != nil {
		return User{}, err
	}
	cmd, err := command("user.propose", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorPlatform) {
		return User{}, bonafide.ErrForbidden
	}
	return s.change(ctx, id, "", cmd, func(u User, at time.Time) (record.Change[User], error) {
		v := u.lifting(v)
		proposal, err := s.opts.NewID()
		if err != nil {
			return record.Change[User]{}, err
		}
		p, err := permission.Propose(proposal, v, u.ID, requestOf(proposed), 1, by, at, bonafide.Instant(req.Expires))
		if err != nil {
			return record.Change[User]{}, err
		}
		kept := u.Proposals[max(len(u.Proposals)-maxProposals+1, 0):]
		u.Proposals = append(slices.Clone(kept), p)
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventProposed, at, by, "proposal", proposal, "verb", string(v))}}, nil
	})
}

// Approve lets a second person agree to a proposal as it was read: hash is
// Proposal.Hash. The maker, and whoever edited it, cannot approve it.
func (s *Service) Approve(ctx context.Context, by bonafide.Actor, id, proposal, hash string) (User, error) {
	return s.judge(ctx, by, id, proposal, EventApproved, func(p permission.Proposal, at time.Time) (permission.Proposal, error) {
		return p.Approve(hash, by, at)
	})
}

// Reject ends a proposal.
func (s *Service) Reject(ctx context.Context, by bonafide.Actor, id, proposal string) (User, error) {
	return s.judge(ctx, by, id, proposal, EventRejected, func(p permission.Proposal, at time.Time) (permission.Proposal, error) {
		return p.Reject(by, at)
	})
}

func (s *Service) judge(ctx context.Context, by bonafide.Actor, id, proposal, event string, do func(permission.Proposal, time.Time) (permission.Proposal, error)) (u User, err error) {
	ctx, end := s.begin(ctx, event, id)
	defer end(&err)
	cmd, err := command(event, "", by, proposal)
	if err != nil {
		return User{}, err
	}
	return s.change(ctx, id, "", cmd, func(u User, at time.Time) (record.Change[User], error) {
		i := slices.IndexFunc(u.Proposals, func(p permission.Proposal) bool { return p.ID == proposal })
		if i < 0 {
			return record.Change[User]{}, bonafide.ErrNotFound
		}
		next, err := do(u.Proposals[i], at)
		if err != nil {
			return record.Change[User]{}, err
		}
		u.Proposals = slices.Clone(u.Proposals)
		u.Proposals[i] = next
		return record.Change[User]{State: u, Events: []bonafide.Event{
			bonafide.NewEvent(event, at, by, "proposal", proposal, "state", string(next.State)),
		}}, nil
	})
}
