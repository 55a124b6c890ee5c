package user

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A compared is somebody whom a delta is compared with: what the looks say, and of whom.
type compared struct {
	looks    Coverage
	subjects []subject
	counted  []string // lists
}

// read reads one user. Where nothing was ever found, it stands beside the looks who is
// looked for, and nothing else is read; else the looks are read before the names, so that the
// looks are never newer. It is nil for a user who is erased.
func (w *carrying) read(ctx context.Context, r bonafide.Record) (*compared, error) {
	at := w.s.now()
	if l, err := aggregate.StateOf[looks](r); err == nil && l.Sought != nil {
		return &compared{l.Coverage, l.subjects(), w.s.counted(l.Sought.user(), at)}, nil
	}
	kept, err := w.s.run.Get(ctx, r.ID, KindCoverage)
	if err != nil || kept.State.Erased() {
		return nil, err
	}
	u := kept.State
	return &compared{u.beside.coverage, u.subjects(), w.s.counted(u, at)}, nil
}

// see notes what the link does to one user.
func (w *carrying) see(ctx context.Context, r bonafide.Record) error {
	u, err := w.read(ctx, r)
	switch {
	case errors.Is(err, bonafide.ErrUnreadable), errors.Is(err, bonafide.ErrNotFound):
		return w.lose(r.ID)
	case err != nil || u == nil:
		return err
	}
	for _, look := range u.looks.Documents {
		for _, run := range look.Lists {
			w.lists[run.Key] = true
		}
	}
	// A program that has come to count further lists makes the looks older than the record
	// says. Who could not be read before was compared with nothing then.
	lost := u.looks.edition(u.subjects, u.counted).Before(r.Due) || slices.Contains(w.chain.Apart, r.ID)
	for _, who := range u.subjects {
		look, ok := u.looks.look(who)
		if !ok || look.Stale {
			continue
		}
		switch at := w.stand(look); {
		case at == apart, at == led && who.query.Check() != nil:
			lost = true
		case at == led:
			w.led = append(w.led, customer{r.ID, *who.query})
			w.out.Compared++
		}
	}
	if !lost {
		return nil
	}
	w.out.Apart++
	return w.stale(ctx, r.ID)
}

// stand returns how a look stands to the link.
func (w *carrying) stand(l Look) stand {
	for _, run := range l.Lists {
		if run.Key == w.req.Delta.List && finished(run) {
			return w.chain.stand(run, l.Rules, w.link)
		}
	}
	return older // it does not cover the list at all
}
