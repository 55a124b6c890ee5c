package screening

import (
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
)

// An OFACStatus is where a user stands with the sanctions of the US Treasury
// (Dots, OFAC compliance). The zero value means "not screened yet" and is never
// to be read as unflagged.
type OFACStatus string

// The OFAC statuses.
const (
	OFACUnflagged  OFACStatus = "unflagged"                // screened, and not on the list
	OFACIDRequired OFACStatus = "id_verification_required" // a possible match: the user must verify their identity
	OFACInReview   OFACStatus = "in_review"                // the identity is verified, and a reviewer decides
	OFACFlagged    OFACStatus = "flagged"                  // suspected of being the listed one
)

// OFACStatuses lists every status but the zero value.
func OFACStatuses() []OFACStatus {
	return []OFACStatus{OFACUnflagged, OFACIDRequired, OFACInReview, OFACFlagged}
}

// An OFACStep is what moves an OFAC status.
type OFACStep string

// The steps.
const (
	OFACScreenedClean OFACStep = "screened_clean" // a complete screening without an open hit
	OFACHit           OFACStep = "hit"            // a screening with an open hit
	OFACIDVerified    OFACStep = "id_verified"    // the user's identity was verified
	OFACIDVoid        OFACStep = "id_void"        // the verification no longer holds, for example because the document expired
	OFACCleared       OFACStep = "cleared"        // a reviewer: not the listed one
	OFACConfirmed     OFACStep = "confirmed"      // a reviewer: the listed one
)

// OFACSteps lists every step.
func OFACSteps() []OFACStep {
	return []OFACStep{OFACScreenedClean, OFACHit, OFACIDVerified, OFACIDVoid, OFACCleared, OFACConfirmed}
}

// ofacSteps says where each status may go.
var ofacSteps = sync.OnceValue(func() map[OFACStatus]map[OFACStep]OFACStatus {
	return map[OFACStatus]map[OFACStep]OFACStatus{
		"": {
			OFACScreenedClean: OFACUnflagged,
			OFACHit:           OFACIDRequired,
		},
		OFACUnflagged: {
			OFACScreenedClean: OFACUnflagged,
			OFACHit:           OFACIDRequired,
			OFACIDVerified:    OFACUnflagged,
			OFACIDVoid:        OFACUnflagged,
		},
		OFACIDRequired: {
			OFACScreenedClean: OFACUnflagged,
			OFACHit:           OFACIDRequired,
			OFACIDVerified:    OFACInReview,
			OFACIDVoid:        OFACIDRequired,
			OFACCleared:       OFACUnflagged,
			OFACConfirmed:     OFACFlagged,
		},
		OFACInReview: {
			OFACScreenedClean: OFACUnflagged,
			OFACHit:           OFACInReview,
			OFACIDVerified:    OFACInReview,
			OFACIDVoid:        OFACIDRequired,
			OFACCleared:       OFACUnflagged,
			OFACConfirmed:     OFACFlagged,
		},
		OFACFlagged: {
			OFACScreenedClean: OFACFlagged, // only a reviewer releases: a changed name must not
			OFACHit:           OFACFlagged,
			OFACIDVerified:    OFACFlagged,
			OFACIDVoid:        OFACFlagged,
			OFACCleared:       OFACUnflagged,
			OFACConfirmed:     OFACFlagged,
		},
	}
})

// Next returns the status after a step, or a [*bonafide.StateError] if the
// step may not follow on the status. A screening that failed is no step: the
// status stays what it was.
func (s OFACStatus) Next(step OFACStep) (OFACStatus, error) {
	next, ok := ofacSteps()[s][step]
	if !ok {
		return "", &bonafide.StateError{Kind: "ofac status", From: string(s), To: string(step)}
	}
	return next, nil
}

// OFACStatus derives the status from the screening: of one list, such as
// "ofac_sdn", or of several. A screening that is missing, failed or unfinished
// is never clean: with no open hit known, it gives the zero value.
func (r Record) OFACStatus(lists []string, idVerified bool, at time.Time) OFACStatus {
	status := OFACStatus("")
	step := func(s OFACStep) {
		if next, err := status.Next(s); err == nil {
			status = next
		}
	}
	switch w := r.Watchlist(lists, idVerified, at); w {
	case WatchlistNoMatch, WatchlistFalsePositive:
		step(OFACScreenedClean)
	case WatchlistPendingUpload, WatchlistSoftMatch:
		step(OFACHit)
		if idVerified {
			step(OFACIDVerified)
		}
	case WatchlistMatch:
		step(OFACHit)
		step(OFACConfirmed)
	case WatchlistPending:
		if r.open(lists, at) {
			step(OFACHit)
			if idVerified {
				step(OFACIDVerified)
			}
		}
	}
	return status
}
