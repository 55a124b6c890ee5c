package program

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/permission"
)

// watch is what screening says about a base document, under a program.
type watch struct {
	status string  // a watchlist value; anything but NO_MATCH and FALSE_POSITIVE withholds everything
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
// screening and of its editions; the worst of them counts (Synapse: all values except NO_MATCH and
// FALSE_POSITIVE keep a user UNVERIFIED).
func (p *Program) watch(f *permission.Facts, d *permission.DocumentFacts) watch {
	w := watch{status: d.Watchlist, until: never}
	if w.status == "" {
		w.status = watchPending
	}
	for _, name := range p.sheet.Screening.CountedLists {
		status := watchPending
		switch listResult(d, name) {
		case watchNone, watchFalsePositive:
			continue
		case watchMatch:
			status = watchSoft
			if photo, _ := p.photoID(f, d); photo == 0 {
				status = watchSoftUpload
			}
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
	if !p.sheet.Screening.MaxEditionAge.IsZero() && cleared(w.status) {
		until := p.editionsUntil(d)
		if w.until = min(w.until, until); until <= f.At.UnixMicro() {
			w.status, w.until = watchPending, never
		}
	}
	return w
}

// editionsUntil returns until when all editions count that a base document was
// screened against; one that is not known does not count.
func (p *Program) editionsUntil(d *permission.DocumentFacts) instant {
	until, counted := never, p.sheet.Screening.CountedLists
	for _, name := range counted {
		until = min(until, p.editionUntil(d, name))
	}
	if len(counted) == 0 {
		for i := range d.Lists {
			until = min(until, p.editionUntil(d, d.Lists[i].List))
		}
		if len(d.Lists) == 0 {
			return 0
		}
	}
	return until
}

// editionUntil returns until when the edition of a list counts: of several, the
// oldest.
func (p *Program) editionUntil(d *permission.DocumentFacts, name string) instant {
	until := never
	for i := range d.Lists {
		switch l := &d.Lists[i]; {
		case l.List != name:
		case l.Edition.IsZero():
			return 0
		default:
			until = min(until, p.sheet.Screening.MaxEditionAge.After(l.Edition.In(time.UTC)).UnixMicro())
		}
	}
	if until == never {
		return 0
	}
	return until
}

// unscreened says what keeps a screening from being finished: the counted lists that
// are missing, failed or of too old an edition, by name, else the screening itself.
func (v *evaluation) unscreened(d *permission.DocumentFacts) []permission.Problem {
	var found []permission.Problem
	rules := &v.p.sheet.Screening
	for _, name := range rules.CountedLists {
		switch result := listResult(d, name); {
		case result == listFailed:
			found = append(found, problem(CodeScreeningFailed, name))
		case result == watchMatch:
		case !cleared(result):
			found = append(found, problem(CodeNotScreened, name))
		case !rules.MaxEditionAge.IsZero():
			until := v.p.editionUntil(d, name)
			if v.at(until); until <= v.now {
				found = append(found, problem(CodeEditionOld, name))
			}
		}
	}
	if len(found) == 0 {
		found = append(found, problem(CodeNotScreened, ""))
	}
	slices.SortFunc(found, compareProblems)
	return found
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
