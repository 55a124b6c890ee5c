package casefile

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// An UpdateRequest changes what a case itself says. It is content: an approval is
// about it.
type UpdateRequest struct {
	Key        string          `json:"-"`                          // idempotency key
	Name       Patch[string]   `json:"name,omitzero"`              // never null
	Template   Patch[string]   `json:"template_key,omitzero"`      // null detaches it; what it created stays
	Properties property.Values `json:"custom_properties,omitzero"` // merged; null resets one
}

// update is the rule of [Service.Update].
func (c Case) update(by bonafide.Actor, in UpdateRequest, rules property.Set, known func(template string) bool, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbEdit, by); err != nil {
		return c, nil, err
	}
	next := c
	var faults bonafide.Faults
	next.Name = line(&faults, "name", in.Name.apply(c.Name), true, 180)
	next.Template = in.Template.apply(c.Template)
	if key, ok := in.Template.Value(); ok && !known(key) {
		faults.Add("template_key", bonafide.CodeUnknown)
	}
	next.Properties = rules.Merge(property.OfCase, c.Properties, in.Properties, &faults, "custom_properties.")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	var names []string
	for _, name := range changed(c, next) {
		if name != "last_editor" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return c, nil, nil
	}
	return next.editBy(by), []bonafide.Event{bonafide.NewEvent(EventChanged, at, by, "fields", strings.Join(names, ","))}, nil
}
