package casefile

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// MaxTags bounds the tags of a case.
const MaxTags = 20

// checkTags reads tags: 1 to 100 characters each, none of , ; : | / \ `, each
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

// checkExternalID reads an external id: 1 to 255 bytes, no hidden characters.
func checkExternalID(faults *bonafide.Faults, path, id string) {
	switch {
	case id == "":
		faults.Add(path, bonafide.CodeRequired)
	case len(id) > 255:
		faults.Add(path, bonafide.CodeTooLong)
	case !utf8.ValidString(id) || strings.TrimSpace(id) != id || strings.ContainsFunc(id, text.Hidden):
		faults.Add(path, bonafide.CodeMalformed)
	}
}

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

// label is the rule of [Service.Label].
func (c Case) label(by bonafide.Actor, in LabelRequest, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbLabel, by); err != nil {
		return c, nil, err
	}
	next := c
	next.ExternalID, next.Assignee = in.ExternalID.apply(c.ExternalID), in.Assignee.apply(c.Assignee)
	var faults bonafide.Faults
	if id, ok := in.ExternalID.Value(); ok {
		checkExternalID(&faults, "external_id", id)
	}
	if id, ok := in.Assignee.Value(); ok {
		code(&faults, "assignee_id", id, true, maxCode)
	}
	if m, ok := in.Metadata.Value(); ok {
		next.Metadata = checkMetadata(&faults, "metadata", m)
	} else if in.Metadata.IsNull() {
		next.Metadata = nil
	}
	next.Tags = slices.Clone(c.Tags)
	for _, gone := range in.RemoveTags {
		left := without(next.Tags, func(t string) bool { return strings.EqualFold(t, gone) })
		if len(left) == len(next.Tags) {
			faults.Add("remove_tags", bonafide.CodeUnknown)
		}
		next.Tags = left
	}
	for _, t := range checkTags(&faults, "add_tags", in.AddTags) {
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
		events = append(events, bonafide.NewEvent(EventAssigned, at, by, "from", c.Assignee, "to", next.Assignee))
	}
	if !slices.Equal(next.Tags, c.Tags) {
		events = append(events, bonafide.NewEvent(EventTagged, at, by))
	}
	if !maps.Equal(next.Metadata, c.Metadata) {
		events = append(events, bonafide.NewEvent(EventMetadataChanged, at, by))
	}
	if next.ExternalID != c.ExternalID {
		events = append(events, bonafide.NewEvent(EventChanged, at, by, "fields", "external_id"))
	}
	return next, events, nil
}
