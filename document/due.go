package document

import "time"

// Due returns when the outside check is due, or zero for never: of the documents
// under review, those in a reviewer's queue wait for nobody else. When a document
// expires is for the permission to watch, which a stale one no longer supports.
func (d Sub) Due() time.Time {
	switch {
	case d.Status != Reviewing || !d.ReviewDue.IsZero():
		return time.Time{}
	case d.RetryAt.IsZero():
		return d.LastUpdated
	}
	return d.RetryAt
}

// Unchecked reports whether an outside check is due at a time: the last call was
// answered, or its lease ran out.
func (d Sub) Unchecked(at time.Time) bool {
	due := d.Due()
	return !due.IsZero() && !due.After(at)
}
