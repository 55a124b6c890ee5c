package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// maxHolds bounds the legal holds of a case that are in force.
const maxHolds = 50

// A Hold keeps a case from being erased, whatever the retention says: a
// subpoena, an investigation, a lawsuit. Only reviewers and the system see it;
// that there is one may be a secret from the customer.
type Hold struct {
	ID     string         `json:"id"`              // the host's id of the matter
	Reason string         `json:"reason,omitzero"` // free text; erased with the case
	By     bonafide.Actor `json:"by"`
	At     time.Time      `json:"at"`

	ReleasedAt    time.Time      `json:"released_at,omitzero"` // zero = in force
	ReleasedBy    bonafide.Actor `json:"released_by,omitzero"`
	ReleaseReason string         `json:"release_reason,omitzero"` // free text; erased with the case
}

// InForce reports whether the hold was not released.
func (h Hold) InForce() bool { return h.ReleasedAt.IsZero() }

// A HoldRequest sets or releases a legal hold.
type HoldRequest struct {
	Key    string `json:"-"`      // idempotency key
	ID     string `json:"hold"`   // the host's id of the matter: 1 to 128 bytes of printable ASCII; it is written to events in clear
	Reason string `json:"reason"` // 1 to 1,000 characters
}

func (r HoldRequest) check() (HoldRequest, error) {
	var faults bonafide.Faults
	code(&faults, "hold", r.ID, true, maxCode)
	r.Reason = prose(&faults, "reason", r.Reason, true, 1000)
	return r, faults.Err()
}

// held reports whether a hold is in force.
func (c Case) held() bool { return slices.ContainsFunc(c.Holds, Hold.InForce) }

// hold returns the index of the hold in force with that id, or -1.
func (c Case) hold(id string) int {
	return slices.IndexFunc(c.Holds, func(h Hold) bool { return h.ID == id && h.InForce() })
}

// setHold is the rule of [Service.Hold].
func (c Case) setHold(by bonafide.Actor, in HoldRequest, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbHold, by); err != nil {
		return c, nil, err
	}
	in, err := in.check()
	if err != nil {
		return c, nil, err
	}
	inForce := 0
	for _, h := range c.Holds {
		if h.InForce() {
			inForce++
		}
	}
	switch {
	case c.hold(in.ID) >= 0:
		return c, nil, bonafide.Invalid("hold", bonafide.CodeRepeated)
	case inForce >= maxHolds:
		return c, nil, bonafide.Invalid("hold", bonafide.CodeTooMany)
	}
	c.Holds = append(slices.Clone(c.Holds), Hold{ID: in.ID, Reason: in.Reason, By: by, At: at})
	if oldest := slices.IndexFunc(c.Holds, func(h Hold) bool { return !h.InForce() }); len(c.Holds) > 2*maxHolds && oldest >= 0 {
		c.Holds = slices.Delete(c.Holds, oldest, oldest+1) // the events remember it
	}
	return c, []bonafide.Event{bonafide.NewEvent(EventHeld, at, by, "hold", in.ID)}, nil
}

// releaseHold is the rule of [Service.Release].
func (c Case) releaseHold(by bonafide.Actor, in HoldRequest, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbHold, by); err != nil {
		return c, nil, err
	}
	in, err := in.check()
	if err != nil {
		return c, nil, err
	}
	i := c.hold(in.ID)
	if i < 0 {
		return c, nil, bonafide.ErrNotFound
	}
	c.Holds = slices.Clone(c.Holds)
	h := &c.Holds[i]
	h.ReleasedAt, h.ReleasedBy, h.ReleaseReason = at, by, in.Reason
	return c, []bonafide.Event{bonafide.NewEvent(EventHoldReleased, at, by, "hold", in.ID)}, nil
}

// Hold sets a legal hold, in every status. While one is in force, the case cannot be
// erased.
//
// Only reviewers may. It fails with an [*bonafide.InvalidError] for an id or reason
// that cannot be, if a hold with that id is in force already, and for more than 50
// in force at once, and with the errors of every command: see [Service].
func (s *Service) Hold(ctx context.Context, by bonafide.Actor, id string, req HoldRequest) (Case, error) {
	return s.run(ctx, request{op: "case.hold", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.setHold(by, req, at)
	})
}

// Release ends a legal hold.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] if no hold with that id
// is in force, with an [*bonafide.InvalidError] for a reason that is missing or too
// long, and with the errors of every command: see [Service].
func (s *Service) Release(ctx context.Context, by bonafide.Actor, id string, req HoldRequest) (Case, error) {
	return s.run(ctx, request{op: "case.release", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.releaseHold(by, req, at)
	})
}
