package casefile

import (
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A Service runs commands on cases. It is safe for concurrent use, starts no
// goroutine that outlives a call of the host's parts, and keeps nothing that another
// Service would need: any number of them may work on one store.
//
// Every command on a case fails with [bonafide.ErrNotFound] if there is no such case
// or the actor may not know of it, with [bonafide.ErrForbidden] if actors of that
// kind may not do it, with a [*bonafide.StateError] in a status that does not allow
// it (the comment of the package has the table), with a [*bonafide.RefusedError] of
// [bonafide.RefusedErased] once the case is erased, or of [CodeWithdrawn] on a check
// that was withdrawn or whose entity was removed, with [bonafide.ErrKeyReused] if its key was
// used for another command, with [bonafide.ErrConflict] if others changed the case
// again and again meanwhile (try again), and with an [*bonafide.InvalidError] for an
// actor that [bonafide.Actor.Check] refuses. After an error nothing has changed.
// Otherwise it returns the case as the actor may see it.
type Service struct {
	run     aggregate.Runner[Case]
	keys    *bonafide.Keys
	opts    Options
	answers *answers
}

// WithStore returns a copy that works on another handle of the same tenant,
// such as one bound to a transaction of the host, and keeps bodies as the Service
// does: a handle that seals is taken as it is. After a rollback the copy must not be
// used any more. Writers on it take no turns.
func (s *Service) WithStore(store bonafide.Store) *Service {
	bound := *s
	bound.run = s.run.On(store)
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

// maxID bounds ids, so that two of them fit into one term of a Store.
const maxID = 100
