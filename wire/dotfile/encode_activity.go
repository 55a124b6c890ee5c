package dotfile

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/risk"
)

// activityObject is the published Activity.
type activityObject struct {
	ID           string           `json:"id"`
	CaseID       string           `json:"case_id"`
	IndividualID text             `json:"individual_id"`
	CompanyID    text             `json:"company_id"`
	Type         string           `json:"type"`
	AuthorType   string           `json:"author_type"`
	AuthorID     text             `json:"author_id"`
	User         *userObject      `json:"user"`
	Context      map[string]any   `json:"context"`
	Changes      []activityChange `json:"changes"` // null where none
	CreatedAt    moment           `json:"created_at"`
}

// activityChange is the published ActivityChange.
type activityChange struct {
	Name     string `json:"name"`
	Previous text   `json:"previous"`
	Next     text   `json:"next"`
}

// activity shows an activity of a case as the case now is.
func (e encoder) activity(c casefile.Case, x activity) activityObject {
	return activityObject{
		ID: x.id, CaseID: c.ID, IndividualID: text(x.individual), CompanyID: text(x.company), Type: x.typ, AuthorType: authorType(x.event.Actor),
		AuthorID: text(x.author), User: e.author(x.event.Actor), Context: e.context(c, x.event), Changes: changes(x.event), CreatedAt: moment(x.event.At),
	}
}

// changes are what an event says changed: codes with their values, other fields by name.
func changes(e bonafide.Event) []activityChange {
	name := map[string]string{event.StatusChanged: "status", event.Reviewed: "status", event.Assigned: "assignee_id", event.RiskPushed: "level",
		event.RiskOverridden: "level", event.RiskAutomated: "level", event.ReviewUpdated: "next_review_at"}[e.Type]
	switch {
	case name == "" && len(checkMoved(e)) > 0:
		name = "status"
	case name == "" && e.Data["fields"] == "":
		return nil
	case name == "":
		var out []activityChange
		for f := range strings.SplitSeq(e.Data["fields"], ",") {
			out = append(out, activityChange{Name: f})
		}
		return out
	}
	if e.Data["from"] == e.Data["to"] {
		return nil
	}
	return []activityChange{{name, text(e.Data["from"]), text(e.Data["to"])}}
}

// context is the published ActivityContext: what the activity is about.
func (e encoder) context(c casefile.Case, of bonafide.Event) map[string]any {
	out := map[string]any{}
	switch of.Type {
	case event.Created:
		out["case"] = map[string]string{"status": of.Data["status"]}
	case event.StatusChanged:
		out["case"] = map[string]string{"status": of.Data["to"]}
	case event.Reviewed, event.ReviewConfirmed:
		out["case"] = map[string]string{"status": of.Data["to"]}
		if i := slices.IndexFunc(c.Reviews, func(r casefile.Review) bool { return r.ID == of.Data["review"] }); i >= 0 {
			r := c.Reviews[i]
			out["case_review"] = map[string]any{"id": r.ID, "status": r.Status, "comment": text(r.Comment), "next_review_at": day(r.NextReviewAt)}
		}
	case event.RiskPushed, event.RiskOverridden:
		for _, r := range slices.Concat(c.Risk.Automatic, c.Risk.Manual) {
			if r.At.Equal(of.At) && (r.Mode == risk.Manual) == (of.Type == event.RiskOverridden) {
				o := e.risk(c, r)
				out["risk"] = map[string]any{"id": o.ID, "level": o.Level, "mode": o.Mode, "comment": o.Comment}
			}
		}
	case event.RelationAdded, event.RelationChanged:
		for _, r := range c.Relations {
			if r.ID == of.Data["relation"] {
				out["case_relation"] = map[string]any{"id": r.ID, "from_company_id": text(r.FromCompany), "from_individual_id": text(r.FromIndividual), "to_company_id": r.ToCompany}
			}
		}
	}
	if k, ok := c.Check(of.Data["check"]); ok {
		out["check"] = map[string]any{"id": k.ID, "type": k.Type, "subtype": text(k.Subtype)}
	}
	return out
}
