package user

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// Rotate brings up to limit users, with all that stands beside them, under the keys in
// use: data keys are wrapped again under the wrapper's current key, and whatever is
// found or compared by blind indexes, or sealed under the root, gets those of the
// present roots. How a root is replaced is told at [bonafide.NewRoot].
//
// It begins with an empty cursor, and returns the next one, empty after the last, and of
// how many records it wrote anything. It may be cut off and repeated at any time, also by
// several processes, while commands go on: each record is written as a command would
// write it, without an event. What nobody can tell of is unchanged, the time of the last
// change included. It calls the wrapper twice for each user. Users that are erased have
// nothing left to be changed.
//
// What is remembered of idempotency keys, of codes and of the destinations of codes is
// not kept but by its HMAC: it ends by itself, after [Options.KeyLife] or within a day,
// and until then it takes the root that it was made under. Bodies are sealed
// under data keys of their own, which Rewrap of package store/sealed wraps again: a
// [sealed.New] of the same stores and keys beside this Service serves. A store that
// cannot delete keeps the ids of records of imports under the old root, without content.
//
// It fails with an [*bonafide.InvalidError] for a limit that is not 1 to 1,000, and with
// [bonafide.ErrCursor]. Records that do not decode or open do not stop it: it returns the
// next cursor, and their errors joined, each matching [bonafide.ErrUnreadable] or
// [bonafide.ErrSealed]. After any other error, such as one matching
// [bonafide.ErrUnavailable], it returns the cursor that it was given.
func (s *Service) Rotate(ctx context.Context, cursor string, limit int) (done int, next string, err error) {
	ctx, end := s.run.Begin(ctx, "user.rotate", "")
	defer end(&err)
	walk := aggregate.Walk{
		{Kind: Kind, Do: func(ctx context.Context, r bonafide.Record) (bool, error) {
			return s.run.Rewrite(ctx, r.ID, []string{KindAccess}, s.rotated, s.companions)
		}},
		{Kind: kindOfImports, Do: s.rotateImport},
	}
	return walk.Page(ctx, s.run.Store, cursor, limit)
}

// rotated returns a user under the keys in use.
func (s *Service) rotated(ctx context.Context, u User) (User, error) {
	key, err := s.keys.Rewrap(ctx, Kind, u.ID, u.DataKey)
	if err != nil {
		return u, err
	}
	u.DataKey = key.Wrapped()
	if u.MACKey, err = s.keys.ResealMACKey(Kind, u.ID, u.MACKey); err != nil {
		return u, err
	}
	a := &u.beside.access
	if a.MACKey, err = s.keys.ResealMACKey(KindAccess, u.ID, a.MACKey); err != nil {
		return u, err
	}
	next, err := s.withTerms(u, key)
	next.ListingVersion++
	return next.withFurther(u), err
}

// rotateImport moves what is known of a row of an import to its index under the
// current root.
func (s *Service) rotateImport(ctx context.Context, r bonafide.Record) (bool, error) {
	if len(r.Body) == 0 {
		return false, nil // moved on
	}
	m, named, err := s.decodeImport(r)
	if err != nil {
		return false, err
	}
	row, err := s.keys.Reseal(m.Row, sealedRow, m.UserID)
	if err != nil {
		return false, err
	}
	next := r
	next.ID, next.Version = s.importIndexes(named)[0], 1
	here := next.ID == r.ID
	if here {
		next.Version = r.Version + 1
		if string(row) == string(m.Row) {
			return false, nil
		}
	}
	m.Row = row
	if next.Body, err = json.Marshal(m); err != nil {
		return false, err
	}
	// A conflict is another walk, or an import that wrote it under both roots.
	if err := s.run.Store.Put(ctx, bonafide.Write{Record: next}); err != nil && !errors.Is(err, bonafide.ErrConflict) {
		return false, err
	}
	if here {
		return true, nil
	}
	return true, aggregate.Clear(ctx, s.run.Store, r)
}
