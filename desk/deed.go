package desk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// A deed is a command on a user that the desk can make, and carry out once a second
// reviewer has read it.
type deed interface {
	// decode reads what was proposed.
	decode(text json.RawMessage) (user.Request, error)
	// do carries a request out under an idempotency key.
	do(ctx context.Context, s *user.Service, by bonafide.Actor, id, key string, r user.Request) error
}

// deedOf is the deed of one type of request.
type deedOf[R user.Request] struct {
	call func(*user.Service, context.Context, bonafide.Actor, string, R) (user.User, error)
	key  func(*R) *string
}

func (deedOf[R]) decode(text json.RawMessage) (user.Request, error) {
	var r R
	if json.Unmarshal(text, &r) != nil {
		return nil, bonafide.ErrSealed
	}
	return r, nil
}

func (d deedOf[R]) do(ctx context.Context, s *user.Service, by bonafide.Actor, id, key string, r user.Request) error {
	own, ok := r.(R)
	if !ok {
		return bonafide.ErrForbidden
	}
	*d.key(&own) = key
	_, err := d.call(s, ctx, by, id, own)
	return err
}

// deeds are what the desk can do, by the operation as proposals name it.
func deeds() map[string]deed {
	return map[string]deed{
		"user.decide_hit":          deedOf[user.DecideHitRequest]{(*user.Service).DecideHit, func(r *user.DecideHitRequest) *string { return &r.Key }},
		"user.set_standing":        deedOf[user.StandingRequest]{(*user.Service).SetStanding, func(r *user.StandingRequest) *string { return &r.Key }},
		"user.set_flag":            deedOf[user.FlagRequest]{(*user.Service).SetFlag, func(r *user.FlagRequest) *string { return &r.Key }},
		"user.waive":               deedOf[user.WaiveRequest]{(*user.Service).Waive, func(r *user.WaiveRequest) *string { return &r.Key }},
		"user.resolve":             deedOf[user.ResolveRequest]{(*user.Service).Resolve, func(r *user.ResolveRequest) *string { return &r.Key }},
		"user.set_edd":             deedOf[user.EDDRequest]{(*user.Service).SetEDD, func(r *user.EDDRequest) *string { return &r.Key }},
		"user.dismiss_duplicate":   deedOf[user.DismissDuplicateRequest]{(*user.Service).DismissDuplicate, func(r *user.DismissDuplicateRequest) *string { return &r.Key }},
		"user.swap_duplicate":      deedOf[user.SwapRequest]{(*user.Service).SwapDuplicate, func(r *user.SwapRequest) *string { return &r.Key }},
		"user.hold":                deedOf[user.HoldRequest]{(*user.Service).Hold, func(r *user.HoldRequest) *string { return &r.Key }},
		"user.release":             deedOf[user.ReleaseRequest]{(*user.Service).Release, func(r *user.ReleaseRequest) *string { return &r.Key }},
		"user.rescreen":            deedOf[user.RescreenRequest]{(*user.Service).Rescreen, func(r *user.RescreenRequest) *string { return &r.Key }},
		"user.resolve_tax":         deedOf[user.ResolveTaxRequest]{(*user.Service).ResolveTax, func(r *user.ResolveTaxRequest) *string { return &r.Key }},
		"user.erase":               deedOf[user.EraseRequest]{(*user.Service).Erase, func(r *user.EraseRequest) *string { return &r.Key }},
		"user.set_document_active": deedOf[user.SetDocumentActiveRequest]{(*user.Service).SetDocumentActive, func(r *user.SetDocumentActiveRequest) *string { return &r.Key }},
		"user.withdraw_document":   deedOf[user.WithdrawDocumentRequest]{(*user.Service).WithdrawDocument, func(r *user.WithdrawDocumentRequest) *string { return &r.Key }},
		"user.release_number":      deedOf[user.ReleaseNumberRequest]{(*user.Service).ReleaseNumber, func(r *user.ReleaseNumberRequest) *string { return &r.Key }},
		"user.distrust_device":     deedOf[user.DistrustDeviceRequest]{(*user.Service).DistrustDevice, func(r *user.DistrustDeviceRequest) *string { return &r.Key }},
		"user.reset_codes":         deedOf[user.ResetCodesRequest]{(*user.Service).ResetCodes, func(r *user.ResetCodesRequest) *string { return &r.Key }},
		"user.override_risk":       deedOf[user.OverrideRiskRequest]{(*user.Service).OverrideRisk, func(r *user.OverrideRiskRequest) *string { return &r.Key }},
	}
}

// perform carries a request out, or proposes it where it takes a second reviewer, and
// goes back to where the result stands.
func (q *request) perform(id, op string, r user.Request, back string) (view, error) {
	key := q.PostFormValue("key")
	if key == "" {
		return view{}, bonafide.Invalid("key", bonafide.CodeRequired)
	}
	if err := deeds()[op].do(q.Context(), q.desk.users, q.by, id, key, r); err != nil {
		return q.proposed(id, r, back, err)
	}
	return view{goTo: back, done: "changed"}, nil
}

// proposed answers a request that failed: where a second reviewer is due, it is proposed.
// What shows a value is sent once more by whoever proposed it, as soon as it is approved.
func (q *request) proposed(id string, r user.Request, back string, failed error) (view, error) {
	var refused *bonafide.RefusedError
	if !errors.As(failed, &refused) || refused.Code != bonafide.RefusedNoApproval {
		return view{}, failed
	}
	if s, ok := r.(user.SwapRequest); ok {
		u, err := q.desk.users.Get(q.Context(), q.by, id)
		if err != nil {
			return view{}, err
		}
		if u.Permission() == permission.Closed { // what is left is to open the other one: see user.Service.SwapDuplicate
			id, r = s.To, user.StandingRequest{}
		}
	}
	_, err := q.desk.users.Propose(q.Context(), q.by, id, user.ProposeRequest{
		Key: q.PostFormValue("key") + ".propose", Request: r, Expires: q.day().Add(q.desk.opts.ProposalLife),
	})
	return view{goTo: back, done: "proposed"}, err
}

// day is the end of the present day. Times that follow from it are the same when a form is
// sent twice.
func (q *request) day() time.Time { return q.now().UTC().Truncate(24*time.Hour).AddDate(0, 0, 1) }
