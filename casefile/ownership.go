package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// Ownership computes who owns and controls the main company of a case, and the
// owners under each of the rule sets; without rule sets, under those of [RuleSets], or
// that of [OwnershipPolicy] and then those. The last findings are those of who is owned
// by listed persons: see [Case.Ownership].
//
// Everybody may who sees the whole case; contacts fail with [bonafide.ErrForbidden].
// It fails with [bonafide.ErrNotFound] for a case that the actor may not know of,
// with a [*bonafide.RefusedError] of [bonafide.RefusedErased], or of [CodeNoMainCompany] without
// a main company, and with the error of [ownership.ComputeContext]. Package export writes
// the answer as a picture or in a published format.
//
// The answer was computed with the write that changed the graph and is kept by the graph's
// hash, so that reading it again costs next to nothing; a process that did not write it
// computes it once.
func (s *Service) Ownership(ctx context.Context, by bonafide.Actor, id string, rules ...ownership.RuleSet) (Ownership, error) {
	return s.OwnershipOn(ctx, by, id, bonafide.DateOf(s.now().In(s.opts.Reviews.zone())), rules...)
}

// OwnershipOn is [Service.Ownership] as of another day: of the relations that are in the
// case now, those count that had begun and not ended on it. How the case itself stood on a day is
// [Service.AsOf].
func (s *Service) OwnershipOn(ctx context.Context, by bonafide.Actor, id string, on bonafide.Date, rules ...ownership.RuleSet) (Ownership, error) {
	c, err := s.get(ctx, by, id)
	if err != nil {
		return Ownership{}, err
	}
	if by.Is(bonafide.ActorUser) {
		return Ownership{}, bonafide.ErrForbidden
	}
	if err := c.unerased(); err != nil {
		return Ownership{}, err
	}
	if on.IsZero() {
		return Ownership{}, bonafide.Invalid("on", bonafide.CodeRequired)
	}
	if err := ctx.Err(); err != nil {
		return Ownership{}, err
	}
	return c.ownership(ctx, s.answers, s.now(), on, s.opts.Ownership, rules)
}
