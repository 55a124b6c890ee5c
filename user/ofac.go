package user

import (
	"time"

	"github.com/bonafide-go/bonafide/screening"
)

// OFACStatus is the status of Dots users: unflagged, id_verification_required,
// in_review, flagged; empty while nothing was screened. The gravest over the
// active base documents counts; the identity is verified by a valid photo id.
func (u User) OFACStatus(at time.Time) screening.OFACStatus {
	worst, rank := screening.OFACStatus(""), -1
	for _, b := range u.Documents {
		if !b.IsActive {
			continue
		}
		status := u.Screenings[b.ID].OFACStatus(ofacLists, hasPhotoID(b), at)
		if u.Screenings[b.ID].Result.Subject != query(b).Fingerprint() && status == screening.OFACUnflagged {
			status = ""
		}
		if r := ofacRank(status); rank < 0 || r > rank {
			worst, rank = status, r
		}
	}
	return worst
}

// ofacLists are the lists whose hits make the OFAC status.
var ofacLists = []string{screening.KeyOFACSDN}

// ofacRank orders the statuses; not screened is worse than clear.
func ofacRank(s screening.OFACStatus) int {
	switch s {
	case screening.OFACUnflagged:
		return 0
	case screening.OFACIDRequired:
		return 2
	case screening.OFACInReview:
		return 3
	case screening.OFACFlagged:
		return 4
	}
	return 1
}
