package screening

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Disposition is what reviewers make of a hit.
type Disposition string

// The dispositions.
const (
	Potential       Disposition = "potential"         // nobody decided, or what was decided no longer holds
	FalsePositive   Disposition = "false_positive"    // the subject is not the listed one
	TruePositive    Disposition = "true_positive"     // the subject is the listed one
	TrueButAccepted Disposition = "true_but_accepted" // the subject is the listed one, and may be dealt with all the same
)

// Clears reports whether the disposition lets the subject pass.
func (d Disposition) Clears() bool { return d == FalsePositive || d == TrueButAccepted }

// A Decision is what one reviewer said about one hit. A clearance is bound to
// the subject as it was (Subject) and to the entry as it was (EntryHash): when
// either changes it no longer holds.
type Decision struct {
	List        string         `json:"list"`
	EntryID     string         `json:"entry_id"`
	EntryHash   string         `json:"entry_hash"`
	Subject     string         `json:"subject"`       // [Query.Fingerprint] of the screening it was made on
	Kind        ListKind       `json:"kind,omitzero"` // of the list; empty = as its key says: see [Decision.ListKind]
	Disposition Disposition    `json:"disposition"`
	By          bonafide.Actor `json:"by"`
	Reason      string         `json:"reason"`
	At          time.Time      `json:"at"`
	Expires     time.Time      `json:"expires,omitzero"` // the decision holds until then

	// Imported is the code of the system that the decision was imported from. It
	// names entries its own way: a search here that finds another entry, or none,
	// ends no true match of its.
	Imported string `json:"imported,omitzero"`

	// Awaits is set on the clearance of a true match that takes two reviewers until
	// the second agrees; it has no effect before.
	Awaits bool `json:"awaits_second,omitzero"`

	// Second is the reviewer who agreed to the clearance of a true match.
	Second bonafide.Actor `json:"second,omitzero"`

	// Ended is set on a TruePositive when a later screening of the same subject
	// searched the list and did not find the entry any more: it was delisted.
	Ended time.Time `json:"ended,omitzero"`
}

// affirms reports whether the decision says that the subject is the listed one, and lets
// nobody pass: a match of sanctions that was accepted, as two reviewers once could, is
// a true match.
func (d Decision) affirms() bool {
	return d.Disposition == TruePositive || d.Disposition == TrueButAccepted && d.ListKind().Reviewers() == 0
}

// on reports whether the decision is about that entry.
func (d Decision) on(list, entryID string) bool { return d.List == list && d.EntryID == entryID }
