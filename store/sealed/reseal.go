package sealed

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Walk says which records Reseal looks at, page by page.
type Walk struct {
	Kind   string    // kind of the records
	Before time.Time // data keys made before are replaced; zero = no key is. Not in the future
	Cursor string    // Progress.Next of the page before
	Limit  int       // 1 to bonafide.MaxPage; 0 = bonafide.DefaultPage
}

// Progress is what became of one page.
type Progress struct {
	Seen int    // records looked at
	Done int    // records that were sealed again and written
	Next string // the Cursor of the following page; empty after the last page
}

// Reseal seals a page of records again: those that are not sealed yet, if
// [Options.AllowUnsealed] lets them be read; those under another key than the
// newest of their subject; and those of subjects whose newest key was made before
// w.Before, which get a new one first. What is up to date is left alone, so a walk
// may be stopped, repeated and run in parallel.
//
// Versions, terms, due times and events stay as they are. The host walks over
// every kind that it uses. Bodies that do not open do not stop the walk: they are named
// by a [*bonafide.UnreadableError] beside the progress of the page. After any other error
// there is no progress, and the page is to be repeated.
func (s *Store) Reseal(ctx context.Context, w Walk) (Progress, error) {
	if w.Before.After(s.opts.Now()) {
		return Progress{}, bonafide.Invalid("before", bonafide.CodeOutOfRange)
	}
	if w.Kind == KindKeys {
		return Progress{}, bonafide.Invalid("kind", bonafide.CodeNotAllowed)
	}
	page, err := s.below.List(ctx, bonafide.Query{Kind: w.Kind, Cursor: w.Cursor, Limit: w.Limit})
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Seen: len(page.Records), Next: page.Next}
	lost := &bonafide.UnreadableError{Kind: w.Kind}
	for _, r := range page.Records {
		done, err := s.reseal(ctx, r, func(newest wrappedKey) bool { return !newest.At.Before(w.Before) })
		switch {
		case errors.Is(err, bonafide.ErrUnreadable):
			lost.Add(r.ID, err)
		case err != nil:
			return Progress{}, err
		case done:
			p.Done++
		}
	}
	return p, lost.Err()
}

// reseal writes a stored record once more, under the newest key of its subject,
// until no other writer was in between. It reports whether there was a need to.
func (s *Store) reseal(ctx context.Context, r bonafide.Record, willDo func(newest wrappedKey) bool) (bool, error) {
	for try := 0; ; try++ {
		done, err := s.resealOnce(ctx, r, willDo)
		if !errors.Is(err, bonafide.ErrConflict) && !keyMissing(err) || try == lostRaces {
			return done, err
		}
		r, err = s.below.Get(ctx, r.Kind, r.ID)
		if errors.Is(err, bonafide.ErrNotFound) {
			return false, nil // deleted meanwhile
		}
		if err != nil {
			return false, err
		}
	}
}

func (s *Store) resealOnce(ctx context.Context, stored bonafide.Record, willDo func(newest wrappedKey) bool) (bool, error) {
	if len(stored.Body) == 0 {
		return false, nil
	}
	e, code := s.look(stored)
	if code != "" {
		return false, &Error{stored.Kind, stored.ID, code}
	}
	g, err := s.keys.add(ctx, s.opts.Subject(stored.Kind, stored.ID), willDo)
	if err != nil {
		return false, keyError(stored, err)
	}
	if e.sealed != nil && e.number == g.wrapped.newest().Number {
		return false, nil
	}
	r, err := s.open(ctx, stored)
	if err != nil {
		return false, err
	}
	shift := e.shift + 1
	if r.Body, err = s.sealBody(ctx, r, shift); err != nil {
		return false, err
	}
	if len(r.Body) > bonafide.MaxBodyBytes {
		return false, bonafide.Invalid("record.body", bonafide.CodeTooLong)
	}
	r.Version = stored.Version + 1
	if err := s.below.Put(ctx, bonafide.Write{Record: r}); err != nil {
		return false, err
	}
	s.shifts.put(address{r.Kind, r.ID}, shift)
	return true, nil
}

// Rewrap wraps a page of data keys under the wrapper's current key: after a walk
// over all of them, and another [Options.CacheLife], an older one is needed no
// more. It touches no body, and calls the wrapper twice for each key. The cursor is
// empty for the first page, and then the next that was returned; limit is 1 to
// bonafide.MaxPage, 0 = bonafide.DefaultPage. Keys that do not open do not stop the walk:
// a [*bonafide.UnreadableError] names their records beside what was returned. After any
// other error the page is to be repeated.
func (s *Store) Rewrap(ctx context.Context, cursor string, limit int) (subjects int, next string, err error) {
	page, err := s.keys.store.List(ctx, bonafide.Query{Kind: KindKeys, Cursor: cursor, Limit: limit})
	if err != nil {
		return 0, "", err
	}
	lost := &bonafide.UnreadableError{Kind: KindKeys}
	for _, r := range page.Records {
		switch err := s.keys.rewrap(ctx, r); {
		case errors.Is(err, bonafide.ErrSealed):
			lost.Add(r.ID, err)
		case err != nil:
			return 0, "", err
		default:
			subjects++
		}
	}
	return subjects, page.Next, lost.Err()
}

// rewrap does so for one subject, until no other writer was in between.
func (k *keyring) rewrap(ctx context.Context, r bonafide.Record) error {
	for try := 0; ; try++ {
		w, err := decodeKeys(r)
		if err != nil {
			return err
		}
		for i := range w.Keys {
			key, err := k.keys.Rewrap(ctx, w.Kind, w.ID, w.Keys[i].Wrapped)
			if err != nil {
				return err
			}
			w.Keys[i].Wrapped = key.Wrapped()
		}
		if r.Body, err = json.Marshal(w); err != nil {
			return errKeys
		}
		r.Version++
		err = k.store.Put(ctx, bonafide.Write{Record: r})
		if !errors.Is(err, bonafide.ErrConflict) || try == lostRaces {
			return err
		}
		if r, err = k.store.Get(ctx, KindKeys, r.ID); err != nil {
			return err
		}
	}
}
