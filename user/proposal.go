package user

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// maxProposals bounds what is kept of proposals; the oldest that are over go
// first.
const maxProposals = 20

// second lets a command through that needs no second person, or whose exact
// request was approved by one; the approval is then used up.
func (s *Service) second(u User, verb string, call aggregate.Call, about string, at time.Time) (func(User) (User, []bonafide.Event), error) {
	if verb == "" || u.Erased() {
		return nil, nil // what is left of an erasure was approved with it
	}
	gate := s.program(u, at).FourEyes()
	v := u.takes(permission.Verb(verb), gate)
	if !gate.Needs(v) {
		return nil, nil
	}
	refused := error(&bonafide.RefusedError{Code: bonafide.RefusedNoApproval})
	if len(u.Proposals) == 0 {
		return nil, refused
	}
	content, err := s.content(&u, call, about)
	if err != nil {
		return nil, err
	}
	hash := bonafide.ApprovalHash(string(v), u.ID, content)
	for i, p := range u.Proposals {
		if p.State != bonafide.ApprovalGiven || p.Hash != hash {
			continue
		}
		approved, err := gate.Permit(v, u.ID, content, &p, at)
		if err != nil {
			refused = err
			continue
		}
		return func(next User) (User, []bonafide.Event) {
			if next.Erased() {
				return next, nil // it keeps none; its events tell
			}
			next.Proposals = slices.Clone(next.Proposals)
			next.Proposals[i] = *approved
			return next, one(bonafide.NewEvent(event.Executed, at, call.By, "proposal", p.ID, "verb", p.Verb))
		}, nil
	}
	return nil, refused
}

// takes returns the verb that a command is under four eyes by: to lift a closure
// is to reopen, and whoever changes the program edits as well.
func (u User) takes(v permission.Verb, gate permission.FourEyes) permission.Verb {
	switch {
	case v == permission.VerbUnlock && u.Standing.Permission == permission.Closed:
		return permission.VerbReopen
	case v == permission.VerbChangeProgram && !gate.Needs(v) && gate.Needs(permission.VerbEdit):
		return permission.VerbEdit
	}
	return v
}

// content returns what an approval of a call on a user is bound to: its operation, all of
// its request, secrets included, and what that is about, under a key of the user's own,
// which the first proposal makes.
func (s *Service) content(u *User, call aggregate.Call, about string) ([]byte, error) {
	if len(u.MACKey) == 0 {
		u.MACKey = s.keys.NewMACKey(Kind, u.ID).Sealed()
	}
	macs, err := s.keys.OpenMACKey(Kind, u.ID, u.MACKey)
	parts := append([]string{call.Op}, call.Parts...)
	if about != "" {
		parts = append(parts, "about", about)
	}
	return macs.MAC("approval", parts...), err
}

// A ProposeRequest asks for the approval of another request. That one must be
// given again when it is carried out, the same in every part but its Key. Keep it, or
// decode it from [ProposedRequest.Request] if it has no secrets: a time that is
// computed anew, such as an Expires, makes another request.
type ProposeRequest struct {
	Key     string    // idempotency key
	Request Request   // required
	Expires time.Time // end of the proposal; later than now
}

// Propose asks for the approval of a request that the program puts under four
// eyes; see [permission.Verb.TakesSecondPerson]. It is the last of User.Proposals
// of what is returned. A reviewer reads it with [Service.Proposed] and agrees with
// [Service.Approve]; then the request itself goes through once, whoever of those
// with the right to it makes it.
//
// A user keeps 20 proposals: one more drops the oldest that is over, and is refused
// where all of them are alive, or ten of them are by the same maker. A request that
// takes no second person can be proposed too, to no effect.
//
// Reviewers and platforms may, others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] for a missing request, a time that is over, too
// many proposals, and some faults of the request. What is proposed is not tried out: all other faults
// show when it is carried out.
func (s *Service) Propose(ctx context.Context, by bonafide.Actor, id string, req ProposeRequest) (User, error) {
	c, err := s.proposing("user.propose", id, by, req.Key, req.Request, req.Expires)
	if err != nil {
		return User{}, err
	}
	return s.run.Do(ctx, id, by, c.command(s, func(ctx context.Context, u User, in input) (User, bonafide.Event, error) {
		proposal, err := s.opts.NewID()
		if err != nil {
			return u, bonafide.Event{}, err
		}
		verb := u.takes(c.verb, s.program(u, in.At).FourEyes())
		content, err := s.content(&u, c.call, c.about(u))
		if err != nil {
			return u, bonafide.Event{}, err
		}
		p, err := bonafide.NewApproval(proposal, string(verb), u.ID, content, 1, in.By, in.At, bonafide.Instant(req.Expires))
		if err != nil {
			return u, bonafide.Event{}, err
		}
		if p.Content, err = s.seal(ctx, u, proposal, c.text); err != nil {
			return u, bonafide.Event{}, err
		}
		room, err := roomFor(u.Proposals, in.By, in.At)
		if err != nil {
			return u, bonafide.Event{}, err
		}
		u.Proposals = append(room, p)
		return u, in.Event(event.Proposed, "proposal", proposal, "verb", string(verb)), nil
	}))
}

// roomFor drops proposals that are over, the oldest first, until one more has
// room. It fails with an [*bonafide.InvalidError] if all of them are alive, or half
// of them by one maker: nobody can push out what another one waits for.
func roomFor(list []bonafide.Approval, maker bonafide.Actor, at time.Time) ([]bonafide.Approval, error) {
	alive := func(p bonafide.Approval) bool {
		return (p.State == bonafide.ApprovalOpen || p.State == bonafide.ApprovalGiven) && at.Before(p.ExpiresAt)
	}
	own := 0
	for _, p := range list {
		if alive(p) && p.Maker == maker {
			own++
		}
	}
	list = slices.Clone(list)
	for len(list) >= maxProposals {
		over := slices.IndexFunc(list, func(p bonafide.Approval) bool { return !alive(p) })
		if over < 0 {
			break
		}
		list = slices.Delete(list, over, over+1)
	}
	if len(list) >= maxProposals || own >= maxProposals/2 {
		return nil, bonafide.Invalid("request", bonafide.CodeTooMany)
	}
	return list, nil
}

// An EditProposalRequest replaces what a proposal asks for.
type EditProposalRequest struct {
	Key      string  // idempotency key
	Proposal string  // id
	Request  Request // required; the same command as before, with other content
}

// EditProposal replaces what a proposal asks for. All consents are void, and the
// editor can no longer agree to it. Rights are those of Propose. It fails with
// [bonafide.ErrNotFound] for a proposal that is not there, with an
// [*bonafide.InvalidError] for a request that takes another right than the one
// before, with an error matching [bonafide.ErrState] once the proposal is over, and
// with RefusedLapsed once it has expired.
func (s *Service) EditProposal(ctx context.Context, by bonafide.Actor, id string, req EditProposalRequest) (User, error) {
	c, err := s.proposing("user.edit_proposal", id, by, req.Key, req.Request, req.Proposal)
	if err != nil {
		return User{}, err
	}
	return s.run.Do(ctx, id, by, c.command(s, func(ctx context.Context, u User, in input) (User, bonafide.Event, error) {
		return u.judge(req.Proposal, event.ProposalEdited, in, func(p bonafide.Approval) (bonafide.Approval, error) {
			if p.Verb != string(u.takes(c.verb, s.program(u, in.At).FourEyes())) {
				return p, bonafide.Invalid("request", bonafide.CodeMismatch)
			}
			content, err := s.content(&u, c.call, c.about(u))
			if err != nil {
				return p, err
			}
			p, err = p.Edit(content, in.By, in.At)
			if err == nil {
				p.Content, err = s.seal(ctx, u, p.ID, c.text)
			}
			return p, err
		})
	}))
}

// A proposing is a request on its way into a proposal.
type proposing struct {
	op, key string
	body    any
	secrets []bonafide.Secret
	verb    permission.Verb
	call    aggregate.Call    // what is asked for
	of      func(User) string // what it is about; nil = it says all by itself
	text    []byte            // what a reviewer may read of it
}

// about is what the request is about, as it stands.
func (p proposing) about(u User) string {
	if p.of == nil {
		return ""
	}
	return p.of(u)
}

// proposers are who may propose at all.
var proposers = []bonafide.ActorKind{bonafide.ActorReviewer, bonafide.ActorPlatform}

// proposing checks a request that is to be proposed; more is what else the
// proposing call says.
func (s *Service) proposing(op, id string, by bonafide.Actor, key string, r Request, more any) (proposing, error) {
	if err := by.Admit("by"); err != nil {
		return proposing{}, err
	}
	if !by.Is(proposers...) {
		return proposing{}, bonafide.ErrForbidden
	}
	if r == nil {
		return proposing{}, bonafide.Invalid("request", bonafide.CodeRequired)
	}
	c := r.command(s)
	c.Actors, c.Key = nil, "" // who carries it out, and under which key, is shown when it is
	call, err := c.Call(id, by)
	if err != nil {
		return proposing{}, err
	}
	text, err := json.Marshal(ProposedRequest{Op: c.Op, Verb: permission.Verb(c.Verb), Request: json.RawMessage(call.Parts[0])})
	if err != nil {
		return proposing{}, errors.New("bonafide: request does not encode")
	}
	return proposing{op: op, key: key, body: []any{json.RawMessage(text), more}, secrets: c.Secrets,
		verb: permission.Verb(c.Verb), call: call, of: c.About, text: text}, nil
}

// command is the command that proposes.
func (p proposing) command(s *Service, rule func(context.Context, User, input) (User, bonafide.Event, error)) command {
	return command{Op: p.op, Key: p.key, Body: p.body, Secrets: p.secrets, With: s.with(),
		Actors: proposers,
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			next, event, err := rule(ctx, u, in)
			return change{State: next, Events: one(event)}, err
		}}
}

// seal seals what a proposal asks for.
func (s *Service) seal(ctx context.Context, u User, proposal string, text []byte) (bonafide.Sealed, error) {
	key, err := s.dataKey(ctx, u)
	if err != nil {
		return bonafide.Sealed{}, err
	}
	return key.Seal(proposalField(proposal), bonafide.NewSecret(string(text)), "")
}

func proposalField(proposal string) string { return "proposals/" + proposal }

// judge changes the state of a proposal.
func (u User) judge(proposal, event string, in input, do func(bonafide.Approval) (bonafide.Approval, error)) (User, bonafide.Event, error) {
	i := slices.IndexFunc(u.Proposals, func(p bonafide.Approval) bool { return p.ID == proposal })
	if i < 0 {
		return u, bonafide.Event{}, bonafide.ErrNotFound
	}
	next, err := do(u.Proposals[i])
	if err != nil {
		return u, bonafide.Event{}, err
	}
	u.Proposals = slices.Clone(u.Proposals)
	u.Proposals[i] = next
	return u, in.Event(event, "proposal", proposal, "state", string(next.State)), nil
}
