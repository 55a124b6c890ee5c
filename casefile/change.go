package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// A Change is what was changed in an approved case since its approval: it is pending, and
// the approval stays in force for what was approved, until reviewers decide. The case
// itself shows what is asked for, Before shows what was approved. [Service.Review] with an
// approval takes the change over, by four eyes as ever; [Service.DiscardChange] restores
// what was approved; whatever ends the approval ends the change. Contact data (e-mail, phone number,
// website, position), tags, metadata and notes are no content, and change at once.
type Change struct {
	ID     string         `json:"id"`
	By     bonafide.Actor `json:"by,omitzero"` // who began it
	At     time.Time      `json:"at"`
	Before Before         `json:"before,omitzero"`
}

// Before is the content of an approved case before a change: what the approval is of.
type Before struct {
	Name        string          `json:"name"`
	Template    string          `json:"template_key,omitzero"`
	Companies   []Company       `json:"companies,omitzero"`
	Individuals []Individual    `json:"individuals,omitzero"`
	Relations   []Relation      `json:"relations,omitzero"`
	Checks      []Check         `json:"checks,omitzero"`
	Controls    []Control       `json:"controls,omitzero"`
	Properties  property.Values `json:"custom_properties,omitzero"`
}

// subject is the hash of what edits can change of what is approved.
func (c Case) subject() string {
	companies, individuals, relations := c.approvedParts()
	return canonical.SumJSON("casefile subject 1", c.Name, c.Template, companies, individuals, relations, c.Properties)
}

// edited is the case after an edit; one of contact data alone is nobody's edit of the
// content.
func (c Case) edited(next Case, by bonafide.Actor) Case {
	if c.subject() == next.subject() {
		return next
	}
	return next.editBy(by)
}

// passChange begins a change where an approved case is no longer about what was approved.
func (s *Service) passChange(before, c Case, at time.Time) (Case, []bonafide.Event, error) {
	if before.Status != Approved || c.Status != Approved || len(c.Reviews) != len(before.Reviews) || c.Change != nil || before.Change != nil || before.subject() == c.subject() {
		return c, nil, nil
	}
	id, err := s.newID()
	if err != nil {
		return c, nil, err
	}
	c.Change = &Change{ID: id, By: c.LastEditor, At: at, Before: Before{
		Name: before.Name, Template: before.Template, Companies: before.Companies, Individuals: before.Individuals, Relations: before.Relations,
		Checks: before.Checks, Controls: before.Controls, Properties: before.Properties,
	}}
	return c, one(bonafide.NewEvent(event.ChangePending, at, bonafide.System(), "change", id)), nil
}

// BeforeChange returns the case with the content that was approved, where a change is
// pending, and the checks as they stand for it; else the case itself. What became of a
// check since counts, unless it is about somebody who is other in the change.
func (c Case) BeforeChange() Case {
	if c.Change == nil {
		return c
	}
	b := c.Change.Before
	was := c
	was.Name, was.Template, was.Properties = b.Name, b.Template, b.Properties
	was.Companies, was.Individuals, was.Relations, was.Controls = b.Companies, b.Individuals, b.Relations, b.Controls
	was.Checks = nil
	for _, old := range b.Checks {
		if now, ok := c.Check(old.ID); ok && c.alsoOf(was, old, now) {
			old = now
		}
		was.Checks = append(was.Checks, old)
	}
	for _, k := range c.Checks {
		if _, ok := b.check(k.ID); !ok && was.entity(k.Entity) != "" && c.same(was, k.Entity) {
			was.Checks = append(was.Checks, k)
		}
	}
	was.Change, was.Structure = nil, nil
	return was
}

func (b Before) check(id string) (Check, bool) { return Case{Checks: b.Checks}.Check(id) }

// same reports whether evidence about an entity in one case is evidence in the other.
func (c Case) same(o Case, entity string) bool {
	a, _ := c.query(entity)
	b, _ := o.query(entity)
	return c.entity(entity) != "" && c.identity(entity) == o.identity(entity) && a.Fingerprint() == b.Fingerprint() && c.relevant(entity) == o.relevant(entity)
}

// alsoOf reports whether a check as it now is says something of what was approved: its
// entity is the same, or was decided on since by the same evidence.
func (c Case) alsoOf(was Case, old, now Check) bool {
	if c.same(was, old.Entity) {
		return !now.gone() || old.gone()
	}
	return now.Screening == nil && now.Subject == old.Subject && len(now.History()) > len(old.History())
}
