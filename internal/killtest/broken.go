package killtest

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Broken are stores that must not survive: each breaks the promise of its name.
var Broken = map[string]func(bonafide.Store) bonafide.Store{
	"writes a batch record by record": func(s bonafide.Store) bonafide.Store { return split{s} },
	"acknowledges before it writes":   func(s bonafide.Store) bonafide.Store { return hasty{s} },
}

type split struct{ bonafide.Store }

func (s split) Put(ctx context.Context, batch ...bonafide.Write) error {
	if batch[0].Record.Kind != Kind {
		return s.Store.Put(ctx, batch...)
	}
	batch = slices.Clone(batch)
	slices.SortStableFunc(batch, func(a, b bonafide.Write) int { return len(a.Record.Unique) - len(b.Record.Unique) }) // who lets go first
	for _, w := range batch {
		if err := s.Store.Put(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

type hasty struct{ bonafide.Store }

// Put leaves a write that would succeed to be done later.
func (s hasty) Put(ctx context.Context, batch ...bonafide.Write) error {
	if batch[0].Record.Kind != Kind || batch[0].Record.Version < versions {
		return s.Store.Put(ctx, batch...)
	}
	go func() { _ = s.Store.Put(context.WithoutCancel(ctx), batch...) }()
	return nil
}
