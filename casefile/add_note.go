package casefile

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// An AddNoteRequest is a note to add.
type AddNoteRequest struct {
	Key  string `json:"-"` // idempotency key
	Text string `json:"text"`
}

// AddNote adds a note, in every status. Notes are never changed.
//
// Only reviewers may. It fails with an [*bonafide.InvalidError] for a text that is
// missing or too long and after [MaxNotes] notes, and with the errors of every
// command: see [Service].
func (s *Service) AddNote(ctx context.Context, by bonafide.Actor, id string, req AddNoteRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r AddNoteRequest) command(s *Service) command {
	return command{Op: "case.add_note", Adds: "note", Verb: string(verbAnnotate), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.addNote(in, r, s.newID) })}
}

// addNote is the rule of [Service.AddNote].
func (c Case) addNote(in input, r AddNoteRequest, ids idSource) (Case, []bonafide.Event, error) {
	var faults bonafide.Faults
	text := prose(&faults, "text", r.Text, true, 4000)
	if len(c.Notes) >= MaxNotes {
		faults.Add("notes", bonafide.CodeTooMany)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	c.Notes = append(slices.Clone(c.Notes), Note{ID: id, Text: text, By: in.By, At: in.At})
	return c, one(in.Event(event.NoteAdded, "note", id)), nil
}
