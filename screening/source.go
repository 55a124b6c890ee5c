package screening

import "context"

// A Source is where a list comes from: a file, a mirror, a vendor. Fetch
// returns the current edition, or an error; it never returns part of a list.
type Source interface {
	Fetch(ctx context.Context) (List, error)
}

// SourceFunc makes a Source of a function.
type SourceFunc func(ctx context.Context) (List, error)

// Fetch calls f.
func (f SourceFunc) Fetch(ctx context.Context) (List, error) { return f(ctx) }
