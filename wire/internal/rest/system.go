package rest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A System is one published API as a table.
type System struct {
	Name      string // such as "synapse"
	Title     string
	Version   string // of the published API
	Endpoints []Endpoint
	Objects   []Object
	Values    Values
}

// Values are all that a text can be, by the "Object.field" that holds one or a list of them.
// None says that what its name takes for one of few words is free.
type Values map[string][]string

// named are the names that published APIs give to one of few words.
func named() []string {
	return []string{"action", "author_type", "deliverability", "entity_scope", "entity_type", "flag", "flags", "function", "gender", "level", "list_types", "match_status", "mode",
		"ofac_status", "permission", "permission_code", "platform", "reviewer_type", "roles", "scope", "status", "target_entity", "type", "watchlists"}
}

// An Endpoint is one published operation.
type Endpoint struct {
	Method  string
	Path    string // as http.ServeMux has it, from where the handler is mounted: "/users/{id}"
	Summary string
	Query   []Param
	Header  []Param
	In      string // name of the Object of its body; empty where it has none
	Out     string // name of the Object of its answer; empty where it has none
	Status  int    // of success; 0 means 200
	Open    bool   // answered without credentials
	Differs string // what differs from the published system, and why; empty where nothing does
}

// Pattern is the endpoint as http.ServeMux names it.
func (e Endpoint) Pattern() string { return e.Method + " " + e.Path }

// A Param is one parameter of a query, or one header. A list stands in one text, with
// commas between its items.
type Param struct {
	Name   string
	Type   string // as of a Field
	Text   string
	Values []string // all that it, or an item of it, can be; nil is anything
}

// An Object is one published JSON object.
type Object struct {
	Name   string
	Text   string
	Fields []Field
}

// A Field is one member of an Object. Its type is string, integer, number, boolean,
// any, map, date, date-time or the name of an Object, with [] before it for a list
// and ? behind it where it may be null.
type Field struct {
	Name    string
	Type    string
	Text    string
	Differs string // as of an Endpoint
}

// text reports whether it is a text, or a list of texts.
func (f Field) text() bool {
	return strings.TrimSuffix(strings.TrimPrefix(f.Type, "[]"), "?") == "string"
}

// scalar returns the schema of a type that is no object and no list, and nil for others.
func scalar(kind string) map[string]any {
	switch kind {
	case "string", "integer", "number", "boolean":
		return map[string]any{"type": kind}
	case "map":
		return map[string]any{"type": "object"}
	case "date", "date-time":
		return map[string]any{"type": "string", "format": kind}
	case "any":
		return map[string]any{}
	}
	return nil
}

// Check tells whether the table is whole: each endpoint is served and nothing else is,
// no pattern, object or field stands twice, and every type is known.
func (s System) Check(served []string) error {
	var faults []error
	objects := map[string]bool{}
	for _, o := range s.Objects {
		if objects[o.Name] || scalar(o.Name) != nil {
			faults = append(faults, fmt.Errorf("object %s stands twice", o.Name))
		}
		objects[o.Name] = true
	}
	known := func(where, kind string) {
		bare := strings.TrimSuffix(strings.TrimPrefix(kind, "[]"), "?")
		if scalar(bare) == nil && !objects[bare] {
			faults = append(faults, fmt.Errorf("%s is of the unknown type %q", where, kind))
		}
	}
	for _, o := range s.Objects {
		seen := map[string]bool{}
		for _, f := range o.Fields {
			known(o.Name+"."+f.Name, f.Type)
			if seen[f.Name] {
				faults = append(faults, fmt.Errorf("%s.%s stands twice", o.Name, f.Name))
			}
			seen[f.Name] = true
			if _, told := s.Values[o.Name+"."+f.Name]; f.text() && slices.Contains(named(), f.Name) && !told {
				faults = append(faults, fmt.Errorf("%s.%s has no values", o.Name, f.Name))
			}
		}
	}
	for at := range s.Values {
		object, name, _ := strings.Cut(at, ".")
		if !slices.ContainsFunc(s.Objects, func(o Object) bool {
			return o.Name == object && slices.ContainsFunc(o.Fields, func(f Field) bool { return f.Name == name && f.text() })
		}) {
			faults = append(faults, fmt.Errorf("%s is no text that has values", at))
		}
	}
	patterns := map[string]bool{}
	for _, e := range s.Endpoints {
		if patterns[e.Pattern()] {
			faults = append(faults, fmt.Errorf("%s stands twice", e.Pattern()))
		}
		patterns[e.Pattern()] = true
		if !slices.Contains(served, e.Pattern()) {
			faults = append(faults, fmt.Errorf("%s is not served", e.Pattern()))
		}
		for _, p := range slices.Concat(e.Query, e.Header) {
			known(e.Pattern()+" "+p.Name, p.Type)
			name, _, _ := strings.Cut(p.Name, ".")
			if (Field{Type: p.Type}).text() && slices.Contains(named(), name) && len(p.Values) == 0 {
				faults = append(faults, fmt.Errorf("%s %s has no values", e.Pattern(), p.Name))
			}
		}
		for _, name := range []string{e.In, e.Out} {
			if name != "" {
				known(e.Pattern(), name)
			}
		}
	}
	for _, pattern := range served {
		if !patterns[pattern] {
			faults = append(faults, fmt.Errorf("%s stands in no table", pattern))
		}
	}
	return errors.Join(faults...)
}
