package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
)

// A Sub is a sub-document: one piece of evidence with its state. Its value and
// its file are sealed under [Sub.Field]. Its verbs change nothing outside and
// return the next value.
type Sub struct {
	ID          string          `json:"id"`
	Class       Class           `json:"class"`
	Type        Type            `json:"document_type"`
	Value       bonafide.Sealed `json:"document_value,omitzero"` // canonical; empty for a file
	NumberKind  identifier.Kind `json:"number_kind,omitzero"`    // what sort of number; a TIN may be an EIN, SSN, ITIN or ATIN
	Grade       bonafide.Grade  `json:"grade,omitzero"`          // how far a number can be believed, as far as can be told locally
	Source      Source          `json:"source,omitzero"`         // who supplied a number
	GivenBy     bonafide.Actor  `json:"given_by,omitzero"`       // who handed the value in; nobody for what follows from the base document
	File        *File           `json:"file,omitzero"`           // the upload of a physical document; nil for others
	Meta        Meta            `json:"meta,omitzero"`
	Status      Status          `json:"status"`
	LastUpdated time.Time       `json:"last_updated"`

	InvalidReasons []string   `json:"invalid_reasons,omitzero"` // public codes; only with INVALID
	Reject         RejectKind `json:"reject,omitzero"`          // only with INVALID
	Note           string     `json:"note,omitzero"`            // what a verifier or reviewer wrote; not for the user

	Renews    string    `json:"renews,omitzero"`    // id of the accepted document that this one takes the place of once it is VALID
	Attempt   string    `json:"attempt"`            // answers are bound to this id; new with every submission
	Attempts  int       `json:"attempts"`           // this submission, and those before it that were refused or that somebody was asked about
	Asks      int       `json:"asks,omitzero"`      // outside checks begun for this attempt
	AskedAt   time.Time `json:"asked_at,omitzero"`  // the last of them
	RetryAt   time.Time `json:"retry_at,omitzero"`  // when the next check is due; zero = never
	Reference string    `json:"reference,omitzero"` // the verifier's own id of the check
	Verifier  string    `json:"verifier,omitzero"`  // who answered last, as the host names it
	Misses    int       `json:"misses,omitzero"`    // wrong answers to the one-time code of this attempt

	DecidedAt time.Time      `json:"decided_at,omitzero"` // when the verdict that stands was given
	Imported  string         `json:"imported,omitzero"`   // code of the system that gave it, if it was imported
	Accepted  bool           `json:"accepted,omitzero"`   // it was VALID before it was sent back to review; a new submission clears it
	DecidedBy bonafide.Actor `json:"decided_by,omitzero"` // the reviewer, if one decided
	ReviewDue time.Time      `json:"review_due,omitzero"` // a reviewer is to decide by then; zero = not queued
	ExpiresOn bonafide.Date  `json:"expires_on,omitzero"` // last day of validity; zero = does not expire

	Contrary *Contrary      `json:"contrary,omitzero"` // an answer that says the opposite of the verdict that stands; for reviewers
	Mail     *AddressResult `json:"mail,omitzero"`     // what a postal service said of an ADDRESS or MAILING_ADDRESS
}

// Meta is what is kept beside a sub-document's value. It is not shown to the
// user again.
type Meta struct {
	CountryCode bonafide.Country `json:"country_code,omitzero"` // country of issue
	StateCode   string           `json:"state_code,omitzero"`   // state of issue, without the country
	IDNumber    bonafide.Sealed  `json:"id_number,omitzero"`    // sealed under Field()+"/id_number"
	IDKind      IDKind           `json:"id_kind,omitzero"`
	Address     PostalAddress    `json:"address,omitzero"` // a mailing address
}

// Field names the place a sub-document's value is sealed for.
func (d Sub) Field() string { return "documents/" + d.ID }

// Ask notes that an outside check begins; the caller stores the result before
// it calls the [Verifier]. If nothing is heard within the lease, the check is due
// again.
func (d Sub) Ask(at time.Time, lease time.Duration) (Sub, error) {
	next, err := d.Status.step(ask)
	if err != nil {
		return d, err
	}
	at = bonafide.Instant(at)
	d.Status, d.AskedAt, d.RetryAt = next, at, bonafide.Instant(at.Add(lease))
	d.Asks++
	return d, nil
}

// Resolve applies an answer to the attempt it is bound to, and reports whether
// anything changed. Late, repeated and out-of-order answers are harmless:
//
//   - an answer to an earlier attempt changes nothing;
//   - a pending or unavailable one only moves the time of the next call, and
//     never touches a verdict;
//   - INVALID stays, whatever else comes in for the same attempt;
//   - VALID turns INVALID if the answer was decided after the verdict that
//     stands, or at the same time: of two answers of one time the stricter
//     stands. One without a time counts as decided now, except against a
//     reviewer's decision, which only a later time outweighs;
//   - an answer that says the opposite of what stands and does not change it is
//     kept as Contrary, and the document waits for a reviewer.
//
// A time ahead of at counts as at. VALID of a document that has expired everywhere
// is INVALID: expired_document.
//
// An unknown outcome counts as unavailable, and valid with reasons against it as
// pending: people look. The error matches
// [bonafide.ErrState] if the document was never to be checked. Who waits for a
// reviewer waits until ReviewDue of the answer, or else for two weekdays.
func (d Sub) Resolve(attempt string, v Verdict, at time.Time) (Sub, bool, error) {
	if attempt == "" || attempt != d.Attempt {
		return d, false, nil
	}
	if !d.Status.Open() && !d.Status.Final() {
		return d, false, &bonafide.StateError{Kind: "document", From: string(d.Status), To: "resolve"}
	}
	at = bonafide.Instant(at)
	if v.Doubtful() {
		v = v.doubted(at)
	}
	v = d.ifCurrent(v, at)
	switch v.Outcome {
	case OutcomeValid:
		return d.decide(accept, v, at)
	case OutcomeInvalid:
		return d.decide(reject, v, at)
	}
	next, err := d.Status.step(postpone)
	if err != nil || !d.ReviewDue.IsZero() {
		return d, false, nil // a verdict stands, or a code or a reviewer is awaited
	}
	before := d
	d.Status = next
	d.RetryAt = bonafide.Instant(v.RetryAt)
	if d.RetryAt.IsZero() {
		d.RetryAt = bonafide.Instant(at.Add(bonafide.RetryAfter(d.Asks)))
	}
	if v.Outcome == OutcomePending {
		d.note(v)
		if !v.ReviewDue.IsZero() {
			d.ReviewDue, d.RetryAt = bonafide.Instant(v.ReviewDue), time.Time{}
		}
	}
	return d, d.RetryAt != before.RetryAt || d.ReviewDue != before.ReviewDue || d.Reference != before.Reference ||
		d.Verifier != before.Verifier || d.Note != before.Note, nil
}

// ifCurrent returns an answer that finds the document valid as one that finds it
// expired, if its last day is over in every time zone.
func (d Sub) ifCurrent(v Verdict, at time.Time) Verdict {
	last := v.ExpiresOn
	if last.IsZero() {
		last = d.ExpiresOn
	}
	if v.Outcome == OutcomeValid && !last.IsZero() && last.Before(bonafide.DateOf(at.UTC()).AddDays(-1)) {
		v.Outcome, v.Reasons, v.Reject = OutcomeInvalid, []string{ReasonExpiredDocument}, RejectRetry
	}
	return v
}

// decide applies a verdict of an outside check, if the state and the order of
// decisions allow it.
func (d Sub) decide(v verb, verdict Verdict, at time.Time) (Sub, bool, error) {
	decided := bonafide.Instant(verdict.DecidedAt)
	timed := !decided.IsZero()
	if !timed || decided.After(at) {
		decided = at
	}
	next, err := d.Status.step(v)
	if err != nil || !d.outweighed(decided, timed) {
		d, changed := d.contradict(verdict, decided, timed, at)
		return d, changed, nil // repeated, or outranked by what stands
	}
	d.note(verdict)
	d.DecidedBy = bonafide.Actor{}
	d.settle(next, verdict, decided, at)
	return d, true, nil
}

// outweighed reports whether a refusal decided at a time, its own or that of its
// arrival, is to take the place of what stands.
func (d Sub) outweighed(decided time.Time, timed bool) bool {
	switch {
	case !d.Status.Final():
		return true
	case d.DecidedBy.Is(bonafide.ActorReviewer):
		return timed && decided.After(d.DecidedAt)
	}
	return !decided.Before(d.DecidedAt)
}

// note keeps what an answer says about itself.
func (d *Sub) note(v Verdict) {
	if v.Reference != "" {
		d.Reference = v.Reference
	}
	if v.Verifier != "" {
		d.Verifier = v.Verifier
	}
	if v.Note != "" {
		d.Note = v.Note
	}
	if v.Mail != nil && (d.Type == Address || d.Type == MailingAddress) {
		mail := v.Mail.Bounded()
		mail.Reference = "" // the check has it
		d.Mail = &mail
	}
}

// settle puts a verdict in place; nothing is due any more.
func (d *Sub) settle(status Status, v Verdict, decided, at time.Time) {
	d.Status, d.DecidedAt, d.LastUpdated, d.Imported = status, decided, at, ""
	d.RetryAt, d.ReviewDue, d.Contrary = time.Time{}, time.Time{}, nil
	d.InvalidReasons, d.Reject = nil, ""
	if status != Valid {
		var prose []string
		if d.InvalidReasons, prose = codesOf(v.Reasons); len(prose) > 0 {
			d.Note = noteOf(append([]string{v.Note}, prose...))
		}
		d.Reject = v.Reject
		if d.Reject == "" {
			d.Reject = rejectKindOf(v.Reasons)
		}
	}
	if !v.ExpiresOn.IsZero() {
		d.ExpiresOn = v.ExpiresOn
	}
}
