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
	_, ids := c.marks()
	for _, id := range ids {
		finding := c.concern(id, at)
		if finding == "" {
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

// holdings is the hash of all that an entity holds, directly and through others.
func (c Case) holdings(entity string) string {
	var out []holding
	seen := []string{entity}
	for i := 0; i < len(seen); i++ {
		for _, r := range c.Relations {
			if r.From() != seen[i] {
				continue
			}
			x, _ := c.Company(r.ToCompany)
			out = append(out, holding{r.holding(r.From(), r.ToCompany), r.Group, x.Structure, x.Discloses})
			if !slices.Contains(seen, r.ToCompany) {
				seen = append(seen, r.ToCompany)
			}
		}
	}
	p, _ := c.Individual(entity)
	x, _ := c.Company(entity)
	return canonical.SumJSON("holdings 2", out, p.IsControllingPerson, x.Structure, x.Discloses)
}
