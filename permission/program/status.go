package program

// Values of watchlists and of single lists (Synapse, possible watchlists values,
// individual screening lists).
const (
	watchPending       = "PENDING"
	watchSoftUpload    = "SOFT_MATCH|PENDING_UPLOAD"
	watchSoft          = "SOFT_MATCH"
	watchMatch         = "MATCH"
	watchNone          = "NO_MATCH"
	watchFalsePositive = "FALSE_POSITIVE"
	listFailed         = "FAILED"
)

// Values of the status of a sub-document (Synapse, sub-document status values).
// Any other value is unknown and satisfies nothing.
const (
	statusSubmitted   = "SUBMITTED"
	statusReviewing   = "SUBMITTED|REVIEWING"
	statusMFAPending  = "SUBMITTED|MFA_PENDING"
	statusValid       = "SUBMITTED|VALID"
	statusInvalid     = "SUBMITTED|INVALID"
	statusBlacklisted = "SUBMITTED|INVALID|BLACKLIST"
)

// cleared reports whether a watchlist value or list result stands in nobody's
// way.
func cleared(watchlist string) bool {
	return watchlist == watchNone || watchlist == watchFalsePositive
}
