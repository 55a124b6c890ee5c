package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/risk"
)

// Kind is the kind of the records that hold cases.
const Kind = "case"

// A Case is one customer relationship under investigation: the entities behind
// it, the checks on them, and what was decided. It is a value: a host reads it, and
// changes it through the [Service]. Identifiers in it are sealed; names,
// dates and addresses are in clear, so a dump of a case is personal data all the
// same.
type Case struct {
	ID         string   `json:"id"`
	ExternalID string   `json:"external_id,omitzero"` // the host's own id; no other case of the tenant has it
	Name       string   `json:"name"`                 // 1 to 180 characters
	Platform   string   `json:"platform,omitzero"`    // that may see the case; empty = reviewers alone
	Status     Status   `json:"status"`
	Template   string   `json:"template_key,omitzero"`
	Assignee   string   `json:"assignee_id,omitzero"` // the host's id of a reviewer
	Tags       []string `json:"tags,omitzero"`        // in the order they were set

	Companies   []Company    `json:"companies,omitzero"` // at most one main
	Individuals []Individual `json:"individuals,omitzero"`
	Relations   []Relation   `json:"relations,omitzero"`
	Checks      []Check      `json:"checks,omitzero"`   // oldest first
	Controls    []Control    `json:"controls,omitzero"` // that must be complete before approval

	Properties property.Values   `json:"custom_properties,omitzero"`
	Metadata   map[string]string `json:"metadata,omitzero"`

	Risk     risk.History `json:"risk,omitzero"`     // every assessment, automatic and manual
	Reviews  []Review     `json:"reviews,omitzero"`  // oldest first; never dropped
	Proposal *Proposal    `json:"proposal,omitzero"` // an approval that awaits a second reviewer
	Periodic Periodic     `json:"periodic,omitzero"` // the next review of an approved case
	Notes    []Note       `json:"notes,omitzero"`
	Tasks    []Task       `json:"tasks,omitzero"`

	// ContactHasActions, ReviewerHasActions and Flags are derived after every
	// change; FirstCollected is the history that they need.
	ContactHasActions  bool   `json:"contact_has_actions"`
	ReviewerHasActions bool   `json:"reviewer_has_actions"`
	Flags              []Flag `json:"flags"`
	FirstCollected     bool   `json:"first_collected,omitzero"`

	// Model says whether the risk is of the case as it now is; see [Options.Model].
	Model ModelState `json:"assessing,omitzero"`

	// Indexed counts the versions of the records by which entities are found in
	// other cases.
	Indexed map[string]int64 `json:"indexed,omitzero"`

	// Content is the hash of everything that an approval is about: name, template,
	// entities, relations, checks with their decisions, controls, custom properties
	// and the risk. Notes, tasks, tags, metadata and the assignee take no part. It is
	// computed after every change.
	Content string `json:"content,omitzero"`

	RetainedUntil time.Time `json:"retained_until,omitzero"` // the data of a closed case is kept at least until then
	Holds         []Hold    `json:"holds,omitzero"`          // legal holds, released ones too; for reviewers
	Erasure       Erasure   `json:"erasure,omitzero"`        // of the personal data; set once, for ever

	// Retention is the version of the record by which Erasable finds the case.
	Retention int64 `json:"retention,omitzero"`

	LastEditor bonafide.Actor `json:"last_editor,omitzero"` // of the content; cannot approve it
	DataKey    []byte         `json:"data_key"`             // wrapped; without it nothing sealed here opens
	CreatedAt  time.Time      `json:"created_at"`
	UpdatedAt  time.Time      `json:"updated_at"` // never goes back

	LastContactActionAt time.Time `json:"last_contact_action_at,omitzero"`
}

// Main returns the main company, and whether there is one.
func (c Case) Main() (Company, bool) {
	for _, x := range c.Companies {
		if x.Type == MainCompany {
			return x, true
		}
	}
	return Company{}, false
}

// Company returns the company with that id, and whether there is one.
func (c Case) Company(id string) (Company, bool) {
	i := slices.IndexFunc(c.Companies, func(x Company) bool { return x.ID == id })
	if i < 0 {
		return Company{}, false
	}
	return c.Companies[i], true
}

// Individual returns the individual with that id, and whether there is one.
func (c Case) Individual(id string) (Individual, bool) {
	i := slices.IndexFunc(c.Individuals, func(x Individual) bool { return x.ID == id })
	if i < 0 {
		return Individual{}, false
	}
	return c.Individuals[i], true
}

// Check returns the check with that id, and whether there is one.
func (c Case) Check(id string) (Check, bool) {
	i := slices.IndexFunc(c.Checks, func(x Check) bool { return x.ID == id })
	if i < 0 {
		return Check{}, false
	}
	return c.Checks[i], true
}

// ChecksOf returns the checks on one entity, oldest first.
func (c Case) ChecksOf(entity string) []Check {
	var out []Check
	for _, x := range c.Checks {
		if x.Entity == entity {
			out = append(out, x)
		}
	}
	return out
}

// HasFlag reports whether the flag is set.
func (c Case) HasFlag(f Flag) bool { return slices.Contains(c.Flags, f) }

// InForce reports whether the case is approved and the approval still rests on
// its evidence at a time: every relevant check is approved, none has expired, no
// hit waits for a decision, and the risk is not prohibited.
func (c Case) InForce(at time.Time) bool {
	if c.Status != Approved || c.RiskLevel() == risk.Prohibited {
		return false
	}
	for _, k := range c.relevantChecks() {
		if k.Status != CheckApproved || reached(k.ExpiresAt, at) || k.Screening != nil && len(k.Screening.Open(at)) > 0 {
			return false
		}
	}
	return true
}

// admits reports whether an actor may know of the case at all.
func (c Case) admits(by bonafide.Actor) bool {
	switch by.Kind {
	case bonafide.ActorSystem, bonafide.ActorReviewer, bonafide.ActorVerifier:
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

// entity reports the kind of the entity with that id: "" for none.
func (c Case) entity(id string) Target {
	if x, ok := c.Company(id); ok {
		if x.Type == MainCompany {
			return TargetMain
		}
		return TargetAffiliated
	}
	if _, ok := c.Individual(id); ok {
		return TargetIndividual
	}
	return ""
}

// relevant reports whether the entity is under investigation.
func (c Case) relevant(id string) bool {
	if x, ok := c.Company(id); ok {
		return x.Relevant()
	}
	x, ok := c.Individual(id)
	return ok && x.Relevant()
}

// relevantChecks are those on entities that are under investigation.
func (c Case) relevantChecks() []Check {
	var out []Check
	for _, k := range c.Checks {
		if c.relevant(k.Entity) {
			out = append(out, k)
		}
	}
	return out
}

// with returns the elements with x in place of the one that is the same, or
// added. The given slice is not changed.
func with[T any](all []T, x T, same func(T) bool) []T {
	all = slices.Clone(all)
	if i := slices.IndexFunc(all, same); i >= 0 {
		all[i] = x
		return all
	}
	return append(all, x)
}

// without returns the elements but those that match.
func without[T any](all []T, gone func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), gone)
}

func (c Case) withCheck(k Check) Case {
	c.Checks = with(c.Checks, k, func(x Check) bool { return x.ID == k.ID })
	return c
}

func (c Case) withCompany(x Company) Case {
	c.Companies = with(c.Companies, x, func(o Company) bool { return o.ID == x.ID })
	return c
}

func (c Case) withIndividual(x Individual) Case {
	c.Individuals = with(c.Individuals, x, func(o Individual) bool { return o.ID == x.ID })
	return c
}

func reached(due, at time.Time) bool { return !due.IsZero() && !due.After(at) }

// strictlyAfter is the time of a change: at, or just after the one before where the clock
// stood still or went back, so that two versions never bear the same time.
func strictlyAfter(before, at time.Time) time.Time {
	if at.After(before) {
		return at
	}
	return before.Add(time.Microsecond)
}
