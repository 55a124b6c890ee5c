package user

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
)

// Create makes a user for a phone number and links the calling platform to it.
// If the tenant already has a user with that number it returns that one, linked
// to the platform as well; names and kind stay as they were first given.
//
// Only a platform may call it. It fails with an [*bonafide.InvalidError] that
// lists every fault of the request, and with a [*bonafide.RefusedError] and
// RefusedErased where a repeated key made a user that was erased since.
func (s *Service) Create(ctx context.Context, by bonafide.Actor, req CreateRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.create", "")
	defer end(&err)
	cmd, err := command("user.create", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorPlatform) {
		return User{}, bonafide.ErrForbidden
	}
	draft, err := req.check()
	if err != nil {
		return User{}, err
	}
	u, err = s.create(ctx, cmd, draft, req)
	for errors.Is(err, bonafide.ErrDuplicate) {
		// Somebody has the number. If they give it up before we look, it is free.
		var id string
		if id, err = s.holder(ctx, draft.Phone); err == nil && id != "" {
			u, err = s.join(ctx, cmd, id, req)
		} else if err == nil {
			u, err = s.create(ctx, cmd, draft, req)
		}
	}
	if err == nil {
		err = u.unerased("") // the key was spent on a user that was erased since
	}
	if err != nil {
		return User{}, err
	}
	return u, nil
}

func (s *Service) create(ctx context.Context, cmd record.Command, u User, req CreateRequest) (User, error) {
	if id, err := s.holder(ctx, u.Phone); err != nil {
		return User{}, err
	} else if id != "" {
		return User{}, bonafide.ErrDuplicate // known already: no key and no id are spent
	}
	at := s.now()
	id, err := s.opts.NewID()
	if err != nil {
		return User{}, err
	}
	key, err := s.keys.NewDataKey(ctx, Kind, id)
	if err != nil {
		return User{}, err
	}
	u.ID, u.DataKey, u.CreatedAt = id, key.Wrapped(), at
	u.Devices = []Device{{Phone: u.Phone, At: at}}
	created := bonafide.NewEvent(EventCreated, at, cmd.By, "platform", cmd.By.ID, "kind", string(u.kind()))
	u, linked := u.link(cmd.By.ID, req.SuppID, cmd.By, at)
	change := s.settle(User{}, record.Change[User]{State: u, Events: append([]bonafide.Event{created}, linked...)}, at)
	kept, err := s.table.Create(ctx, id, cmd, change)
	if err != nil {
		return User{}, err
	}
	return s.shown(kept.State, cmd.By, nil)
}

// join links the platform to the user who has the phone number.
func (s *Service) join(ctx context.Context, cmd record.Command, id string, req CreateRequest) (User, error) {
	kept, err := s.table.Join(ctx, id, cmd, func(u User) (record.Change[User], error) {
		if u.Erased() {
			return record.Change[User]{}, bonafide.ErrDuplicate // meanwhile: who has the number now is asked again
		}
		at := s.now()
		next, events := u.link(cmd.By.ID, req.SuppID, cmd.By, at)
		c := record.Change[User]{State: next, Events: events}
		if len(events) == 0 {
			return c, nil
		}
		return s.settle(u, c, at), nil
	})
	if err != nil {
		return User{}, err
	}
	return s.shown(kept.State, cmd.By, nil)
}

// holder returns the id of the user with that phone number, or "".
func (s *Service) holder(ctx context.Context, phone bonafide.Phone) (string, error) {
	for _, index := range s.keys.Indexes("user.phone", string(phone)) {
		found, _, err := s.table.List(ctx, bonafide.Query{Unique: phoneTerm(index), Limit: 1})
		if err != nil {
			return "", err
		}
		if len(found) == 1 {
			return found[0].State.ID, nil
		}
	}
	return "", nil
}
