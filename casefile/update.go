package casefile

import (
	"context"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// An UpdateRequest changes what a case itself says. It is content: an approval is
// about it.
type UpdateRequest struct {
	Key        string          `json:"-"`                          // idempotency key
	Name       Patch[string]   `json:"name,omitzero"`              // never null
	Status     Patch[Status]   `json:"status,omitzero"`            // open ends a draft, as [Service.Open] does; what a case is already changes nothing
	Template   Patch[string]   `json:"template_key,omitzero"`      // null detaches it; what it created stays
	Properties property.Values `json:"custom_properties,omitzero"` // merged; null resets one
}

// Update changes name, template and custom properties of a draft or open case, or asks for
// that in an approved one, see [Change]; and it ends a draft. What
// a template created stays when another one takes its place. An update that changes
// nothing is not an error.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] for a name,
// template or property that cannot be, and with the errors of every command: see
// [Service].
func (s *Service) Update(ctx context.Context, by bonafide.Actor, id string, req UpdateRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r UpdateRequest) command(s *Service) command {
	return command{Op: "case.update", Verb: string(verbEdit), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.update(in, r, s.opts.Properties, s.opts.knows)
		})}
}

// update is the rule of [Service.Update].
func (c Case) update(in input, r UpdateRequest, rules property.Set, known func(template string) bool) (Case, []bonafide.Event, error) {
	next := c
	var faults bonafide.Faults
	next.Name = line(&faults, "name", r.Name.apply(c.Name), true, 180)
	next.Template = r.Template.apply(c.Template)
	if key, ok := r.Template.Value(); ok && !known(key) {
		faults.Add("template_key", bonafide.CodeUnknown)
	}
	to, given := r.Status.Value()
	switch {
	case r.Status.IsNull():
		faults.Add("status", bonafide.CodeRequired)
	case given && to != Open && to != c.Status:
		faults.Add("status", bonafide.CodeNotAllowed) // decisions are reviews
	}
	next.Properties = rules.Merge(property.OfCase, c.Properties, r.Properties, &faults, "custom_properties.")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	var names []string
	for _, name := range changed(c, next) {
		if name != "last_editor" {
			names = append(names, name)
		}
	}
	var events []bonafide.Event
	if len(names) > 0 {
		next = next.editBy(in.By)
		events = one(in.Event(event.Changed, "fields", strings.Join(names, ",")))
	}
	if !given || to == c.Status {
		return next, events, nil
	}
	next, opened, err := next.open(in)
	return next, append(events, opened...), err
}
