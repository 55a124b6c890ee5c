package dotfile

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
)

// reviewObject is the published CaseReview.
type reviewObject struct {
	ID           string          `json:"id"`
	Status       casefile.Status `json:"status"`
	Comment      text            `json:"comment"`
	ReviewerType string          `json:"reviewer_type"`
	User         *userObject     `json:"user"`
	ReviewedAt   moment          `json:"reviewed_at"`
	NextReviewAt day             `json:"next_review_at"`
}

// standing is the review that the case's status rests on: none in a case that was
// opened again.
func (e encoder) standing(c casefile.Case) *reviewObject {
	if len(c.Reviews) == 0 || c.Reviews[len(c.Reviews)-1].Status != c.Status {
		return nil
	}
	r := e.review(c.Reviews[len(c.Reviews)-1])
	if c.Status == casefile.Approved {
		r.NextReviewAt = day(c.Periodic.NextReviewAt) // moves with the risk
	}
	return &r
}

func (e encoder) review(r casefile.Review) reviewObject {
	o := reviewObject{ID: r.ID, Status: r.Status, Comment: text(r.Comment), ReviewerType: reviewerType(r.By), ReviewedAt: moment(r.ReviewedAt), NextReviewAt: day(r.NextReviewAt)}
	if o.ReviewerType == "user" {
		o.User = e.reviewer(r.By.ID)
	}
	return o
}

// riskObject is the published Risk.
type riskObject struct {
	ID         string                    `json:"id"`
	Mode       risk.Mode                 `json:"mode"`
	Level      risk.Level                `json:"level"`
	Comment    text                      `json:"comment"`
	Score      *bonafide.Fixed           `json:"score"`
	Components map[string]bonafide.Fixed `json:"components"`
	Flags      map[string]bool           `json:"flags"`
	CreatedAt  moment                    `json:"created_at"`
	UpdatedAt  moment                    `json:"updated_at"`
}

// risk shows a risk of a case. Before the first assessment it has no times.
func (e encoder) risk(c casefile.Case, r risk.Risk) riskObject {
	if r.Level == "" {
		r.Level = risk.NotDefined
	}
	if r.Mode == "" {
		r.Mode = risk.Automatic
	}
	o := riskObject{
		ID: derived("risk", c.ID, string(r.Mode), r.At.UTC().Format(momentForm)), Mode: r.Mode, Level: r.Level, Comment: text(r.Comment),
		Components: r.Components, Flags: r.Flags, CreatedAt: moment(r.At), UpdatedAt: moment(r.At),
	}
	if r.Score != 0 || r.Mode == risk.Automatic && !r.At.IsZero() {
		o.Score = &r.Score
	}
	return o
}
