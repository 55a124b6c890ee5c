package dotfile

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// EncodeCase writes a case as the published API answers it. A host calls it where it
// sends cases by ways of its own. Of the options it takes Now, User, Templates and
// Properties; nil is allowed.
func EncodeCase(c casefile.Case, o *Options) (json.RawMessage, error) {
	var all Options
	if o != nil {
		all = *o
	}
	all.setDefaults()
	return marshal(all.encoder().detailed(c, shows{}))
}

// marshal encodes without escapes for HTML.
func marshal(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// An encoder makes the published objects.
type encoder struct {
	at         time.Time
	user       func(string) User
	templates  []casefile.Template
	properties property.Set
	holders    func(casefile.Case, time.Time) []ownership.Holder
}

func (o *Options) encoder() encoder {
	return encoder{at: o.Now(), user: o.User, templates: o.Templates, properties: o.Properties, holders: computed}
}

// encoder is that of the options, with what the Service has computed already. Its life is
// that of the context.
func (d *handler) encoder(ctx context.Context) encoder {
	e := d.Options.encoder()
	e.holders = func(c casefile.Case, at time.Time) []ownership.Holder {
		return d.cases.Holders(ctx, c, at)
	}
	return e
}

// shows is what of a case is asked for.
type shows struct {
	irrelevant bool // entities that are not relevant, too
	external   bool // no internal checks
	bare       bool // neither entities nor controls: a case as lists and updates have it
}

// caseObject is the published case: CaseDetailed, or Case where it has no entities.
type caseObject struct {
	ID                  string             `json:"id"`
	Name                string             `json:"name"`
	Status              casefile.Status    `json:"status"`
	Review              *reviewObject      `json:"review"`
	ExternalID          text               `json:"external_id"`
	SpaceSlug           text               `json:"space_slug"`
	Template            *templateLight     `json:"template"`
	TemplateID          text               `json:"template_id"`
	ContactHasActions   bool               `json:"contact_has_actions"`
	ReviewerHasActions  bool               `json:"reviewer_has_actions"`
	Flags               []casefile.Flag    `json:"flags"`
	Tags                []string           `json:"tags"`
	Risk                riskObject         `json:"risk"`
	Properties          map[string]any     `json:"custom_properties,omitzero"`
	Metadata            map[string]string  `json:"metadata"`
	LastActivityAt      moment             `json:"last_activity_at"`
	LastContactActionAt moment             `json:"last_contact_action_at"`
	Controls            []controlObject    `json:"controls,omitzero"`
	Individuals         []individualObject `json:"individuals,omitzero"`
	Companies           []companyObject    `json:"companies,omitzero"`
	Assignee            *userObject        `json:"assignee"`
	AssigneeID          text               `json:"assignee_id"`
	ClientPortal        *struct{}          `json:"client_portal"`
	CreatedAt           moment             `json:"created_at"`
	UpdatedAt           moment             `json:"updated_at"`
}

type userObject struct {
	ID        string `json:"id"`
	FirstName text   `json:"first_name"`
	LastName  text   `json:"last_name"`
	Email     text   `json:"email"`
}

type templateLight struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
}

type controlObject struct {
	ID        string         `json:"id"`
	Completed bool           `json:"is_completed"`
	Review    decisionObject `json:"review"`
	Control   controlKind    `json:"control"`
	CreatedAt moment         `json:"created_at"`
	UpdatedAt moment         `json:"updated_at"`
}

type controlKind struct {
	ID         string               `json:"id"`
	Label      string               `json:"label"`
	Key        string               `json:"key"`
	Type       casefile.ControlType `json:"type"`
	ArchivedAt moment               `json:"archived_at"`
}

// decisionObject is the published Review: of a check, a hit or a control.
type decisionObject struct {
	Comment      text        `json:"comment"`
	ReviewedAt   moment      `json:"reviewed_at"`
	ReviewerType text        `json:"reviewer_type"`
	User         *userObject `json:"user"`
}

// detailed is a case with all that belongs to it.
func (e encoder) detailed(c casefile.Case, s shows) caseObject {
	o := caseObject{
		ID: c.ID, Name: c.Name, Status: c.Status, Review: e.standing(c), ExternalID: text(c.ExternalID), Template: e.template(c.Template),
		ContactHasActions: c.ContactHasActions, ReviewerHasActions: c.ReviewerHasActions, Flags: list(c.Flags), Tags: list(c.Tags),
		Risk: e.risk(c, c.Risk.Current()), Properties: e.values(property.OfCase, c.Properties), Metadata: c.Metadata,
		LastActivityAt: moment(c.UpdatedAt), LastContactActionAt: moment(c.LastContactActionAt),
		Assignee: e.reviewer(c.Assignee), AssigneeID: text(c.Assignee), CreatedAt: moment(c.CreatedAt), UpdatedAt: moment(c.UpdatedAt),
	}
	if o.Template != nil {
		o.TemplateID = text(o.Template.ID)
	}
	if s.bare {
		return o
	}
	o.Controls, o.Individuals, o.Companies = []controlObject{}, []individualObject{}, []companyObject{}
	for _, k := range c.Controls {
		o.Controls = append(o.Controls, e.control(c, k))
	}
	totals := e.totals(c)
	for _, x := range c.Individuals {
		if x.Relevant() || s.irrelevant {
			o.Individuals = append(o.Individuals, e.individual(c, x, totals, s))
		}
	}
	for _, x := range c.Companies {
		if x.Relevant() || s.irrelevant {
			o.Companies = append(o.Companies, e.company(c, x, s))
		}
	}
	return o
}

func (e encoder) template(key string) *templateLight {
	if key == "" {
		return nil
	}
	t := templateLight{ID: templateID(key), Key: key, Name: key}
	for _, x := range e.templates {
		if x.Key == key {
			t.Name = x.Name
		}
	}
	return &t
}

func templateID(key string) string { return derived("template", key) }

// reviewer shows a reviewer by id.
func (e encoder) reviewer(id string) *userObject {
	if id == "" {
		return nil
	}
	u := e.user(id)
	return &userObject{ID: id, FirstName: text(u.FirstName), LastName: text(u.LastName), Email: text(u.Email)}
}

// decision is who decided something, and when. Only people are named.
func (e encoder) decision(by bonafide.Actor, at time.Time, comment string) decisionObject {
	if at.IsZero() {
		return decisionObject{}
	}
	d := decisionObject{Comment: text(comment), ReviewedAt: moment(at), ReviewerType: text(reviewerType(by))}
	if d.ReviewerType == "user" {
		d.User = e.reviewer(by.ID)
	}
	return d
}

func (e encoder) control(c casefile.Case, k casefile.Control) controlObject {
	o := controlObject{
		ID: derived("control", c.ID, k.Key), Completed: k.Completed, CreatedAt: moment(c.CreatedAt), UpdatedAt: moment(latest(c.CreatedAt, k.At)),
		Control: controlKind{ID: derived("control", k.Key), Label: k.Label, Key: k.Key, Type: k.Type},
	}
	if k.Completed {
		by := k.By
		if k.Type == casefile.LogicControl {
			by = bonafide.System()
		}
		o.Review = e.decision(by, k.At, k.Comment)
	}
	return o
}
