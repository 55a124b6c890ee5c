package casefile

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Get returns a case as an actor may see it. What time alone has changed since it
// was written, such as an expired check, is applied to what is returned.
//
// It fails with [bonafide.ErrNotFound] if there is no such case or the actor may not
// know of it, and with an [*bonafide.InvalidError] for an actor that
// [bonafide.Actor.Check] refuses.
func (s *Service) Get(ctx context.Context, by bonafide.Actor, id string) (Case, error) {
	c, err := s.get(ctx, by, id)
	if err != nil {
		return Case{}, err
	}
	return s.view(c, by, s.now()), nil
}

func (s *Service) get(ctx context.Context, by bonafide.Actor, id string) (Case, error) {
	if err := by.Admit("by"); err != nil {
		return Case{}, err
	}
	kept, err := s.run.Get(ctx, id, KindMonitoring)
	if err != nil {
		return Case{}, err
	}
	return s.current(kept.State, by)
}

// current is a stored case as of now, if the actor may know of it.
func (s *Service) current(c Case, by bonafide.Actor) (Case, error) {
	if !c.admits(by) {
		return Case{}, bonafide.ErrNotFound
	}
	next, _, err := s.elapse(c, s.now())
	return next, err
}

// Find returns the case with that id or, failing that, with that external id
// (Dotfile, cases), as [Service.Get] does and with its errors. To reviewers, cases of
// several platforms may bear one external id: that is an [*bonafide.InvalidError] of
// [CodeAmbiguous].
func (s *Service) Find(ctx context.Context, by bonafide.Actor, idOrExternal string) (Case, error) {
	if idOrExternal == "" {
		return Case{}, bonafide.ErrNotFound
	}
	if len(idOrExternal) <= maxID {
		c, err := s.Get(ctx, by, idOrExternal)
		if !errors.Is(err, bonafide.ErrNotFound) {
			return c, err
		}
	}
	if err := by.Admit("by"); err != nil {
		return Case{}, err
	}
	var out []Case
	for _, index := range s.keys.Indexes("case.external", idOrExternal) {
		found, _, err := s.run.List(ctx, bonafide.Query{Labels: []string{externalTerm(index)}, Limit: bonafide.MaxPage})
		if err != nil {
			return Case{}, err
		}
		for _, k := range found {
			if slices.ContainsFunc(out, func(c Case) bool { return c.ID == k.State.ID }) {
				continue // under more than one root
			}
			if c, err := s.current(k.State, by); err == nil {
				out = append(out, c)
			} else if !errors.Is(err, bonafide.ErrNotFound) {
				return Case{}, err
			}
		}
	}
	switch len(out) {
	case 0:
		return Case{}, bonafide.ErrNotFound
	case 1:
		return s.view(out[0], by, s.now()), nil
	}
	return Case{}, bonafide.Invalid("id", CodeAmbiguous)
}

// CodeAmbiguous says that cases of several platforms bear an external id.
const CodeAmbiguous bonafide.Code = "ambiguous"
