package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// Statements returns the values of a user's social documents in clear, by id of the
// sub-document: contacts, profiles and plain statements, as they are kept (Synapse user
// object, social documents, document_value). Numbers and uploads are never among
// them: see [Service.Reveal].
//
// Platforms, reviewers, the system and the user itself may read them. It fails with
// [bonafide.ErrForbidden] for verifiers, with [bonafide.ErrNotFound] and RefusedErased, and with errors
// matching [bonafide.ErrUnavailable] or [bonafide.ErrSealed] where the values do not
// open.
func (s *Service) Statements(ctx context.Context, by bonafide.Actor, id string) (map[string]string, error) {
	if by.Is(bonafide.ActorVerifier) {
		return nil, bonafide.ErrForbidden
	}
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return nil, err
	}
	key, err := s.dataKey(ctx, u)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string)
	for _, b := range u.Documents {
		for _, d := range b.Of(document.Social) {
			value, err := key.Open(d.Field(), d.Value)
			if err != nil {
				return nil, err
			}
			values[d.ID] = value.Reveal()
		}
	}
	return values, nil
}
