package casefile

import (
	"slices"
	"time"
)

// Blocked returns the ids of the entities that are somebody on a list that blocks at
// a time, accepted or not: the seeds of the OFAC 50 percent rule, which is about
// sanctioned owners alone (OFAC FAQ 401). Entities that were removed from the case, or
// are not relevant, are among them until reviewers dismiss the finding. Which lists
// block is told by lists; without any, all but the known lists of persons who may be
// dealt with under more care, such as politically exposed ones.
func (c Case) Blocked(at time.Time, lists ...string) []string {
	blocks := sanctions
	if len(lists) > 0 {
		blocks = func(list string) bool { return slices.Contains(lists, list) }
	}
	return c.listed(at, blocks)
}

// listed returns the ids of the entities that are somebody on one of the lists.
func (c Case) listed(at time.Time, lists func(string) bool) []string {
	var out []string
	for _, k := range c.Checks {
		if !k.dismissed() && k.listed(at, lists) && !slices.Contains(out, k.Entity) {
			out = append(out, k.Entity)
		}
	}
	return out
}

// listed reports whether reviewers found that the entity is somebody on one of the
// lists.
func (k Check) listed(at time.Time, lists func(string) bool) bool {
	if k.Screening == nil {
		return false
	}
	if k.Withdrawn != nil {
		at = k.Withdrawn.At
	}
	return slices.ContainsFunc(k.matches(at), lists)
}

// anyList is every list, also one that blocks nobody.
func anyList(string) bool { return true }

// screeningCodes are what a risk model is told: "sanction" where a true match
// stands, of a withdrawn check too, "accepted_match" where one was accepted, "potential_match" where a hit
// waits for a decision, "pending" where a relevant entity was not, or not
// completely, screened; "clear" only without any of these. A case without an aml
// check has no codes.
func (c Case) screeningCodes(at time.Time) []string {
	seen := map[string]bool{}
	covered := map[string]bool{}
	for _, k := range c.relevantChecks() {
		if k.Screening == nil {
			continue
		}
		covered[k.Entity] = true
		switch {
		case k.sanctioned(at):
			seen["sanction"] = true
		case k.listed(at, anyList):
			seen["accepted_match"] = true
		case len(k.Screening.Open(at)) > 0:
			seen["potential_match"] = true
		case k.outcome(at) != ResultApproved:
			seen["pending"] = true
		}
	}
	for _, k := range c.Checks {
		if k.Withdrawn == nil {
			continue
		}
		switch finding := k.finding(at); {
		case finding == CodeHitsOpen:
			seen["potential_match"] = true
		case finding != "" && k.sanctioned(k.Withdrawn.At):
			seen["sanction"] = true
		case finding != "":
			seen["accepted_match"] = true
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
	for _, code := range []string{"sanction", "accepted_match", "potential_match", "pending"} {
		if seen[code] {
			out = append(out, code)
		}
	}
	if len(out) == 0 {
		return []string{"clear"}
	}
	return out
}
