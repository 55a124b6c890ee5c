package intern

import (
	"context"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A text stays until its record is due. Whoever names it sees to it that this is not soon:
// in a put, having looked within the time that what it knows is trusted, or in a walk over
// all bodies that name texts. So a text that was due before such a walk began, and is still
// due at its end, is named by nobody; and whoever is about to name it anew has written its
// record meanwhile. No put takes as long as lies between.
const (
	lease   = 30 * 24 * time.Hour
	renewed = 15 * 24 * time.Hour // before its end
	trusted = time.Hour
)

// extend writes the record of a text that is new or due soon, and reports whether it did.
func (s *Store) extend(ctx context.Context, r bonafide.Record, at time.Time) (bool, error) {
	if r.Version > 0 && r.Due.After(at.Add(renewed)) {
		return false, nil
	}
	r.Version, r.Due = r.Version+1, bonafide.Instant(at.Add(lease))
	err := s.Store.Put(ctx, bonafide.Write{Record: r})
	if !errors.Is(err, bonafide.ErrConflict) {
		return err == nil, err
	}
	now, err := s.Store.Get(ctx, r.Kind, r.ID) // somebody else came first: with the same, or to take it away
	if errors.Is(err, bonafide.ErrNotFound) {
		now, err = bonafide.Record{Kind: r.Kind, ID: r.ID, Body: r.Body}, nil
	}
	if err != nil {
		return false, err
	}
	return s.extend(ctx, now, at)
}

// Extend lets the texts stay that a body names, as it stands in the store below, and
// reports whether it wrote any.
func (s *Store) Extend(ctx context.Context, body []byte) (did bool, err error) {
	for _, id := range named(body, s.rule.Members) {
		r, err := s.Store.Get(ctx, s.rule.Kind, id)
		if errors.Is(err, bonafide.ErrNotFound) {
			continue // lost before: nothing brings it back
		}
		if err != nil {
			return did, err
		}
		wrote, err := s.extend(ctx, r, s.rule.Now())
		if err != nil {
			return did, err
		}
		did = did || wrote
	}
	return did, nil
}

// Lapsed takes a text away that was due when a walk over all bodies that name texts began,
// and reports whether it did. One that is never due, as they were once, is so from then on.
func (s *Store) Lapsed(ctx context.Context, r bonafide.Record, began time.Time) (bool, error) {
	d, deletes := bonafide.StoreAs[bonafide.Deleter](s.Store)
	if !deletes {
		return false, nil
	}
	var err error
	switch {
	case r.Due.IsZero():
		r.Version, r.Due = r.Version+1, bonafide.Instant(began.Add(lease))
		err = s.Store.Put(ctx, bonafide.Write{Record: r})
	case r.Due.Before(began):
		err = d.Delete(ctx, r.Kind, r.ID, r.Version)
	default:
		return false, nil
	}
	if errors.Is(err, bonafide.ErrConflict) || errors.Is(err, errors.ErrUnsupported) { // it is named again; or it cannot go
		return false, nil
	}
	return err == nil, err
}

// Kinds are the kinds of the records that name texts, and last that of the texts.
func (s *Store) Kinds() []string { return append(append([]string(nil), s.rule.Kinds...), s.rule.Kind) }
