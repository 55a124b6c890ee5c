package user

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// maxAttestations bounds the statements that are kept for one user.
const maxAttestations = 50

// An AttestRequest makes a statement for the user.
type AttestRequest struct {
	Key         string `json:"-"`           // idempotency key
	Attestation string `json:"attestation"` // id of the statement, 1 to 64 bytes
}

// Attest records a statement that somebody answerable made for the user, such
// as [AttestedOwners]. Made again, it counts from now on. The phone number's is
// made by its code alone.
//
// Platforms and the user itself may, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] for an id out of bounds and for more than
// 50 statements, and with an error matching [bonafide.ErrState] for a closed user.
func (s *Service) Attest(ctx context.Context, by bonafide.Actor, id string, req AttestRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r AttestRequest) command(*Service) command {
	return command{Op: "user.attest", Verb: string(permission.VerbAttest), Key: r.Key, Body: r,
		Check: func() error {
			if r.Attestation == "" || len(r.Attestation) > 64 || r.Attestation == AttestedPhone {
				return bonafide.Invalid("attestation", bonafide.CodeNotAllowed)
			}
			return nil
		},
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.attest(in, r) })}
}

func (u User) attest(in input, r AttestRequest) (User, []bonafide.Event, error) {
	u.Attestations = slices.DeleteFunc(slices.Clone(u.Attestations), func(a permission.Attestation) bool { return a.ID == r.Attestation })
	if len(u.Attestations) >= maxAttestations {
		return u, nil, bonafide.Invalid("attestation", bonafide.CodeTooMany)
	}
	u.Attestations = append(u.Attestations, permission.Attestation{ID: r.Attestation, At: in.At})
	return u, one(in.Event(EventAttested, "attestation", r.Attestation)), nil
}
