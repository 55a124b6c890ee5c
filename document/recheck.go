package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Recheck returns the document as not yet judged, under a new attempt: what it
// was checked against, such as the name on the base document, has changed. Value
// and file stay, it does not count as a submission, and that it was accepted is kept. What nobody checks, what
// was refused and what waits for a one-time code stays as it is. The second
// result reports whether anything changed.
func (d Sub) Recheck(attempt string, at time.Time) (Sub, bool) {
	if info, ok := Lookup(d.Class, d.Type); !ok || !info.Checked {
		return d, false
	}
	next, err := d.Status.step(recheck)
	if err != nil {
		return d, false
	}
	at = bonafide.Instant(at)
	d.Accepted = d.Accepted || d.Status == Valid
	d.Status, d.Attempt, d.LastUpdated = next, attempt, at
	d.Asks, d.AskedAt, d.RetryAt, d.ReviewDue = 0, time.Time{}, at, time.Time{}
	d.Reference, d.Verifier, d.Note, d.Contrary, d.Mail = "", "", "", nil, nil
	d.DecidedAt, d.DecidedBy, d.Imported = time.Time{}, bonafide.Actor{}, ""
	return d, true
}
