package aggregate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// MaxKeyBytes bounds an idempotency key.
const MaxKeyBytes = 255

// How long a key is remembered: as the published API says unless the host names
// its longest retry, and never for less than a retry takes (Synapse API
// initialization, idempotency).
const (
	DefaultKeyLife = 24 * time.Hour
	MinKeyLife     = time.Hour
)

// memory is what is kept of a call that had an effect.
type memory struct {
	Format  int           `json:"format"`
	Op      string        `json:"op"`
	Request []byte        `json:"request,omitzero"` // HMAC of op and parts; empty = of an erased aggregate, whatever was asked for
	Guess   []byte        `json:"guess,omitzero"`   // HMAC of what was guessed
	ID      string        `json:"id"`               // the aggregate that it changed
	Create  bool          `json:"create,omitzero"`  // as in Call
	Made    string        `json:"made,omitzero"`    // id of what it added
	Refused bonafide.Code `json:"refused,omitzero"`
	At      time.Time     `json:"at"`
	Until   time.Time     `json:"until"` // from then on the key is free
}

func (m *memory) err() error {
	if m.Refused == "" {
		return nil
	}
	return &bonafide.RefusedError{Code: m.Refused}
}

// scopes names the key of a call: per actor, and per aggregate unless the call
// creates one. The first name is the one to write; the others belong to root
// keys that are being replaced. Of two processes that have them in another order, each
// writes another name: see [Table.claim].
func (t Table[T]) scopes(c Call) []string {
	id := c.ID
	if c.Create {
		id = ""
	}
	who := string(c.By.Kind) + " " + c.By.ID // a kind has no space
	return t.Keys.Indexes("command "+t.Kind+" "+id+"\x00"+who, c.Key)
}

// claim is the unique value of what is remembered of a call that creates, while a root is
// being replaced: two such calls at once make no two aggregates, whichever root their
// processes have first. Of calls on an aggregate its version sees to that.
func (c Call) claim(scopes []string) []string {
	if !c.Create || len(scopes) < 2 {
		return nil
	}
	return []string{slices.Min(scopes)}
}

// claimed tells whether another call with the same key was faster: a conflict as any other.
func (t Table[T]) claimed(c Call, err error) error {
	var taken *bonafide.DuplicateError
	if errors.As(err, &taken) && c.Key != "" && slices.Contains(c.claim(t.scopes(c)), taken.Key) {
		return bonafide.ErrConflict
	}
	return err
}

// kindOfCommands is the kind of the records that remember calls; each is due when
// its key is free.
func (t Table[T]) kindOfCommands() string { return t.Kind + ".command" }

// labelSubject marks what is remembered of an aggregate, so that its erasure finds
// it.
func labelSubject(id string) string { return "subject=" + id }

// seen returns what the first call with the key did, or nil, and the call with
// what it needs to take the place of a memory that has had its time.
func (t Table[T]) seen(ctx context.Context, c Call, at time.Time) (*memory, Call, error) {
	c.over, c.spent = 0, nil
	if c.Key == "" {
		return nil, c, nil
	}
	if len(c.Key) > MaxKeyBytes {
		return nil, c, bonafide.Invalid("key", bonafide.CodeTooLong)
	}
	var found *memory
	for i, scope := range t.scopes(c) {
		r, err := t.Store.Get(ctx, t.kindOfCommands(), scope)
		if errors.Is(err, bonafide.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, c, err
		}
		m, err := decodeMemory(r)
		if err != nil {
			return nil, c, err
		}
		if i == 0 {
			c.over = r.Version
		}
		if at.Before(m.Until) {
			found = &m
			break
		}
		if i > 0 && len(r.Unique) > 0 {
			w, err := t.encodeMemory(r.ID, r.Version+1, m, r.Labels...)
			if err != nil {
				return nil, c, err
			}
			c.spent = append(c.spent, w)
		}
	}
	if found == nil || len(found.Request) == 0 {
		return found, c, nil
	}
	if !t.Keys.VerifyMAC(found.Request, "request", c.asked()...) {
		return nil, c, bonafide.ErrKeyReused
	}
	if len(c.Guess)+len(found.Guess) > 0 && !t.Keys.VerifyMAC(found.Guess, "guess of a request", c.guessed()...) {
		return nil, c, nil // another guess is no repetition
	}
	return found, c, nil
}

func decodeMemory(r bonafide.Record) (memory, error) {
	var m memory
	if json.Unmarshal(r.Body, &m) != nil || m.Format != format {
		return m, fmt.Errorf("bonafide: %s record does not decode: %w", r.Kind, bonafide.ErrUnreadable)
	}
	return m, nil
}

// asked is what a repetition must have in common with the first call.
func (c Call) asked() []string { return append([]string{c.Op}, c.Parts...) }

// guessed is what makes of a repetition another guess.
func (c Call) guessed() []string { return append([]string{c.Op}, c.Guess...) }

// memories keep a call that has a key.
func (t Table[T]) memories(id string, call Call, c Change[T]) ([]bonafide.Write, error) {
	if call.Key == "" {
		return nil, nil
	}
	w, err := t.remember(id, call, c)
	return append([]bonafide.Write{w}, call.spent...), err
}

// remember is the write that keeps a call.
func (t Table[T]) remember(id string, c Call, done Change[T]) (bonafide.Write, error) {
	m := memory{Format: format, Op: c.Op, ID: id, Create: c.Create, Request: t.Keys.MAC("request", c.asked()...), Made: done.made, At: c.at, Until: done.Keep}
	if m.Until.IsZero() {
		m.Until = c.at.Add(t.KeyLife)
	}
	if len(c.Guess) > 0 {
		m.Guess = t.Keys.MAC("guess of a request", c.guessed()...)
	}
	if done.Outcome != nil {
		m.Refused = done.Outcome.Code
	}
	scopes := t.scopes(c)
	w, err := t.encodeMemory(scopes[0], c.over+1, m, labelSubject(id))
	w.Record.Unique = c.claim(scopes)
	return w, err
}

func (t Table[T]) encodeMemory(id string, version int64, m memory, labels ...string) (bonafide.Write, error) {
	data, err := json.Marshal(m)
	return bonafide.Write{Record: bonafide.Record{
		Kind: t.kindOfCommands(), ID: id, Version: version, Labels: labels, Due: bonafide.Instant(m.Until), Body: data,
	}}, err
}

// Forget takes away what is remembered of calls on an erased aggregate: whole
// memories where the store can delete, else the HMACs of what was asked for. The
// key that made the aggregate stays spent for its time, so that a late retry does
// not make another one. One that cannot be read counts as such a key. It may be repeated.
func (t Table[T]) Forget(ctx context.Context, id string) error {
	for {
		page, err := t.Store.List(ctx, bonafide.Query{Kind: t.kindOfCommands(), Labels: []string{labelSubject(id)}})
		lost := &bonafide.UnreadableError{}
		if err != nil && !errors.As(err, &lost) {
			return err
		}
		if len(page.Records)+len(lost.IDs) == 0 {
			return nil
		}
		for _, key := range lost.IDs {
			r, err := t.Store.Get(ctx, t.kindOfCommands(), key)
			if err != nil && !Damaged(r, err) {
				return err
			}
			page.Records = append(page.Records, r)
		}
		for _, r := range page.Records {
			if err := t.forget(ctx, id, r); err != nil && !errors.Is(err, bonafide.ErrConflict) { // others are at it
				return err
			}
		}
	}
}

func (t Table[T]) forget(ctx context.Context, id string, r bonafide.Record) error {
	m, err := decodeMemory(r)
	if err != nil {
		m = memory{Format: format, ID: id, Create: true, Until: r.Due}
	}
	if !m.Create {
		err := remove(ctx, t.Store, r)
		if !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
	m.Request, m.Guess, m.Made = nil, nil, ""
	w, err := t.encodeMemory(r.ID, r.Version+1, m)
	if err != nil {
		return err
	}
	w.Record.Unique = r.Unique
	return t.Store.Put(ctx, w)
}

// SweepKeys deletes up to limit memories of keys that are free, oldest first, and
// returns how many it deleted; see [Sweep].
func (t Table[T]) SweepKeys(ctx context.Context, at time.Time, limit int) (int, error) {
	return Sweep(ctx, t.Store, t.kindOfCommands(), at, limit)
}
