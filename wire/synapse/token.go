package synapse

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// token is the refresh token that a user object shows: the same one until one is
// used. It is asked for under a key that changes with every use, so that showing it
// twice makes one token. A user that cannot sign in shows none.
func (h *handler) token(ctx context.Context, by bonafide.Actor, u user.User) (string, error) {
	if !by.Is(bonafide.ActorPlatform) || !u.Linked(by.ID) {
		return "", nil
	}
	if p := u.Permission(); p == permission.Closed || p == permission.MakeItGoAway {
		return "", nil
	}
	access, err := h.users.Access(ctx, by, u.ID)
	if err != nil {
		return "", err
	}
	var used time.Time
	for _, s := range access.Sessions {
		if s.KeyExpires.After(used) {
			used = s.KeyExpires
		}
	}
	key := "synapse:token:" + strconv.FormatInt(used.UnixMicro(), 10)
	token, err := h.users.IssueToken(ctx, by, u.ID, user.IssueTokenRequest{Key: key})
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) && refused.Code == user.RefusedToken {
		token, err = h.users.IssueToken(ctx, by, u.ID, user.IssueTokenRequest{}) // revoked since
	}
	if errors.Is(err, bonafide.ErrState) {
		return "", nil
	}
	return token.Reveal(), err
}
