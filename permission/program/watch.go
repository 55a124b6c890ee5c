package program

import (
	"slices"

	"github.com/bonafide-go/bonafide/permission"
)

// watch is what screening says about a base document, under a program.
type watch struct {
	status string  // a watchlist value; anything but NO_MATCH and FALSE_POSITIVE withholds everything
	failed bool    // a counted list could not be screened
	until  instant // when a clear result gets too old
}

// severity orders watchlist values, worst first: a true match, a potential one,
// a value nobody knows, no result yet, cleared, none.
func severity(status string) int {
	switch status {
	case watchMatch:
		return 6
	case watchSoftUpload:
		return 5
	case watchSoft:
		return 4
	case watchPending:
		return 2
	case watchFalsePositive:
		return 1
	case watchNone:
		return 0
	}
	return 3
}

// watch combines the rolled-up value with the counted lists and the age of the
// screening; the worst of them counts (Synapse: all values except NO_MATCH and
// FALSE_POSITIVE keep a user UNVERIFIED).
func (p *Program) watch(f *permission.Facts, d *permission.DocumentFacts) watch {
	w := watch{status: d.Watchlist, until: never}
	if w.status == "" {
		w.status = watchPending
	}
	for _, name := range p.sheet.Screening.CountedLists {
		status := watchPending
		switch result := listResult(d, name); result {
		case watchNone, watchFalsePositive:
			continue
		case watchMatch:
			status = watchSoft
			if photo, _ := p.photoID(f, d); photo == 0 {
				status = watchSoftUpload
			}
		case listFailed:
			w.failed = true
		}
		if severity(status) > severity(w.status) {
			w.status = status
		}
	}
	if max := p.sheet.Screening.MaxAge; cleared(w.status) && !max.IsZero() {
		if d.ScreenedAt.IsZero() {
			w.status = watchPending
		} else if w.until = max.After(d.ScreenedAt).UnixMicro(); w.until <= f.At.UnixMicro() {
			w.status, w.until = watchPending, never
		}
	}
	return w
}

// photoIDs returns the document types that help to clear a soft match (Synapse,
// possible watchlists values: GOVT_ID of a person, EIN_DOC of a business).
func (p *Program) photoIDs(d *permission.DocumentFacts) []string {
	switch {
	case len(p.sheet.Screening.PhotoIDs) > 0:
		return p.sheet.Screening.PhotoIDs
	case p.sheet.UserKind == permission.Business && d.Relationship == "":
		return businessIDs[:]
	}
	return personIDs[:]
}

var (
	personIDs   = [...]string{"GOVT_ID", "GOVT_ID_INT", "PASSPORT_BIODATA"}
	businessIDs = [...]string{"EIN_DOC"}
)

// photoID returns until when one of the photo ids is valid, or 0 without a valid
// one, and whether one is being looked at.
func (p *Program) photoID(f *permission.Facts, d *permission.DocumentFacts) (until instant, pending bool) {
	types := p.photoIDs(d)
	for i := range d.Subs {
		s := &d.Subs[i]
		if !slices.Contains(types, s.Type) {
			continue
		}
		switch s.Status {
		case statusValid:
			until = max(until, micros(s.ValidUntil))
		case statusSubmitted, statusReviewing:
			pending = true
		}
	}
	if until <= f.At.UnixMicro() {
		until = 0
	}
	return until, pending
}

// blacklisted reports whether a sub-document is on a blacklist: it belongs to a
// user who must not get through by another document.
func blacklisted(d *permission.DocumentFacts) bool {
	for i := range d.Subs {
		if d.Subs[i].Status == statusBlacklisted {
			return true
		}
	}
	return false
}
