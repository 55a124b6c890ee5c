package screening

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// An Edition says which edition of a list is meant, and how large it is.
type Edition struct {
	Date    bonafide.Date `json:"date,omitzero"`
	Hash    string        `json:"hash"`             // [List.Hash]
	Entries int           `json:"entries,omitzero"` // how many it has
	Names   int           `json:"names,omitzero"`   // how many names these have
}

// Size returns which edition a list is, and how large.
func (l *List) Size() Edition {
	e := Edition{Date: l.Edition, Hash: l.Hash, Entries: len(l.Entries)}
	for i := range l.Entries {
		e.Names += len(l.Entries[i].Names)
	}
	return e
}

// An EditionOp is what was done to a list that is searched.
type EditionOp string

// What can be done to a list.
const (
	EditionLoaded     EditionOp = "loaded"      // To took the place of From, or is the first
	EditionAccepted   EditionOp = "accepted"    // To, of which the hash alone need be known, may be loaded once, whatever bound refuses it
	EditionRolledBack EditionOp = "rolled_back" // To, an older one, took the place of From, which is refused from now on
	EditionRemoved    EditionOp = "removed"     // From is searched no more, and the list is refused from now on
)

// Known reports whether the operation is one of these.
func (o EditionOp) Known() bool {
	switch o {
	case EditionLoaded, EditionAccepted, EditionRolledBack, EditionRemoved:
		return true
	}
	return false
}

// An EditionChange is one thing that was done to a list that is searched: what an
// auditor asks for. RecordEditions of user.Service or casefile.Service keeps it.
type EditionChange struct {
	Op      EditionOp      `json:"op"`
	List    string         `json:"list"` // its key
	From    Edition        `json:"from,omitzero"`
	To      Edition        `json:"to,omitzero"`
	Added   int            `json:"added,omitzero"`   // entries of new ids
	Changed int            `json:"changed,omitzero"` // entries that say something else
	Removed int            `json:"removed,omitzero"` // entries that are no more
	By      bonafide.Actor `json:"by"`               // the system where no person decided
	Reason  string         `json:"reason,omitzero"`  // why, in the words of whoever decided
	At      time.Time      `json:"at,omitzero"`      // zero where the engine has no clock
}

// Check reports, as an [*bonafide.InvalidError], an operation that is not known, a list
// without a key, an edition without a hash, an actor or reason that cannot be: whatever
// is not a plain load is the decision of a reviewer, who says why in at most
// [MaxReasonBytes].
func (c EditionChange) Check() error {
	var faults bonafide.Faults
	if !c.Op.Known() {
		faults.Add("op", bonafide.CodeUnknown)
	}
	if c.List == "" {
		faults.Add("list", bonafide.CodeRequired)
	}
	if c.Op != EditionRemoved && c.To.Hash == "" {
		faults.Add("to.hash", bonafide.CodeRequired)
	}
	if (c.Op == EditionRemoved || c.Op == EditionRolledBack) && c.From.Hash == "" {
		faults.Add("from.hash", bonafide.CodeRequired)
	}
	faults.Merge("", c.By.Check("by"))
	if c.Op != EditionLoaded {
		if !c.By.Is(bonafide.ActorReviewer) {
			faults.Add("by.kind", bonafide.CodeNotAllowed)
		}
		if strings.TrimSpace(c.Reason) == "" {
			faults.Add("reason", bonafide.CodeRequired)
		}
	}
	if len(c.Reason) > MaxReasonBytes {
		faults.Add("reason", bonafide.CodeTooLong)
	}
	return faults.Err()
}

// Repeats reports whether the change says what another one says, at whatever time:
// another replica did the same.
func (c EditionChange) Repeats(o EditionChange) bool {
	return c.Op == o.Op && c.List == o.List && c.From.Hash == o.From.Hash && c.To.Hash == o.To.Hash && c.To.Date == o.To.Date &&
		c.By.Recorded() == o.By.Recorded() && c.Reason == o.Reason
}
