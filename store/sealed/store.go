package sealed

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/deflate"
	"github.com/bonafide-go/bonafide/store"
)

// A Store seals the bodies of the store that it stands before. It is safe for
// concurrent use, starts no goroutine and keeps nothing but keys in memory: any
// number of them, in any number of processes, may stand before one store.
type Store struct {
	below bonafide.Store
	keys  *keyring
	opts  Options

	// shifts remembers by how much versions below are ahead of those above: each
	// Reseal writes a record once more.
	shifts *cache[address, uint64]
}

var _ bonafide.Store = (*Store)(nil)

// An address names a record.
type address struct{ kind, id string }

// New returns a store that seals what the given one keeps. Both are of one
// tenant, as the keys must be. It fails with an [*bonafide.InvalidError] where a store
// tells of another one (see [bonafide.Tenanted]), and for a store that is sealed already.
func New(below bonafide.Store, keys *bonafide.Keys, opts *Options) (*Store, error) {
	var faults bonafide.Faults
	if below == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if _, twice := bonafide.StoreAs[*Store](below); twice {
		faults.Add("store", bonafide.CodeNotAllowed)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	} else {
		faults.Merge("", keys.CheckTenant(below))
		if opts != nil && opts.KeyStore != nil {
			faults.Merge("options.key_store.", keys.CheckTenant(opts.KeyStore))
		}
	}
	opts.check(&faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	o := opts.withDefaults()
	ring := &keyring{store: o.KeyStore, keys: keys, now: o.Now, messages: o.MessagesPerKey, rings: newCache[Subject, *ring](o.CacheSize, o.CacheLife, o.Now)}
	if ring.store == nil {
		ring.store = below
	}
	return &Store{below: below, keys: ring, opts: o, shifts: newCache[address, uint64](o.CacheSize, 0, o.Now)}, nil
}

// WithStore returns a copy that seals what another handle of the same tenant and
// database keeps, such as one bound to a transaction of the host. Keys that it
// makes are part of that transaction, unless there is a key store of its own; so
// the copy must not be used after a rollback.
func (s *Store) WithStore(below bonafide.Store) *Store {
	bound := *s
	bound.below = below
	// A rollback must not leave versions and keys of nowhere with the others.
	bound.shifts = newCache[address, uint64](s.opts.CacheSize, 0, s.opts.Now)
	if s.opts.KeyStore == nil {
		k := &keyring{store: below, keys: s.keys.keys, now: s.keys.now, messages: s.keys.messages, parent: s.keys.parent}
		k.rings = newCache[Subject, *ring](s.opts.CacheSize, s.opts.CacheLife, s.opts.Now)
		if k.parent == nil {
			k.parent = s.keys.rings
		}
		bound.keys = k
	}
	return &bound
}

// Tenant is that of the store below, as [bonafide.Tenanted].
func (s *Store) Tenant() string { return bonafide.TenantOf(s.below) }

// Get returns a record with its body opened. It fails like the store below, and
// with an [*Error] where the body does not open: then what it returns is the record
// without a body, for whoever overwrites it: Put takes the version after this one.
func (s *Store) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if kind == KindKeys {
		if err := ctx.Err(); err != nil {
			return bonafide.Record{}, err
		}
		return bonafide.Record{}, bonafide.ErrNotFound
	}
	for try := 0; ; try++ {
		stored, err := s.below.Get(ctx, kind, id)
		if err != nil {
			return bonafide.Record{}, err
		}
		r, err := s.open(ctx, stored)
		if !keyMissing(err) || try == rereads {
			if err != nil {
				r = stored
				r.Body = nil // whoever overwrites it needs to know the version
			}
			return r, err
		}
	}
}

// rereads bounds how often a record is read again whose key is not there: it may
// have been sealed again, and the key destroyed, since it was read.
const rereads = 3

// List returns a page with bodies opened. Bodies that do not open are left out,
// and named by a [*bonafide.UnreadableError]: a list that left them out without a
// word would say that there are no such records.
func (s *Store) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if q.Kind == KindKeys {
		return bonafide.Page{}, ctx.Err()
	}
	for try := 0; ; try++ {
		page, err := s.below.List(ctx, q)
		if err != nil {
			return bonafide.Page{}, err
		}
		page.Records, err = s.openAll(ctx, q.Kind, page.Records)
		switch {
		case anyKeyMissing(err) && try < rereads:
		case err != nil && !errors.Is(err, bonafide.ErrUnreadable):
			return bonafide.Page{}, err
		default:
			return page, err
		}
	}
}

func (s *Store) openAll(ctx context.Context, kind string, records []bonafide.Record) ([]bonafide.Record, error) {
	opened := make([]bonafide.Record, 0, len(records))
	lost := &bonafide.UnreadableError{Kind: kind}
	for _, r := range records {
		clear, err := s.open(ctx, r)
		switch {
		case err == nil:
			opened = append(opened, clear)
		case errors.Is(err, bonafide.ErrUnreadable):
			lost.Add(r.ID, err)
		default:
			return nil, err
		}
	}
	return opened, lost.Err()
}

// Events returns the events of the store below. They hold ids and codes only,
// and are not sealed: readers of the outbox need no keys.
func (s *Store) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	return s.below.Events(ctx, q)
}

// Put seals the bodies of the batch and writes it like the store below. The data key
// of a subject that is new is written with the batch where the key store is that
// store, and before it otherwise: if the batch then fails, a key without data is left,
// never data without a key.
func (s *Store) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := check(batch); err != nil {
		return err
	}
	var first firstKeys
	for try := 0; ; try++ {
		shifts, err := s.shiftsOf(ctx, batch)
		if err != nil {
			return err
		}
		writes, err := s.seal(ctx, batch, shifts, &first)
		if err != nil {
			return err
		}
		err = s.below.Put(ctx, writes...)
		if err == nil {
			for i := range batch {
				s.shifts.put(address{batch[i].Record.Kind, batch[i].Record.ID}, shifts[i])
			}
			for _, g := range first.rings {
				s.keys.keep(g)
			}
			return nil
		}
		if !errors.Is(err, bonafide.ErrConflict) || try == lostRaces {
			return err
		}
		anew, failed := s.overtaken(ctx, batch, shifts, &first)
		if failed != nil {
			return failed
		}
		if !anew {
			return err
		}
	}
}

// overtaken tells a conflict of the records from one that whoever put them knows
// nothing of: a record was sealed again since it was looked at, or a subject has got its
// first key from somebody else.
func (s *Store) overtaken(ctx context.Context, batch []bonafide.Write, shifts []uint64, first *firstKeys) (bool, error) {
	anew, err := first.settle(ctx, s.keys)
	if err != nil {
		return false, err
	}
	for i := range batch {
		if batch[i].Record.Version == 1 {
			continue
		}
		shift, err := s.shiftOf(ctx, batch[i].Record)
		if err != nil {
			return false, err
		}
		anew = anew || shift != shifts[i]
	}
	return anew, nil
}

// shiftsOf returns by how much the versions of the records in the store are
// ahead: of a first version by nothing, of others as is known from when they were
// last read or written here, or else is looked up. What another process did since
// shows as a conflict.
func (s *Store) shiftsOf(ctx context.Context, batch []bonafide.Write) ([]uint64, error) {
	shifts := make([]uint64, len(batch))
	for i := range batch {
		r := batch[i].Record
		if r.Version == 1 {
			continue
		}
		var known bool
		if shifts[i], known = s.shifts.get(address{r.Kind, r.ID}); known {
			continue
		}
		var err error
		if shifts[i], err = s.shiftOf(ctx, r); err != nil {
			return nil, err
		}
	}
	return shifts, nil
}

// shiftOf looks at what is stored of a record; nothing is ahead by nothing, nor is what
// does not open: its version is the stored one, as Get says. It is opened, since whoever
// sealed it again may have used a key that this process does not know of yet, and
// destroyed the one that is in memory as the newest.
func (s *Store) shiftOf(ctx context.Context, of bonafide.Record) (uint64, error) {
	r, err := s.below.Get(ctx, of.Kind, of.ID)
	if errors.Is(err, bonafide.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	opened, err := s.open(ctx, r)
	if unread := (*Error)(nil); errors.As(err, &unread) {
		return 0, nil
	}
	return uint64(r.Version - opened.Version), err
}

// check is the contract's, with the room that sealing takes.
func check(batch []bonafide.Write) error {
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	var faults bonafide.Faults
	for i := range batch {
		if len(batch[i].Record.Body) > bonafide.MaxBodyBytes-Overhead {
			faults.Add(fmt.Sprintf("batch[%d].record.body", i), bonafide.CodeTooLong)
		}
		if batch[i].Record.Kind == KindKeys {
			faults.AddRule(fmt.Sprintf("batch[%d].record.kind", i), bonafide.CodeNotAllowed, "keys are kept below; a store before a sealed one needs Unwrap")
		}
	}
	return faults.Err()
}

// seal returns the batch as the store below gets it, and behind it the records of first
// keys.
func (s *Store) seal(ctx context.Context, batch []bonafide.Write, shifts []uint64, first *firstKeys) ([]bonafide.Write, error) {
	out := make([]bonafide.Write, len(batch), len(batch)+2)
	for i, w := range batch {
		r := &w.Record
		if len(r.Body) > 0 || shifts[i] > 0 {
			key, number, err := s.keyIn(ctx, batch, s.opts.Subject(r.Kind, r.ID), first)
			if err != nil {
				return nil, keyError(*r, err)
			}
			r.Body = sealWith(key, number, *r, shifts[i])
			r.Version += int64(shifts[i])
		}
		out[i] = w
	}
	for _, g := range first.rings {
		w, err := g.record()
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// sealBody seals a record's body with the newest key of its subject.
func (s *Store) sealBody(ctx context.Context, r bonafide.Record, shift uint64) ([]byte, error) {
	key, number, err := s.keys.newest(ctx, s.opts.Subject(r.Kind, r.ID))
	if err != nil {
		return nil, keyError(r, err)
	}
	return sealWith(key, number, r, shift), nil
}

// sealWith seals a record's body with a key.
func sealWith(key *bonafide.DataKey, number uint64, r bonafide.Record, shift uint64) []byte {
	e, plain := envelope{form: formPlain, number: number, shift: shift}, r.Body
	if packed := deflate.Pack(r.Body); packed != nil {
		e.form, plain = formPacked, packed
	}
	e.sealed = key.SealBytes(e.field(r.Kind, r.ID, r.Version), plain)
	return e.encode()
}

// open returns a record of the store below as it was put. By how much it is ahead is
// remembered only of one that opens: what the others say of themselves may be wrong.
func (s *Store) open(ctx context.Context, r bonafide.Record) (bonafide.Record, error) {
	opened, shift, err := s.unseal(ctx, r)
	if err != nil {
		s.shifts.drop(address{r.Kind, r.ID})
		return bonafide.Record{}, err
	}
	s.shifts.put(address{r.Kind, r.ID}, shift)
	return opened, nil
}

func (s *Store) unseal(ctx context.Context, r bonafide.Record) (_ bonafide.Record, shift uint64, _ error) {
	e, code := s.look(r)
	if code != "" {
		return bonafide.Record{}, 0, &Error{r.Kind, r.ID, code}
	}
	if e.sealed == nil {
		return r, 0, nil
	}
	key, err := s.keys.find(ctx, s.opts.Subject(r.Kind, r.ID), e.number)
	if err != nil {
		return bonafide.Record{}, 0, keyError(r, err)
	}
	if key == nil {
		return bonafide.Record{}, 0, &Error{r.Kind, r.ID, CodeKeyMissing}
	}
	r.Version -= int64(e.shift)
	if r.Body, err = key.OpenBytes(e.field(r.Kind, r.ID, r.Version), e.sealed); err != nil {
		return bonafide.Record{}, 0, &Error{r.Kind, r.ID, CodeDamaged}
	}
	if e.form == formPacked {
		var ok bool
		if r.Body, ok = deflate.Unpack(r.Body); !ok {
			return bonafide.Record{}, 0, &Error{r.Kind, r.ID, CodeDamaged}
		}
	}
	return r, e.shift, nil
}

// look reads what the body of a stored record says about itself. An envelope
// without ciphertext is a body that is not sealed, and may be so.
func (s *Store) look(r bonafide.Record) (envelope, bonafide.Code) {
	switch {
	case len(r.Body) == 0:
		return envelope{}, ""
	case !isSealed(r.Body) && s.opts.AllowUnsealed:
		return envelope{}, ""
	case !isSealed(r.Body):
		return envelope{}, CodeUnsealed
	}
	e, code := decode(r.Body)
	if code == "" && (len(e.sealed) == 0 || e.shift >= uint64(r.Version)) {
		return envelope{}, CodeDamaged
	}
	return e, code
}

// anyKeyMissing reports whether a record of a list is without its key.
func anyKeyMissing(err error) bool {
	var lost *bonafide.UnreadableError
	return errors.As(err, &lost) && slices.ContainsFunc(lost.Causes, keyMissing)
}

func keyMissing(err error) bool {
	if err == nil {
		return false
	}
	var e *Error
	return errors.As(err, &e) && e.Code == CodeKeyMissing
}

// keyError names the record whose key the wrapper refuses, or is damaged. An outage stays
// what it is.
func keyError(r bonafide.Record, err error) error {
	if errors.Is(err, bonafide.ErrSealed) {
		return &Error{r.Kind, r.ID, CodeKeyRefused}
	}
	return err
}
