package intern

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Rule says what is kept apart.
type Rule struct {
	Kind    string   // of the records that hold the texts; none of Kinds
	Kinds   []string // of the records whose bodies name them
	Members []Member
	Now     func() time.Time // the clock
}

// A Store takes common texts out of the bodies that it puts, and puts them back into those
// that it reads: whoever uses it sees whole bodies. It is safe for concurrent use.
type Store struct {
	bonafide.Store
	rule  Rule
	known *known
}

// New returns a store before another one. Bodies that stand in it whole stay readable.
func New(below bonafide.Store, rule Rule) *Store {
	return &Store{Store: below, rule: rule, known: &known{}}
}

// WithStore returns a copy on another handle of the same tenant, such as one bound to a
// transaction of the host: what is rolled back with it is not taken for written elsewhere.
func (s *Store) WithStore(below bonafide.Store) *Store {
	committed := s.known
	if committed.before != nil {
		committed = committed.before
	}
	return &Store{Store: below, rule: s.rule, known: &known{before: committed}}
}

// Unwrap returns the store below.
func (s *Store) Unwrap() bonafide.Store { return s.Store }

// Get is [bonafide.Store.Get] with the body whole. One that names a text that is not there
// is [bonafide.ErrUnreadable]: the record comes without its body then, for whoever overwrites it.
func (s *Store) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	if err != nil || !slices.Contains(s.rule.Kinds, kind) {
		return r, err
	}
	body, err := s.whole(ctx, r.Body)
	if err != nil && !errors.Is(err, bonafide.ErrUnreadable) && !errors.Is(err, bonafide.ErrSealed) {
		return bonafide.Record{}, err
	}
	r.Body = body
	return r, err
}

// List is [bonafide.Store.List] with bodies whole.
func (s *Store) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	page, err := s.Store.List(ctx, q)
	lost := &bonafide.UnreadableError{Kind: q.Kind}
	if err != nil && !errors.As(err, &lost) || !slices.Contains(s.rule.Kinds, q.Kind) {
		return page, err
	}
	whole := make([]bonafide.Record, 0, len(page.Records))
	for _, r := range page.Records {
		switch body, err := s.whole(ctx, r.Body); {
		case err == nil:
			r.Body = body
			whole = append(whole, r)
		case errors.Is(err, bonafide.ErrUnreadable), errors.Is(err, bonafide.ErrSealed):
			lost.Add(r.ID, err)
		default:
			return bonafide.Page{}, err
		}
	}
	page.Records = whole
	return page, lost.Err()
}

// ListTerms is [bonafide.Store.List] of what needs no body.
func (s *Store) ListTerms(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if t, ok := s.Store.(interface {
		ListTerms(ctx context.Context, q bonafide.Query) (bonafide.Page, error)
	}); ok {
		return t.ListTerms(ctx, q)
	}
	return s.Store.List(ctx, q)
}

// Put is [bonafide.Store.Put]. Texts that nobody named before are written first: should
// the batch then fail, a text is left that says nothing of anybody.
func (s *Store) Put(ctx context.Context, batch ...bonafide.Write) error {
	var writes []bonafide.Write
	for i, w := range batch {
		if !slices.Contains(s.rule.Kinds, w.Record.Kind) {
			continue
		}
		body, texts := takeOut(w.Record.Body, s.rule.Members)
		for _, t := range texts {
			if err := s.keep(ctx, t); err != nil {
				return err
			}
		}
		if len(texts) > 0 {
			if writes == nil {
				writes = slices.Clone(batch) // a caller may put its own again
			}
			writes[i].Record.Body = body
		}
	}
	if writes == nil {
		writes = batch
	}
	return s.Store.Put(ctx, writes...)
}

// keep sees to it that a text is there, and stays.
func (s *Store) keep(ctx context.Context, t text) error {
	at := s.rule.Now()
	if known, there := s.known.get(t.id); there && !known.kept.IsZero() && at.Sub(known.kept).Abs() < trusted {
		return nil
	}
	r, err := s.Store.Get(ctx, s.rule.Kind, t.id)
	switch {
	case errors.Is(err, bonafide.ErrNotFound):
		r = bonafide.Record{Kind: s.rule.Kind, ID: t.id, Body: t.value}
	case err != nil:
		return err
	case idOf(r.Body) != t.id:
		return bonafide.ErrUnreadable
	}
	if _, err := s.extend(ctx, r, at); err != nil {
		return err
	}
	s.known.put(t.id, slices.Clone(t.value), at)
	return nil
}

// whole returns a body with the texts that it names.
func (s *Store) whole(ctx context.Context, body []byte) ([]byte, error) {
	return putBack(body, s.rule.Members, func(id string) ([]byte, error) {
		value, err := s.text(ctx, id)
		if errors.Is(err, bonafide.ErrNotFound) {
			err = bonafide.ErrUnreadable
		}
		return value, err
	})
}

// text returns a text by its id, which is its hash. Whoever was told that it is another
// one would take what was never searched for searched.
func (s *Store) text(ctx context.Context, id string) ([]byte, error) {
	if known, there := s.known.get(id); there {
		return known.value, nil
	}
	r, err := s.Store.Get(ctx, s.rule.Kind, id)
	if err != nil {
		return nil, err
	}
	if idOf(r.Body) != id {
		return nil, bonafide.ErrUnreadable
	}
	s.known.put(id, r.Body, time.Time{})
	return r.Body, nil
}

// Locked is [bonafide.Locker], where the store below is one.
func (s *Store) Locked(ctx context.Context, kind, id string, do func(bonafide.Store) error) error {
	l, ok := s.Store.(bonafide.Locker)
	if !ok {
		return errors.ErrUnsupported
	}
	return l.Locked(ctx, kind, id, func(handle bonafide.Store) error { return do(s.WithStore(handle)) })
}
