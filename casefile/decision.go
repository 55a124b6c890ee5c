package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// A Review is a decision on a case. It is never changed.
type Review struct {
	ID           string         `json:"id"`
	Status       Status         `json:"status"` // approved, rejected or closed
	Comment      string         `json:"comment,omitzero"`
	By           bonafide.Actor `json:"by"`             // who gave it; the system for an automatic one
	Maker        bonafide.Actor `json:"maker,omitzero"` // who proposed it, under four eyes
	MakerComment string         `json:"maker_comment,omitzero"`
	Proposal     string         `json:"proposal_id,omitzero"` // id that the proposal had
	ReviewedAt   time.Time      `json:"reviewed_at"`          // when it was decided, as the reviewer says
	RecordedAt   time.Time      `json:"recorded_at"`          // when it was recorded, by the Service's clock
	Confirms     bool           `json:"confirms"`             // the case had the status already
	Risk         risk.Level     `json:"risk"`                 // risk of the case at that time
	Content      string         `json:"content,omitzero"`     // hash of what was approved: [Case.Content]
	NextReviewAt bonafide.Date  `json:"next_review_at,omitzero"`
}

// A Proposal is an approval that awaits a second reviewer, with all that it decides. It
// falls as soon as the content is no longer what it was made for.
type Proposal struct {
	ID           string               `json:"id"` // by which the second reviewer confirms it
	Status       Status               `json:"status"`
	By           bonafide.Actor       `json:"by"`
	At           time.Time            `json:"at"`
	Content      string               `json:"content"` // what its maker saw
	Comment      string               `json:"comment,omitzero"`
	ReviewedAt   time.Time            `json:"reviewed_at,omitzero"`    // zero = when it is confirmed
	NextReviewAt Patch[bonafide.Date] `json:"next_review_at,omitzero"` // as in a [ReviewRequest]
}
