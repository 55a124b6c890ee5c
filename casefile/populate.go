package casefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// A CreateRequest asks for a case, with as many of its entities as are known. They
// refer to each other by Ref, names that the caller invents.
type CreateRequest struct {
	Key         string            `json:"-"`                    // idempotency key
	Name        string            `json:"name"`                 // 1 to 180 characters
	Status      Status            `json:"status,omitzero"`      // draft or open; default open
	Platform    string            `json:"platform,omitzero"`    // the platform that may see the case; reviewers only may set it
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
func newCase(
	in input, id string, q CreateRequest, rules property.Set, known func(template string) bool, s sealer, ids idSource,
) (Case, []bonafide.Event, error) {
	var faults bonafide.Faults
	c := Case{
		ID: id, ExternalID: q.ExternalID, Status: q.Status, Platform: q.Platform, Template: q.Template, Assignee: q.Assignee,
		DataKey: s.Key.Wrapped(), key: s.Key, CreatedAt: in.At, UpdatedAt: in.At,
	}
	c.Name = line(&faults, "name", q.Name, true, 180)
	switch c.Status {
	case "":
		c.Status = Open
	case Draft, Open:
	default:
		faults.Add("status", bonafide.CodeNotAllowed)
	}
	if in.By.Is(bonafide.ActorPlatform) {
		if q.Platform != "" && q.Platform != in.By.ID {
			faults.Add("platform", bonafide.CodeNotAllowed)
		}
		c.Platform = in.By.ID
	}
	code(&faults, "platform", c.Platform, false, maxCode)
	if c.ExternalID != "" {
		checkExternalID(&faults, "external_id", c.ExternalID)
	}
	if c.Template != "" && !known(c.Template) {
		faults.Add("template_key", bonafide.CodeUnknown)
	}
	code(&faults, "assignee_id", c.Assignee, false, maxCode)
	c.Tags = checkTags(&faults, "tags", q.Tags)
	c.Metadata = checkMetadata(&faults, "metadata", q.Metadata)
	c.Properties = rules.Merge(property.OfCase, nil, q.Properties, &faults, "custom_properties.")
	if len(q.Companies)+len(q.Individuals) > maxAtOnce {
		longer := "companies"
		if len(q.Individuals) > len(q.Companies) {
			longer = "individuals"
		}
		faults.AddRule(longer, bonafide.CodeTooMany, "80 entities in one request")
		return Case{}, nil, faults.Err()
	}
	c, err := c.populate(q, rules, s, ids, in.At, &faults)
	if err != nil {
		return Case{}, nil, err
	}
	if err := faults.Err(); err != nil {
		return Case{}, nil, err
	}
	c = c.editBy(in.By)
	events := one(in.Event(event.Created, "status", string(c.Status), "platform", c.Platform, "template", c.Template))
	for _, x := range c.Companies {
		events = append(events, in.Event(event.CompanyAdded, "entity", x.ID, "type", string(x.Type)))
	}
	for _, x := range c.Individuals {
		events = append(events, in.Event(event.IndividualAdded, "entity", x.ID))
	}
	return c, append(events, Case{}.relationEvents(c, in)...), nil
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
	add := func(path, ref, reason string, relations []RelationInput, entity func(id string, faults *bonafide.Faults) error) error {
		id, err := ids()
		if err != nil {
			return err
		}
		var own bonafide.Faults // faults of this entity only: those of others must not keep it from being sealed
		if err := entity(id, &own); err != nil {
			return err
		}
		*faults = append(*faults, own...)
		if reason != "" {
			faults.Add(path+"reason", bonafide.CodeNotAllowed) // nothing was found yet
		}
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
			if err := add(path, x.Ref, x.Reason, x.Relations, func(id string, faults *bonafide.Faults) (err error) {
				c, err = c.company(x, rules, s, id, at, faults, path)
				return err
			}); err != nil {
				return c, err
			}
		}
	}
	for i, x := range in.Individuals {
		path := fmt.Sprintf("individuals[%d].", i)
		if err := add(path, x.Ref, x.Reason, x.Relations, func(id string, faults *bonafide.Faults) (err error) {
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
	if len(*faults) > 0 {
		return c, nil
	}
	adrift := c.adrift()
	for _, x := range all {
		if adrift[x.id] {
			faults.AddRule(x.path+"relations", CodeOrphan, "a way to the main company")
		}
	}
	return c, nil
}

// relateAll adds the relations that an input names, or the implicit one.
func (c Case) relateAll(
	entity string, given []RelationInput, refs map[string]string, ids idSource, at time.Time, faults *bonafide.Faults, path string,
) (Case, error) {
	if len(given) == 0 {
		return c.implicit(entity, ids, at)
	}
	for i, in := range given {
		id, err := ids()
		if err != nil {
			return c, err
		}
		place := fmt.Sprintf("%srelations[%d].", path, i)
		switch {
		case in.From != "":
			faults.Add(place+"from", bonafide.CodeNotAllowed)
		case in.Reason != "":
			faults.Add(place+"reason", bonafide.CodeNotAllowed)
		case in.ToRef != "" && in.To != "":
			faults.Add(place+"to_ref", bonafide.CodeMismatch)
		case in.ToRef != "" && refs[in.ToRef] == "":
			faults.Add(place+"to_ref", bonafide.CodeUnknown)
			continue
		}
		if in.ToRef != "" {
			in.To = refs[in.ToRef]
		}
		c = c.relate(in, entity, id, at, faults, place)
	}
	if len(c.Relations) > maxRelations {
		faults.Add(path+"relations", bonafide.CodeTooMany)
	}
	return c, nil
}

// implicit relates an entity to the main company (Dotfile, create relation). There is
// no other way from a person to it, so the declared totals are those of the relation.
func (c Case) implicit(entity string, ids idSource, at time.Time) (Case, error) {
	main, ok := c.Main()
	if !ok || main.ID == entity || slices.ContainsFunc(c.Relations, func(r Relation) bool { return r.From() == entity && r.ToCompany == main.ID }) {
		return c, nil
	}
	id, err := ids()
	if err != nil {
		return c, err
	}
	r := Relation{ID: id, ToCompany: main.ID, CreatedAt: at, UpdatedAt: at}
	if x, ok := c.Individual(entity); ok {
		r.FromIndividual, r.Roles, r.Position = entity, slices.Clone(x.Roles), x.Position
		r.Ownership, r.Voting = x.TotalOwnership, x.TotalVoting
	} else {
		r.FromCompany = entity
	}
	c.Relations = append(slices.Clone(c.Relations), r)
	return c, nil
}

// relationEvents tells of the relations that next has and c has not.
func (c Case) relationEvents(next Case, in input) []bonafide.Event {
	var events []bonafide.Event
	for _, r := range next.Relations[len(c.Relations):] {
		events = append(events, in.Event(event.RelationAdded, "relation", r.ID, "entity", r.From(), "company", r.ToCompany))
	}
	return events
}
