package casefile

import (
	"context"
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// Rotate brings up to limit cases, with all that stands beside them, under the keys in
// use: data keys are wrapped again under the wrapper's current key, and whatever is found
// or compared by blind indexes gets those of the present roots. How a root is replaced is
// told at [bonafide.NewRoot].
//
// It begins with an empty cursor, and returns the next one, empty after the last, and
// how many cases it wrote. It may be cut off and repeated at any time, also by several
// processes, while commands go on. A case gets a new version without an event; what
// [Service.AsOf] shows is unchanged. It calls the wrapper twice for each case, or more
// often for one of more than 80 entities. Cases that are erased have nothing left to be
// changed.
//
// What is remembered of idempotency keys ends by itself, after [Options.KeyLife], and
// takes the root that it was made under until then. Bodies are sealed under data
// keys of their own, which Rewrap of package store/sealed wraps again: a [sealed.New] of
// the same stores and keys beside this Service serves.
//
// It fails with an [*bonafide.InvalidError] for a limit that is not 1 to 1,000, and with
// [bonafide.ErrCursor]. Records that do not decode or open do not stop it: it returns the
// next cursor, and their errors joined, each matching [bonafide.ErrUnreadable] or
// [bonafide.ErrSealed]. After any other error, such as one matching
// [bonafide.ErrUnavailable], it returns the cursor that it was given.
func (s *Service) Rotate(ctx context.Context, cursor string, limit int) (done int, next string, err error) {
	ctx, end := s.run.Begin(ctx, "case.rotate", "")
	defer end(&err)
	walk := aggregate.Walk{{Kind: Kind, Do: func(ctx context.Context, r bonafide.Record) (did bool, err error) {
		for left := true; left && err == nil; {
			did, err = s.run.Rewrite(ctx, r.ID, nil, func(ctx context.Context, c Case) (next Case, err error) {
				next, left, err = s.rotated(ctx, c)
				return next, err
			}, s.beside)
			left = left && did
		}
		return did, err
	}}}
	return walk.Page(ctx, s.run.Store, cursor, limit)
}

// rotated returns a case under the keys in use, and whether some of its entities are
// left: the records of all would not fit into one write.
func (s *Service) rotated(ctx context.Context, c Case) (_ Case, left bool, err error) {
	if c.key, err = s.keys.Rewrap(ctx, Kind, c.ID, c.DataKey); err != nil {
		return c, false, err
	}
	before, moved := c, 0
	c.DataKey = c.key.Wrapped()
	move := func(to *Marks, now Marks) {
		switch {
		case maps.EqualFunc(*to, now, slices.Equal):
		case moved == maxAtOnce:
			left = true
		default:
			*to = now
			moved++
		}
	}
	c.Companies = slices.Clone(c.Companies)
	for i := range c.Companies {
		now, err := c.Companies[i].marks(sealer{Key: c.key, Keys: s.keys})
		if err != nil {
			return c, false, err
		}
		move(&c.Companies[i].Marks, now)
	}
	c.Individuals = slices.Clone(c.Individuals)
	for i := range c.Individuals {
		now, err := c.Individuals[i].marks(sealer{Key: c.key, Keys: s.keys})
		if err != nil {
			return c, false, err
		}
		move(&c.Individuals[i].Marks, now)
	}
	return c.index(before), left, nil
}

// marks computes the marks of a company anew, from what it holds.
func (x Company) marks(s sealer) (Marks, error) {
	return s.marks(x.ID, x.facts(), map[string]bonafide.Sealed{markTax: x.TaxNumber, markEmployer: x.EmployerNumber})
}

// marks computes the marks of a person anew, from what it holds.
func (x Individual) marks(s sealer) (Marks, error) {
	return s.marks(x.ID, x.facts(), map[string]bonafide.Sealed{markSSN: x.SocialSecurityNumber, markTax: x.TaxNumber})
}

// marks opens identifiers, which are sealed by the names of their facts.
func (s sealer) marks(entity string, facts map[string]string, sealed map[string]bonafide.Sealed) (Marks, error) {
	secrets := make(map[string]bonafide.Secret, len(sealed))
	for fact, value := range sealed {
		var err error
		if secrets[fact], err = s.Key.Open(entity+"."+fact, value); err != nil {
			return nil, err
		}
	}
	return Marks(nil).secrets(s.Keys, secrets).facts(s.Keys, facts), nil
}
