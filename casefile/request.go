package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A Request is anything that a [Service] can be asked to do to a case; each
// method that changes one takes its own. The set is closed.
//
// The Key of a request, where it is set, makes its repetition harmless: the same
// actor's same request under the same key has no second effect and is answered
// with the outcome of the first and the case as it now is; another request under
// it fails with [bonafide.ErrKeyReused]. A key has at most 255 bytes, and is free
// again after [Options.KeyLife].
type Request interface {
	// command returns what the request means.
	command(s *Service) command
}

type (
	command = aggregate.Command[Case]
	change  = aggregate.Change[Case]
	kept    = aggregate.Kept[Case]
	input   = aggregate.Input
)

// do runs a request on a stored case and returns the case as the actor may see
// it.
func (s *Service) do(ctx context.Context, by bonafide.Actor, id string, r Request) (Case, error) {
	cmd := whole(r.command(s))
	added := told(&cmd)
	c, err := s.run.Do(ctx, id, by, cmd)
	c.Added = *added
	return c, err
}

// told has a command that adds something say its id.
func told(c *command) *string {
	id := new(string)
	if c.Adds != "" {
		c.Told = func(made string) { *id = made }
	}
	return id
}

// whole is a command that looks at all of a case.
func whole(c command) command {
	c.With = []string{KindMonitoring}
	return c
}

// pure makes a rule of a function on values.
func pure(f func(c Case, in input) (Case, []bonafide.Event, error)) aggregate.Rule[Case] {
	return func(_ context.Context, c Case, in input) (change, error) {
		next, events, err := f(c, in)
		return change{State: next, Events: events}, err
	}
}

// one returns the only event of a rule.
func one(e bonafide.Event) []bonafide.Event { return []bonafide.Event{e} }

// sealing makes a rule of a function that seals identifiers under the case's own
// key.
func (s *Service) sealing(f func(c Case, in input, seal sealer) (Case, []bonafide.Event, error)) aggregate.Rule[Case] {
	return func(ctx context.Context, c Case, in input) (change, error) {
		key, err := s.dataKey(ctx, c)
		if err != nil {
			return change{}, err
		}
		c.key = key
		next, events, err := f(c, in, sealer{Key: key, Keys: s.keys})
		return change{State: next, Events: events}, err
	}
}

// dataKey opens the key that everything sealed in the case opens with.
func (s *Service) dataKey(ctx context.Context, c Case) (*bonafide.DataKey, error) {
	if c.key != nil {
		return c.key, nil
	}
	return s.keys.OpenDataKey(ctx, Kind, c.ID, c.DataKey)
}

// idSource makes an id: unique, at most 100 bytes, without meaning.
type idSource func() (string, error)

// A sealer is what verbs need to keep identifiers: the key of the case to seal
// them with, and the keys of the tenant to find them again by.
type sealer struct {
	Key  *bonafide.DataKey
	Keys *bonafide.Keys
}
