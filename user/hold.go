package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// A HoldRequest sets a legal hold.
type HoldRequest bonafide.HoldRequest

// A ReleaseRequest ends the legal hold with that id; its reason says why.
type ReleaseRequest bonafide.HoldRequest

// Hold sets a legal hold on a user, open or closed. While one is in force,
// [Service.Erase] is refused. Only reviewers may, others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] for a request
// out of bounds, and if a hold with that id is in force already or 50 others are.
func (s *Service) Hold(ctx context.Context, by bonafide.Actor, id string, req HoldRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r HoldRequest) command(*Service) command {
	req := bonafide.HoldRequest(r)
	return command{Op: "user.hold", Verb: string(permission.VerbHold), Key: r.Key, Body: r, Actors: reviewers, Check: req.Check,
		Rule: pure(func(u User, in input) (_ User, _ []bonafide.Event, err error) {
			u.Holds, err = u.Holds.Set(in.By, req, in.At)
			return u, one(in.Event(EventHeld, "hold", req.ID)), err
		})}
}

// Release ends a legal hold. Only reviewers may, others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] for a request
// out of bounds, and with [bonafide.ErrNotFound] if no hold with that id is in
// force.
func (s *Service) Release(ctx context.Context, by bonafide.Actor, id string, req ReleaseRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r ReleaseRequest) command(*Service) command {
	req := bonafide.HoldRequest(r)
	return command{Op: "user.release", Verb: string(permission.VerbReleaseHold), Key: r.Key, Body: r, Actors: reviewers, Check: req.Check,
		Rule: pure(func(u User, in input) (_ User, _ []bonafide.Event, err error) {
			u.Holds, err = u.Holds.Release(in.By, req, in.At)
			return u, one(in.Event(EventHoldReleased, "hold", req.ID)), err
		})}
}
