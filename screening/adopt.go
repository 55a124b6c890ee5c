package screening

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Bounds of the words of a decision that is imported, in bytes.
const maxAdoptedWord = 128

// Adopt records a decision that was made about the subject in the system of a
// code, from which the subject is imported. It fails with an
// [*bonafide.InvalidError] that lists every fault.
//
// A TruePositive needs list, entry, reviewer, reason and time, and counts from now
// on: no search here ends it, only reviewers do. A FalsePositive also needs the hash of
// the list entry and the fingerprint of the subject that it was made on, both as
// they are here: any other clearance says nothing about the hits of a search here.
// It clears no true match. TrueButAccepted is refused: it is for two reviewers here
// to accept a true match.
func (r Record) Adopt(d Decision, source string, at time.Time) (Record, error) {
	var faults bonafide.Faults
	faults.Merge("", checkDecision(d.Disposition, d.Reason, d.At, d.Expires))
	for _, word := range []struct {
		path, text string
		required   bool
	}{{"list", d.List, true}, {"entry_id", d.EntryID, true}, {"reviewer", d.By.ID, true}, {"entry_hash", d.EntryHash, d.Disposition == FalsePositive}} {
		if fault := text.Token(word.text, maxAdoptedWord, word.required); fault != "" {
			faults.Add(word.path, bonafide.Code(fault))
		}
	}
	if d.At.IsZero() {
		faults.Add("at", bonafide.CodeRequired)
	} else if d.At.After(at) {
		faults.Add("at", bonafide.CodeOutOfRange)
	}
	switch {
	case d.Disposition == TrueButAccepted, d.Disposition == FalsePositive && r.disposition(d.List, d.EntryID, "", at) == TruePositive:
		faults.Add("disposition", bonafide.CodeNotAllowed)
	case d.Disposition == FalsePositive && d.Subject == "":
		faults.Add("subject", bonafide.CodeRequired)
	case d.Disposition == FalsePositive && d.Subject != r.Result.Subject:
		faults.Add("subject", bonafide.CodeMismatch)
	}
	if err := faults.Err(); err != nil {
		return Record{}, err
	}
	d.At, d.Expires, d.Imported, d.Subject = bonafide.Instant(d.At), bonafide.Instant(d.Expires), source, r.Result.Subject
	d.Awaits, d.Second, d.Ended = false, bonafide.Actor{}, time.Time{}
	r.Decisions = append(r.Decisions[:len(r.Decisions):len(r.Decisions)], d)
	return r, nil
}
