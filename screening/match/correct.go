package match

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// Accept lets one edition of a list be loaded, once, although it is older than the one
// held, shrunken, rolled back or of a list that was removed. hash is that of the
// edition, which the [*screening.ListError] of Load gave; a reviewer says why. The next
// Load or Refresh that brings the edition takes it, and later ones are measured by it.
//
// What reviewers do to an engine is done to this one: others take it from the log by
// [Engine.Follow], and one that starts again by [Engine.Recall]. Accept fails with
// [bonafide.ErrForbidden] for an actor who is no reviewer, with a
// [*bonafide.InvalidError] for what is missing, and with the error of Options.Record.
func (e *Engine) Accept(list, hash string, by bonafide.Actor, reason string) error {
	return e.correct(screening.EditionChange{Op: screening.EditionAccepted, List: list, To: screening.Edition{Hash: hash}, By: by, Reason: reason})
}

// Rollback puts the edition before in the place of the one held, which is refused from
// then on: a later one is loaded as ever, and the same only if a reviewer accepts it. One
// edition before is kept for each list, and none after a roll-back. Where there is none,
// Rollback fails with [bonafide.ErrNotFound]; Accept and Load of an older edition do the
// same. Other errors are those of Accept.
func (e *Engine) Rollback(list string, by bonafide.Actor, reason string) error {
	return e.correct(screening.EditionChange{Op: screening.EditionRolledBack, List: list, By: by, Reason: reason})
}

// Remove takes a list out of the engine, which refuses every edition of it from then on
// but one that a reviewer accepts. A query that asks for the list is told that it FAILED.
// Remove fails with [bonafide.ErrNotFound] for a list that is not held; other errors are
// those of Accept.
func (e *Engine) Remove(list string, by bonafide.Actor, reason string) error {
	return e.correct(screening.EditionChange{Op: screening.EditionRemoved, List: list, By: by, Reason: reason})
}

// Recall tells a new engine what was done to its lists before it started, oldest first,
// as user.Service and casefile.Service keep it: what was rolled back or removed stays
// so, what was accepted passes, and an edition is measured by those before it. It loads
// nothing and records nothing. A list that the engine holds, or knows of, is passed over.
// A host calls it before the first Load.
func (e *Engine) Recall(changes ...screening.EditionChange) {
	e.mu.Lock()
	defer e.mu.Unlock()
	next := e.now
	for _, c := range changes {
		if _, known := e.now.past[c.List]; !known {
			next = next.did(c, e.opts.bound(c.List))
		}
	}
	next.changes = nil
	e.now = next
	e.snap.Store(e.snap.Load().after(next.past))
}

// Before returns the edition that [Engine.Rollback] goes back to. A host calls it to
// show, or [Engine.Try], that one first.
func (e *Engine) Before(list string) (l screening.List, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	l, i := of(e.now.before, list)
	return l, i >= 0
}

// correct does what a reviewer decided.
func (e *Engine) correct(c screening.EditionChange) error {
	if e.err != nil {
		return e.err
	}
	if !c.By.Is(bonafide.ActorReviewer) {
		return bonafide.ErrForbidden
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	next, b := e.now, e.opts.bound(c.List)
	held, i := of(next.lists, c.List)
	if i >= 0 {
		c.From = held.Size()
	} else if c.Op != screening.EditionAccepted {
		return bonafide.ErrNotFound
	}
	before, kept := of(next.before, c.List)
	if c.Op == screening.EditionRolledBack {
		if kept < 0 {
			return bonafide.ErrNotFound
		}
		c.To = before.Size()
	}
	if err := c.Check(); err != nil {
		return err
	}
	switch c.Op {
	case screening.EditionRolledBack:
		var err error
		if next, err = next.replace(held, before, c, b); err != nil {
			return err
		}
	case screening.EditionRemoved:
		c.Removed = len(held.Entries)
		next.lists, next.before, next.moved = without(next.lists, c.List), without(next.before, c.List), true
		next = next.did(c, b)
	default:
		next = next.did(c, b)
	}
	return e.become(next)
}
