package aggregate

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Runner runs commands on aggregates of one kind. It is a value, safe for
// concurrent use; its functions are pure unless they take a context.
type Runner[T any] struct {
	Table[T]
	Turns *Turns[T]

	Now    func() time.Time
	Trace  func(ctx context.Context, op string) (context.Context, func(error))
	Logger *slog.Logger

	Admits func(state T, by bonafide.Actor, verb string) bool // may the actor know of it, to do this, at all
	Erased func(T) bool                                       // its personal data is gone
	Erase  string                                             // the one verb that an erased aggregate takes

	// Elapse lets time pass up to a time; the events say what that did.
	Elapse func(T, time.Time) (T, []bonafide.Event, error)

	// Permits checks an actor's right to a verb.
	Permits func(state T, verb string, by bonafide.Actor) error

	// Second refuses a command that takes a second person and has no approval of it and
	// of what it is about. The function it returns uses the approval up, and says so by an event of the
	// aggregate's own; it is nil for a command that takes no second person. Second
	// itself may be nil where commands have rules of their own for it.
	Second func(state T, verb string, call Call, about string, at time.Time) (func(T) (T, []bonafide.Event), error)

	// Passes compute what follows from a change, in this order.
	Passes []Pass[T]

	// Touched names the companion parts that are to get a new version with a change
	// although no event of theirs says so: whoever raced for them must look again,
	// or what they hold follows from the aggregate. It may be nil.
	Touched func(before, after T) []string

	// Beside returns the records that belong to a new version of the aggregate. It
	// may be nil.
	Beside besides[T]

	// Joint lets calls that wait for their turn be written together, where they change the
	// aggregate's own record alone. Beside must then follow from the two states alone.
	Joint bool

	// View is what an actor may see.
	View func(state T, by bonafide.Actor, at time.Time) T
}

// A Pass computes one thing that follows from a change. It is pure, and says by
// events what it changed. before is the aggregate as it was stored.
type Pass[T any] struct {
	Name string
	Run  func(before, now T, at time.Time) (T, []bonafide.Event, error)
}

// A Step is one thing that a command does, in the name of an actor.
type Step[T any] struct {
	By     bonafide.Actor
	Verb   string
	Rule   Rule[T]
	Repeat func(context.Context, T) error // see [Command.Repeat]
	Adds   string                         // see [Command.Adds]
	Told   func(id string)
	About  func(T) string // see [Command.About]
}

// about is what of a state the step is about; empty where it says all by itself.
func (s Step[T]) about(state T) string {
	if s.About == nil {
		return ""
	}
	return s.About(state)
}

// Do runs a command on a stored aggregate and returns it as the actor may see
// it.
func (r Runner[T]) Do(ctx context.Context, id string, by bonafide.Actor, c Command[T]) (out T, err error) {
	return r.DoFrom(ctx, id, by, c, nil)
}

// DoFrom is Do, whose first try begins with the aggregate as it was read before: see
// [Runner.Rehearse]. from may be nil.
func (r Runner[T]) DoFrom(ctx context.Context, id string, by bonafide.Actor, c Command[T], from *Kept[T]) (out T, err error) {
	ctx, end := r.Begin(ctx, c.Op, id)
	defer end(&err)
	call, err := c.Call(id, by)
	if err != nil {
		return out, err
	}
	kept, err := r.Run(ctx, call, c.With, from, Step[T]{By: by, Verb: c.Verb, Rule: c.Rule, Repeat: c.Repeat, Adds: c.Adds, Told: c.Told, About: c.About})
	return r.answer(kept, call, c.Verb, err)
}

// answer is how a call is answered: with the aggregate as it now is, also where
// the call itself was carried out long ago.
func (r Runner[T]) answer(kept Kept[T], call Call, verb string, err error) (out T, _ error) {
	if kept.Version == 0 {
		return out, err
	}
	if !r.Admits(kept.State, call.By, verb) {
		return out, bonafide.ErrNotFound // a repeated key of an actor who lost sight of the aggregate
	}
	if refused := r.unerased(kept.State, verb); refused != nil {
		return out, refused // a repeated key of before the erasure
	}
	var refused *bonafide.RefusedError
	if err != nil && !errors.As(err, &refused) {
		return out, err
	}
	return r.View(kept.State, call.By, r.Now()), err
}

// Run runs the steps of a call on a stored aggregate, all in one write, until no
// other writer was in between. from, if set, is the aggregate as it was written
// last: it is the start of the first try in place of a read.
func (r Runner[T]) Run(ctx context.Context, call Call, with []string, from *Kept[T], steps ...Step[T]) (Kept[T], error) {
	if r.joins(call, with, from) {
		own := newRider(ctx, call, steps)
		turn, err := r.Turns.take(ctx, call.ID, own)
		if err != nil {
			return Kept[T]{}, err
		}
		if turn != nil {
			defer turn.leave()
			return r.race(ctx, call, with, from, steps, turn, true)
		}
		if own.answered {
			return own.kept, own.err
		}
	}
	turn, err := r.Turns.take(ctx, call.ID, nil)
	if err != nil {
		return Kept[T]{}, err
	}
	defer turn.leave()
	return r.race(ctx, call, with, from, steps, turn, false)
}

// race runs the steps until no other writer was in between, and in a joint write those of
// riders too: who have no answer then go by themselves. Once another writer was met, the
// record is locked where the store can do that.
func (r Runner[T]) race(ctx context.Context, call Call, with []string, from *Kept[T], steps []Step[T], turn *turn[T], joint bool) (Kept[T], error) {
	var all riders[T]
	defer func() { all.leave() }()
	gather := func() riders[T] {
		if joint {
			all = append(all.claimed(), turn.waiting()...)
		}
		return all
	}
	for try := 0; ; try++ {
		once := r.once
		if turn.met() {
			once = r.locked
		}
		kept, err := once(ctx, call, with, from, steps, gather)
		if all.spoil(err) {
			all.leave()
			all, joint = nil, false
			continue
		}
		if !errors.Is(err, bonafide.ErrConflict) || try == attempts {
			return kept, err
		}
		from = nil
		turn.meet()
		if err := pause(ctx, try); err != nil {
			return Kept[T]{}, err
		}
	}
}

// once runs the steps one time, and those of the riders that wait when it begins.
func (r Runner[T]) once(ctx context.Context, call Call, with []string, from *Kept[T], steps []Step[T], gather func() riders[T]) (Kept[T], error) {
	riders := gather()
	d, err := r.draft(ctx, call, with, from, steps)
	if err != nil || !d.writes {
		return d.kept, err
	}
	if len(riders) > 0 {
		alone, err := r.alone(ctx, d)
		if err != nil {
			return Kept[T]{}, err
		}
		if alone {
			riders = nil
		} else {
			d = r.board(d, riders)
			shared, end := riders.context(ctx)
			defer end()
			ctx = shared
		}
	}
	next, err := r.put(ctx, d.id, d.kept, d.change, d.touched, d.memories, r.Beside)
	riders.answer(next, err)
	if err != nil {
		return Kept[T]{}, r.discreet(ctx, call.By, err)
	}
	return next, outcome(d.outcome)
}

// A draft is what a call means to an aggregate, before it is written.
type draft[T any] struct {
	id       string
	kept     Kept[T] // before
	writes   bool    // false: kept is the answer
	change   Change[T]
	touched  []string
	memories []bonafide.Write       // of the call's key
	outcome  *bonafide.RefusedError // of the call
}

// draft runs the steps and settles what they change. With an error it may hold the
// aggregate that the answer of a repeated call is about.
func (r Runner[T]) draft(ctx context.Context, call Call, with []string, from *Kept[T], steps []Step[T]) (d draft[T], err error) {
	done, call, err := r.seen(ctx, call, r.Now())
	if err != nil {
		return d, err
	}
	id := call.ID
	if done != nil {
		id = done.ID
	}
	kept, err := r.start(ctx, id, call, with, from)
	if err != nil {
		return d, err
	}
	if done != nil {
		return draft[T]{kept: kept}, r.repeat(ctx, kept.State, call, done, steps)
	}
	if !call.Create && !r.Admits(kept.State, call.By, verbOf(steps)) { // whoever joins becomes known by it
		return d, bonafide.ErrNotFound
	}
	at := r.Now()
	c, err := r.apply(ctx, kept.State, kept.Lost, call, at, steps)
	if err != nil {
		return d, err
	}
	if len(c.Events)+len(c.Writes)+len(c.Touch) == 0 {
		kept.State = c.State
		return draft[T]{kept: kept}, outcome(c.Outcome)
	}
	touched := c.Touch
	if len(eventsOf(c.Events, "", r.Kind)) > 0 || slices.Contains(c.Touch, r.Kind) {
		if !r.Erased(c.State) {
			if c, err = r.settle(kept.State, c, at); err != nil {
				return d, err
			}
		}
		if r.Touched != nil {
			touched = slices.Concat(touched, r.Touched(kept.State, c.State))
		}
		touched = append(touched, kept.Lost...)
		if c.State, err = r.with(ctx, id, &kept, c.State, touched); err != nil {
			return d, err
		}
	}
	call.at = at
	d = draft[T]{id: id, kept: kept, writes: true, change: c, touched: touched, outcome: c.Outcome}
	d.memories, err = r.memories(id, call, c)
	return d, err
}

// repeat lets the steps of a call that was carried out before say again what
// came of it.
func (r Runner[T]) repeat(ctx context.Context, state T, call Call, done *memory, steps []Step[T]) error {
	if err := done.err(); err != nil || !r.Admits(state, call.By, verbOf(steps)) || r.Erased(state) {
		return err
	}
	for _, step := range steps {
		if step.Told != nil {
			step.Told(done.Made)
		}
		if step.Repeat == nil {
			continue
		}
		if err := step.Repeat(ctx, state); err != nil {
			return err
		}
	}
	return nil
}

// start is the aggregate that a try begins with. One that lacks a part is read
// again: a part must not be newer than what it is seen with.
func (r Runner[T]) start(ctx context.Context, id string, call Call, with []string, from *Kept[T]) (Kept[T], error) {
	if call.Overwrites {
		return r.Salvage(ctx, id, with...)
	}
	if from == nil || !r.has(from, with) {
		return r.Get(ctx, id, with...)
	}
	kept := *from
	kept.parts, kept.Written = slices.Clone(from.parts), false
	return kept, nil
}

// with reads the touched parts that the command did not name into a changed
// state.
func (r Runner[T]) with(ctx context.Context, id string, kept *Kept[T], state T, kinds []string) (T, error) {
	now := Kept[T]{State: state, parts: kept.parts}
	err := r.read(ctx, id, &now, kinds)
	return now.State, err
}

// apply lets time pass and runs the steps one after another.
func (r Runner[T]) apply(ctx context.Context, before T, lost []string, call Call, at time.Time, steps []Step[T]) (Change[T], error) {
	if err := r.unerased(before, verbOf(steps)); err != nil {
		return Change[T]{}, err
	}
	all := Change[T]{State: before}
	if !r.Erased(before) {
		var err error
		if all.State, all.Events, err = r.Elapse(before, at); err != nil {
			return Change[T]{}, err
		}
	}
	for _, step := range steps {
		c, err := r.step(ctx, all.State, lost, call, at, step)
		if err != nil {
			return Change[T]{}, err
		}
		all.State = c.State
		if step.Told != nil && len(c.Events) > 0 {
			all.made = c.Events[0].Data[step.Adds]
			step.Told(all.made)
		}
		all.Events = append(all.Events, c.Events...)
		all.Writes = append(all.Writes, c.Writes...)
		all.Touch = append(all.Touch, c.Touch...)
		if c.Outcome != nil {
			all.Outcome = c.Outcome
		}
		if !c.Keep.IsZero() {
			all.Keep = c.Keep
		}
	}
	return all, nil
}

// verbOf is the right that a call takes before all others.
func verbOf[T any](steps []Step[T]) string {
	if len(steps) == 0 {
		return ""
	}
	return steps[0].Verb
}

// step checks the right to one step and runs its rule.
func (r Runner[T]) step(ctx context.Context, state T, lost []string, call Call, at time.Time, step Step[T]) (Change[T], error) {
	if err := r.Permits(state, step.Verb, step.By); err != nil {
		return Change[T]{}, err
	}
	var use func(T) (T, []bonafide.Event)
	if r.Second != nil && !step.By.Is(bonafide.ActorSystem, bonafide.ActorVerifier) { // what happens by itself has nobody to ask
		var err error
		if use, err = r.Second(state, step.Verb, call, step.about(state), at); err != nil {
			return Change[T]{}, err
		}
	}
	c, err := step.Rule(ctx, state, Input{By: step.By.Recorded(), At: at, Lost: lost})
	if err != nil {
		return Change[T]{}, err
	}
	if use != nil && len(c.Events) > 0 {
		var events []bonafide.Event
		c.State, events = use(c.State)
		c.Events = append(c.Events, events...)
	}
	return c, nil
}

// settle runs the passes.
func (r Runner[T]) settle(before T, c Change[T], at time.Time) (Change[T], error) {
	for _, p := range r.Passes {
		next, events, err := p.Run(before, c.State, at)
		if err != nil {
			return Change[T]{}, err
		}
		c.State, c.Events = next, append(c.Events, events...)
	}
	return c, nil
}

// unerased refuses every verb but erasure once the aggregate is erased.
func (r Runner[T]) unerased(state T, verb string) error {
	if r.Erased(state) && verb != r.Erase {
		return &bonafide.RefusedError{Code: bonafide.RefusedErased}
	}
	return nil
}

func outcome(e *bonafide.RefusedError) error {
	if e == nil {
		return nil
	}
	return e
}

// discreet leaves out of a [*bonafide.DuplicateError] which record holds the value, and
// under which index, where the actor may not know of that record.
func (r Runner[T]) discreet(ctx context.Context, by bonafide.Actor, err error) error {
	var taken *bonafide.DuplicateError
	if !errors.As(err, &taken) || by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return err
	}
	if holder, err := r.Get(ctx, taken.ID); err == nil && r.Admits(holder.State, by, "") {
		return taken
	}
	return &bonafide.DuplicateError{}
}
