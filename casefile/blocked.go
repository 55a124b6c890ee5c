package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/screening"
)

// Blocked returns the ids of the entities that are somebody on a list that blocks at
// a time, accepted or not: the seeds of the OFAC 50 percent rule, which is about
// sanctioned owners alone (OFAC FAQ 401). Entities that were removed from the case, or
// are not relevant, are among them until reviewers dismiss the finding. Which lists
// block is told by lists; without any, all of [screening.SanctionList].
func (c Case) Blocked(at time.Time, lists ...string) []string {
	blocks := match.sanction
	if len(lists) > 0 {
		blocks = func(m match) bool { return slices.Contains(lists, m.List) }
	}
	return c.listed(at, blocks)
}

// Lists of authorities that have a test of their own for what listed persons own.
var (
	euLists = []string{screening.KeyEU}
	ukLists = []string{screening.KeyUK, "hm_treasury_sanctions"}
)

// An ownedTest says who is owned by listed persons, in the eyes of an authority.
type ownedTest struct {
	Name   string   `json:"name"`
	Listed []string `json:"listed"` // ids

	test   func(*ownership.Analysis, ...string) (ownership.Finding, error)
	within func(*ownership.Bounds, ...string) (certain, possible ownership.Finding, err error)
}

// ownedTests are the tests that apply to who is listed in a case.
func (c Case) ownedTests(at time.Time) []ownedTest {
	var out []ownedTest
	for _, t := range []ownedTest{
		{"ofac50", c.Blocked(at), (*ownership.Analysis).OFAC50, (*ownership.Bounds).OFAC50},
		{"eu50", c.Blocked(at, euLists...), (*ownership.Analysis).EUOwned, (*ownership.Bounds).EUOwned},
		{"uk50", c.Blocked(at, ukLists...), (*ownership.Analysis).UKOwned, (*ownership.Bounds).UKOwned},
	} {
		if t.Listed = c.present(t.Listed); len(t.Listed) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// listed returns the ids of the entities with a match that counts.
func (c Case) listed(at time.Time, counts func(match) bool) []string {
	var out []string
	for _, k := range c.Checks {
		if !k.dismissed() && k.listed(at, counts) && !slices.Contains(out, k.Entity) {
			out = append(out, k.Entity)
		}
	}
	return out
}

// listed reports whether reviewers found a match of the entity that counts.
func (k Check) listed(at time.Time, counts func(match) bool) bool {
	if k.Screening == nil {
		return false
	}
	if k.Withdrawn != nil {
		at = k.Withdrawn.At
	}
	return slices.ContainsFunc(k.matches(at), counts)
}

// anyList is every match, also one that blocks nobody.
func anyList(match) bool { return true }

// screeningCodes are what a risk model is told: "sanction" where a true match of a
// sanctions list stands, of a withdrawn check too; "pep", "adverse_media", "warning",
// "fitness_probity" and "internal" where one of such a list was found, accepted or not;
// "accepted_match" where one was accepted; "potential_match" where a hit waits for a
// decision, or a match of a warning and the like for its acceptance; "pending" where a
// relevant entity was not, or not completely, screened; "clear" only without any of
// these. A case without an aml check has no codes.
func (c Case) screeningCodes(at time.Time) []string {
	seen := map[string]bool{}
	covered := map[string]bool{}
	for _, k := range c.relevantChecks() {
		if k.Screening == nil {
			continue
		}
		covered[k.Entity] = true
		if k.tell(seen, at); !k.listed(at, anyList) && len(k.Screening.Open(at)) == 0 && k.outcome(at) != ResultApproved {
			seen["pending"] = true
		}
	}
	for _, k := range c.Checks {
		if k.Withdrawn != nil && k.Screening != nil && !k.dismissed() {
			k.tell(seen, k.Withdrawn.At)
		}
	}
	if len(covered) == 0 && len(seen) == 0 {
		return nil
	}
	_, ids := c.marks()
	for _, id := range ids {
		seen["pending"] = seen["pending"] || c.relevant(id) && !covered[id]
	}
	var out []string
	for _, code := range screeningCodes() {
		if seen[code] {
			out = append(out, code)
		}
	}
	if len(out) == 0 {
		return []string{"clear"}
	}
	return out
}

// screeningCodes lists the codes of what stands, gravest first.
func screeningCodes() []string {
	var out []string
	for _, kind := range screening.ListKinds() {
		out = append(out, string(kind))
	}
	return append(out, "accepted_match", "potential_match", "pending")
}

// tell adds the codes of what the check found that stands at a time.
func (k Check) tell(seen map[string]bool, at time.Time) {
	for _, m := range k.matches(at) {
		switch {
		case m.Accepted:
			seen["accepted_match"] = true
		case !m.sanction() && m.Kind.Reviewers() > 1:
			seen["potential_match"] = true
		}
		if !m.Accepted || !m.sanction() {
			seen[string(m.Kind)] = true
		}
	}
	if len(k.Screening.Open(at)) > 0 {
		seen["potential_match"] = true
	}
}
