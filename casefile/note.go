package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// MaxNotes bounds the notes of a case.
const MaxNotes = 500

// A Note is a reviewer's remark on a case. Notes are never changed: they are part
// of the file.
type Note struct {
	ID   string         `json:"id"`
	Text string         `json:"text"` // 1 to 4,000 characters
	By   bonafide.Actor `json:"by"`
	At   time.Time      `json:"at"`
}

// An AddNoteRequest is a note to add.
type AddNoteRequest struct {
	Key  string `json:"-"` // idempotency key
	Text string `json:"text"`
}

// addNote is the rule of [Service.AddNote].
func (c Case) addNote(by bonafide.Actor, in AddNoteRequest, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbAnnotate, by); err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	text := prose(&faults, "text", in.Text, true, 4000)
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
	c.Notes = append(slices.Clone(c.Notes), Note{ID: id, Text: text, By: by, At: at})
	return c, []bonafide.Event{bonafide.NewEvent(EventNoteAdded, at, by, "note", id)}, nil
}
