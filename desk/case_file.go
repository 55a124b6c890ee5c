package desk

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// showCase shows a case: who is in it, what was checked, and what is left to do.
func showCase(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil {
		return view{}, err
	}
	return d.view("case_file", "", d), nil
}

// An entity is a company or an individual of a case.
type entity struct {
	dossier
	About      string // its name
	Company    *casefile.Company
	Individual *casefile.Individual
	Numbers    []number
	Relations  []casefile.Relation // from it and into it
	Checks     []casefile.Check
	Revealed   string // a number in clear, which was asked for
	Field      string
}

// A number is an identifier of an entity, as its mask.
type number struct{ Field, Mask string }

// entity finds the entity of a page.
func (q *request) entity() (entity, error) {
	d, err := q.dossier()
	if err != nil {
		return entity{}, err
	}
	id := q.PathValue("entity")
	e := entity{dossier: d, About: d.Called(id), Checks: d.ChecksOf(id)}
	add := func(field string, s bonafide.Sealed) {
		if !s.IsZero() {
			e.Numbers = append(e.Numbers, number{field, s.String()})
		}
	}
	if x, ok := d.Case.Company(id); ok {
		e.Company = &x
		add("tax_identification_number", x.TaxNumber)
		add("employer_identification_number", x.EmployerNumber)
		add("iban", x.IBAN)
	} else if x, ok := d.Case.Individual(id); ok {
		e.Individual = &x
		add("social_security_number", x.SocialSecurityNumber)
		add("tax_identification_number", x.TaxNumber)
	} else {
		return e, bonafide.ErrNotFound
	}
	for _, r := range d.Case.Relations {
		if r.From() == id || r.ToCompany == id {
			e.Relations = append(e.Relations, r)
		}
	}
	return e, nil
}

// Entity is the id of the entity.
func (e entity) Entity() string {
	if e.Company != nil {
		return e.Company.ID
	}
	return e.Individual.ID
}

// Relevant reports whether the entity is under investigation.
func (e entity) Relevant() bool {
	return e.Company != nil && e.Company.Relevant() || e.Individual != nil && e.Individual.Relevant()
}

// Leaves reports whether the entity can be taken out of the investigation, or back into it.
func (e entity) Leaves() bool {
	return e.Editable() && !e.Erased() && (e.Company == nil || e.Company.Type != casefile.MainCompany)
}

// showEntity shows a company or an individual with its relations and checks.
func showEntity(q *request) (view, error) {
	e, err := q.entity()
	if err != nil {
		return view{}, err
	}
	return view{template: "case_entity", title: e.About + " in " + e.Title(), data: e}, nil
}

// revealNumber shows one number in clear, once. The Service records who saw it, and why.
func revealNumber(q *request) (view, error) {
	e, err := q.entity()
	if err != nil {
		return view{}, err
	}
	e.Field = q.PostFormValue("field")
	value, err := q.desk.cases.Reveal(q.Context(), q.by, e.ID, casefile.RevealRequest{
		Key: q.PostFormValue("key"), Entity: q.PathValue("entity"), Field: e.Field, Purpose: q.PostFormValue("purpose"),
	})
	if err != nil {
		return view{}, err
	}
	e.Revealed = value.Reveal()
	return view{template: "case_entity", title: e.About + " in " + e.Title(), data: e}, nil
}

// An elsewhere is where else the entities of a case seem to be.
type elsewhere struct {
	dossier
	Found []casefile.Duplicate
}

// showElsewhere shows entities that share an identifying fact with another one, of this
// case or of others. It names facts, never values.
func showElsewhere(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil || d.Erased() {
		return d.view("case_duplicates", "Elsewhere: entities", elsewhere{dossier: d}), err
	}
	found, err := q.desk.cases.Duplicates(q.Context(), q.by, d.ID)
	return d.view("case_duplicates", "Elsewhere: entities", elsewhere{d, found}), err
}

// A history is a page of what happened to a case.
type history struct {
	dossier
	Entries []casefile.Entry
	Next    string
}

// showTimeline shows who did what, oldest first.
func showTimeline(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil {
		return view{}, err
	}
	found, err := q.desk.cases.Timeline(q.Context(), q.by, d.ID, q.cursor(itemsPerPage))
	if err != nil {
		return view{}, err
	}
	return d.view("case_timeline", "Timeline", history{d, found.Items, q.next(found.Next)}), nil
}

// A past is a case as it stood at a time.
type past struct {
	dossier
	At    string // as the form gives it
	Was   *dossier
	Since []change // what is different now
}

// Moment writes a time exactly, for a link to the case as it stood then.
func (dossier) Moment(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// showPast shows a case as it stood at a time.
func showPast(q *request) (view, error) {
	d, err := q.dossier()
	if err != nil {
		return view{}, err
	}
	p := past{dossier: d, At: q.FormValue("at")}
	if p.At == "" {
		return d.view("case_past", "An earlier state", p), nil
	}
	at, err := instant(p.At)
	if err != nil {
		return view{}, err
	}
	c, err := q.desk.cases.AsOf(q.Context(), q.by, d.ID, at)
	if err != nil {
		return view{}, err
	}
	p.Was, p.Since = &dossier{c, q}, differences(c, d.Case)
	return d.view("case_past", "An earlier state", p), nil
}

// instant reads a time of a form: in UTC, with or without seconds, or of a link, exactly.
func instant(text string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02", time.RFC3339Nano} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, bonafide.Invalid("at", bonafide.CodeMalformed)
}
