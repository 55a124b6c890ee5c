package casefile

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// admitsTo reports whether an actor may know of the case to use a verb: a verifier may
// answer.
func (c Case) admitsTo(by bonafide.Actor, _ string) bool {
	return c.admits(by) || by.Is(bonafide.ActorVerifier)
}

// admits reports whether an actor may know of the case at all. A verifier may not: it
// was told what it is to look at.
func (c Case) admits(by bonafide.Actor) bool {
	switch by.Kind {
	case bonafide.ActorSystem, bonafide.ActorReviewer:
		return true
	case bonafide.ActorPlatform:
		return c.Platform != "" && c.Platform == by.ID
	case bonafide.ActorUser:
		return by.ID != "" && len(c.entitiesOf(by.ID)) > 0
	}
	return false
}

// entitiesOf returns the ids of the entities that are linked to a user.
func (c Case) entitiesOf(user string) []string {
	var out []string
	for _, x := range c.Companies {
		if x.UserID == user {
			out = append(out, x.ID)
		}
	}
	for _, x := range c.Individuals {
		if x.UserID == user {
			out = append(out, x.ID)
		}
	}
	return out
}

// contact reports whether a user is a business contact, who may act for every
// entity of the case.
func (c Case) contact(user string) bool {
	return slices.ContainsFunc(c.Individuals, func(x Individual) bool { return x.UserID == user && x.IsBusinessContact && x.Relevant() })
}

// actsFor reports whether an actor may submit what is asked about an entity.
func (c Case) actsFor(by bonafide.Actor, entity string) bool {
	if !by.Is(bonafide.ActorUser) {
		return true
	}
	return slices.Contains(c.entitiesOf(by.ID), entity) || c.contact(by.ID)
}

// permits checks the kind of actor, then the status: nobody learns a status who
// may not act. Whether an erasure is due is for its own rule to say: a legal hold
// speaks before the status does.
func permits(c Case, name string, by bonafide.Actor) error {
	v := verb(name)
	if !v.may(by.Kind) {
		return bonafide.ErrForbidden
	}
	if v == verbErase {
		return nil
	}
	_, err := c.Status.next(v)
	return err
}
