package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A FlagRequest flags a user, or takes the flag back.
type FlagRequest struct {
	Key       string              `json:"-"` // idempotency key
	Flag      permission.Flag     `json:"flag"`
	Code      permission.FlagCode `json:"flag_code,omitzero"`            // required with a flag, empty to take it back
	ClosureAt time.Time           `json:"account_closure_date,omitzero"` // when the account closes by itself; with a flag for closure only

	// Documents are the types that are to be handed in; at most 20, with
	// PENDING_UPLOAD only. None = the next document will do.
	Documents []document.Type `json:"documents,omitzero"`

	// Seen is as of a StandingRequest.
	Seen string `json:"seen,omitzero"`
}

// SetFlag flags a user, moves a flag to another stage, or takes it back.
// Documents that a flag asks for and that do not arrive within [Options.Timers]
// lock the user. When all of them are there the flag goes on to PENDING_REVIEW by
// itself, and nobody is locked for it any more; when all that it names are accepted
// it ends. See [Service.SetEDD] for what enhanced due diligence demands.
//
// Who may is [Options.Policy]; others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] that lists every fault, and with a
// [*bonafide.StateError] for a closed user, and with [bonafide.ErrConflict] if the standing
// changed since Seen.
func (s *Service) SetFlag(ctx context.Context, by bonafide.Actor, id string, req FlagRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r FlagRequest) command(s *Service) command {
	return command{Op: "user.set_flag", Verb: string(r.verb()), Key: r.Key, Body: r, Check: r.check, About: aboutStanding,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.setFlag(in, r, *s.opts.Policy) })}
}

// verb is the right that the request takes.
func (r FlagRequest) verb() permission.Verb {
	if r.Flag == permission.NotFlagged {
		return permission.VerbUnflag
	}
	return permission.VerbFlag
}

// setFlag sets a flag, or takes back the one that is there.
func (u User) setFlag(in input, r FlagRequest, policy permission.Policy) (User, []bonafide.Event, error) {
	if u.stoodOtherwise(r.Seen, in.By) {
		return u, nil, bonafide.ErrConflict
	}
	code := r.Code
	if r.Flag == permission.NotFlagged {
		code = u.Standing.FlagCode
	}
	if err := policy.SetFlag(u.standing().Permission, code, in.By); err != nil {
		return u, nil, err
	}
	u.Standing.Flag, u.Standing.FlagCode = r.Flag, r.Code
	u.Standing.FlaggedAt, u.Standing.ClosureAt = in.At, bonafide.Instant(r.ClosureAt)
	if r.Flag == permission.NotFlagged {
		u.Standing.FlaggedAt = time.Time{}
	}
	if parts := r.Code.Parts(); parts.Stage != permission.StageReview || parts.Action != permission.ActionDocRequest {
		u.Standing.Asked = asked(r.Documents) // a flag that goes on to review by hand asks for what it asked for
	}
	return u, one(in.Event(event.Flagged, "flag", string(r.Flag), "code", string(r.Code))), nil
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
	if parts := r.Code.Parts(); len(r.Documents) > 0 && parts.Stage != permission.StageUpload {
		faults.Add("documents", bonafide.CodeNotAllowed)
	}
	demand(&faults, "documents", r.Documents)
	return faults.Err()
}
