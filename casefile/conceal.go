package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// conceal checks that the actor may edit the case into next, where that takes whom
// something was found about out of sight, and keeps the reason as a note.
func (c Case) conceal(in input, next Case, reason string, ids idSource) (Case, []bonafide.Event, error) {
	finding := c.concealed(next, in.At)
	reason, err := mayConceal(in.By, finding, reason)
	if err != nil || finding == "" {
		return next, nil, err
	}
	return next.addNote(in, AddNoteRequest{Text: reason}, ids)
}

// concealed is what was found about an entity that is gone, is somebody else or holds
// something else in next; nothing if there is none.
func (c Case) concealed(next Case, at time.Time) bonafide.Code {
	var done []string
	for _, k := range c.Checks {
		id := k.Entity
		if slices.Contains(done, id) || k.finding(at) == "" && !k.refusedForGood() {
			continue
		}
		done = append(done, id)
		finding := c.concern(id, at)
		if finding == "" || c.entity(id) == "" {
			continue
		}
		before, _ := c.query(id)
		after, ok := next.query(id)
		if !ok || before.Fingerprint() != after.Fingerprint() || c.relevant(id) && !next.relevant(id) || c.holdings(id) != next.holdings(id) {
			return finding
		}
	}
	return ""
}

// A holding is a relation as the 50 percent rule reads it.
type holding struct {
	ownership.Relation
	Group     string
	Type      ownership.EntityType // of the company that it is in
	Discloses bool
}

// holdings is the hash of all that an entity holds, directly and through others: what
// its companies hold, what is held in concert with it, and for whom.
func (c Case) holdings(entity string) string {
	var out []holding
	seen, groups := []string{entity}, []string{""}
	for i := 0; i < len(seen); i++ {
		for _, r := range c.Relations {
			own := r.From() == seen[i]
			if own && !slices.Contains(groups, r.Group) {
				groups = append(groups, r.Group)
				seen = c.inConcert(r.Group, seen)
			}
			if !own && !(r.ToCompany == seen[i] && r.nominates()) {
				continue
			}
			x, _ := c.Company(r.ToCompany)
			out = append(out, holding{r.holding(r.From(), r.ToCompany), r.Group, x.Structure, x.Discloses})
			if own && !slices.Contains(seen, r.ToCompany) {
				seen = append(seen, r.ToCompany)
			}
		}
	}
	var controllers []string // among them
	for _, x := range c.Individuals {
		if x.IsControllingPerson && slices.Contains(seen, x.ID) {
			controllers = append(controllers, x.ID)
		}
	}
	x, _ := c.Company(entity)
	return canonical.SumJSON("holdings 3", out, controllers, x.Structure, x.Discloses)
}

// inConcert adds those whose relations name a group.
func (c Case) inConcert(group string, seen []string) []string {
	for _, r := range c.Relations {
		if r.Group == group && !slices.Contains(seen, r.From()) {
			seen = append(seen, r.From())
		}
	}
	return seen
}

// nominates reports whether the relation says for whom somebody holds.
func (r Relation) nominates() bool {
	return slices.Contains(r.Roles, ownership.Nominator) || slices.Contains(r.Roles, ownership.Nominee)
}
