package casefile

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// A LabelRequest changes what the host and its reviewers find and sort a case by.
// It takes no part in what is approved.
type LabelRequest struct {
	Key        string                   `json:"-"`                    // idempotency key
	ExternalID Patch[string]            `json:"external_id,omitzero"` // null clears it
	Assignee   Patch[string]            `json:"assignee_id,omitzero"` // null unassigns
	AddTags    []string                 `json:"add_tags,omitzero"`    // those that are there already stay as they are
	RemoveTags []string                 `json:"remove_tags,omitzero"` // case does not matter; an unknown tag is a fault
	Metadata   Patch[map[string]string] `json:"metadata,omitzero"`    // replaces all of it; null removes all
}

// Label changes external id, assignee, tags and metadata, in every status. It takes
// no part in what is approved.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] for labels
// that cannot be, with a [*bonafide.DuplicateError] if another case of the platform has the external
// id, and with the errors of every command: see [Service].
func (s *Service) Label(ctx context.Context, by bonafide.Actor, id string, req LabelRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r LabelRequest) command(*Service) command {
	return command{Op: "case.label", Verb: string(verbLabel), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.label(in, r) })}
}

// label is the rule of [Service.Label].
func (c Case) label(in input, r LabelRequest) (Case, []bonafide.Event, error) {
	next := c
	next.ExternalID, next.Assignee = r.ExternalID.apply(c.ExternalID), r.Assignee.apply(c.Assignee)
	var faults bonafide.Faults
	if id, ok := r.ExternalID.Value(); ok {
		checkExternalID(&faults, "external_id", id)
	}
	if id, ok := r.Assignee.Value(); ok {
		code(&faults, "assignee_id", id, true, maxCode)
	}
	if m, ok := r.Metadata.Value(); ok {
		next.Metadata = checkMetadata(&faults, "metadata", m)
	} else if r.Metadata.IsNull() {
		next.Metadata = nil
	}
	next.Tags = slices.Clone(c.Tags)
	for _, gone := range r.RemoveTags {
		left := without(next.Tags, func(t string) bool { return strings.EqualFold(t, gone) })
		if len(left) == len(next.Tags) {
			faults.Add("remove_tags", bonafide.CodeUnknown)
		}
		next.Tags = left
	}
	for _, t := range checkTags(&faults, "add_tags", r.AddTags) {
		if !slices.ContainsFunc(next.Tags, func(o string) bool { return strings.EqualFold(o, t) }) {
			next.Tags = append(next.Tags, t)
		}
	}
	if len(next.Tags) > MaxTags {
		faults.Add("add_tags", bonafide.CodeTooMany)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	if len(next.Tags) == 0 {
		next.Tags = nil
	}
	var events []bonafide.Event
	if next.Assignee != c.Assignee {
		events = append(events, in.Event(event.Assigned, "from", c.Assignee, "to", next.Assignee))
	}
	if !slices.Equal(next.Tags, c.Tags) {
		events = append(events, in.Event(event.Tagged, "added", lacking(next.Tags, c.Tags), "removed", lacking(c.Tags, next.Tags)))
	}
	if !maps.Equal(next.Metadata, c.Metadata) {
		events = append(events, in.Event(event.MetadataChanged))
	}
	if next.ExternalID != c.ExternalID {
		events = append(events, in.Event(event.Changed, "fields", "external_id"))
	}
	return next, events, nil
}

// MaxTags bounds the tags of a case.
const MaxTags = 20

// checkTags reads tags: 1 to 100 characters each, without , ; : | / \ `, each
// once whatever its case (Dotfile, tags).
func checkTags(faults *bonafide.Faults, path string, tags []string) []string {
	var out []string
	for _, t := range tags {
		t = line(faults, path, t, true, 100)
		switch {
		case strings.ContainsAny(t, ",;:|/\\`"):
			faults.Add(path, bonafide.CodeMalformed)
		case slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, t) }):
			faults.Add(path, bonafide.CodeRepeated)
		}
		out = append(out, t)
	}
	if len(out) > MaxTags {
		faults.Add(path, bonafide.CodeTooMany)
	}
	return out
}

const maxExternalID = 255 // bytes

// checkExternalID reads an external id: 1 to 255 bytes, no hidden characters.
func checkExternalID(faults *bonafide.Faults, path, id string) {
	switch {
	case id == "":
		faults.Add(path, bonafide.CodeRequired)
	case len(id) > maxExternalID:
		faults.Add(path, bonafide.CodeTooLong)
	case text.Opaque(id, maxExternalID) != "" || strings.TrimSpace(id) != id || strings.ContainsFunc(id, text.Hidden):
		faults.Add(path, bonafide.CodeMalformed)
	}
}

// Bounds of metadata: the host's own texts, kept and never read.
const (
	MaxMetadata      = text.MaxMetadata      // 50 keys
	MaxMetadataKey   = text.MaxMetadataKey   // 40 characters of a key, of any script
	MaxMetadataValue = text.MaxMetadataValue // 500 characters of a value
)

func checkMetadata(faults *bonafide.Faults, path string, m map[string]string) map[string]string {
	text.Metadata(m, func(part string, f text.Fault) { faults.Add(path+part, bonafide.Code(f)) })
	if len(m) == 0 {
		return nil
	}
	return maps.Clone(m)
}

// lacking is how many of the tags the others do not have, as an event says it.
func lacking(tags, others []string) string {
	n := 0
	for _, t := range tags {
		if !slices.Contains(others, t) {
			n++
		}
	}
	return strconv.Itoa(n)
}
