package synapse

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// session checks the access key and the fingerprint of a request for the user of its
// path. A locked or closed user fails with an error matching [bonafide.ErrState].
func (h *handler) session(c *call, want scope.Scope) error {
	key, fingerprint := credentials(c.r)
	session, err := h.users.Authenticate(c.ctx(), key, fingerprint, want)
	switch {
	case errors.Is(err, bonafide.ErrState):
		if id, ok := keyOf(key); !ok || id != c.user() {
			return errUser
		}
		return err
	case err != nil:
		return err
	case session.UserID != c.user() || session.Platform != c.by.ID:
		return errUser
	}
	return nil
}

// patch changes a user. Its key and fingerprint are asked for in any case; who is
// locked can still be removed by its platform.
func (h *handler) patch(c *call) (any, error) {
	locked := h.session(c, scope.UserPatch)
	if locked != nil && !errors.Is(locked, bonafide.ErrState) {
		return nil, locked
	}
	var body PatchBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	if locked != nil && (body.Permission == "" || body.Update != nil || body.Documents != nil) {
		return nil, locked
	}
	u, err := h.users.Get(c.ctx(), c.by, c.user())
	if err != nil {
		return nil, err
	}
	change, err := body.Change(u, c.by.ID, h.o.Region)
	if err != nil {
		return nil, err
	}
	if change.Update != nil {
		change.Update.IP = userIP(c.r)
	}
	if u, err = h.carryOut(c.ctx(), c.by, u, change); err != nil {
		return nil, err
	}
	return h.shown(c, u)
}

// carryOut makes a change.
func (h *handler) carryOut(ctx context.Context, by bonafide.Actor, u user.User, change Change) (user.User, error) {
	switch {
	case change.Update != nil:
		return h.users.Update(ctx, by, u.ID, *change.Update)
	case change.Submit != nil:
		return h.users.SubmitDocuments(ctx, by, u.ID, *change.Submit)
	case change.Flag != nil:
		return h.users.SetFlag(ctx, by, u.ID, *change.Flag)
	case change.Standing != nil:
		return h.users.SetStanding(ctx, by, u.ID, *change.Standing)
	}
	return u, nil
}
