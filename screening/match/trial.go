package match

import (
	"context"
	"iter"

	"github.com/bonafide-go/bonafide/screening"
)

// A Trial is what an edition of a list would change, had it been loaded when it was
// tried. It holds indexes of all lists: keep it no longer than it is looked at.
type Trial struct {
	Delta   screening.Delta // against the edition held
	Refused error           // what Load would fail with; nil = the edition would be taken

	now, after *Snapshot
}

// Try says what an edition would change, without loading it: also one that Load refuses,
// so that a reviewer sees what there is to accept. It fails with the error of
// [screening.List.Check].
func (e *Engine) Try(l screening.List) (*Trial, error) {
	if e.err != nil {
		return nil, e.err
	}
	if err := l.Check(); err != nil {
		return nil, err
	}
	e.mu.Lock()
	now, snap := e.now, e.snap.Load()
	e.mu.Unlock()
	held, _ := of(now.lists, l.Key)
	d, err := screening.Diff(held, l)
	if err != nil {
		return nil, err
	}
	_, refused := now.load(l, &e.opts)
	return &Trial{Delta: d, Refused: refused, now: snap, after: e.snapshot(with(now.lists, l))}, nil
}

// Affected finds the customers of a book whom the edition would concern: new hits, and
// hits that would be gone. See [Book.Rescreen].
func (t *Trial) Affected(ctx context.Context, b *Book) iter.Seq2[Affected, error] {
	return b.Rescreen(ctx, t.after, t.Delta, 0)
}

// Screen answers a query as the engine does now, and as it would with the edition.
// A host calls it to look at one name. It fails as [Engine.Screen] does.
func (t *Trial) Screen(ctx context.Context, q screening.Query) (now, then screening.Result, err error) {
	if err := q.Check(); err != nil {
		return now, then, err
	}
	return t.now.screen(&q), t.after.screen(&q), ctx.Err()
}
