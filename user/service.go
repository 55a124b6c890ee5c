package user

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
)

// A Service runs commands on users. It is safe for concurrent use, starts no
// goroutine and keeps no state of its own: any number of them may work on one
// store.
type Service struct {
	table record.Table[User]
	keys  *bonafide.Keys
	opts  Options
}

// New returns a service on a store. Keys must be of the store's tenant.
func New(store bonafide.Store, keys *bonafide.Keys, opts *Options) (*Service, error) {
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	s := &Service{keys: keys, opts: opts.withDefaults()}
	s.table = record.Table[User]{Store: store, Keys: keys, Kind: Kind, Terms: s.terms}
	return s, nil
}

// WithStore returns a copy that works on another handle of the same tenant,
// such as one bound to a transaction of the host.
func (s *Service) WithStore(store bonafide.Store) *Service {
	bound := *s
	bound.table.Store = store
	return &bound
}

func (s *Service) now() time.Time { return bonafide.Instant(s.opts.Now()) }

// terms are what the store may look a user up by. Personal ones are blinded.
func (s *Service) terms(u User) record.Terms {
	if u.Erased() {
		return record.Terms{Labels: []string{"permission=" + string(u.Permission()), labelErased}}
	}
	t := record.Terms{
		Labels: []string{"permission=" + string(u.Permission()), "watchlist=" + string(u.Watchlist())},
		Due:    s.due(u),
	}
	for _, index := range s.keys.Indexes("user.phone", string(u.Phone)) {
		t.Unique = append(t.Unique, phoneTerm(index))
	}
	if u.awaitsReview() {
		t.Labels = append(t.Labels, labelReview)
	}
	t.Labels = append(t.Labels, u.Terms...)
	return t
}

func phoneTerm(index string) string { return "phone=" + index }

// begin opens the trace of a command; the function it returns closes trace and
// log with the command's error.
func (s *Service) begin(ctx context.Context, op, id string) (context.Context, func(*error)) {
	ctx, end := s.opts.Trace(ctx, op)
	return ctx, func(err *error) {
		end(*err)
		level, outcome := slog.LevelInfo, "done"
		if *err != nil {
			level, outcome = slog.LevelWarn, reason(*err)
		}
		s.opts.Logger.LogAttrs(ctx, level, op, slog.String("user", id), slog.String("outcome", outcome))
	}
}

// reason names an error for the log. Texts of foreign errors stay out of it.
func reason(err error) string {
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) {
		return string(refused.Code)
	}
	for _, known := range []error{bonafide.ErrNotFound, bonafide.ErrConflict, bonafide.ErrDuplicate, bonafide.ErrInvalid, bonafide.ErrState,
		bonafide.ErrForbidden, bonafide.ErrUnavailable, bonafide.ErrKeyReused, bonafide.ErrCursor, bonafide.ErrSealed, bonafide.ErrChain,
		context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "error"
}

// A verb is what a command does to a user at a time.
type verb func(u User, at time.Time) (record.Change[User], error)

// update runs a command on a stored user that the actor may know of, decides
// anew, and writes the outcome. Every command on an existing user passes here:
// this is where the actor's right to the verb, and the user's standing, are
// checked.
func (s *Service) update(ctx context.Context, id string, v permission.Verb, cmd record.Command, do verb) (User, error) {
	return s.change(ctx, id, v, cmd, func(u User, at time.Time) (record.Change[User], error) {
		if err := s.permits(u, v, cmd.By); err != nil {
			return record.Change[User]{}, err
		}
		c, err := do(u, at)
		if err == nil && len(c.Events) > 0 {
			c.State = c.State.active(v, cmd.By, at)
		}
		return c, err
	})
}

// change is update for commands whose right is checked by what they set.
// It is the choke point of four eyes as well: what the program wants approved by
// a second person has no other way in.
func (s *Service) change(ctx context.Context, id string, v permission.Verb, cmd record.Command, do verb) (User, error) {
	kept, err := s.table.Update(ctx, id, cmd, func(u User) (record.Change[User], error) {
		if !u.admits(cmd.By) {
			return record.Change[User]{}, bonafide.ErrNotFound
		}
		if err := u.unerased(v); err != nil {
			return record.Change[User]{}, err
		}
		at := s.now()
		now, passed := s.current(u, at)
		c, err := do(now, at)
		if err != nil {
			return c, err
		}
		if c.Events = append(passed, c.Events...); len(c.Events) == 0 {
			return c, nil
		}
		if c.State, err = s.fourEyes(u, c.State, v, cmd, at); err != nil {
			return record.Change[User]{}, err
		}
		if c.State.Erased() {
			return c, nil // nothing is left to decide on
		}
		return s.settle(u, c, at), nil
	})
	if kept.State.admits(cmd.By) {
		if err := kept.State.unerased(v); err != nil {
			return User{}, err // a repeated key of before the erasure
		}
	}
	return s.shown(kept.State, cmd.By, err)
}

// shown is how a command answers: with the user as it now is, also where the
// command itself was carried out long ago.
func (s *Service) shown(u User, by bonafide.Actor, err error) (User, error) {
	if u.ID == "" {
		return User{}, err
	}
	if !u.admits(by) {
		return User{}, bonafide.ErrNotFound // a repeated key of an actor who lost sight of the user
	}
	u, _ = s.current(u, s.now())
	return u.As(by), err
}

// permits checks a verb against the policy: an actor who may never use it is
// forbidden, and one who could if the user were not locked or closed learns that.
func (s *Service) permits(u User, v permission.Verb, by bonafide.Actor) error {
	if s.opts.Policy.Permits(u.Permission(), v, by.Kind) {
		return nil
	}
	if s.opts.Policy.Permits(permission.Unverified, v, by.Kind) {
		return &bonafide.StateError{Kind: "user", From: string(u.Permission()), To: string(v)}
	}
	return bonafide.ErrForbidden
}

// settle computes the decision that the changed user has, and says what changed.
func (s *Service) settle(before User, c record.Change[User], at time.Time) record.Change[User] {
	undecided := c.State
	next, events := s.decide(before, c.State, at)
	next.UpdatedAt = at
	c.State = next
	c.Events = append(c.Events, events...)
	if before.Permission() != next.Permission() {
		c = s.keepDecision(c, undecided, at)
	}
	return s.retain(before, s.cover(before, s.list(before, c), at), at)
}

// command describes a call for the idempotency memory.
func command(op, key string, by bonafide.Actor, request any, secrets ...bonafide.Secret) (record.Command, error) {
	if err := by.Check("by"); err != nil {
		return record.Command{}, err
	}
	parts, err := record.Fingerprint(request, secrets...)
	if err != nil {
		return record.Command{}, err
	}
	return record.Command{Op: op, Key: key, By: by, Parts: parts}, nil
}
