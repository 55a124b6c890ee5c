package user

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
)

// A Screening is what lists and reviewers said of one subject, with the state of
// its next run. It is the user's, and outlives the document that named the
// subject.
type Screening struct {
	screening.Record
	Document string    `json:"document,omitzero"` // base document that named the subject last
	Fails    int       `json:"fails,omitzero"`    // runs in a row that did not come about
	RetryAt  time.Time `json:"retry_at,omitzero"` // when to try again; zero = nothing is due
}

// Screening returns what lists and reviewers said of a base document's subject as
// it is now. It is zero for an unknown document, and for one that was never
// screened as this subject.
func (u User) Screening(document string) Screening {
	b, ok := u.Document(document)
	if !ok {
		return Screening{}
	}
	return u.screening(b)
}

func (u User) screening(b document.Base) Screening { return u.Screenings[u.query(b).Fingerprint()] }

// withScreening returns the user with the screening of a subject.
func (u User) withScreening(subject string, s Screening) User {
	next := make(map[string]Screening, len(u.Screenings)+1)
	maps.Copy(next, u.Screenings)
	next[subject] = s
	u.Screenings = next
	return u
}

// screenAgain makes a subject that a base document names anew due for a
// screening. What was found and decided about it before is in force again at once;
// that a list was searched without a hit is not.
func (u User) screenAgain(b document.Base, at time.Time) User {
	subject := u.query(b).Fingerprint()
	sc, known := u.Screenings[subject]
	if !known {
		return u
	}
	sc.Result.Lists, sc.Document, sc.Fails, sc.RetryAt = nil, b.ID, 0, at
	return u.withScreening(subject, sc)
}

// past returns the screenings of subjects that no active base document names: of
// withdrawn, renamed and inactive ones.
func (u User) past() iter.Seq[Screening] {
	return func(yield func(Screening) bool) {
		var named []string
		for _, b := range u.Documents {
			if b.IsActive {
				named = append(named, u.query(b).Fingerprint())
			}
		}
		for _, subject := range slices.Sorted(maps.Keys(u.Screenings)) {
			if !slices.Contains(named, subject) && !yield(u.Screenings[subject]) {
				return
			}
		}
	}
}

// pastFindings returns the gravest value of what was found about subjects that no
// active base document names, empty if nothing is open, and the lists it was
// found on.
func (u User) pastFindings(counted []string, at time.Time) (worst screening.Watchlist, lists []string) {
	var values []screening.Watchlist
	for sc := range u.past() {
		var matched []string
		for list, result := range sc.ListResults(at) {
			if result == screening.ListMatch && (len(counted) == 0 || slices.Contains(counted, list)) {
				matched = append(matched, list)
			}
		}
		if len(matched) > 0 {
			values = append(values, sc.Watchlist(matched, u.hasPhotoID(), at))
			lists = append(lists, matched...)
		}
	}
	if len(values) == 0 {
		return "", nil
	}
	return screening.Worst(values...), lists
}

// hasPhotoID reports whether some active base document can be compared with a
// potential match.
func (u User) hasPhotoID() bool {
	return slices.ContainsFunc(u.Documents, func(b document.Base) bool { return b.IsActive && hasPhotoID(b) })
}

// withWatchlists rolls the screenings up: of every base document that of its
// subject, and of each what is still open about subjects that no active document
// names. So neither withdrawal nor another name takes a finding away.
func (u User) withWatchlists(counted []string, at time.Time) User {
	past, lists := u.pastFindings(counted, at)
	u.PastWatchlist = past
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		b := &u.Documents[i]
		value := screening.WatchlistPending
		b.ScreeningResults = nil
		if sc, ok := u.Screenings[u.query(*b).Fingerprint()]; ok {
			value = sc.Watchlist(counted, hasPhotoID(*b), at)
			b.ScreeningResults = make(map[string]string)
			for key, result := range sc.ListResults(at) {
				b.ScreeningResults[key] = string(result)
			}
		}
		if past != "" {
			value = screening.Worst(value, past)
			if b.ScreeningResults == nil {
				b.ScreeningResults = make(map[string]string)
			}
			for _, key := range lists {
				b.ScreeningResults[key] = string(screening.ListMatch)
			}
		}
		b.Watchlists = string(value)
	}
	return u
}

// Watchlist returns the gravest watchlist value of the active base documents, and
// of what is open about subjects that were named before.
func (u User) Watchlist() screening.Watchlist {
	var values []screening.Watchlist
	if u.PastWatchlist != "" {
		values = append(values, u.PastWatchlist)
	}
	for _, b := range u.Documents {
		if b.IsActive {
			values = append(values, screening.Watchlist(b.Watchlists))
		}
	}
	return screening.Worst(values...)
}
