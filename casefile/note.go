package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// MaxNotes bounds the notes of a case, and MaxComments the comments on one of them
// (Dotfile, notes).
const (
	MaxNotes    = 500
	MaxComments = 50
)

// A Note is a reviewer's remark on a case. Notes are never changed: they are part
// of the file. What there is to say to one is a comment on it.
type Note struct {
	ID       string         `json:"id"`
	Text     string         `json:"text"` // 1 to 4,000 characters
	By       bonafide.Actor `json:"by"`
	At       time.Time      `json:"at"`
	Comments []Comment      `json:"comments,omitzero"` // oldest first
}

// A Comment is a reviewer's remark on a note. Comments are never changed either.
type Comment struct {
	ID   string         `json:"id"`
	Text string         `json:"text"` // 1 to 4,000 characters
	By   bonafide.Actor `json:"by"`
	At   time.Time      `json:"at"`
}

// Note returns the note with that id, and whether there is one.
func (c Case) Note(id string) (Note, bool) {
	for _, n := range c.Notes {
		if n.ID == id {
			return n, true
		}
	}
	return Note{}, false
}
