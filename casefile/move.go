package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// find returns a check that an actor may work on.
func (c Case) find(by bonafide.Actor, check string) (Check, error) {
	k, ok := c.Check(check)
	if !ok || !c.actsFor(by, k.Entity) || by.Is(bonafide.ActorUser) && k.Internal {
		return Check{}, bonafide.ErrNotFound
	}
	if k.gone() {
		return Check{}, &bonafide.RefusedError{Code: CodeWithdrawn}
	}
	return k, nil
}

// moveCheck writes a check back and says how it moved; more are further pairs of the
// event's data. A new screening of it takes its watch's place.
func (c Case) moveCheck(typ string, by bonafide.Actor, before, k Check, at time.Time, more ...string) (Case, []bonafide.Event) {
	k.UpdatedAt = strictlyAfter(before.UpdatedAt, at)
	if k.Screening != before.Screening {
		c = c.unwatched(k.ID)
	}
	data := append([]string{
		"check", k.ID, "entity", k.Entity, "type", string(k.Type),
		"from", string(before.Status), "to", string(k.Status), "attempt", k.Attempt,
	}, more...)
	return c.withCheck(k), one(bonafide.NewEvent(typ, at, by, data...))
}
