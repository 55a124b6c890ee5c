package aggregate

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/bonafide-go/bonafide"
)

// A rider is a call that waits for its turn and may be written by whoever has the turn,
// in the same write: then many callers who change one aggregate at once wait for one
// write, not for each other's.
type rider[T any] struct {
	ctx   context.Context
	call  Call
	steps []Step[T]

	claimed atomic.Bool   // whoever sets it decides what becomes of the call
	done    chan struct{} // closed when that is decided

	// Of whoever took it along, until then:
	taken   bool  // claimed, to be let go
	aboard  bool  // the write decides its answer
	wrote   bool  // it changes something
	shows   bool  // the aggregate is part of the answer
	outcome error // the answer, once that is written

	answered bool // kept and err are the answer; else the call is to go by itself
	kept     Kept[T]
	err      error
}

func newRider[T any](ctx context.Context, call Call, steps []Step[T]) *rider[T] {
	return &rider[T]{ctx: ctx, call: call, steps: steps, done: make(chan struct{})}
}

// claim reports whether the caller is the one who decides. A call that is no rider is its
// own.
func (x *rider[T]) claim() bool { return x == nil || x.claimed.CompareAndSwap(false, true) }

// joins reports whether a call may be a rider: it is about the aggregate's own record alone.
func (r Runner[T]) joins(call Call, with []string, from *Kept[T]) bool {
	return r.Joint && len(with) == 0 && from == nil && !call.Create && !call.Overwrites
}

// alone reports whether a draft changes more than the aggregate's own record, its events
// and what is remembered of the call.
func (r Runner[T]) alone(ctx context.Context, d draft[T]) (bool, error) {
	other := func(kind string) bool { return kind != r.Kind }
	switch {
	case len(d.change.Writes) > 0, slices.ContainsFunc(d.touched, other):
		return true, nil
	case slices.ContainsFunc(d.change.Events, func(e bonafide.Event) bool { return e.Kind != "" && other(e.Kind) }):
		return true, nil
	case len(eventsOf(d.change.Events, "", r.Kind))+len(d.touched) == 0:
		return true, nil
	case r.Beside == nil:
		return false, nil
	}
	beside, err := r.Beside(ctx, d.kept.State, d.change.State, d.kept.body, bonafide.Record{})
	return len(beside) > 0, err
}

// riders are the calls that waited when a turn began: whoever has it reads the aggregate
// after they came, so that what they are told is no older than their question.
type riders[T any] []*rider[T]

// board adds what the riders mean to a draft, one after another, as far as the write stays
// within what one command puts.
func (r Runner[T]) board(d draft[T], all riders[T]) draft[T] {
	for _, x := range all {
		x.aboard = false
	}
	for _, x := range all {
		if 1+len(d.memories) == bonafide.CommandWrites || len(d.change.Events) >= bonafide.CommandEvents {
			break // the others wait on
		}
		if x.taken || x.claim() {
			x.taken = true
			d = r.take(d, x)
		}
	}
	return d
}

// take adds what one rider means. A rule that panics does so again when its call goes by
// itself, where its caller sees it.
func (r Runner[T]) take(d draft[T], x *rider[T]) (out draft[T]) {
	x.wrote, x.shows, x.outcome = false, false, nil
	defer func() {
		if recover() != nil {
			out, x.aboard = d, false
		}
	}()
	start := d.kept
	start.State, start.parts = d.change.State, make([]standing, len(r.Parts))
	more, err := r.draft(x.ctx, x.call, nil, &start, x.steps)
	if err != nil || !more.writes {
		x.aboard, x.shows, x.outcome = true, more.kept.Version > 0, err
		return d
	}
	if alone, err := r.alone(x.ctx, more); alone || err != nil {
		return d
	}
	same := func(a bonafide.Write) bool {
		return slices.ContainsFunc(d.memories, func(b bonafide.Write) bool { return a.Record.ID == b.Record.ID })
	}
	if slices.ContainsFunc(more.memories, same) || len(d.change.Events)+len(more.change.Events) > bonafide.CommandEvents {
		return d
	}
	x.aboard, x.wrote, x.shows, x.outcome = true, true, true, outcome(more.outcome)
	out = d
	out.change.State = more.change.State
	out.change.Events = slices.Concat(d.change.Events, more.change.Events)
	out.memories = slices.Concat(d.memories, more.memories)
	return out
}

// context is that of a write for all: it ends when all of theirs have ended. Whoever gives
// up must not fail the others.
func (all riders[T]) context(ctx context.Context) (context.Context, func()) {
	var with []context.Context
	for _, x := range all {
		if x.aboard {
			with = append(with, x.ctx)
		}
	}
	if len(with) == 0 {
		return ctx, func() {}
	}
	shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
	with = append(with, ctx)
	var ended atomic.Int64
	stops := make([]func() bool, len(with))
	for i, one := range with {
		stops[i] = context.AfterFunc(one, func() {
			if ended.Add(1) == int64(len(with)) {
				cancel()
			}
		})
	}
	return shared, func() {
		for _, stop := range stops {
			stop()
		}
		cancel()
	}
}

// answer tells what came of the write. Whether one that failed was written may be unknown:
// who changed nothing can ask again, the others are told.
func (all riders[T]) answer(next Kept[T], err error) {
	if errors.Is(err, bonafide.ErrConflict) || undone(err) {
		return
	}
	for _, x := range all {
		switch {
		case !x.aboard:
		case err == nil:
			x.answered, x.err = true, x.outcome
			if x.shows {
				x.kept = next
				x.kept.Written = x.wrote
			}
		case x.wrote:
			x.answered, x.err = true, err
		}
	}
}

// claimed are those that were taken along, by an earlier try.
func (all riders[T]) claimed() (out riders[T]) {
	for _, x := range all {
		if x.taken {
			out = append(out, x)
		}
	}
	return out
}

// recall takes the answers back: the transaction that they follow from was not kept.
func (all riders[T]) recall() {
	for _, x := range all {
		x.answered, x.kept, x.err = false, Kept[T]{}, nil
	}
}

// spoil reports whether a write failed by what one of several wanted, and nothing was
// written: then each is to go by itself.
func (all riders[T]) spoil(err error) bool {
	return undone(err) && slices.ContainsFunc(all, func(x *rider[T]) bool { return x.aboard })
}

// undone reports whether an error says what is wrong with a write itself.
func undone(err error) bool {
	var taken *bonafide.DuplicateError
	return errors.As(err, &taken) || errors.Is(err, bonafide.ErrInvalid)
}

// leave lets the riders go that were taken along.
func (all riders[T]) leave() {
	for _, x := range all {
		if x.taken {
			x.taken = false
			close(x.done)
		}
	}
}
