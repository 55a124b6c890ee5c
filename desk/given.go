package desk

import (
	"errors"
	"net/url"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// A given is what a reviewer typed into a form that could not be taken, and what is wrong
// with it. The zero value is an empty form.
type given struct {
	values url.Values
	faults []bonafide.Fault
}

// Form returns what was given in a form of the page, where that is the one that was sent.
func (f frame) Form(name string) given {
	if name != f.sent {
		return given{}
	}
	return f.given
}

// Faults are what is wrong with the form that was sent.
func (f frame) Faults() []bonafide.Fault { return f.given.faults }

// Value is what was given in a field; empty = what else it holds.
func (g given) Value(field string, otherwise ...string) string {
	if g.values != nil || len(otherwise) == 0 {
		return g.values.Get(field)
	}
	return otherwise[0]
}

// Sent reports whether the form was sent, and has a fault.
func (g given) Sent() bool { return g.values != nil }

// Is reports whether a field was given that value.
func (g given) Is(field string, value string) bool {
	for _, v := range g.values[field] {
		if v == value {
			return true
		}
	}
	return false
}

// Of is the form where it was sent for that one of several, such as one hold of all.
func (g given) Of(field, value string) given {
	if !g.Is(field, value) {
		return given{}
	}
	return g
}

// A flaw is what is wrong with one field; a zero Text: nothing.
type flaw struct{ ID, Text string }

// Flaw returns what is wrong with a field by its name, or by those that requests know it by.
func (g given) Flaw(id string, names ...string) flaw {
	for _, f := range g.faults {
		for _, name := range names {
			if f.Path == name || strings.HasPrefix(f.Path, name+"[") {
				return flaw{id, faultWords(f)}
			}
		}
	}
	return flaw{ID: id}
}

// A textLine is a field of one line.
type textLine struct {
	ID, Name, Label, Value string
	Most                   int // characters
	Required               bool
	Flaw                   flaw
}

// Line is a text that must be given.
func (g given) Line(id, name, label string, most int, also ...string) textLine {
	l := g.Optional(id, name, label, most, also...)
	l.Required = true
	return l
}

// Optional is a text that may be left out.
func (g given) Optional(id, name, label string, most int, also ...string) textLine {
	return textLine{ID: id, Name: name, Label: label, Value: g.Value(name), Most: most, Flaw: g.Flaw(id, append(also, name)...)}
}

// faultWords says what is wrong with a field.
func faultWords(f bonafide.Fault) string {
	words := map[bonafide.Code]string{
		bonafide.CodeRequired:   "Nothing was given.",
		bonafide.CodeUnknown:    "This is none of the values that can be given.",
		bonafide.CodeMalformed:  "This cannot be read.",
		bonafide.CodeTooLong:    "This is too long.",
		bonafide.CodeTooShort:   "This is too short.",
		bonafide.CodeOutOfRange: "This is out of bounds.",
		bonafide.CodeNotAllowed: "This may not stand here.",
		bonafide.CodeRepeated:   "This was given twice.",
	}[f.Code]
	if words == "" {
		words = plain(string(f.Code)) + "."
	}
	if f.Rule != "" {
		words += " (" + f.Rule + ")"
	}
	return words
}

// again shows the page of a form once more, with what was given and the faults of it beside
// their fields. It is false where the error is another one, or the page has no form.
func (q *request) again(p page, err error) (view, bool) {
	var invalid *bonafide.InvalidError
	if p.again == nil || !errors.As(err, &invalid) {
		return view{}, false
	}
	q.given = given{values: q.PostForm, faults: invalid.Fields}
	if q.sent == "" {
		q.sent = p.form
	}
	v, err := p.again(q)
	return v, err == nil
}
