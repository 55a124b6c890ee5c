package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A HoldRequest sets a legal hold.
type HoldRequest bonafide.HoldRequest

// A ReleaseRequest ends the legal hold with that id; its reason says why.
type ReleaseRequest bonafide.HoldRequest

// Hold sets a legal hold, in every status. While one is in force, the case cannot be
// erased.
//
// Only reviewers may. It fails with an [*bonafide.InvalidError] for an id or reason
// that cannot be, if a hold with that id is in force already, and for more than 50
// in force at once, and with the errors of every command: see [Service].
func (s *Service) Hold(ctx context.Context, by bonafide.Actor, id string, req HoldRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r HoldRequest) command(*Service) command {
	req := bonafide.HoldRequest(r)
	return command{Op: "case.hold", Verb: string(verbHold), Key: r.Key, Body: r, Check: req.Check,
		Rule: pure(func(c Case, in input) (_ Case, _ []bonafide.Event, err error) {
			c.Holds, err = c.Holds.Set(in.By, req, in.At)
			return c, one(in.Event(event.Held, "hold", req.ID)), err
		})}
}

// Release ends a legal hold.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] if no hold with that id
// is in force, with an [*bonafide.InvalidError] for a reason that is missing or too
// long, and with the errors of every command: see [Service].
func (s *Service) Release(ctx context.Context, by bonafide.Actor, id string, req ReleaseRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r ReleaseRequest) command(*Service) command {
	req := bonafide.HoldRequest(r)
	return command{Op: "case.release", Verb: string(verbHold), Key: r.Key, Body: r, Check: req.Check,
		Rule: pure(func(c Case, in input) (_ Case, _ []bonafide.Event, err error) {
			c.Holds, err = c.Holds.Release(in.By, req, in.At)
			return c, one(in.Event(event.HoldReleased, "hold", req.ID)), err
		})}
}
