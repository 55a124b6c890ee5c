package sealed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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

var errKeys = errors.New("sealed: key record does not decode")

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

// A numbered key is one that is not wrapped.
type numbered struct {
	number uint64
	key    *bonafide.DataKey
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

// A keyring reads, makes and keeps the keys of subjects.
type keyring struct {
	store  bonafide.Store
	keys   *bonafide.Keys
	now    func() time.Time
	rings  *cache[Subject, *ring]
	parent *cache[Subject, *ring] // rings that are known to be stored; only read

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
	return k.hold(subject, r.Version, w), r.Version, nil
}

// hold keeps a ring in memory, and returns it; or the one that is there, if that
// was read later. What an earlier one had unwrapped, and is the same, needs not be
// unwrapped again.
func (k *keyring) hold(subject Subject, version int64, w wrappedKeys, known ...numbered) *ring {
	g := &ring{subject: subject, version: version, wrapped: w, open: make(map[uint64]*bonafide.DataKey, len(w.Keys))}
	for _, n := range known {
		g.open[n.number] = n.key
	}
	k.holding.Lock()
	defer k.holding.Unlock()
	if old := k.held(subject); old != nil {
		if old.version > version {
			return old
		}
		for _, key := range w.Keys {
			if open := old.unwrapped(key.Number); open != nil && bytes.Equal(open.Wrapped(), key.Wrapped) {
				g.open[key.Number] = open
			}
		}
	}
	k.rings.put(subject, g)
	return g
}

// newest returns the key that new bodies of a subject are sealed with, and its
// number. A subject without keys gets its first.
func (k *keyring) newest(ctx context.Context, subject Subject) (*bonafide.DataKey, uint64, error) {
	g := k.held(subject)
	if g == nil {
		var err error
		if g, _, err = k.read(ctx, subject); err != nil {
			return nil, 0, err
		}
	}
	if g == nil {
		var err error
		if g, err = k.add(ctx, subject, anyKey); err != nil {
			return nil, 0, err
		}
	}
	number := g.wrapped.newest().Number
	key, err := g.key(ctx, k.keys, number)
	return key, number, err
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

// add gives a subject a new key, unless the newest will do. A key is used only
// after its record is kept for certain: what is sealed with it could otherwise
// never be opened.
func (k *keyring) add(ctx context.Context, subject Subject, willDo func(newest wrappedKey) bool) (*ring, error) {
	for try := 0; ; try++ {
		g, version, err := k.read(ctx, subject)
		if err != nil {
			return nil, err
		}
		w := wrappedKeys{Format: keysFormat, Kind: subject.Kind, ID: subject.ID}
		number := uint64(1)
		if g != nil {
			newest := g.wrapped.newest()
			if willDo(newest) {
				return g, nil
			}
			w.Keys, number = slices.Clone(g.wrapped.Keys), newest.Number+1
		}
		key, err := k.keys.NewDataKey(ctx, subject.Kind, subject.ID)
		if err != nil {
			return nil, err
		}
		w.Keys = append(w.Keys, wrappedKey{Number: number, Wrapped: key.Wrapped(), At: bonafide.Instant(k.now())})
		g, err = k.write(ctx, subject, version+1, w, numbered{number, key})
		if !errors.Is(err, bonafide.ErrConflict) || try == lostRaces {
			return g, err
		}
	}
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
	_, err = k.write(ctx, subject, version+1, wrappedKeys{Format: keysFormat, Kind: subject.Kind, ID: subject.ID, Keys: []wrappedKey{newest}})
	if errors.Is(err, bonafide.ErrConflict) {
		return false, nil
	}
	return err == nil, err
}

func (k *keyring) write(ctx context.Context, subject Subject, version int64, w wrappedKeys, known ...numbered) (*ring, error) {
	body, err := json.Marshal(w)
	if err != nil {
		return nil, errKeys
	}
	r := bonafide.Record{Kind: KindKeys, ID: subject.recordID(), Version: version, Body: body}
	if err := k.store.Put(ctx, bonafide.Write{Record: r}); err != nil {
		k.rings.drop(subject) // whatever is there now is read again
		return nil, err
	}
	return k.hold(subject, version, w, known...), nil
}
