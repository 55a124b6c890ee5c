package dotfile

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

type templateObject struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Key          string `json:"key"`
	Description  text   `json:"description"`
	AutoApproval bool   `json:"case_auto_approval"`
	CreatedAt    moment `json:"created_at"`
	UpdatedAt    moment `json:"updated_at"`
}

func shownTemplate(t casefile.Template) templateObject {
	return templateObject{ID: templateID(t.Key), Name: t.Name, Key: t.Key, AutoApproval: len(t.AutoApprove) > 0}
}

func (d *handler) listTemplates(r request) (int, any, error) {
	page, err := selected(templateColumns(), r.URL.Query(), d.Templates, shownTemplate)
	return http.StatusOK, page, err
}

func templateColumns() columns[casefile.Template] {
	type t = casefile.Template
	return columns[t]{byDefault: "name", of: map[string]column[t]{
		"name":               {ops: opsText, sorts: true, text: func(x t) string { return x.Name }},
		"key":                {ops: opsText, text: func(x t) string { return x.Key }},
		"case_auto_approval": {ops: opsExact, words: []string{"false", "true"}, text: func(x t) string { return strconv.FormatBool(len(x.AutoApprove) > 0) }},
	}}
}

func (d *handler) getTemplate(r request) (int, any, error) {
	for _, t := range d.Templates {
		if id := r.PathValue("id"); templateID(t.Key) == id || t.Key == id {
			return http.StatusOK, shownTemplate(t), nil
		}
	}
	return 0, nil, bonafide.ErrNotFound
}

// runTemplate gives a case its template, which then runs by itself.
func (d *handler) runTemplate(r request) (int, any, error) {
	var in struct {
		CaseID     string `json:"case_id"`
		Template   string `json:"template_key"`
		TemplateID string `json:"template_id"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	var faults bonafide.Faults
	if in.TemplateID != "" {
		in.Template = templateOf(d.Templates, in.TemplateID, in.Template, &faults)
	}
	if err := faults.Err(); err != nil {
		return 0, nil, err
	}
	c, err := d.into(r, in.CaseID)
	if err == nil && in.Template != "" {
		var made casefile.Case
		made, err = d.cases.Update(r.Context(), r.by.platform, c.ID, casefile.UpdateRequest{Template: casefile.To(in.Template)})
		c, err = d.shown(r.Context(), r.by, made, err)
	}
	companies, individuals := []string{}, []string{}
	for _, x := range c.Companies {
		companies = append(companies, x.ID)
	}
	for _, x := range c.Individuals {
		individuals = append(individuals, x.ID)
	}
	return http.StatusCreated, map[string]any{"case_id": c.ID, "company_ids": companies, "individual_ids": individuals}, err
}

// propertyObject is a published custom property, of any type.
type propertyObject struct {
	ID         string            `json:"id"`
	Label      string            `json:"label"`
	Key        string            `json:"key"`
	Target     property.Target   `json:"target_entity"`
	Type       property.Type     `json:"type"`
	Settings   map[string]any    `json:"settings,omitzero"`
	Options    []property.Option `json:"options,omitzero"`
	CreatedAt  moment            `json:"created_at"`
	UpdatedAt  moment            `json:"updated_at"`
	ArchivedAt moment            `json:"archived_at"`
}

func shownProperty(x property.Definition) propertyObject {
	o := propertyObject{ID: derived("property", string(x.Target), x.Key), Label: x.Label, Key: x.Key, Target: x.Target, Type: x.Type}
	switch x.Type {
	case property.TypeChoices, property.TypeCountries:
		o.Settings = map[string]any{"allow_multiple": x.AllowMultiple}
	case property.TypeText:
		o.Settings = map[string]any{"is_multi_line": x.MultiLine}
	case property.TypeNumeric:
		format := x.Format
		if format == "" {
			format = property.FormatNumber
		}
		o.Settings = map[string]any{"format": format, "min": x.Min, "max": x.Max, "currency_code": text(x.CurrencyCode)}
	}
	return o
}

// propertiesOf are those of a target that are not archived.
func (d *handler) propertiesOf(target string) (property.Set, error) {
	if !slices.Contains([]property.Target{property.OfCase, property.OfCompany, property.OfIndividual}, property.Target(target)) {
		return nil, bonafide.Invalid("target_entity", bonafide.CodeUnknown)
	}
	return slices.DeleteFunc(slices.Clone(d.Properties), func(x property.Definition) bool { return string(x.Target) != target || x.Archived }), nil
}

func (d *handler) listProperties(r request) (int, any, error) {
	all, err := d.propertiesOf(r.PathValue("target_entity"))
	if err != nil {
		return 0, nil, err
	}
	page, err := selected(propertyColumns(), r.URL.Query(), all, shownProperty)
	return http.StatusOK, page, err
}

func propertyColumns() columns[property.Definition] {
	type p = property.Definition
	return columns[p]{byDefault: "key", of: map[string]column[p]{
		"key":   {ops: opsText, sorts: true, text: func(x p) string { return x.Key }},
		"label": {ops: opsText, sorts: true, text: func(x p) string { return x.Label }},
		"type":  {ops: opsWord, words: rest.Texts(property.Types()), text: func(x p) string { return string(x.Type) }},
	}}
}

func (d *handler) getProperty(r request) (int, any, error) {
	all, err := d.propertiesOf(r.PathValue("target_entity"))
	if err != nil {
		return 0, nil, err
	}
	for _, x := range all {
		if x.Key == r.PathValue("key") {
			o := shownProperty(x)
			o.Options = x.Options
			return http.StatusOK, o, nil
		}
	}
	return 0, nil, bonafide.ErrNotFound
}
