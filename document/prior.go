package document

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// maxPriorWord bounds the ids in a [Prior], in bytes.
const maxPriorWord = 128

// A Prior is how a sub-document stood in another system, from which it is
// imported: what that system decided, and when. The zero value says that nobody
// decided: the document is checked here.
type Prior struct {
	Status      Status    `json:"status,omitzero"`       // Valid, Invalid or Blacklisted, in full ("SUBMITTED|VALID"); empty, Submitted and Reviewing: no verdict
	SubmittedAt time.Time `json:"submitted_at,omitzero"` // when it was handed in there
	DecidedAt   time.Time `json:"decided_at,omitzero"`   // when the verdict was given; required with one

	Verifier  string     `json:"verifier,omitzero"`        // who gave the verdict: an id, at most 128 bytes
	Reviewer  string     `json:"reviewer,omitzero"`        // id of the person who decided, if one did; at most 128 bytes
	Reference string     `json:"reference,omitzero"`       // the verifier's own id of the check; at most 128 bytes
	Reasons   []string   `json:"invalid_reasons,omitzero"` // why it is invalid: public codes
	Reject    RejectKind `json:"reject,omitzero"`          // whether an invalid one may be submitted again; empty = as the reasons say
	Note      string     `json:"note,omitzero"`            // for reviewers only; at most 4096 characters
	Attempts  int        `json:"attempts,omitzero"`        // submissions so far; 0 means 1
}

// Adopt returns a document that was just made by [NewSub], or derived, as it stood
// in the system of that code. Its verdict is marked by Sub.Imported and counts from
// the time when it was given there; without a verdict the document is to be checked
// here. One that is blacklisted here stays so.
//
// It fails with an [*bonafide.InvalidError] that lists every fault: a status that
// is not known, or is one of waiting for a code; a verdict on what nobody checks,
// or without its time; no verdict where a one-time code would have to be sent; a
// time later than at or before 1970, or a verdict before its submission; reasons of a valid
// document, or that are no codes; what belongs to a verdict where there is none.
func (d Sub) Adopt(p Prior, source string, at time.Time) (Sub, error) {
	if err := p.check(d, at); err != nil {
		return d, err
	}
	if p.Attempts > 0 {
		d.Attempts = p.Attempts
	}
	if !p.SubmittedAt.IsZero() {
		d.LastUpdated = bonafide.Instant(p.SubmittedAt)
	}
	if !p.Status.Final() || d.Status == Blacklisted {
		return d, nil
	}
	v := Verdict{Reasons: p.Reasons, Reject: p.Reject, Reference: p.Reference, Verifier: p.Verifier, Note: p.Note}
	if p.Status == Blacklisted {
		v.Reject = RejectFinal
	}
	d.note(v)
	decided := bonafide.Instant(p.DecidedAt)
	d.settle(p.Status, v, decided, decided)
	if d.Imported = source; p.Reviewer != "" {
		d.DecidedBy = bonafide.Reviewer(p.Reviewer)
	}
	return d, nil
}

func (p Prior) check(d Sub, at time.Time) error {
	var faults bonafide.Faults
	info, _ := Lookup(d.Class, d.Type)
	known := p.Status == "" || slices.Contains(Statuses(), p.Status)
	switch {
	case p.Status.Final() && !info.Checked, p.Status == MFAPending:
		faults.Add("status", bonafide.CodeNotAllowed)
	case !p.Status.Final() && d.Type.ByCode():
		faults.Add("status", bonafide.CodeRequired) // a code would go out to whoever was imported
	case !known:
		faults.Add("status", bonafide.CodeUnknown)
	}
	if p.SubmittedAt.After(at) || !p.SubmittedAt.IsZero() && p.SubmittedAt.Unix() < 0 {
		faults.Add("submitted_at", bonafide.CodeOutOfRange)
	}
	if p.Attempts < 0 {
		faults.Add("attempts", bonafide.CodeOutOfRange)
	}
	for _, word := range []struct{ path, text string }{{"verifier", p.Verifier}, {"reviewer", p.Reviewer}, {"reference", p.Reference}} {
		if fault := text.Token(word.text, maxPriorWord, false); fault != "" {
			faults.Add(word.path, bonafide.Code(fault))
		}
	}
	if fault := text.Opaque(p.Note, 4096); fault != "" {
		faults.Add("note", bonafide.Code(fault))
	}
	if known { // else nobody can tell what belongs to it
		p.checkVerdict(at, &faults)
	}
	return faults.Err()
}

func (p Prior) checkVerdict(at time.Time, faults *bonafide.Faults) {
	none := !p.Status.Final()
	switch {
	case none && !p.DecidedAt.IsZero():
		faults.Add("decided_at", bonafide.CodeNotAllowed)
	case none:
	case p.DecidedAt.IsZero():
		faults.Add("decided_at", bonafide.CodeRequired)
	case p.DecidedAt.After(at), p.DecidedAt.Unix() < 0, p.DecidedAt.Before(p.SubmittedAt):
		faults.Add("decided_at", bonafide.CodeOutOfRange)
	}
	for _, word := range []struct {
		path string
		set  bool
	}{{"verifier", p.Verifier != ""}, {"reviewer", p.Reviewer != ""}, {"reference", p.Reference != ""}, {"note", p.Note != ""}} {
		if none && word.set {
			faults.Add(word.path, bonafide.CodeNotAllowed)
		}
	}
	refused := p.Status == Invalid || p.Status == Blacklisted
	codes, prose := codesOf(p.Reasons)
	switch {
	case !refused && len(p.Reasons) > 0:
		faults.Add("invalid_reasons", bonafide.CodeNotAllowed)
	case len(prose) > 0 || len(codes) != len(p.Reasons):
		faults.Add("invalid_reasons", bonafide.CodeMalformed)
	}
	switch {
	case p.Reject != "" && p.Reject != RejectRetry && p.Reject != RejectFinal:
		faults.Add("reject", bonafide.CodeUnknown)
	case p.Reject != "" && p.Status != Invalid:
		faults.Add("reject", bonafide.CodeNotAllowed)
	}
}
