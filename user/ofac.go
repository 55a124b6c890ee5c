package user

import (
	"time"

	"github.com/bonafide-go/bonafide/screening"
)

// OFACStatus is the status of Dots users: unflagged, id_verification_required,
// in_review, flagged; empty while nothing was screened. The gravest counts, over
// all names that the user bears, with documents or without, and what is open about subjects that were named before; the identity is verified by a valid photo id.
func (u User) OFACStatus(at time.Time) screening.OFACStatus {
	worst, rank := screening.OFACStatus(""), -1
	for _, s := range u.subjects() {
		status := u.Screenings[s.fingerprint()].OFACStatus(ofacLists, s.photo, at)
		if r := ofacRank(status); rank < 0 || r > rank {
			worst, rank = status, r
		}
	}
	for sc := range u.past() {
		status := sc.OFACStatus(ofacLists, u.hasPhotoID(), at)
		if r := ofacRank(status); r > ofacRank("") && r > rank {
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
