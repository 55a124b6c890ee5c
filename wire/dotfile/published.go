package dotfile

import (
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/event"
)

// published are the names of events that webhooks may ask for. Some never happen here.
func published() []string {
	return []string{
		"AutonomyChatRun.Completed", "AutonomyChatRun.Failed", "Case.AssigneeUpdated", "Case.ClientPortalWaitStepTriggered", "Case.ContactHasActionsUpdated",
		"Case.Created", "Case.Deleted", "Case.FlagsUpdated", "Case.InfoUpdated", "Case.MetadataUpdated", "Case.ReviewConfirmed", "Case.ReviewDue",
		"Case.ReviewUpdated", "Case.ReviewerHasActionsUpdated", "Case.RiskUpdated", "Case.StatusUpdated", "Case.TagsUpdated", "Case.TemplateUpdated",
		"Case.Updated", "CaseReport.Generated", "Check.Approved", "Check.Deleted", "Check.Expired", "Check.Rejected", "Check.ReviewNeeded", "Check.Started",
		"Company.Created", "Company.Deleted", "Company.InfoUpdated", "Company.MarkedAsNotRelevant", "Company.MarkedAsRelevant", "Company.Updated",
		"DocumentOrder.Completed", "DocumentOrder.Failed", "Individual.Created", "Individual.Deleted", "Individual.InfoUpdated",
		"Individual.MarkedAsNotRelevant", "Individual.MarkedAsRelevant", "Individual.Updated", "Note.Created", "Note.Deleted", "Note.Updated",
		"NoteComment.Created", "NoteComment.Deleted", "NoteComment.Updated",
	}
}

// A message is a published event: its name and, of an update, the narrower name.
type message struct{ event, sub string }

// messages are what an event of a case means in the published words. Company tells
// whether an entity is one; of a removed one the event says it.
func messages(e bonafide.Event, company func(id string) bool) []message {
	updated := func(sub string) []message { return []message{{"Case.Updated", sub}} }
	entity := "Individual."
	if ofCompany(e, company) {
		entity = "Company."
	}
	switch e.Type {
	case event.Created:
		return []message{{event: "Case.Created"}}
	case event.Changed:
		fields := strings.Split(e.Data["fields"], ",")
		if i := slices.Index(fields, "template_key"); i >= 0 && len(fields) == 1 {
			return updated("Case.TemplateUpdated")
		} else if i >= 0 {
			return append(updated("Case.TemplateUpdated"), updated("Case.InfoUpdated")...)
		}
		return updated("Case.InfoUpdated")
	case event.StatusChanged, event.Reviewed:
		return updated("Case.StatusUpdated")
	case event.ReviewConfirmed:
		return []message{{event: "Case.ReviewConfirmed"}}
	case event.ReviewUpdated:
		return []message{{event: "Case.ReviewUpdated"}}
	case event.ReviewDue:
		return []message{{event: "Case.ReviewDue"}}
	case event.Assigned:
		return updated("Case.AssigneeUpdated")
	case event.Tagged:
		return updated("Case.TagsUpdated")
	case event.MetadataChanged:
		return updated("Case.MetadataUpdated")
	case event.RiskPushed, event.RiskOverridden, event.RiskAutomated:
		return updated("Case.RiskUpdated")
	case event.FlagsChanged:
		return updated("Case.FlagsUpdated")
	case event.ContactActionsChanged:
		return updated("Case.ContactHasActionsUpdated")
	case event.ReviewerActionsChanged:
		return updated("Case.ReviewerHasActionsUpdated")
	case event.CompanyAdded:
		return []message{{event: "Company.Created"}}
	case event.IndividualAdded:
		return []message{{event: "Individual.Created"}}
	case event.CompanyChanged, event.IndividualChanged:
		return []message{{entity + "Updated", entity + "InfoUpdated"}}
	case event.Relevant:
		return []message{{entity + "Updated", entity + "MarkedAsRelevant"}}
	case event.Irrelevant:
		return []message{{entity + "Updated", entity + "MarkedAsNotRelevant"}}
	case event.EntityRemoved:
		return []message{{event: entity + "Deleted"}}
	case event.NoteAdded:
		return []message{{event: "Note.Created"}}
	case event.NoteCommented:
		return []message{{event: "NoteComment.Created"}}
	case event.CheckStarted:
		return []message{{event: "Check.Started"}}
	case event.CheckWithdrawn:
		return []message{{event: "Check.Deleted"}}
	}
	return checkMoved(e)
}

// ofCompany reports whether the entity that an event is about is a company.
func ofCompany(e bonafide.Event, company func(id string) bool) bool {
	target := e.Data["target"]
	return strings.Contains(target, "company") || target == "" && company(e.Data["entity"])
}

// checkMoved is what the move of a check to another status means.
func checkMoved(e bonafide.Event) []message {
	if e.Data["check"] == "" || e.Data["from"] == e.Data["to"] {
		return nil
	}
	switch casefile.CheckStatus(e.Data["to"]) {
	case casefile.CheckNeedReview:
		return []message{{event: "Check.ReviewNeeded"}}
	case casefile.CheckApproved:
		return []message{{event: "Check.Approved"}}
	case casefile.CheckRejected:
		return []message{{event: "Check.Rejected"}}
	case casefile.CheckExpired:
		return []message{{event: "Check.Expired"}}
	}
	return nil
}

// asked is how a webhook that asks for names gets a message, and whether it does: by the
// wider name with the narrower beside, else by the narrower alone. One that asks for both
// gets it once.
func (m message) asked(names []string) (message, bool) {
	switch {
	case slices.Contains(names, m.event):
		return m, true
	case m.sub != "" && slices.Contains(names, m.sub):
		return message{event: m.sub}, true
	}
	return message{}, false
}

// ofCreation reports whether an event says what a new case was computed to be. It is no
// update: Case.Created shows it.
func ofCreation(e bonafide.Event, c casefile.Case) bool {
	switch e.Type {
	case event.FlagsChanged, event.ContactActionsChanged, event.ReviewerActionsChanged:
		return e.At.Equal(c.CreatedAt) && e.Data["from"] == ""
	}
	return false
}
