package casefile

import (
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
