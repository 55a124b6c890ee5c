package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Terms are what a Store is told about a record besides its body.
type Terms struct {
	Unique []string
	Labels []string
	Due    time.Time
}

// A Table keeps one kind of aggregate. It is a value; Store may differ from
// call to call (a host's own transaction).
type Table[T any] struct {
	Store bonafide.Store
	Keys  *bonafide.Keys
	Kind  string
	Terms func(T) Terms
}

// format is the version of the body's encoding.
const format = 1

// body is what Record.Body holds.
type body[T any] struct {
	Format int            `json:"format"`
	Head   bonafide.Chain `json:"head"`
	State  T              `json:"state"`
}

// A Kept is an aggregate as it stands in the store.
type Kept[T any] struct {
	State   T
	Version int64
	Head    bonafide.Chain
}

// ErrFormat says that a body was written by a newer bonafide.
var ErrFormat = errors.New("bonafide: record is of a newer format")

func decode[T any](r bonafide.Record) (Kept[T], error) {
	var b body[T]
	if err := json.Unmarshal(r.Body, &b); err != nil {
		// The decoder's text may quote what it could not read.
		return Kept[T]{}, fmt.Errorf("bonafide: %s record does not decode", r.Kind)
	}
	if b.Format > format {
		return Kept[T]{}, ErrFormat
	}
	return Kept[T]{State: b.State, Version: r.Version, Head: b.Head}, nil
}

func (t Table[T]) encode(id string, k Kept[T]) (bonafide.Record, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body[T]{Format: format, Head: k.Head, State: k.State}); err != nil {
		return bonafide.Record{}, fmt.Errorf("bonafide: %s record does not encode", t.Kind)
	}
	terms := t.Terms(k.State)
	return bonafide.Record{
		Kind: t.Kind, ID: id, Version: k.Version, Unique: terms.Unique, Labels: terms.Labels,
		Due: bonafide.Instant(terms.Due), Body: bytes.TrimSuffix(buf.Bytes(), []byte("\n")),
	}, nil
}

// Get returns the aggregate with that id.
func (t Table[T]) Get(ctx context.Context, id string) (Kept[T], error) {
	r, err := t.Store.Get(ctx, t.Kind, id)
	if err != nil {
		return Kept[T]{}, err
	}
	return decode[T](r)
}

// List returns the aggregates of a page, and the cursor of the next one.
func (t Table[T]) List(ctx context.Context, q bonafide.Query) ([]Kept[T], string, error) {
	q.Kind = t.Kind
	page, err := t.Store.List(ctx, q)
	if err != nil {
		return nil, "", err
	}
	kept := make([]Kept[T], len(page.Records))
	for i, r := range page.Records {
		if kept[i], err = decode[T](r); err != nil {
			return nil, "", err
		}
	}
	return kept, page.Next, nil
}

// Events returns all events of a record after checking their chain.
func (t Table[T]) Events(ctx context.Context, id string) ([]bonafide.Event, error) {
	for {
		kept, err := t.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		var events []bonafide.Event
		q := bonafide.EventQuery{Kind: t.Kind, ID: id, Limit: bonafide.MaxPage}
		for {
			page, err := t.Store.Events(ctx, q)
			if err != nil {
				return nil, err
			}
			events = append(events, page...)
			if len(page) < q.Limit {
				break
			}
			q.After = page[len(page)-1].Position
		}
		// A write between the two reads shows as more events than the head knows.
		if n := kept.Head.Seq; int64(len(events)) > n {
			if later, err := t.Get(ctx, id); err == nil && later.Version > kept.Version {
				continue
			}
		}
		return events, bonafide.VerifyChain(events, kept.Head)
	}
}

// A Change is what a command means to a record.
type Change[T any] struct {
	State  T
	Events []bonafide.Event // none means that nothing changed and nothing is written
	Writes []bonafide.Write // further records that change with it, all or nothing

	// Outcome, if set, is the answer of the command although the change is
	// written: a wrong code that was counted. It is remembered with the key.
	Outcome *bonafide.RefusedError
}

// attempts bounds how often a lost race is run again; each takes one winner.
const attempts = 50

// Update reads the aggregate, lets the command change it, and writes it with
// its events and its idempotency key, until no other writer was in between.
// The command may run several times; it must be free of effects.
func (t Table[T]) Update(ctx context.Context, id string, cmd Command, change func(T) (Change[T], error)) (Kept[T], error) {
	for try := 0; ; try++ {
		kept, err := t.update(ctx, id, cmd, change)
		if !errors.Is(err, bonafide.ErrConflict) || try == attempts {
			return kept, err
		}
		if err := pause(ctx, try); err != nil {
			return Kept[T]{}, err
		}
	}
}

// Join is Update for a command that would have created a record, had it not
// been there: its key is remembered as Create remembers it.
func (t Table[T]) Join(ctx context.Context, id string, cmd Command, change func(T) (Change[T], error)) (Kept[T], error) {
	cmd.create = true
	return t.Update(ctx, id, cmd, change)
}

func (t Table[T]) update(ctx context.Context, id string, cmd Command, change func(T) (Change[T], error)) (Kept[T], error) {
	done, err := t.seen(ctx, id, cmd)
	if err != nil {
		return Kept[T]{}, err
	}
	if done != nil {
		id = done.ID
	}
	kept, err := t.Get(ctx, id)
	if err != nil {
		return Kept[T]{}, err
	}
	if done != nil {
		return kept, done.err()
	}
	c, err := change(kept.State)
	if err != nil {
		return Kept[T]{}, err
	}
	if len(c.Events) == 0 {
		return Kept[T]{State: c.State, Version: kept.Version, Head: kept.Head}, outcome(c.Outcome)
	}
	next, err := t.put(ctx, id, kept, cmd, c)
	if err != nil {
		return Kept[T]{}, err
	}
	return next, outcome(c.Outcome)
}

// Create writes a new aggregate. It fails like Store.Put; a repeated key gives
// the record that the first call made.
func (t Table[T]) Create(ctx context.Context, id string, cmd Command, c Change[T]) (Kept[T], error) {
	cmd.create = true
	for try := 0; ; try++ {
		done, err := t.seen(ctx, id, cmd)
		if err != nil {
			return Kept[T]{}, err
		}
		if done != nil {
			return t.Get(ctx, done.ID)
		}
		// A conflict is another call with the same key: the next round finds it.
		kept, err := t.put(ctx, id, Kept[T]{}, cmd, c)
		if cmd.Key == "" || try > 0 || !errors.Is(err, bonafide.ErrConflict) {
			return kept, err
		}
	}
}

func (t Table[T]) put(ctx context.Context, id string, kept Kept[T], cmd Command, c Change[T]) (Kept[T], error) {
	head, events := kept.Head.Link(t.Kind, id, c.Events)
	next := Kept[T]{State: c.State, Version: kept.Version + 1, Head: head}
	r, err := t.encode(id, next)
	if err != nil {
		return Kept[T]{}, err
	}
	batch := append([]bonafide.Write{{Record: r, Events: events}}, c.Writes...)
	if cmd.Key != "" {
		w, err := t.remember(id, cmd, c.Outcome)
		if err != nil {
			return Kept[T]{}, err
		}
		batch = append(batch, w)
	}
	if err := t.Store.Put(ctx, batch...); err != nil {
		return Kept[T]{}, err
	}
	return next, nil
}

func outcome(e *bonafide.RefusedError) error {
	if e == nil {
		return nil
	}
	return e
}

// pause waits a random while that grows from try to try: at most 1 ms after the
// first, at most 32 ms from the sixth on.
func pause(ctx context.Context, try int) error {
	limit := time.Millisecond << min(try, 5)
	timer := time.NewTimer(rand.N(limit))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
