package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// Statements returns the values of a user's social documents in clear, by id of the
// sub-document: contacts, profiles and plain statements, as they are kept (Synapse user
// object, social documents, document_value). Numbers and uploads are never among
// them.
//
// The user itself reads all of its own. A platform reads back what it handed in, and what follows from
// the base document; what another platform handed in is not among them. So nobody learns what it did not
// know, and no event is recorded: reviewers, who would, read one value for a purpose by
// [Service.Reveal]. Others fail with [bonafide.ErrForbidden]. It fails with [bonafide.ErrNotFound] and
// RefusedErased, and with errors matching [bonafide.ErrUnavailable] or [bonafide.ErrSealed] where the
// values do not open.
func (s *Service) Statements(ctx context.Context, by bonafide.Actor, id string) (map[string]string, error) {
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorUser) {
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
			if !statedTo(by, d) {
				continue
			}
			value, err := key.Open(d.Field(), d.Value)
			if err != nil {
				return nil, err
			}
			values[d.ID] = value.Reveal()
		}
	}
	return values, nil
}

// statedTo reports whether an actor may read a social document in clear.
func statedTo(by bonafide.Actor, d document.Sub) bool {
	info, _ := document.Lookup(d.Class, d.Type)
	return by.Is(bonafide.ActorUser) || info.Derived || d.GivenBy == by
}
