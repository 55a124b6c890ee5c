package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
)

// Create makes a case with as many of its entities as the request names, at most 80.
// The template of a case that begins as open runs at once; that of a draft runs when
// [Service.Open] ends the draft.
//
// Platforms and reviewers may; others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] that lists every fault of the request, with a
// [*bonafide.DuplicateError] if another case has the external id, and with a
// [*bonafide.RefusedError] of [bonafide.RefusedErased] where a repeated key made a case that was
// erased since. Call [Service.Advance] next: it screens the entities.
func (s *Service) Create(ctx context.Context, by bonafide.Actor, req CreateRequest) (c Case, err error) {
	ctx, end := s.begin(ctx, "case.create", "")
	defer end(&err)
	cmd, err := request{op: "case.create", by: by, key: req.Key, body: req, secrets: req.secrets()}.command()
	if err != nil {
		return Case{}, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorReviewer) {
		return Case{}, bonafide.ErrForbidden
	}
	id, err := s.newID()
	if err != nil {
		return Case{}, err
	}
	key, err := s.keys.NewDataKey(ctx, Kind, id)
	if err != nil {
		return Case{}, err
	}
	at := s.now()
	c, events, err := newCase(by, id, req, s.opts.Properties, s.knows, sealer{Key: key, Keys: s.keys}, s.newID, at)
	if err != nil {
		return Case{}, err
	}
	c, more, err := s.settle(Case{}, c, at)
	if err != nil {
		return Case{}, err
	}
	t := s.table
	t.Store = companion{Store: s.table.Store, extra: s.writes(Case{}, c, key)}
	kept, err := t.Create(ctx, id, cmd, record.Change[Case]{State: c, Events: append(events, more...)})
	if err == nil {
		err = kept.State.unerased(cmd.Op) // the key was spent on a case that was erased since
	}
	if err != nil {
		return Case{}, err
	}
	return s.view(kept.State, by), nil
}

// sealing runs a verb that seals identifiers under the case's own key.
func (s *Service) sealing(ctx context.Context, c Case) (sealer, error) {
	key, err := s.keys.OpenDataKey(ctx, Kind, c.ID, c.DataKey)
	return sealer{Key: key, Keys: s.keys}, err
}
