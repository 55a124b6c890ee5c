package user

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
)

// Bounds of legal holds.
const (
	maxHolds      = 50   // of a user, in force
	maxHoldID     = 128  // bytes
	maxHoldReason = 1000 // characters
)

// A Hold keeps a user's data from being erased, whatever the retention says: a
// subpoena, an investigation, a lawsuit. Only reviewers and the system see it;
// that there is one may be a secret from the user.
type Hold struct {
	ID     string         `json:"id"`              // the host's id of the matter
	Reason string         `json:"reason,omitzero"` // free text; erased with the user
	By     bonafide.Actor `json:"by"`
	At     time.Time      `json:"at"`

	ReleasedAt    time.Time      `json:"released_at,omitzero"` // zero = in force
	ReleasedBy    bonafide.Actor `json:"released_by,omitzero"`
	ReleaseReason string         `json:"release_reason,omitzero"` // free text; erased with the user
}

// InForce reports whether the hold was not released.
func (h Hold) InForce() bool { return h.ReleasedAt.IsZero() }

// A HoldRequest sets or releases a legal hold.
type HoldRequest struct {
	Key    string `json:"-"`      // idempotency key
	ID     string `json:"hold"`   // the host's id of the matter: 1 to 128 bytes of printable ASCII; it is written to events in clear
	Reason string `json:"reason"` // 1 to 1,000 characters
}

func (r HoldRequest) check() error {
	var faults bonafide.Faults
	switch {
	case r.ID == "":
		faults.Add("hold", bonafide.CodeRequired)
	case len(r.ID) > maxHoldID:
		faults.Add("hold", bonafide.CodeTooLong)
	case strings.ContainsFunc(r.ID, func(c rune) bool { return c <= ' ' || c > '~' }):
		faults.Add("hold", bonafide.CodeMalformed)
	}
	switch {
	case strings.TrimSpace(r.Reason) == "":
		faults.Add("reason", bonafide.CodeRequired)
	case !utf8.ValidString(r.Reason):
		faults.Add("reason", bonafide.CodeMalformed)
	case utf8.RuneCountInString(r.Reason) > maxHoldReason:
		faults.Add("reason", bonafide.CodeTooLong)
	}
	return faults.Err()
}

// held reports whether a hold is in force.
func (u User) held() bool { return slices.ContainsFunc(u.Holds, Hold.InForce) }

// hold returns the index of the hold in force with that id, or -1.
func (u User) hold(id string) int {
	return slices.IndexFunc(u.Holds, func(h Hold) bool { return h.ID == id && h.InForce() })
}

// Hold sets a legal hold on a user, open or closed. While one is in force,
// Erase is refused. Only reviewers may. It fails with an
// [*bonafide.InvalidError] if a hold with that id is in force already.
func (s *Service) Hold(ctx context.Context, by bonafide.Actor, id string, req HoldRequest) (User, error) {
	return s.holding(ctx, by, id, "user.hold", req, func(u User, at time.Time) (User, error) {
		if u.hold(req.ID) >= 0 {
			return u, bonafide.Invalid("hold", bonafide.CodeRepeated)
		}
		inForce := 0
		for _, h := range u.Holds {
			if h.InForce() {
				inForce++
			}
		}
		if inForce >= maxHolds {
			return u, bonafide.Invalid("hold", bonafide.CodeTooMany)
		}
		u.Holds = append(slices.Clone(u.Holds), Hold{ID: req.ID, Reason: req.Reason, By: by, At: at})
		if oldest := slices.IndexFunc(u.Holds, func(h Hold) bool { return !h.InForce() }); len(u.Holds) > 2*maxHolds && oldest >= 0 {
			u.Holds = slices.Delete(u.Holds, oldest, oldest+1) // the events remember it
		}
		return u, nil
	}, EventHeld)
}

// Release ends a legal hold. Only reviewers may. It fails with
// [bonafide.ErrNotFound] if no hold with that id is in force.
func (s *Service) Release(ctx context.Context, by bonafide.Actor, id string, req HoldRequest) (User, error) {
	return s.holding(ctx, by, id, "user.release", req, func(u User, at time.Time) (User, error) {
		i := u.hold(req.ID)
		if i < 0 {
			return u, bonafide.ErrNotFound
		}
		u.Holds = slices.Clone(u.Holds)
		h := &u.Holds[i]
		h.ReleasedAt, h.ReleasedBy, h.ReleaseReason = at, by, req.Reason
		return u, nil
	}, EventHoldReleased)
}

func (s *Service) holding(ctx context.Context, by bonafide.Actor, id, op string, req HoldRequest, do func(User, time.Time) (User, error), event string) (u User, err error) {
	ctx, end := s.begin(ctx, op, id)
	defer end(&err)
	cmd, err := command(op, req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	if err := req.check(); err != nil {
		return User{}, err
	}
	return s.change(ctx, id, "", cmd, func(u User, at time.Time) (record.Change[User], error) {
		next, err := do(u, at)
		if err != nil {
			return record.Change[User]{}, err
		}
		return record.Change[User]{State: next, Events: []bonafide.Event{bonafide.NewEvent(event, at, by, "hold", req.ID)}}, nil
	})
}
