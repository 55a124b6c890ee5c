package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/risk"
)

// A Case is one customer relationship under investigation: the entities behind
// it, the checks on them, and what was decided. It is a value: a host reads it, and
// changes it through the [Service]. Identifiers in it are sealed; names,
// dates and addresses are in clear, so a dump of a case is personal data all the
// same.
type Case struct {
	ID         string   `json:"id"`
	ExternalID string   `json:"external_id,omitzero"` // the platform's own id; no other case of the platform has it
	Name       string   `json:"name"`                 // 1 to 180 characters
	Platform   string   `json:"platform,omitzero"`    // platform that may see the case; empty = reviewers only
	Status     Status   `json:"status"`
	Template   string   `json:"template_key,omitzero"`
	Assignee   string   `json:"assignee_id,omitzero"` // the host's id of a reviewer
	Tags       []string `json:"tags,omitzero"`        // in the order they were set

	Companies   []Company    `json:"companies,omitzero"` // at most one main
	Individuals []Individual `json:"individuals,omitzero"`
	Relations   []Relation   `json:"relations,omitzero"`
	Checks      []Check      `json:"checks,omitzero"`   // oldest first
	Controls    []Control    `json:"controls,omitzero"` // all must be complete before approval

	Properties property.Values   `json:"custom_properties,omitzero"`
	Metadata   map[string]string `json:"metadata,omitzero"`

	Risk     risk.History `json:"risk,omitzero"`     // every assessment, automatic and manual
	Reviews  []Review     `json:"reviews,omitzero"`  // oldest first; never dropped
	Proposal *Proposal    `json:"proposal,omitzero"` // an approval that awaits a second reviewer
	Change   *Change      `json:"change,omitzero"`   // what was changed in an approved case and awaits a decision
	Periodic Periodic     `json:"periodic,omitzero"` // the next review of an approved case
	Notes    []Note       `json:"notes,omitzero"`
	Files    []File       `json:"files,omitzero"` // handed in for checks, oldest first
	Tasks    []Task       `json:"tasks,omitzero"`

	// ContactHasActions, ReviewerHasActions and Flags are derived after every
	// change; FirstCollected is the history that they need.
	ContactHasActions  bool   `json:"contact_has_actions"`
	ReviewerHasActions bool   `json:"reviewer_has_actions"`
	Flags              []Flag `json:"flags"`
	FirstCollected     bool   `json:"first_collected,omitzero"`

	// Model says whether the risk is of the case as it now is; see [Options.Model].
	Model ModelState `json:"assessing,omitzero"`

	// Structure is what the ownership graph says, where a control or the model asks.
	Structure *Structure `json:"structure,omitzero"`

	// Indexed counts the versions of the records by which entities are found in
	// other cases.
	Indexed map[string]int64 `json:"indexed,omitzero"`

	// Content is the hash of everything that an approval is about: name, template,
	// entities, relations, checks with their decisions, controls, custom properties
	// and the risk. Contact data (e-mail, phone number, website, position), notes, tasks,
	// tags, metadata and the assignee take no part. It is computed after every change.
	Content string `json:"content,omitzero"`

	Holds     bonafide.Holds     `json:"holds,omitzero"`     // legal holds, released ones too; for reviewers
	Erasure   bonafide.Erasure   `json:"erasure,omitzero"`   // when the personal data was erased; set once, for ever
	Retention bonafide.Retention `json:"retention,omitzero"` // when the case closed, and until when its data is kept

	// RetentionVersion is the version of the record by which Erasable finds the case.
	RetentionVersion int64 `json:"retention_version,omitzero"`

	LastEditor bonafide.Actor `json:"last_editor,omitzero"` // who last changed the content, and so cannot approve it
	DataKey    []byte         `json:"data_key"`             // wrapped; without it nothing sealed here opens
	Salt       []byte         `json:"salt,omitzero"`        // secret under which events name what follows from personal data; erased
	CreatedAt  time.Time      `json:"created_at"`
	UpdatedAt  time.Time      `json:"updated_at"`     // never goes back
	Shown      Shown          `json:"shown,omitzero"` // when what is seen outside changed, where that was before UpdatedAt; for reviewers

	LastContactActionAt time.Time `json:"last_contact_action_at,omitzero"`

	// Added is the id of what the command that returned this case added: a note, comment, task,
	// entity, relation, check or file. It is no part of the record.
	Added string `json:"-"`

	key        *bonafide.DataKey // where a command has opened it already
	monitoring monitoring        // kept beside the case
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
	for i := range c.Companies {
		if c.Companies[i].ID == id {
			return c.Companies[i], true
		}
	}
	return Company{}, false
}

// Individual returns the individual with that id, and whether there is one.
func (c Case) Individual(id string) (Individual, bool) {
	for i := range c.Individuals {
		if c.Individuals[i].ID == id {
			return c.Individuals[i], true
		}
	}
	return Individual{}, false
}

// Check returns the check with that id, and whether there is one.
func (c Case) Check(id string) (Check, bool) {
	for i := range c.Checks {
		if c.Checks[i].ID == id {
			return c.Checks[i], true
		}
	}
	return Check{}, false
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

// Erased reports whether the case's personal data was erased.
func (c Case) Erased() bool { return c.Erasure.Done() }

// unerased refuses what an erased case has no answer to.
func (c Case) unerased() error {
	if c.Erased() {
		return &bonafide.RefusedError{Code: bonafide.RefusedErased}
	}
	return nil
}

// RiskLevel returns the level that counts now: not_defined before any assessment.
func (c Case) RiskLevel() risk.Level { return c.Risk.Current().Level }
