package user

import (
	"cmp"
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
	Names    string    `json:"names,omitzero"`    // where else the user bears the name: [NamesLegal] and its like
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

// namedBy returns the screening with what names its subject.
func (s Screening) namedBy(by subject) Screening {
	if s.Document, s.Names = "", by.id; by.base {
		s.Document, s.Names = by.id, ""
	}
	return s
}

// withScreening returns the user with the screening of a subject.
func (u User) withScreening(subject string, s Screening) User {
	next := make(map[string]Screening, len(u.Screenings)+1)
	maps.Copy(next, u.Screenings)
	next[subject] = s
	u.Screenings = next
	return u
}

// screenedAgain makes subjects due for a screening that are named anew. What was
// found and decided about them before is in force again at once; that a list was
// searched without a hit is not.
func (u User) screenedAgain(before User, at time.Time) User {
	var named []string
	for _, s := range before.subjects() {
		named = append(named, s.fingerprint())
	}
	for _, s := range u.subjects() {
		subject := s.fingerprint()
		sc, known := u.Screenings[subject]
		if !known || slices.Contains(named, subject) {
			continue
		}
		sc = sc.namedBy(s)
		sc.Result.Lists, sc.Fails, sc.RetryAt = nil, 0, at
		u = u.withScreening(subject, sc)
	}
	return u
}

// past returns the screenings of subjects that nothing names any more: of withdrawn,
// renamed and inactive documents, and of names that were given up.
func (u User) past() iter.Seq[Screening] {
	return func(yield func(Screening) bool) {
		var named []string
		for _, s := range u.subjects() {
			named = append(named, s.fingerprint())
		}
		for _, subject := range slices.Sorted(maps.Keys(u.Screenings)) {
			if !slices.Contains(named, subject) && !yield(u.Screenings[subject]) {
				return
			}
		}
	}
}

// maxQuiet bounds the subjects that are kept although nothing names them any more and
// nothing was ever decided or is open about them: names can be changed without end.
const maxQuiet = 100

// forgetful is the user without the oldest of such subjects. What was found of one
// stays.
func (u User) forgetful() User {
	if len(u.Screenings) <= maxQuiet {
		return u
	}
	named := make(map[string]bool)
	for _, s := range u.subjects() {
		named[s.fingerprint()] = true
	}
	var quiet []string
	for subject, sc := range u.Screenings {
		if !named[subject] && len(sc.Decisions) == 0 && len(sc.Result.Hits) == 0 {
			quiet = append(quiet, subject)
		}
	}
	if len(quiet) <= maxQuiet {
		return u
	}
	slices.SortFunc(quiet, func(a, b string) int {
		return cmp.Or(u.Screenings[a].Result.At.Compare(u.Screenings[b].Result.At), cmp.Compare(a, b))
	})
	u.Screenings = maps.Clone(u.Screenings)
	for _, subject := range quiet[:len(quiet)-maxQuiet] {
		delete(u.Screenings, subject)
	}
	return u
}

// pastFindings returns the gravest value of what was found about subjects that nothing
// names any more, empty if nothing is open, and the lists it was
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

// namesFindings returns the gravest value of the names that the user bears beside its
// base documents, empty if there are none, and the result of every list.
func (u User) namesFindings(counted []string, at time.Time) (worst screening.Watchlist, lists map[string]screening.ListResult) {
	var values []screening.Watchlist
	for _, s := range u.subjects() {
		if s.base {
			continue
		}
		sc := u.Screenings[s.fingerprint()]
		results := sc.ListResults(at)
		if len(values) > 0 {
			results = worstLists(lists, results)
		}
		lists = results
		values = append(values, sc.Watchlist(counted, s.photo, at))
	}
	if len(values) == 0 {
		return "", nil
	}
	return screening.Worst(values...), lists
}

// worstLists joins the results of two subjects: what was searched for one of them
// only is still to be searched.
func worstLists(a, b map[string]screening.ListResult) map[string]screening.ListResult {
	order := []screening.ListResult{screening.ListNoMatch, screening.ListFalsePositive, screening.ListPending, screening.ListFailed, screening.ListMatch}
	out := make(map[string]screening.ListResult)
	for _, results := range []map[string]screening.ListResult{a, b} {
		for key := range results {
			rank := 0
			for _, results := range []map[string]screening.ListResult{a, b} {
				if i := slices.Index(order, results[key]); i >= 0 {
					rank = max(rank, i)
				} else {
					rank = max(rank, slices.Index(order, screening.ListPending))
				}
			}
			out[key] = order[rank]
		}
	}
	return out
}

// withWatchlists rolls the screenings up: of every base document that of its
// subject, and of each that of the names which the user bears elsewhere, and what is
// still open about subjects that nothing names any more. So neither withdrawal nor
// another name takes a finding away.
func (u User) withWatchlists(counted []string, at time.Time) User {
	past, lists := u.pastFindings(counted, at)
	names, namesLists := u.namesFindings(counted, at)
	u.PastWatchlist, u.NamesWatchlist = past, names
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
		if names != "" {
			value = screening.Worst(value, names)
			for key, result := range worstLists(namesLists, listResults(b.ScreeningResults)) {
				if b.ScreeningResults == nil {
					b.ScreeningResults = make(map[string]string)
				}
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

func listResults(stored map[string]string) map[string]screening.ListResult {
	out := make(map[string]screening.ListResult, len(stored))
	for key, result := range stored {
		out[key] = screening.ListResult(result)
	}
	return out
}

// Watchlist returns the gravest watchlist value of the active base documents, of the
// names that the user bears elsewhere, and of what is open about subjects that were
// named before. Who was never screened is PENDING, with documents or without.
func (u User) Watchlist() screening.Watchlist {
	var values []screening.Watchlist
	if u.PastWatchlist != "" {
		values = append(values, u.PastWatchlist)
	}
	if u.NamesWatchlist != "" {
		values = append(values, u.NamesWatchlist)
	}
	for _, b := range u.Documents {
		if b.IsActive {
			values = append(values, screening.Watchlist(b.Watchlists))
		}
	}
	return screening.Worst(values...)
}
