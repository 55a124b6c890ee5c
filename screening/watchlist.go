package screening

// A Watchlist is what all counted lists together say about a base document, or
// about a user (Synapse user object, possible watchlists values). All values
// but WatchlistNoMatch and WatchlistFalsePositive withhold permission.
type Watchlist string

// The watchlist values.
const (
	WatchlistPending       Watchlist = "PENDING"                   // not screened, not finished, or a counted list failed
	WatchlistPendingUpload Watchlist = "SOFT_MATCH|PENDING_UPLOAD" // potential match; a photo id (a person) or EIN letter (a business) is needed
	WatchlistSoftMatch     Watchlist = "SOFT_MATCH"                // potential match; reviewers decide
	WatchlistMatch         Watchlist = "MATCH"                     // true match
	WatchlistNoMatch       Watchlist = "NO_MATCH"                  // every counted list was searched, without a hit
	WatchlistFalsePositive Watchlist = "FALSE_POSITIVE"            // reviewers cleared every hit
)

// Watchlists lists every value, gravest first.
func Watchlists() []Watchlist {
	return []Watchlist{
		WatchlistMatch, WatchlistPendingUpload, WatchlistSoftMatch,
		WatchlistPending, WatchlistFalsePositive, WatchlistNoMatch,
	}
}

// severity is 0 for the mildest value and -1 for one that is not known.
func (w Watchlist) severity() int {
	all := Watchlists()
	for i, v := range all {
		if v == w {
			return len(all) - 1 - i
		}
	}
	return -1
}

// Worst returns the gravest of the values, such as the user's of its base
// documents'. Of no value at all, or of one that is not known, it makes
// WatchlistPending: what cannot be read is never clear.
func Worst(values ...Watchlist) Watchlist {
	if len(values) == 0 {
		return WatchlistPending
	}
	worst := WatchlistNoMatch
	for _, v := range values {
		if v.severity() < 0 {
			v = WatchlistPending
		}
		if v.severity() > worst.severity() {
			worst = v
		}
	}
	return worst
}
