package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// An Exemption is a reviewer's word that the owners of a business need not be
// named.
type Exemption struct {
	Code   string         `json:"code"`            // as programs name it, such as "publicly_traded"
	Reason string         `json:"reason,omitzero"` // for reviewers
	By     bonafide.Actor `json:"by,omitzero"`     // for reviewers
	At     time.Time      `json:"at"`
	Until  time.Time      `json:"until,omitzero"` // when it ends; zero = never
}

// An ExemptOwnersRequest says that the owners of a business need not be named.
type ExemptOwnersRequest struct {
	Key       string    `json:"-"`                  // idempotency key
	Exemption string    `json:"exemption,omitzero"` // a code of at most 64 bytes; empty takes the exemption back
	Until     time.Time `json:"until,omitzero"`     // when it ends, in the future; zero = never
	Reason    string    `json:"reason"`             // for reviewers; 1 to 1,000 characters
}

// ExemptOwners records a reviewer's word that the owners of a business need not be
// named, such as "publicly_traded" or "regulated_financial_institution"
// (exclusions, 31 CFR 1010.230(e)(2)). It counts where the program names that
// exemption, and until it ends: whoever is exempt by a fact that can change, such as a
// listing, is looked at again. Controlling persons are asked for all the same.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] that lists every fault: a user that is not a business, a
// code out of bounds, an end that is not ahead, no reason; and with an error matching [bonafide.ErrState]
// for a closed user.
func (s *Service) ExemptOwners(ctx context.Context, by bonafide.Actor, id string, req ExemptOwnersRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r ExemptOwnersRequest) command(*Service) command {
	return command{Op: "user.exempt_owners", Verb: string(permission.VerbExemptOwners), Key: r.Key, Body: r, Actors: reviewers, Check: r.check,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.exemptOwners(in, r) })}
}

func (r ExemptOwnersRequest) check() error {
	var faults bonafide.Faults
	if fault := text.Code(r.Exemption, false); fault != "" {
		faults.Add("exemption", bonafide.Code(fault))
	}
	if _, fault := readReason(r.Reason); fault != "" {
		faults.Add("reason", bonafide.Code(fault))
	}
	return faults.Err()
}

func (u User) exemptOwners(in input, r ExemptOwnersRequest) (User, []bonafide.Event, error) {
	if !u.IsBusiness {
		return u, nil, bonafide.Invalid("exemption", bonafide.CodeNotAllowed)
	}
	until := bonafide.Instant(r.Until)
	switch x := u.Owners.Exemption; {
	case r.Exemption == x.Code && until.Equal(x.Until):
		return u, nil, nil
	case !until.IsZero() && !in.At.Before(until):
		return u, nil, bonafide.Invalid("until", bonafide.CodeOutOfRange)
	}
	u.Owners.Exemption = Exemption{}
	if r.Exemption != "" {
		reason, _ := readReason(r.Reason)
		u.Owners.Exemption = Exemption{Code: r.Exemption, Reason: reason, By: in.By, At: in.At, Until: until}
	}
	return u, one(in.Event(event.OwnersExempt, "exemption", r.Exemption)), nil
}
