package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// AsOf returns the case as it stood at a time: the version that was current then, as
// it was stored. A screening that found the same made no version: it is a line of
// [Service.Timeline]. Custom properties that were archived since
// are part of it. Every version is sealed under the key of its case, and its place
// in the chain of events is checked.
//
// Reviewers and the system may; others fail with [bonafide.ErrForbidden]. It fails
// with [bonafide.ErrNotFound] if there is no such case or it was not there yet, with
// an error matching [bonafide.ErrChain] or [bonafide.ErrSealed] for a version that
// was exchanged, and with a [*bonafide.RefusedError] of [bonafide.RefusedErased] for an erased
// case, of which no version is left.
func (s *Service) AsOf(ctx context.Context, by bonafide.Actor, id string, at time.Time) (Case, error) {
	if err := aggregate.Insider(by); err != nil {
		return Case{}, err
	}
	kept, err := s.run.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	if err := kept.State.unerased(); err != nil {
		return Case{}, err
	}
	key, err := s.keys.OpenDataKey(ctx, Kind, id, kept.State.DataKey)
	if err != nil {
		return Case{}, err
	}
	found, err := s.versionAt(ctx, key, id, kept.Version, bonafide.Instant(at))
	if err != nil {
		return Case{}, err
	}
	if found.State.ID == "" {
		return Case{}, bonafide.ErrNotFound
	}
	hash, err := s.run.HashAt(ctx, id, found.Head.Seq)
	if err != nil {
		return Case{}, err
	}
	if hash == "" || hash != found.Head.Hash || found.State.ID != id {
		return Case{}, &bonafide.ChainError{Seq: found.Head.Seq, Code: bonafide.CodeChainHead}
	}
	return found.State.as(by), nil
}
