package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

const (
	opErase     = "case.erase"
	labelErased = "erased=true" // marks erased cases
)

// An ErasureReason says why personal data is erased. It is a code, not a text:
// it outlives what it is about.
type ErasureReason string

// The reasons. None of them shortens the retention or lifts a hold.
const (
	RetentionEnded ErasureReason = "retention_ended" // the law that wanted the data kept now wants it gone (Directive (EU) 2015/849 article 40)
	SubjectRequest ErasureReason = "subject_request" // a person of the case asked (Regulation (EU) 2016/679 article 17)
	AuthorityOrder ErasureReason = "authority_order" // a court or an authority ordered it
)

// erasureReasons lists every reason.
func erasureReasons() []ErasureReason {
	return []ErasureReason{RetentionEnded, SubjectRequest, AuthorityOrder}
}

// An Erasure says that a case's personal data was erased. The zero value means
// that it was not.
type Erasure struct {
	At         time.Time      `json:"at,omitzero"` // from then on nothing that was sealed opens
	By         bonafide.Actor `json:"by,omitzero"`
	Reason     ErasureReason  `json:"reason,omitzero"`
	FinishedAt time.Time      `json:"finished_at,omitzero"` // nothing is left to do; zero = Erase once more
}

// Erased reports whether the case's personal data was erased.
func (c Case) Erased() bool { return !c.Erasure.At.IsZero() }

// unerased refuses every operation but erasure once the case is erased.
func (c Case) unerased(op string) error {
	if c.Erased() && op != opErase {
		return &bonafide.RefusedError{Code: bonafide.RefusedErased}
	}
	return nil
}
