package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
)

// A StandingRequest sets, or lifts, what stands on a user.
type StandingRequest struct {
	Key string `json:"-"` // idempotency key

	// Permission is LOCKED, CLOSED or MAKE-IT-GO-AWAY; empty lifts what stands, and
	// the evidence decides again.
	Permission permission.Permission     `json:"permission,omitzero"`
	Code       permission.PermissionCode `json:"permission_code,omitzero"`
}

// SetStanding locks, closes or hides a user, or lifts a lock or closure. Who may
// do which is [Options.Policy], whose errors it returns. A code of the automatic
// cash-out set says in one event where the check goes.
func (s *Service) SetStanding(ctx context.Context, by bonafide.Actor, id string, req StandingRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.set_standing", id)
	defer end(&err)
	cmd, err := command("user.set_standing", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	return s.change(ctx, id, verbOfStanding(req.Permission), cmd, func(u User, at time.Time) (record.Change[User], error) {
		from := u.standing()
		if req.Permission == "" {
			if err := s.opts.Policy.Lift(from.Permission, from.PermissionCode, by); err != nil {
				return record.Change[User]{}, err
			}
			u.Standing.Permission, u.Standing.PermissionCode = "", ""
			return record.Change[User]{State: u, Events: []bonafide.Event{
				bonafide.NewEvent(EventStandingSet, at, by, "from", string(from.Permission), "code", string(from.PermissionCode)),
			}}, nil
		}
		if err := s.opts.Policy.Set(from.Permission, req.Permission, req.Code, by); err != nil {
			return record.Change[User]{}, err
		}
		u.Standing.Permission, u.Standing.PermissionCode = req.Permission, req.Code
		events := []bonafide.Event{bonafide.NewEvent(EventStandingSet, at, by, "permission", string(req.Permission), "code", string(req.Code))}
		return record.Change[User]{State: u, Events: append(events, u.cashOut(req.Code, by, at)...)}, nil
	})
}

// A FlagRequest flags a user, or takes the flag back.
type FlagRequest struct {
	Key       string              `json:"-"` // idempotency key
	Flag      permission.Flag     `json:"flag"`
	Code      permission.FlagCode `json:"flag_code,omitzero"`
	ClosureAt time.Time           `json:"account_closure_date,omitzero"` // of a closure flag: when the account closes by itself
}

// SetFlag flags a user, moves a flag to another stage, or takes it back. Who may
// is [Options.Policy]. Documents that a flag asks for and that do not arrive
// within [Options.Timers] lock the user.
func (s *Service) SetFlag(ctx context.Context, by bonafide.Actor, id string, req FlagRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.set_flag", id)
	defer end(&err)
	cmd, err := command("user.set_flag", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	if err := req.check(); err != nil {
		return User{}, err
	}
	return s.change(ctx, id, verbOfFlag(req.Flag), cmd, func(u User, at time.Time) (record.Change[User], error) {
		code := req.Code
		if req.Flag == permission.NotFlagged {
			code = u.Standing.FlagCode
		}
		if err := s.opts.Policy.SetFlag(u.standing().Permission, code, by); err != nil {
			return record.Change[User]{}, err
		}
		u.Standing.Flag, u.Standing.FlagCode = req.Flag, req.Code
		u.Standing.FlaggedAt, u.Standing.ClosureAt = at, bonafide.Instant(req.ClosureAt)
		if req.Flag == permission.NotFlagged {
			u.Standing.FlagCode, u.Standing.FlaggedAt, u.Standing.ClosureAt = "", time.Time{}, time.Time{}
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{
			bonafide.NewEvent(EventFlagged, at, by, "flag", string(req.Flag), "code", string(req.Code)),
		}}, nil
	})
}

func (r FlagRequest) check() error {
	var faults bonafide.Faults
	switch r.Flag {
	case permission.Flagged:
		if !r.Code.Known() {
			faults.Add("flag_code", bonafide.CodeUnknown)
		}
	case permission.NotFlagged:
		if r.Code != "" {
			faults.Add("flag_code", bonafide.CodeNotAllowed)
		}
	default:
		faults.Add("flag", bonafide.CodeUnknown)
	}
	if !r.ClosureAt.IsZero() && r.Code.Parts().Action != permission.ActionClosure {
		faults.Add("account_closure_date", bonafide.CodeNotAllowed)
	}
	return faults.Err()
}
