package casefile

import (
	"context"

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

// Create makes a case with as many of its entities as the request names, at most 80.
// The template of a case that begins as open runs at once; that of a draft runs when
// [Service.Open] ends the draft.
//
// Platforms and reviewers may; others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] that lists every fault of the request, with a
// [*bonafide.DuplicateError] if another case has the external id, and with a
// [*bonafide.RefusedError] of [bonafide.RefusedErased] where a repeated key made a case that was
// erased since. Call [Service.Advance] next: it screens the entities.
func (s *Service) Create(ctx context.Context, by bonafide.Actor, req CreateRequest) (c Case, err error) {
	ctx, end := s.run.Begin(ctx, "case.create", "")
	defer end(&err)
	call, err := command{Op: "case.create", Key: req.Key, Body: req, Secrets: req.secrets(), Actors: actors[verbEdit]}.Call("", by)
	if err != nil {
		return Case{}, err
	}
	id, err := s.newID()
	if err != nil {
		return Case{}, err
	}
	key, err := s.keys.NewDataKey(ctx, Kind, id)
	if err != nil {
		return Case{}, err
	}
	in := input{By: by, At: s.now()}
	c, events, err := newCase(in, id, req, s.opts.Properties, s.opts.knows, sealer{Key: key, Keys: s.keys}, s.newID)
	if err != nil {
		return Case{}, err
	}
	kept, err := s.run.Create(ctx, id, call, change{State: c, Events: events}, in.At)
	if err == nil {
		err = kept.State.unerased() // the key was spent on a case that was erased since
	}
	if err != nil {
		return Case{}, err
	}
	return s.view(kept.State, by, in.At), nil
}

// newCase returns the case that a request means. Known tells which templates there are. It
// fails with an [*bonafide.InvalidError] that lists every fault.
func newCase(in input, id string, q CreateRequest, rules property.Set, known func(template string) bool, s sealer, ids idSource) (Case, []bonafide.Event, error) {
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
		faults.Add("companies", bonafide.CodeTooMany)
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
	events := one(in.Event(EventCreated, "status", string(c.Status), "platform", c.Platform, "template", c.Template))
	for _, x := range c.Companies {
		events = append(events, in.Event(EventCompanyAdded, "entity", x.ID, "type", string(x.Type)))
	}
	for _, x := range c.Individuals {
		events = append(events, in.Event(EventIndividualAdded, "entity", x.ID))
	}
	return c, append(events, Case{}.relationEvents(c, in)...), nil
}
