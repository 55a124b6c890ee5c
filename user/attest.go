package user

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// maxAttestations bounds the statements that are kept for one user.
const maxAttestations = 50

// An AttestRequest makes a statement for the user.
type AttestRequest struct {
	Key         string `json:"-"`           // idempotency key
	Attestation string `json:"attestation"` // id of the statement: letters, digits and "_-.:|", 1 to 64; it is written to events in clear
}

// Attest records a statement that somebody answerable made for the user, such
// as [AttestedOwners]. Made again, it counts from now on. The phone number's is
// made by its code alone.
//
// Platforms and the user itself may, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] for an id out of bounds, for more than 50
// statements, and for [AttestedOwners] where the shares of the owners are more than
// 100 percent; and with an error matching [bonafide.ErrState] for a closed user.
func (s *Service) Attest(ctx context.Context, by bonafide.Actor, id string, req AttestRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r AttestRequest) command(*Service) command {
	return command{Op: "user.attest", Verb: string(permission.VerbAttest), Key: r.Key, Body: r,
		Check: func() error {
			switch fault := text.Code(r.Attestation, true); {
			case fault != "":
				return bonafide.Invalid("attestation", bonafide.Code(fault))
			case r.Attestation == AttestedPhone, r.Attestation == AttestedResidence: // they follow from the record
				return bonafide.Invalid("attestation", bonafide.CodeNotAllowed)
			}
			return nil
		},
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.attest(in, r) })}
}

func (u User) attest(in input, r AttestRequest) (User, []bonafide.Event, error) {
	if r.Attestation == AttestedOwners && u.shares() > bonafide.FixedOf(100) {
		return u, nil, bonafide.Invalid("attestation", bonafide.CodeMismatch)
	}
	u.Attestations = slices.DeleteFunc(slices.Clone(u.Attestations), func(a permission.Attestation) bool { return a.ID == r.Attestation })
	if len(u.Attestations) >= maxAttestations {
		return u, nil, bonafide.Invalid("attestation", bonafide.CodeTooMany)
	}
	u.Attestations = append(u.Attestations, permission.Attestation{ID: r.Attestation, At: in.At})
	return u, one(in.Event(event.Attested, "attestation", r.Attestation)), nil
}
