package casefile

import (
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A Service runs commands on cases. It is safe for concurrent use, starts no
// goroutine and keeps no state of its own: any number of them may work on one store.
//
// Every command on a case fails with [bonafide.ErrNotFound] if there is no such case
// or the actor may not know of it, with [bonafide.ErrForbidden] if actors of that
// kind may not do it, with a [*bonafide.StateError] in a status that does not allow
// it (the comment of the package has the table), with a [*bonafide.RefusedError] of
// [bonafide.RefusedErased] once the case is erased, with [bonafide.ErrKeyReused] if its key was
// used for another command, with [bonafide.ErrConflict] if others changed the case
// again and again meanwhile (try again), and with an [*bonafide.InvalidError] for an
// actor that is none of those there are. After an error nothing has changed.
// Otherwise it returns the case as the actor may see it.
type Service struct {
	run  aggregate.Runner[Case]
	keys *bonafide.Keys
	opts Options
}

// New returns a service on a store. Keys must be of the store's tenant. It fails
// with an [*bonafide.InvalidError] that lists every fault of the options.
func New(store bonafide.Store, keys *bonafide.Keys, opts *Options) (*Service, error) {
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	}
	if opts == nil {
		opts = &Options{}
	}
	faults.Merge("options.", opts.check())
	if err := faults.Err(); err != nil {
		return nil, err
	}
	s := &Service{keys: keys, opts: opts.withDefaults()}
	s.run = aggregate.Runner[Case]{
		Table:   aggregate.Table[Case]{Store: store, Keys: keys, Kind: Kind, Terms: s.terms, Parts: []aggregate.Part[Case]{s.monitoringPart()}},
		Turns:   aggregate.NewTurns(),
		Now:     s.now,
		Trace:   s.opts.Trace,
		Logger:  s.opts.Logger,
		Admits:  Case.admits,
		Erased:  Case.Erased,
		Erase:   string(verbErase),
		Elapse:  s.elapse,
		Permits: permits,
		Passes:  s.passes(),
		Touched: s.touched,
		Beside:  s.beside,
		View:    s.view,
	}
	return s, nil
}

// WithStore returns a copy that works on another handle of the same tenant,
// such as one bound to a transaction of the host. Writers on it take no turns.
func (s *Service) WithStore(store bonafide.Store) *Service {
	bound := *s
	bound.run.Store, bound.run.Turns = store, nil
	return &bound
}

func (s *Service) now() time.Time { return bonafide.Instant(s.opts.Now()) }

var errID = errors.New("casefile: NewID made an id that is empty or too long")

// newID makes one id of at most maxID bytes.
func (s *Service) newID() (string, error) {
	id, err := s.opts.NewID()
	if err == nil && (id == "" || len(id) > maxID) {
		return "", errID
	}
	return id, err
}
