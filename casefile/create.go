package casefile

import (
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// A CreateRequest asks for a case, with as many of its entities as are known. They
// refer to each other by Ref, names that the caller invents.
type CreateRequest struct {
	Key         string            `json:"-"`                    // idempotency key
	Name        string            `json:"name"`                 // 1 to 180 characters
	Status      Status            `json:"status,omitzero"`      // draft or open; default open
	Platform    string            `json:"platform,omitzero"`    // by a reviewer alone: the platform that may see the case
	ExternalID  string            `json:"external_id,omitzero"` // no other case of the tenant may have it
	Template    string            `json:"template_key,omitzero"`
	Assignee    string            `json:"assignee_id,omitzero"`
	Tags        []string          `json:"tags,omitzero"`
	Metadata    map[string]string `json:"metadata,omitzero"`
	Properties  property.Values   `json:"custom_properties,omitzero"`
	Companies   []CompanyInput    `json:"companies,omitzero"` // one of them main
	Individuals []IndividualInput `json:"individuals,omitzero"`
}

// secrets are the identifiers of a request, for its fingerprint.
func (r CreateRequest) secrets() []bonafide.Secret {
	var out []bonafide.Secret
	for _, x := range r.Companies {
		out = append(out, x.TaxNumber, x.EmployerNumber, x.IBAN)
	}
	for _, x := range r.Individuals {
		out = append(out, x.SocialSecurityNumber, x.TaxNumber)
	}
	return out
}

// newCase returns the case that a request means. Known tells which templates there are. It
// fails with an [*bonafide.InvalidError] that lists every fault.
func newCase(by bonafide.Actor, id string, in CreateRequest, rules property.Set, known func(template string) bool, s sealer, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if err := by.Check("by"); err != nil {
		return Case{}, nil, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorReviewer) {
		return Case{}, nil, bonafide.ErrForbidden
	}
	var faults bonafide.Faults
	c := Case{
		ID: id, ExternalID: in.ExternalID, Status: in.Status, Platform: in.Platform, Template: in.Template, Assignee: in.Assignee,
		DataKey: s.Key.Wrapped(), CreatedAt: at, UpdatedAt: at,
	}
	c.Name = line(&faults, "name", in.Name, true, 180)
	switch c.Status {
	case "":
		c.Status = Open
	case Draft, Open:
	default:
		faults.Add("status", bonafide.CodeNotAllowed)
	}
	if by.Is(bonafide.ActorPlatform) {
		if in.Platform != "" && in.Platform != by.ID {
			faults.Add("platform", bonafide.CodeNotAllowed)
		}
		c.Platform = by.ID
	}
	code(&faults, "platform", c.Platform, false, maxCode)
	if c.ExternalID != "" {
		checkExternalID(&faults, "external_id", c.ExternalID)
	}
	if c.Template != "" && !known(c.Template) {
		faults.Add("template_key", bonafide.CodeUnknown)
	}
	code(&faults, "assignee_id", c.Assignee, false, maxCode)
	c.Tags = checkTags(&faults, "tags", in.Tags)
	c.Metadata = checkMetadata(&faults, "metadata", in.Metadata)
	c.Properties = rules.Merge(property.OfCase, nil, in.Properties, &faults, "custom_properties.")
	if len(in.Companies)+len(in.Individuals) > maxAtOnce {
		faults.Add("companies", bonafide.CodeTooMany)
		return Case{}, nil, faults.Err()
	}
	c, err := c.populate(in, rules, s, ids, at, &faults)
	if err != nil {
		return Case{}, nil, err
	}
	if err := faults.Err(); err != nil {
		return Case{}, nil, err
	}
	c = c.editBy(by)
	events := []bonafide.Event{bonafide.NewEvent(EventCreated, at, by, "status", string(c.Status), "platform", c.Platform, "template", c.Template)}
	for _, x := range c.Companies {
		events = append(events, bonafide.NewEvent(EventCompanyAdded, at, by, "entity", x.ID, "type", string(x.Type)))
	}
	for _, x := range c.Individuals {
		events = append(events, bonafide.NewEvent(EventIndividualAdded, at, by, "entity", x.ID))
	}
	return c, append(events, Case{}.relationEvents(c, by, at)...), nil
}

// placed is an entity of a request that has its id.
type placed struct {
	path, id  string
	relations []RelationInput
}

// populate adds the entities of a request, the main company first, and then their
// relations.
func (c Case) populate(in CreateRequest, rules property.Set, s sealer, ids idSource, at time.Time, faults *bonafide.Faults) (Case, error) {
	refs := make(map[string]string)
	var all []placed
	add := func(path, ref string, relations []RelationInput, entity func(id string, faults *bonafide.Faults) error) error {
		id, err := ids()
		if err != nil {
			return err
		}
		var own bonafide.Faults // of this entity alone: those of others must not keep it from being sealed
		if err := entity(id, &own); err != nil {
			return err
		}
		*faults = append(*faults, own...)
		if ref != "" {
			if refs[ref] != "" {
				faults.Add(path+"ref", bonafide.CodeRepeated)
			}
			code(faults, path+"ref", ref, true, maxCode)
			refs[ref] = id
		}
		all = append(all, placed{path, id, relations})
		return nil
	}
	for _, main := range []bool{true, false} {
		for i, x := range in.Companies {
			if (x.Type == "" || x.Type == MainCompany) != main {
				continue
			}
			path := fmt.Sprintf("companies[%d].", i)
			if err := add(path, x.Ref, x.Relations, func(id string, faults *bonafide.Faults) (err error) {
				c, err = c.company(x, rules, s, id, at, faults, path)
				return err
			}); err != nil {
				return c, err
			}
		}
	}
	for i, x := range in.Individuals {
		path := fmt.Sprintf("individuals[%d].", i)
		if err := add(path, x.Ref, x.Relations, func(id string, faults *bonafide.Faults) (err error) {
			c, err = c.individual(x, rules, s, id, at, faults, path)
			return err
		}); err != nil {
			return c, err
		}
	}
	for _, x := range all {
		var err error
		if c, err = c.relateAll(x.id, x.relations, refs, ids, at, faults, x.path); err != nil {
			return c, err
		}
	}
	return c, nil
}
