package match

import (
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide/screening"
)

// Follow brings the engine to what was done to the lists by it and by others that record
// in the same log. changes are the whole log, oldest first, as user.Service and
// casefile.Service keep it. What was accepted elsewhere passes here, what was rolled back
// or removed is refused, and a list that was removed is gone at once. Where an edition was
// rolled back that this engine holds, the one before takes its place, if it is the same.
//
// Editions themselves are not in the log: Follow returns, sorted by list, the last change
// of every list whose edition the engine does not hold, for the host to fetch and load.
// It records nothing, and the same log again changes nothing. A host calls it now and then
// in each replica, and behind every correction: so all come to the same editions.
func (e *Engine) Follow(changes ...screening.EditionChange) (behind []screening.EditionChange) {
	e.mu.Lock()
	defer e.mu.Unlock()
	next, known, last := e.now, make(map[string]past), make(map[string]screening.EditionChange)
	for _, c := range changes {
		known[c.List] = known[c.List].after(c, e.opts.bound(c.List))
		if c.Op != screening.EditionAccepted {
			last[c.List] = c
		}
	}
	next.past = maps.Clone(next.past)
	if next.past == nil {
		next.past = make(map[string]past)
	}
	maps.Copy(next.past, known)
	for _, list := range slices.Sorted(maps.Keys(last)) {
		if !next.follow(list, last[list]) {
			behind = append(behind, last[list])
		}
	}
	snap := e.snap.Load()
	if next.moved {
		next.moved, snap = false, e.snapshot(next.lists)
	}
	e.snap.Store(snap.after(next.past))
	e.now = next
	return behind
}

// follow brings a list to its last change, or reports false.
func (h *holdings) follow(list string, last screening.EditionChange) bool {
	held, i := of(h.lists, list)
	before, kept := of(h.before, list)
	switch {
	case last.Op == screening.EditionRemoved:
		if i >= 0 {
			h.lists, h.before, h.moved = without(h.lists, list), without(h.before, list), true
		}
		return true
	case i >= 0 && held.Hash == last.To.Hash:
		return true
	case i >= 0 && kept >= 0 && before.Hash == last.To.Hash && h.past[list].withdrawn[held.Hash]:
		h.lists, h.before, h.moved = with(h.lists, before), without(h.before, list), true
		return true
	}
	return false
}
