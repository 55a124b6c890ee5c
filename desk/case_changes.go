package desk

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/casefile"
)

// A change is one fact of a case that differs between two states of it.
type change struct {
	Of, Field     string // such as the name of an entity, and "address city"
	Before, After string // empty where there was none, or is none any more
}

// A fact is one value of a case: what it shows, and what it is compared by.
type fact struct {
	of, field, shown, same string
}

// differences lists what differs between two states of a case, of all that an approval is
// about: name, template, entities, relations, custom properties, checks, controls and risk.
func differences(before, after casefile.Case) []change {
	was, is := contents(before), contents(after)
	keys := make(map[string]bool)
	for key := range was {
		keys[key] = true
	}
	for key := range is {
		keys[key] = true
	}
	var out []change
	for key := range keys {
		old, now := was[key], is[key]
		if old.same == now.same {
			continue
		}
		c := change{Of: cmp.Or(now.of, old.of), Field: cmp.Or(now.field, old.field), Before: old.shown, After: now.shown}
		if c.Before == c.After { // a sealed number, of which only the mask is shown
			c.After += " (another one)"
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b change) int {
		return cmp.Or(strings.Compare(a.Of, b.Of), strings.Compare(a.Field, b.Field))
	})
	return out
}

// contents are the facts of a case, each under a key of its own.
func contents(c casefile.Case) map[string]fact {
	d := dossier{Case: c}
	out := make(map[string]fact)
	add := func(id, of string, value any) {
		for path, f := range flat(value) {
			f.of, f.field = of, plain(path)
			out[id+" "+path] = f
		}
	}
	add("case", "Case", map[string]any{"name": c.Name, "template": c.Template, "custom_properties": c.Properties, "risk": c.RiskLevel()})
	for _, x := range c.Companies {
		add(x.ID, d.Called(x.ID), x)
	}
	for _, x := range c.Individuals {
		add(x.ID, d.Called(x.ID), x)
	}
	for _, r := range c.Relations {
		add(r.ID, d.Called(r.From())+" in "+d.Called(r.ToCompany), r)
	}
	for _, k := range c.Checks {
		add(k.ID, d.Called(k.Entity), map[string]any{"check of " + checkTitle(k): k.Status})
	}
	for _, x := range c.Controls {
		add("control "+x.Key, "Control: "+x.Label, map[string]any{"completed": x.Completed})
	}
	return out
}

// unshown reports whether a field says nothing to a reviewer.
func unshown(name string) bool {
	switch name {
	case "id", "marks", "created_at", "updated_at", "from_company_id", "from_individual_id", "to_company_id":
		return true
	}
	return false
}

// flat takes a value apart into its fields, by their paths in JSON.
func flat(value any) map[string]fact {
	out := make(map[string]fact)
	text, err := json.Marshal(value)
	if err != nil {
		return out
	}
	var tree any
	if json.Unmarshal(text, &tree) != nil {
		return out
	}
	var walk func(path string, x any)
	walk = func(path string, x any) {
		switch x := x.(type) {
		case map[string]any:
			if data, sealed := x["data"].(string); sealed {
				out[path] = fact{shown: fmt.Sprint(x["mask"]), same: data}
				return
			}
			for name, inner := range x {
				if !unshown(name) {
					walk(strings.TrimPrefix(path+"."+name, "."), inner)
				}
			}
		case []any:
			if len(x) > 0 && isObject(x[0]) {
				for i, inner := range x {
					walk(fmt.Sprintf("%s %d", path, i+1), inner)
				}
				return
			}
			words := make([]string, len(x))
			for i, inner := range x {
				words[i] = fmt.Sprint(inner)
			}
			out[path] = fact{shown: strings.Join(words, ", "), same: strings.Join(words, "\x00")}
		default:
			out[path] = fact{shown: fmt.Sprint(x), same: fmt.Sprint(x)}
		}
	}
	walk("", tree)
	return out
}

func isObject(x any) bool {
	_, ok := x.(map[string]any)
	return ok
}
