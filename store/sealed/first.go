package sealed

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// firstKeys are the rings of subjects that a batch gives their first key, written with
// it and kept nowhere before that has succeeded: what a transaction takes back must not
// seal anything later.
type firstKeys struct {
	rings  []*ring
	doubts bool // a subject that seems to be new may have keys
}

// of returns the ring of a subject, or nil.
func (f *firstKeys) of(subject Subject) *ring {
	if i := slices.IndexFunc(f.rings, func(g *ring) bool { return g.subject == subject }); i >= 0 {
		return f.rings[i]
	}
	return nil
}

// settle drops what is not the first key of its subject any more, and reports whether
// there was any.
func (f *firstKeys) settle(ctx context.Context, k *keyring) (bool, error) {
	var left []*ring
	for _, g := range f.rings {
		stored, _, err := k.read(ctx, g.subject)
		if err != nil {
			return false, err
		}
		if stored == nil {
			left = append(left, g)
		}
	}
	dropped := len(left) < len(f.rings)
	f.rings, f.doubts = left, true
	return dropped, nil
}

// keyIn returns the key that a body of the batch is sealed with, and its number.
func (s *Store) keyIn(ctx context.Context, batch []bonafide.Write, subject Subject, first *firstKeys) (*bonafide.DataKey, uint64, error) {
	if g := first.of(subject); g != nil {
		return g.newest(ctx, s.keys.keys)
	}
	g := s.keys.held(subject)
	var err error
	if g == nil && (first.doubts || !begins(batch, subject)) {
		if g, _, err = s.keys.read(ctx, subject); err != nil {
			return nil, 0, err
		}
	}
	switch {
	case g != nil:
		return s.keys.use(ctx, g)
	case s.opts.KeyStore == nil && len(batch)+len(first.rings) < bonafide.MaxBatch:
		if g, err = s.keys.extended(ctx, subject, nil); err == nil {
			first.rings = append(first.rings, g)
		}
	default:
		g, err = s.keys.addTo(ctx, subject, nil, anyKey)
	}
	if err != nil {
		return nil, 0, err
	}
	return g.newest(ctx, s.keys.keys)
}

// begins reports whether the batch creates the record that the subject is named by.
// Then it has no keys yet, as a rule; a conflict tells where it has.
func begins(batch []bonafide.Write, subject Subject) bool {
	return slices.ContainsFunc(batch, func(w bonafide.Write) bool {
		return w.Record.Version == 1 && w.Record.ID == subject.ID && w.Record.Kind == subject.Kind
	})
}
