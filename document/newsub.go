package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// NewSub returns a sub-document of a class from its submission: checked, its
// number graded or its file inspected, and sealed with the record's data key. For
// a file it also returns what the caller must give to [Files] under File.Key
// before it stores the document: the file, sealed as well.
//
// id is new for the user; attempt is new for every submission. The status is
// REVIEWING, and the outside check is due at once; types that nobody checks are
// SUBMITTED. Every fault is listed, with paths relative to the sub-document
// ("document_value", "meta.country_code"); then the Sub is zero. Errors of a
// reader or a scanner come through.
func NewSub(id, attempt string, class Class, in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	at = bonafide.Instant(at)
	d := Sub{ID: id, Class: class, Type: in.Type, Attempt: attempt, Attempts: 1, LastUpdated: at}
	return d.fill(in, key, r, at)
}

// Resubmit returns the document with a new submission in place of what it held,
// under a new attempt: answers to older attempts no longer count. The type stays.
// It fails with an error matching [bonafide.ErrState] for a blacklisted document and
// for an accepted one (see [Sub.Renew]), with a [*bonafide.RefusedError] when the
// refusal was final or no attempts are left, and as [NewSub] does. The file it held
// before stays in Files until the caller deletes it.
func (d Sub) Resubmit(attempt string, in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	if _, err := d.Status.step(resubmit); err != nil {
		return d, nil, err
	}
	switch {
	case d.RefusedForGood():
		return d, nil, &bonafide.RefusedError{Code: CodeFinal}
	case d.AttemptsLeft(r) == 0:
		return d, nil, &bonafide.RefusedError{Code: CodeNoAttemptsLeft}
	}
	next := Sub{ID: d.ID, Attempts: d.spent() + 1, Renews: d.Renews}
	return d.follow(next, attempt, in, key, r, at)
}

// Renew returns the successor of an accepted document, a document of its own with
// a new id and attempts: the accepted one stays in force until the successor is
// VALID, and for ever if that is refused. [Base.Put] takes both. It fails with an
// error matching [bonafide.ErrState] for a document that is not VALID, and as
// [NewSub] does.
func (d Sub) Renew(id, attempt string, in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	if _, err := d.Status.step(renew); err != nil {
		return d, nil, err
	}
	return d.follow(Sub{ID: id, Attempts: 1, Renews: d.ID}, attempt, in, key, r, at)
}

// follow fills a submission that comes after d.
func (d Sub) follow(next Sub, attempt string, in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	if in.Type == "" {
		in.Type = d.Type
	}
	if in.Type != d.Type {
		return d, nil, bonafide.Invalid("document_type", bonafide.CodeMismatch)
	}
	at = bonafide.Instant(at)
	next.Class, next.Type, next.Attempt, next.LastUpdated = d.Class, d.Type, attempt, at
	next, content, err := next.fill(in, key, r, at)
	if err != nil {
		return d, nil, err
	}
	return next, content, nil
}

// spent is how many attempts are gone once the document is submitted again: one
// that was refused, or that somebody was asked about, and those before it.
func (d Sub) spent() int {
	if d.Status == Invalid || d.Asks > 0 || d.Misses > 0 {
		return d.Attempts
	}
	return max(d.Attempts-1, 0)
}

// Codes of refused submissions.
const (
	CodeFinal          bonafide.Code = "final"            // the document was refused for good
	CodeNoAttemptsLeft bonafide.Code = "no_attempts_left" // the document was submitted too often
)

// RefusedForGood reports whether only a reviewer can help: the refusal was final, or
// the value is on the blacklist.
func (d Sub) RefusedForGood() bool {
	return d.Status == Blacklisted || d.Status == Invalid && d.Reject == RejectFinal
}

// AttemptsLeft returns how often the document may still be submitted: none
// after a final refusal, -1 for without limit. What is accepted may be renewed as
// often as one likes; only refusals count.
func (d Sub) AttemptsLeft(r Rules) int {
	switch {
	case d.RefusedForGood():
		return 0
	case r.maxAttempts() < 0:
		return -1
	case d.Status == Valid:
		return r.maxAttempts()
	}
	return max(r.maxAttempts()-d.spent(), 0)
}

// fill checks a submission and puts its content into d.
func (d Sub) fill(in SubSubmission, key *bonafide.DataKey, r Rules, at time.Time) (Sub, []byte, error) {
	c := newChecker("", r)
	if d.ID == "" {
		c.add("id", bonafide.CodeRequired)
	}
	if d.Attempt == "" {
		c.add("attempt", bonafide.CodeRequired)
	}
	info, ok := Lookup(d.Class, d.Type)
	switch {
	case d.Type == "":
		c.add("document_type", bonafide.CodeRequired)
	case !ok:
		c.add("document_type", bonafide.CodeUnknown)
	case info.Derived, !info.For(r.kind()):
		c.add("document_type", bonafide.CodeNotAllowed)
	}
	if err := c.faults.Err(); err != nil {
		return Sub{}, nil, err // without a type nothing else can be judged
	}

	d.Meta = c.meta(in.Meta, info)
	idNumber := c.text("meta.id_number", in.Meta.IDNumber.Reveal(), maxNumber)
	d.ExpiresOn = c.expiry(in.Meta.ExpiresOn)
	d.Source = c.source(in.Source, d.Class)

	var value bonafide.Secret
	var mask string
	var content []byte
	var err error
	switch d.Class {
	case Virtual:
		number, numberErr := r.number(d, in.Value.Reveal())
		c.merge("document_value", numberErr)
		value, mask, d.Grade, d.NumberKind = number.Value, number.Mask, number.Grade, number.Kind
	case Social:
		value, mask = c.social(in, d)
	case Physical:
		var file upload.File
		if file, err = r.file(in, info.Media); err == nil {
			content = file.Content
			d.File = &File{SHA256: canonical.Sum(content), Size: len(content), MediaType: file.MediaType, Width: file.Width, Height: file.Height}
		} else if c.faults.Merge("document_value", err) {
			err = nil
		}
	}
	if faults := c.faults.Err(); faults != nil {
		return Sub{}, nil, faults
	}
	if err != nil {
		return Sub{}, nil, err
	}

	if d.Value, err = key.Seal(d.Field(), value, mask); err != nil {
		return Sub{}, nil, err
	}
	if d.Meta.IDNumber, err = key.Seal(d.idNumberField(), bonafide.NewSecret(idNumber), bonafide.MaskTail(idNumber, 4)); err != nil {
		return Sub{}, nil, err
	}
	var sealed []byte
	if d.File != nil {
		sealed = key.SealBytes(d.fileField(), content)
		d.File.Key = canonical.Sum(sealed)
	}
	d.Status = Submitted
	if info.Checked {
		d.Status, d.RetryAt = Reviewing, at
	}
	return d, sealed, nil
}
