package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// A gate is a record that whoever keeps a look writes with it, having read it before it
// read what is carried. Carry says first what it is about to carry, then writes every
// gate, and only then reads who was looked for. So a look is either there to be read, or
// is written by somebody who knows. There are many, so that writers seldom meet.
const (
	kindOfGates = KindCarry + ".gate"
	gates       = 256
)

func gateID(n int) string { return fmt.Sprintf("%02x", n) }

// gate returns the next version of a gate: always the same one for a Service that is
// bound to a store, for what is bound may write many looks at once.
func (s *Service) gate(ctx context.Context) (bonafide.Write, error) {
	n := s.gateOf
	if n == 0 {
		n = 1 + rand.N(gates)
	}
	r, err := s.run.Store.Get(ctx, kindOfGates, gateID(n-1))
	if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
		return bonafide.Write{}, err
	}
	return bonafide.Write{Record: bonafide.Record{Kind: kindOfGates, ID: gateID(n - 1), Version: r.Version + 1}}, nil
}

// passGates writes every gate: whoever read one before must look again.
func (s *Service) passGates(ctx context.Context) error {
	for n := 0; n < gates; {
		r, err := s.run.Store.Get(ctx, kindOfGates, gateID(n))
		if err != nil && !errors.Is(err, bonafide.ErrNotFound) {
			return err
		}
		err = s.run.Store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kindOfGates, ID: gateID(n), Version: r.Version + 1}})
		switch {
		case err == nil:
			n++
		case !errors.Is(err, bonafide.ErrConflict):
			return err
		}
	}
	return nil
}

// carried returns what is carried, and the version of that; zero while nothing ever was.
func (s *Service) carried(ctx context.Context) (version int64, c carry, err error) {
	r, err := s.run.Store.Get(ctx, KindCarry, CarryID)
	if errors.Is(err, bonafide.ErrNotFound) {
		return 0, carry{}, nil
	}
	if err != nil {
		return 0, carry{}, err
	}
	if json.Unmarshal(r.Body, &c) != nil {
		return 0, carry{}, fmt.Errorf("bonafide: %s record does not decode: %w", KindCarry, bonafide.ErrUnreadable)
	}
	return r.Version, c, nil
}

// changeCarried changes what is carried, until no other writer was in between. A change
// that returns false is not written.
func (s *Service) changeCarried(ctx context.Context, change func(version int64, c *carry) (bool, error)) error {
	for {
		version, c, err := s.carried(ctx)
		if err != nil {
			return err
		}
		if c.Lists == nil {
			c.Lists = make(map[string]chain)
		}
		if did, err := change(version, &c); err != nil || !did {
			return err
		}
		body, err := json.Marshal(c)
		if err != nil {
			return err
		}
		err = s.run.Store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: KindCarry, ID: CarryID, Version: version + 1, Body: body}})
		if !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
}

// tellLists adds lists to those that looks are made on, where it is known of any.
func (s *Service) tellLists(ctx context.Context, runs []screening.ListRun) error {
	return s.changeCarried(ctx, func(version int64, c *carry) (did bool, err error) {
		did = version > 0 && !c.knows(runs)
		*c = c.and(runs)
		return did, nil
	})
}

// knowing returns the step that follows on those that keep looks.
func (s *Service) knowing(looked []subject) step {
	return step{By: bonafide.System(), Verb: string(permission.VerbScreen), Rule: func(ctx context.Context, u User, _ input) (change, error) {
		coverage, writes, err := s.known(ctx, u.beside.coverage, looked)
		u.beside.coverage = coverage
		return change{State: u, Writes: writes}, err
	}}
}

// known returns looks that were just made with what is known of the lists, and what is
// written with them. A look of an edition that is already compared with everybody, or is
// being compared, is stale from the start.
func (s *Service) known(ctx context.Context, c Coverage, looked []subject) (Coverage, []bonafide.Write, error) {
	gate, at, err := s.enter(ctx)
	if err != nil {
		return c, nil, err
	}
	kept := false
	for _, who := range looked {
		look := c.Documents[who.id]
		if look.Subject != who.fingerprint() || look.ClaimedFor != "" {
			continue // nothing was kept
		}
		kept = true
		if at.version > 0 && !at.carried.knows(look.Lists) {
			if err := s.tellLists(ctx, look.Lists); err != nil {
				return c, nil, err
			}
			s.entered.Store(nil)
		}
		if at.carried.passed(look) {
			look.Stale = true
			c = c.with(who.id, look)
		}
	}
	if !kept {
		return c, nil, nil
	}
	return c, gate, nil
}

// An entry is what is carried, as it was read after a gate.
type entry struct {
	version int64
	carried carry
}

// A gathering is a store that writes what is put at the end of a unit of work, such as
// that of package rescreen.
type gathering interface {
	Pending(kind, id string) bool // whether a record was put that is not written yet
}

// enter reads a gate, and then what is carried. In a unit of work that is about to write
// a gate, what was read with it holds: whoever carries something else meanwhile writes that gate
// too, and the unit conflicts.
func (s *Service) enter(ctx context.Context) (gate []bonafide.Write, at *entry, err error) {
	unit, gathers := bonafide.StoreAs[gathering](s.run.Store)
	gathers = gathers && s.gateOf > 0
	if gathers && unit.Pending(kindOfGates, gateID(s.gateOf-1)) {
		if at := s.entered.Load(); at != nil {
			return nil, at, nil
		}
	}
	w, err := s.gate(ctx)
	if err != nil {
		return nil, nil, err
	}
	at = &entry{}
	if at.version, at.carried, err = s.carried(ctx); err != nil {
		return nil, nil, err
	}
	if gathers {
		s.entered.Store(at)
	}
	return []bonafide.Write{w}, at, nil
}
