package user

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user/event"
)

// maxCompared bounds the names that are compared with a delta at once.
const maxCompared = 50_000

// A CarryRequest says what a new edition of a list changed, and how to find whom that
// concerns.
type CarryRequest struct {
	Delta screening.Delta `json:"delta"` // From, To, Base and Hash are required
	Rules string          `json:"rules"` // [screening.Result.Rules] of who finds them; required

	// Touched finds those of some customers whom the delta concerns, by the same rules
	// as a screening: Touched of the snapshot of package match does. It is called once
	// for every 50,000 names, and may be called for the same customer again. An error
	// ends Carry.
	Touched func(ctx context.Context, customers iter.Seq2[string, screening.Query]) iter.Seq2[string, error] `json:"-"`
}

// Carried says what a Carry found.
type Carried struct {
	Compared int `json:"compared"` // names that were compared with the delta
	Touched  int `json:"touched"`  // users whom it concerns
	Apart    int `json:"apart"`    // users whose last look was by other rules, or of an edition that the delta does not begin with

	// Unread are the ids of users who cannot be read, sorted: nobody can say whether the
	// delta concerns them. They are uncovered until they are looked for.
	Unread []string `json:"unread,omitzero"`
}

func (r CarryRequest) check() error {
	var faults bonafide.Faults
	for _, required := range []struct {
		path string
		none bool
	}{
		{"delta.list", r.Delta.List == ""}, {"delta.from", r.Delta.From.IsZero()}, {"delta.to", r.Delta.To.IsZero()},
		{"delta.base", r.Delta.Base == ""}, {"delta.hash", r.Delta.Hash == ""}, {"rules", r.Rules == ""}, {"touched", r.Touched == nil},
	} {
		if required.none {
			faults.Add(required.path, bonafide.CodeRequired)
		}
	}
	if r.Delta.To.Before(r.Delta.From) {
		faults.Add("delta.to", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}

// Carry makes a change of a list that concerns nobody cover everybody: whoever was
// looked for in the edition that the delta begins with, or is carried to it, and whom
// the delta does not touch, counts as covered through the edition that it ends with,
// without a write of its own. [Service.Uncovered] knows.
//
// Users whom the delta touches are no longer covered and are asked for as by
// [Service.Rescreen]; so are those of whom it says nothing, since their last look was by
// other rules, or of an edition between the two. Who is looked for in an old edition
// after Carry has begun is not carried. Deltas of a list make a chain, each from where the one before ended, by the same
// rules: one that leaves an edition out carries only those who were looked for in the edition that it begins with. A list that is published
// again as it was is carried by a delta without entries.
//
// Those whom Carry asks for are looked for by [Service.Run], as whatever is due; where
// they are many, by a run of package rescreen over [LabelAsked].
//
// Carry reads every user once; of those of whom nothing was ever found, what stands beside
// the looks alone. It may be called again after an error, and by several
// processes for the same delta: before it ends it covers nobody. While it runs, one for another
// delta of the list takes its place, and it fails with an error matching
// [bonafide.ErrConflict].
//
// Reviewers and the system may call it, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] for a request that lacks something, with the
// error of Touched, and with an error matching [bonafide.ErrUnreadable] where more than
// a thousand users cannot be read: fewer are named in the answer.
func (s *Service) Carry(ctx context.Context, by bonafide.Actor, req CarryRequest) (out Carried, err error) {
	ctx, end := s.run.Begin(ctx, "user.carry", "")
	defer end(&err)
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	if err := req.check(); err != nil {
		return out, err
	}
	d := req.Delta
	w := carrying{s: s, by: by, req: req, link: link{From: edition{d.From, d.Base}, To: edition{d.To, d.Hash}, Rules: req.Rules}, lists: map[string]bool{d.List: true}, unread: make(map[string]bool)}
	begun, err := w.begin(ctx)
	if err != nil || !begun {
		return out, err
	}
	if err := s.passGates(ctx); err != nil {
		return out, err
	}
	if err := w.walk(ctx); err != nil {
		return w.out, err
	}
	return w.out, w.close(ctx)
}

// A carrying is one Carry on its way.
type carrying struct {
	s      *Service
	by     bonafide.Actor
	req    CarryRequest
	link   link
	chain  chain           // as it was at the beginning
	lists  map[string]bool // lists that any look was made on
	unread map[string]bool // users who cannot be read
	led    []customer      // whom the link leads on if the delta does not touch them; yet to be compared
	out    Carried
}

type customer struct {
	id    string
	query screening.Query
}

// begin says what is about to be carried. It reports whether that is still to be done.
func (w *carrying) begin(ctx context.Context) (begun bool, err error) {
	err = w.s.changeCarried(ctx, func(_ int64, c *carry) (bool, error) {
		w.chain = c.Lists[w.req.Delta.List]
		if begun = !w.chain.has(w.link); !begun || w.link.same(w.chain.Pending) {
			return false, nil
		}
		next := w.chain
		next.Pending = &w.link
		c.Lists[w.req.Delta.List] = next
		return true, nil
	})
	return begun, err
}

// close makes the link part of the chain.
func (w *carrying) close(ctx context.Context) error {
	return w.s.changeCarried(ctx, func(_ int64, c *carry) (bool, error) {
		now := c.Lists[w.req.Delta.List]
		switch {
		case now.Pending == nil && now.has(w.link):
			return false, nil // another process was as far
		case !w.link.same(now.Pending):
			return false, bonafide.ErrConflict
		}
		c.Lists[w.req.Delta.List] = now.linked(w.apart(now))
		for key := range w.lists {
			if _, known := c.Lists[key]; !known {
				c.Lists[key] = chain{}
			}
		}
		return true, nil
	})
}

// apart are those who could not be read, and those whom others could not read since this
// Carry began.
func (w *carrying) apart(now chain) []string {
	ids := slices.Clone(w.out.Unread)
	for _, id := range now.Apart {
		if !slices.Contains(w.chain.Apart, id) && !w.unread[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// lose notes a user who cannot be read.
func (w *carrying) lose(id string) error {
	if w.unread[id] = true; len(w.unread) > maxApart {
		return fmt.Errorf("bonafide: more than %d users: %w", maxApart, bonafide.ErrUnreadable)
	}
	return nil
}

// walk goes through all who are looked for.
func (w *carrying) walk(ctx context.Context) error {
	q := bonafide.Query{Kind: KindCoverage, Limit: bonafide.DefaultPage}
	for {
		page, err := w.s.run.Store.List(ctx, q)
		var lost *bonafide.UnreadableError
		if err != nil && !errors.As(err, &lost) {
			return err
		}
		if lost != nil {
			for _, id := range lost.IDs {
				if err := w.lose(id); err != nil {
					return err
				}
			}
		}
		for _, r := range page.Records {
			if err := w.see(ctx, r); err != nil {
				return err
			}
		}
		if len(w.led) >= maxCompared || page.Next == "" {
			if err := w.compare(ctx); err != nil {
				return err
			}
		}
		if q.Cursor = page.Next; page.Next == "" {
			w.out.Unread = slices.Sorted(maps.Keys(w.unread))
			return nil
		}
	}
}

// compare finds out whom of those that were seen the delta touches.
func (w *carrying) compare(ctx context.Context) error {
	if len(w.led) == 0 {
		return nil
	}
	touched := make(map[string]bool)
	for id, err := range w.req.Touched(ctx, w.customers) {
		if err != nil {
			return err
		}
		if touched[id] {
			continue
		}
		touched[id] = true
		if err := w.stale(ctx, id); err != nil {
			return err
		}
	}
	w.out.Touched += len(touched)
	w.led = w.led[:0]
	return ctx.Err()
}

// customers yields those that are to be compared.
func (w *carrying) customers(yield func(string, screening.Query) bool) {
	for _, c := range w.led {
		if !yield(c.id, c.query) {
			return
		}
	}
}

// stale marks the looks for a user that the link must not lead on, and asks for others.
func (w *carrying) stale(ctx context.Context, id string) error {
	call := aggregate.Call{Op: "user.carry", ID: id, By: w.by}
	_, err := w.s.run.Run(ctx, call, w.s.with(KindCoverage), nil, step{By: w.by, Rule: func(_ context.Context, u User, in input) (change, error) {
		c := change{Touch: []string{KindCoverage}} // its due time follows from what counts now
		for _, who := range u.subjects() {
			look, ok := u.beside.coverage.look(who)
			if at := w.stand(look); !ok || look.Stale || at == ahead || at == older {
				continue
			}
			look.Stale, look.AskedAt = true, in.At
			u = u.withLook(who.id, look)
			c.Events = one(of(KindCoverage, in.Event(event.Rescreen, "list", w.req.Delta.List)))
		}
		c.State = u
		return c, nil
	}})
	switch {
	case errors.Is(err, bonafide.ErrRefused), errors.Is(err, bonafide.ErrNotFound):
		return nil // erased meanwhile
	case errors.Is(err, bonafide.ErrUnreadable):
		return w.lose(id) // damaged beside what was read
	}
	return err
}
