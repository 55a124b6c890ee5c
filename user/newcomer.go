package user

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/user/event"
)

// A newcomer is one run of a CreateRequest.
type newcomer struct {
	s         *Service
	req       CreateRequest
	draft     User
	to        Link
	linked    bool
	documents *handover
}

// secrets reads the uploads, and returns what the JSON of the request leaves out.
func (n *newcomer) secrets() []bonafide.Secret {
	n.documents = n.s.extra(n.req.Documents)
	return append(n.documents.secrets(), n.req.Fingerprint)
}

// check makes the user and the link that the request means.
func (n *newcomer) check(by bonafide.Actor) error {
	var faults bonafide.Faults
	var err, unlinked error
	n.draft, err = n.req.check(n.s.opts.Programs)
	n.to, n.linked, unlinked = n.req.link(by)
	faults.Merge("", err)
	faults.Merge("", unlinked)
	if off := n.req.ExtraSecurity; off != nil && !*off {
		if by.Is(bonafide.ActorUser) {
			faults.Add("extra_security", bonafide.CodeNotAllowed)
		}
		n.draft.ExtraSecurity = new(bool)
	}
	if err := faults.Err(); err != nil {
		return err
	}
	identity := n.s.opts.Identity
	n.draft.Number.Shared = identity.Shared
	n.draft.Number.Claimed = identity.claims(by) || n.req.Claim && !identity.Shared
	return n.documents.check()
}

// come makes the user, or joins the one who has the number.
func (n *newcomer) come(ctx context.Context, call aggregate.Call) (User, error) {
	made, err := n.s.run.Made(ctx, call, n.s.now())
	if err != nil || made != nil {
		return n.again(made), err
	}
	u, err := n.create(ctx, call)
	for errors.Is(err, bonafide.ErrDuplicate) {
		// Somebody has the number. If they give it up before we look, it is free.
		var id string
		var free bool
		if id, err = n.s.holder(ctx, n.draft.Phone); err == nil && id != "" {
			free, err = n.s.vacate(ctx, id)
		}
		switch {
		case err != nil:
		case id == "" || free:
			u, err = n.create(ctx, call)
		default:
			u, err = n.join(ctx, id, call)
		}
	}
	return u, err
}

// again is the user that the key made before.
func (n *newcomer) again(made *kept) User {
	if made == nil {
		return User{}
	}
	return made.State
}

// create makes the user, with everything in one write.
func (n *newcomer) create(ctx context.Context, call aggregate.Call) (User, error) {
	if !n.draft.Number.Claimed && !n.draft.Number.Shared {
		if id, err := n.s.holder(ctx, n.draft.Phone); err != nil {
			return User{}, err
		} else if id != "" {
			return User{}, bonafide.ErrDuplicate // known already: no key and no id are spent
		}
	}
	in := input{By: call.By.Recorded(), At: n.s.now()}
	id, err := n.id(ctx, call.By)
	if err != nil {
		return User{}, err
	}
	key, err := n.s.keys.NewDataKey(ctx, Kind, id)
	if err != nil {
		return User{}, err
	}
	u := n.draft.salted()
	u.ID, u.DataKey, u.CreatedAt = id, key.Wrapped(), in.At
	u.Platforms, u.Contacts = []Link{}, []Contact{{Phone: u.Phone, At: in.At}}
	for _, c := range n.draft.Contacts {
		c.At = in.At
		u.Contacts = append(u.Contacts, c)
	}
	events := one(in.Event(event.Created, "platform", n.to.Platform, "kind", string(u.kind())))
	if n.linked {
		next, linked := u.link(n.to, in)
		u, events = next, append(events, linked...)
	}
	u, device, err := n.device(u, in)
	if err != nil {
		return User{}, err
	}
	n.documents.anew()
	c, err := n.documents.beside(ctx, u, in, append(events, device...), nil)
	if err != nil {
		return User{}, err
	}
	kept, err := n.s.run.Create(ctx, id, call, c, in.At)
	if kept.State.ID != id && (err == nil || errors.Is(err, bonafide.ErrDuplicate) || errors.Is(err, bonafide.ErrConflict)) {
		n.documents.settle(ctx, id)
	}
	if errors.Is(err, bonafide.ErrConflict) && call.By.Is(bonafide.ActorUser) {
		err = bonafide.Invalid("by.id", bonafide.CodeRepeated) // made meanwhile
	}
	return kept.State, err
}

// id is the id of the new user. A user that creates itself has one that no other
// user has, or had.
func (n *newcomer) id(ctx context.Context, by bonafide.Actor) (string, error) {
	if !by.Is(bonafide.ActorUser) {
		return n.s.opts.NewID()
	}
	_, err := n.s.run.Store.Get(ctx, Kind, by.ID)
	switch {
	case err == nil:
		return "", bonafide.Invalid("by.id", bonafide.CodeRepeated)
	case errors.Is(err, bonafide.ErrNotFound):
		return by.ID, nil
	}
	return "", err
}

// device trusts the device that the user comes with, by no code, where the policy says so.
func (n *newcomer) device(u User, in input) (User, []bonafide.Event, error) {
	if !n.s.opts.Identity.TrustFirstDevice || n.req.Fingerprint.IsZero() {
		return u, nil, nil
	}
	id, err := n.s.opts.NewID()
	if err != nil {
		return u, nil, err
	}
	macs, err := u.beside.access.macs(n.s.keys, u.ID)
	if err != nil {
		return u, nil, err
	}
	fingerprint := macs.MAC("device", n.req.Fingerprint.Reveal())
	u.beside.access, _ = u.beside.access.trust(device{ID: id, Fingerprint: fingerprint, UsedAt: in.At})
	return u, one(of(KindAccess, in.Event(event.DeviceConfirmed, "device", id))), nil
}

// join links the platform to the user who has the phone number.
func (n *newcomer) join(ctx context.Context, id string, call aggregate.Call) (User, error) {
	kept, err := n.s.run.Join(ctx, id, call, step{By: call.By, Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, events := u.link(Link{Platform: in.By.ID, SuppID: n.req.SuppID, Pending: true, OtherName: !u.named(n.draft.LegalNames)}, in)
		return next, events, nil
	})}, n.s.with()...)
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) && refused.Code == bonafide.RefusedErased {
		err = bonafide.ErrDuplicate // meanwhile: who has the number now is asked again
	}
	return kept.State, err
}
