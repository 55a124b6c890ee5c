package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// Create makes a case with as many of its entities as the request names, at most 80.
// The template of a case that begins as open runs at once; that of a draft runs when
// [Service.Open] ends the draft.
//
// Platforms and reviewers may; others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] that lists every fault of the request, with a
// [*bonafide.DuplicateError] if another case of the platform has the external id, and with a
// [*bonafide.RefusedError] of [bonafide.RefusedErased] where a repeated key made a case that was
// erased since. Call [Service.Advance] next: it screens the entities.
func (s *Service) Create(ctx context.Context, by bonafide.Actor, req CreateRequest) (c Case, err error) {
	ctx, end := s.run.Begin(ctx, "case.create", "")
	defer end(&err)
	call, err := command{Op: "case.create", Key: req.Key, Body: req, Secrets: req.secrets(), Actors: platforms}.Call("", by)
	if err != nil {
		return Case{}, err
	}
	id, err := s.newID()
	if err != nil {
		return Case{}, err
	}
	key, err := s.keys.NewDataKey(ctx, Kind, id)
	if err != nil {
		return Case{}, err
	}
	in := input{By: by.Recorded(), At: s.now()}
	c, events, err := newCase(in, id, req, s.opts.Properties, s.opts.knows, sealer{Key: key, Keys: s.keys}, s.newID)
	if err != nil {
		return Case{}, err
	}
	c.Salt = canonical.NewSalt()
	kept, err := s.run.Create(ctx, id, call, change{State: c, Events: events}, in.At)
	if err == nil {
		err = kept.State.unerased() // the key was spent on a case that was erased since
	}
	if err != nil {
		return Case{}, err
	}
	return s.view(kept.State, by, in.At), nil
}
