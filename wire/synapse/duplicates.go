package synapse

import (
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// Duplicates are the published duplicates of a user.
type Duplicates struct {
	ClosedUsersID []string `json:"closed_users_id"`
	LockedUsersID []string `json:"locked_users_id"`
	OpenUsersID   []string `json:"open_users_id"`
	Reason        *string  `json:"reason"`
	Status        string   `json:"status"`
	UserID        string   `json:"user_id"`
}

// EncodeDuplicates returns duplicates in the published form. The status is that of the
// user itself; the published values are not known. A host calls it that has a
// transport of its own.
func EncodeDuplicates(d user.Duplicates, u user.User) Duplicates {
	return Duplicates{
		ClosedUsersID: list(d.Closed), LockedUsersID: list(d.Locked), OpenUsersID: list(d.Open),
		Reason: given(string(d.Reason)), Status: string(u.Permission()), UserID: d.UserID,
	}
}

// A SwapBody is the body of PATCH /users/:id/swap-duplicate-users.
type SwapBody struct {
	SwapToUserID string `json:"swap_to_user_id"`
}

// A Swapped is its answer.
type Swapped struct {
	SwappedTo   string `json:"swapped_to"`
	UserID      string `json:"user_id"`
	UserSwapped bool   `json:"user_swapped"`
}

func (h *handler) duplicates(c *call) (any, error) {
	u, err := h.users.Get(c.ctx(), c.by, c.user())
	if err != nil {
		return nil, err
	}
	d, err := h.users.Duplicates(c.ctx(), c.by, u.ID)
	if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
		return nil, err
	}
	return EncodeDuplicates(d, u), nil
}

func (h *handler) swap(c *call) (any, error) {
	var body SwapBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	if body.SwapToUserID == "" {
		return nil, bonafide.Invalid("swap_to_user_id", bonafide.CodeRequired)
	}
	if _, err := h.users.SwapDuplicate(c.ctx(), c.by, c.user(), user.SwapRequest{To: body.SwapToUserID}); err != nil {
		return nil, err
	}
	return Swapped{SwappedTo: body.SwapToUserID, UserID: c.user(), UserSwapped: true}, nil
}
