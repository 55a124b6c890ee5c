package sealed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
)

// KindKeys is the kind of the records that keep wrapped data keys, one for each
// subject. Nobody reads or writes it through a [Store].
const KindKeys = "sealed.key"

// wrappedKeys is the body of a key record, oldest key first. Numbers rise and are
// never given twice.
type wrappedKeys struct {
	Format int          `json:"format"`
	Kind   string       `json:"kind,omitzero"` // of the subject: the id of the record is a hash, and a key opens for its subject alone
	ID     string       `json:"id,omitzero"`   // of the subject
	Keys   []wrappedKey `json:"keys"`
}

type wrappedKey struct {
	Number  uint64    `json:"number"`
	Wrapped []byte    `json:"wrapped"`
	At      time.Time `json:"at"` // when it was made
}

const keysFormat = 1

var errKeys = fmt.Errorf("sealed: key record does not decode: %w", bonafide.ErrSealed)

func decodeKeys(r bonafide.Record) (wrappedKeys, error) {
	var w wrappedKeys
	if json.Unmarshal(r.Body, &w) != nil || w.Format != keysFormat || len(w.Keys) == 0 {
		return wrappedKeys{}, errKeys
	}
	return w, nil
}

func (w wrappedKeys) newest() wrappedKey { return w.Keys[len(w.Keys)-1] }

// A ring is the keys of one subject as they were read once. Each is unwrapped
// when it is first needed.
type ring struct {
	subject Subject
	version int64 // version of the key record
	wrapped wrappedKeys

	mu   sync.Mutex
	open map[uint64]*bonafide.DataKey
}

func newRing(subject Subject, version int64, keys ...wrappedKey) *ring {
	return &ring{subject: subject, version: version, wrapped: wrappedKeys{Format: keysFormat, Kind: subject.Kind, ID: subject.ID, Keys: keys}, open: make(map[uint64]*bonafide.DataKey, len(keys))}
}

// unwrapped returns the data key with that number if it was unwrapped before.
func (g *ring) unwrapped(number uint64) *bonafide.DataKey {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open[number]
}

// key returns the data key with that number; nil if the ring has none.
func (g *ring) key(ctx context.Context, keys *bonafide.Keys, number uint64) (*bonafide.DataKey, error) {
	if key := g.unwrapped(number); key != nil {
		return key, nil
	}
	for _, w := range g.wrapped.Keys {
		if w.Number != number {
			continue
		}
		// Not under the lock: a slow key service holds up nobody who has a key.
		key, err := keys.OpenDataKey(ctx, g.subject.Kind, g.subject.ID, w.Wrapped)
		if err != nil {
			return nil, err
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		g.open[number] = key
		return key, nil
	}
	return nil, nil
}

// newest returns the newest key and its number.
func (g *ring) newest(ctx context.Context, keys *bonafide.Keys) (*bonafide.DataKey, uint64, error) {
	number := g.wrapped.newest().Number
	key, err := g.key(ctx, keys, number)
	return key, number, err
}

// A keyring reads, makes and keeps the keys of subjects.
type keyring struct {
	store    bonafide.Store
	keys     *bonafide.Keys
	now      func() time.Time
	messages int64 // see [Options.MessagesPerKey]
	rings    *cache[Subject, *ring]
	parent   *cache[Subject, *ring] // rings that are known to be stored; only read

	holding sync.Mutex // so that no ring takes the place of a newer one
}

// held returns the ring of a subject from memory, or nil.
func (k *keyring) held(subject Subject) *ring {
	if g, ok := k.rings.get(subject); ok {
		return g
	}
	if k.parent != nil {
		if g, ok := k.parent.get(subject); ok {
			return g
		}
	}
	return nil
}

// read returns the ring of a subject from the key store, and the version of its
// record; nil and 0 if the subject has no keys.
func (k *keyring) read(ctx context.Context, subject Subject) (*ring, int64, error) {
	r, err := k.store.Get(ctx, KindKeys, subject.recordID())
	if errors.Is(err, bonafide.ErrNotFound) {
		k.rings.drop(subject)
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	w, err := decodeKeys(r)
	if err != nil {
		return nil, 0, err
	}
	return k.keep(newRing(subject, r.Version, w.Keys...)), r.Version, nil
}

// keep keeps a ring in memory that the key store keeps, and returns it; or the one that
// is there, if that was read later. What an earlier one had unwrapped, and is the same,
// needs not be unwrapped again.
func (k *keyring) keep(g *ring) *ring {
	k.holding.Lock()
	defer k.holding.Unlock()
	if old := k.held(g.subject); old != nil {
		if old.version > g.version {
			return old
		}
		g.adopt(old)
	}
	k.rings.put(g.subject, g)
	return g
}

// adopt takes over what another ring has unwrapped. Nobody else has g yet.
func (g *ring) adopt(old *ring) {
	for _, key := range g.wrapped.Keys {
		if open := old.unwrapped(key.Number); open != nil && bytes.Equal(open.Wrapped(), key.Wrapped) {
			g.open[key.Number] = open
		}
	}
}

// newest returns the key that new bodies of a subject are sealed with, and its
// number. A subject without keys gets its first.
func (k *keyring) newest(ctx context.Context, subject Subject) (*bonafide.DataKey, uint64, error) {
	g := k.held(subject)
	var err error
	if g == nil {
		if g, _, err = k.read(ctx, subject); err != nil {
			return nil, 0, err
		}
	}
	if g == nil {
		if g, err = k.addTo(ctx, subject, nil, anyKey); err != nil {
			return nil, 0, err
		}
	}
	return k.use(ctx, g)
}

// use returns the key to seal one body with, and its number: the newest, unless that
// has sealed enough.
func (k *keyring) use(ctx context.Context, g *ring) (*bonafide.DataKey, uint64, error) {
	if rand.Int64N(k.messages) == 0 {
		var err error
		if g, err = k.addTo(ctx, g.subject, g, newerThan(g)); err != nil {
			return nil, 0, err
		}
	}
	return g.newest(ctx, k.keys)
}

// find returns the key of a subject with a number, or nil if it is not, or no
// longer, there.
func (k *keyring) find(ctx context.Context, subject Subject, number uint64) (*bonafide.DataKey, error) {
	if g := k.held(subject); g != nil {
		if key, err := g.key(ctx, k.keys, number); key != nil || err != nil {
			return key, err
		}
	}
	g, _, err := k.read(ctx, subject) // another process may have made a newer one
	if g == nil || err != nil {
		return nil, err
	}
	return g.key(ctx, k.keys, number)
}

// lostRaces bounds how often a write that lost its race is tried again.
const lostRaces = 20

// anyKey is satisfied with every key that is there.
func anyKey(wrappedKey) bool { return true }

// newerThan is satisfied with a key that the ring has not.
func newerThan(g *ring) func(wrappedKey) bool {
	last := g.wrapped.newest().Number
	return func(newest wrappedKey) bool { return newest.Number > last }
}

// add gives a subject a new key, unless the newest will do.
func (k *keyring) add(ctx context.Context, subject Subject, willDo func(newest wrappedKey) bool) (*ring, error) {
	g, _, err := k.read(ctx, subject)
	if err != nil {
		return nil, err
	}
	return k.addTo(ctx, subject, g, willDo)
}

// addTo is add to the ring as it was seen last, or to none where none is known of. A
// key is used only after its record is kept for certain: what is sealed with it could
// otherwise never be opened.
func (k *keyring) addTo(ctx context.Context, subject Subject, g *ring, willDo func(newest wrappedKey) bool) (*ring, error) {
	for try := 0; ; try++ {
		if g != nil && willDo(g.wrapped.newest()) {
			return g, nil
		}
		next, err := k.extended(ctx, subject, g)
		if err != nil {
			return nil, err
		}
		if err = k.put(ctx, next); err == nil {
			return k.keep(next), nil
		}
		if !errors.Is(err, bonafide.ErrConflict) || try == lostRaces {
			return nil, err
		}
		if g, _, err = k.read(ctx, subject); err != nil {
			return nil, err
		}
	}
}

// extended returns the ring with one more key, of the next version, and keeps it
// nowhere. Nil is the ring of a subject without keys.
func (k *keyring) extended(ctx context.Context, subject Subject, g *ring) (*ring, error) {
	var before []wrappedKey
	version, number := int64(1), uint64(1)
	if g != nil {
		before, version, number = g.wrapped.Keys, g.version+1, g.wrapped.newest().Number+1
	}
	key, err := k.keys.NewDataKey(ctx, subject.Kind, subject.ID)
	if err != nil {
		return nil, err
	}
	made := wrappedKey{Number: number, Wrapped: key.Wrapped(), At: bonafide.Instant(k.now())}
	next := newRing(subject, version, append(slices.Clone(before), made)...)
	next.open[number] = key
	return next, nil
}

// retire destroys all keys of a subject but the newest, which must have the
// number; else it reports false.
func (k *keyring) retire(ctx context.Context, subject Subject, number uint64) (bool, error) {
	g, version, err := k.read(ctx, subject)
	if g == nil || err != nil {
		return false, err
	}
	newest := g.wrapped.newest()
	if newest.Number != number {
		return false, nil
	}
	if len(g.wrapped.Keys) == 1 {
		return true, nil
	}
	only := newRing(subject, version+1, newest)
	switch err := k.put(ctx, only); {
	case errors.Is(err, bonafide.ErrConflict):
		return false, nil
	case err != nil:
		return false, err
	}
	k.keep(only)
	return true, nil
}

// put writes the record of a ring.
func (k *keyring) put(ctx context.Context, g *ring) error {
	w, err := g.record()
	if err != nil {
		return err
	}
	if err := k.store.Put(ctx, w); err != nil {
		k.rings.drop(g.subject) // whatever is there now is read again
		return err
	}
	return nil
}

// record is the write that keeps a ring.
func (g *ring) record() (bonafide.Write, error) {
	body, err := json.Marshal(g.wrapped)
	if err != nil {
		return bonafide.Write{}, errKeys
	}
	return bonafide.Write{Record: bonafide.Record{Kind: KindKeys, ID: g.subject.recordID(), Version: g.version, Body: body}}, nil
}
