package dotfile

import (
	"strings"

	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Compatibility tells as Markdown, endpoint by endpoint and field by field, what works as
// published and what differs, and why. A host calls it to show its clients.
func Compatibility() string { return system().Compatibility() }

// system is the table of what is served: routes, OpenAPI and the page on compatibility
// are made of it.
func system() rest.System {
	return rest.System{Name: "dotfile", Title: "Dotfile cases", Version: "v1", Endpoints: endpoints(), Objects: objects(), Values: values()}
}

// Why something differs.
const (
	ours     = "not in the published document; added, since cases have it"
	needKeys = "403 unless the host lets API keys review"
	listed   = "status, assignee_id, tags, flags (one value of each, by eq, in or array_contains), external_id, case_id, company_id and individual_id come from indexes; no order and no other filter does: 400 where more than Options.MaxScan cases are left; unknown parameters are 400, as are more than 100 values"
	masks    = "a mask such as ***1234: identifiers leave by a reviewer's Reveal alone"
	unseen   = "left out before the search, and for keys that may not review"
	oneLine  = "blanks and ends of lines inside come to one space; characters that nobody sees are 400"
	doings   = "what events of cases say, by the published types alone: what has none, or none for who did it, is not listed; without case_id, company_id or individual_id all cases are read: 400 where they have more than Options.MaxScan events"
	unkept   = "not kept, as what is sent and answered may be personal"
	looked   = "JPEG, PNG and PDF by their content, without scripts: 415 for all others, also those of the published list, since nothing here looks into them; 501 where the host keeps no files"
	refs     = "an upload_ref is that of an upload of the last day; where the host keeps no files, the host's own id of evidence"
	notKept  = "always null: there is no such thing here"
)

// endpoint is a row: method and path, body and answer, status.
func endpoint(pattern, summary, in, out string, status int, differs string) rest.Endpoint {
	method, path, _ := strings.Cut(pattern, " ")
	return rest.Endpoint{Method: method, Path: path, Summary: summary, In: in, Out: out, Status: status, Differs: differs}
}

func endpoints() []rest.Endpoint {
	all := []rest.Endpoint{
		endpoint("GET /ping", "Test an API key", "", "Ping", 200, ""),
		endpoint("POST /cases", "Create a case", "CaseCreate", "CaseDetailed", 201, ""),
		endpoint("GET /cases", "List cases", "", "CaseList", 200, listed),
		endpoint("GET /cases/{id}", "Retrieve a case by id or external id", "", "CaseDetailed", 200, "data_lineage is not kept and left out"),
		endpoint("PATCH /cases/{id}", "Update a case", "CaseUpdate", "Case", 200, "all of it happens, or nothing"),
		endpoint("DELETE /cases/{id}", "Delete a case", "", "", 204, "the case is closed and shown no more, and keeps its external_id; permanent=true erases a draft at once, and a closed or deleted case: 409 before its retention is over, or while it must be kept"),
		endpoint("POST /cases/{id}/reviews", "Review a case", "CaseReviewCreate", "CaseReview", 201, needKeys+"; 202 while a second reviewer must agree; nothing is approved without a check; a comment is required unless the host's settings make it optional"),
		endpoint("POST /cases/{id}/risks", "Push an automatic risk", "RiskCreate", "Risk", 201, ""),
		endpoint("POST /cases/{id}/relations", "Create a relation", "CaseRelationCreate", "CaseRelation", 201, "none leads into an individual: where a nominee is one, whom it acts for is related to the company, with the role nominator"),
		endpoint("PATCH /cases/{id}/relations/{relation}", "Update a relation", "CaseRelationUpdate", "CaseRelation", 200, "the ends of a relation never change"),
		endpoint("DELETE /cases/{id}/relations/{relation}", "Delete a relation", "", "", 204, ""),
		endpoint("GET /cases/{id}/tags", "List the tags of a case", "", "TagList", 200, ""),
		endpoint("POST /cases/{id}/tags", "Add tags", "CaseTags", "TagList", 201, ""),
		endpoint("DELETE /cases/{id}/tags", "Remove tags", "CaseTags", "TagList", 200, ""),
		endpoint("GET /cases/{id}/notes", "List the notes of a case", "", "NoteList", 200, needKeys),
		endpoint("POST /notes", "Write a note", "NoteCreate", "Note", 201, needKeys+"; notes are plain text, and are never changed"),
		endpoint("POST /notes/{id}/comments", "Comment on a note", "NoteCommentCreate", "NoteComment", 201, needKeys+"; comments are plain text, and are never changed"),
		endpoint("GET /cases/{id}/tasks", "List tasks", "", "TaskList", 200, ours),
		endpoint("POST /cases/{id}/tasks", "Add a task", "TaskCreate", "Task", 201, ours),
		endpoint("PATCH /cases/{id}/tasks/{task}", "Complete a task", "TaskUpdate", "Task", 200, ours),
		endpoint("GET /checks", "List checks", "", "CheckList", 200, listed),
		endpoint("POST /checks/{type}", "Start a check", "CheckCreate", "Check", 201, needKeys+"; settings of vendors are read and left to the host; "+refs),
		endpoint("GET /checks/{type}/{id}", "Retrieve a check", "", "Check", 200, ""),
		endpoint("PATCH /checks/{type}/{id}/review", "Review a check", "CheckReview", "Check", 200, needKeys+"; 409 before something is there to review; a true match on a sanctions list is never approved"),
		endpoint("POST /checks/{type}/{id}/add_files", "Submit to a check", "CheckFiles", "Check", 201, refs),
		endpoint("POST /checks/document/{id}/force_review", "Send a document check to review", "", "Check", 200, needKeys),
		endpoint("PATCH /checks/aml/{id}/hits/review", "Review hits", "HitsReview", "Check", 200, needKeys+"; to ignore a confirmed hit takes two reviewers"),
		endpoint("PATCH /checks/aml/{id}/monitoring", "Switch monitoring", "Monitoring", "Check", 200, needKeys),
		endpoint("DELETE /checks/{type}/{id}", "Delete a check", "", "", 204, needKeys+"; a decided check stays, and so does one with a hit that is open or true"),
		endpoint("PATCH /cases/{id}/controls/{control}", "Complete a manual control, or take that back", "ControlUpdate", "CaseControl", 200, ours+"; "+needKeys+"; a key names a control as well as its id"),
		endpoint("GET /tags", "List tags", "", "TagPage", 200, "those that cases have: "+listed),
		endpoint("GET /templates", "List templates", "", "TemplateList", 200, ""),
		endpoint("GET /templates/{id}", "Retrieve a template by id or key", "", "Template", 200, ""),
		endpoint("POST /templates/run", "Give a case a template", "TemplateRun", "TemplateExecution", 201, "a template runs by itself, on open cases"),
		endpoint("GET /custom-properties/{target_entity}", "List custom properties", "", "CustomPropertyList", 200, ""),
		endpoint("GET /custom-properties/{target_entity}/{key}", "Retrieve a custom property", "", "CustomProperty", 200, ""),
		endpoint("POST /files/upload", "Upload a file", "", "UploadedFile", 201, "the body is a multipart/form-data with one part, file; "+looked),
		endpoint("GET /files/{id}", "Download a file of a check", "", "", 200, needKeys+"; the content as application/octet-stream; who had it is recorded"),
		endpoint("GET /activities", "List what was done", "", "ActivityList", 200, needKeys+"; "+doings),
		endpoint("POST /webhooks", "Create a webhook", "WebhookInput", "Webhook", 201, "addresses of private networks are refused; one that asks for an update by its wider and its narrower name gets it once"),
		endpoint("GET /webhooks", "List webhooks", "", "WebhookList", 200, ""),
		endpoint("GET /webhooks/{id}", "Retrieve a webhook", "", "Webhook", 200, ""),
		endpoint("PATCH /webhooks/{id}", "Update a webhook", "WebhookInput", "Webhook", 200, ""),
		endpoint("DELETE /webhooks/{id}", "Delete a webhook", "", "", 204, ""),
		endpoint("GET /webhook-logs", "List what was sent to webhooks", "", "WebhookLogList", 200, "ids, codes and times of 30 days, the latest Options.MaxScan of them; a failed one is sent again by itself, and no published request asks for it"),
		{Method: "GET", Path: "/openapi.json", Summary: "This document", Open: true},
	}
	for _, of := range [...][2]string{{"companies", "Company"}, {"individuals", "Individual"}} {
		kind, name := of[0], of[1]
		one := strings.ToLower(name)
		all = append(all,
			endpoint("POST /"+kind, "Add to a case: "+one, name+"Create", name, 201, ""),
			endpoint("GET /"+kind, "List "+kind, "", name+"List", 200, listed),
			endpoint("GET /"+kind+"/{id}", "Retrieve: "+one, "", name, 200, ""),
			endpoint("PATCH /"+kind+"/{id}", "Update: "+one, name+"Update", name, 200, ""),
			endpoint("DELETE /"+kind+"/{id}", "Delete: "+one, "", "", 204, "one with decided checks stays: set it not relevant"),
			endpoint("POST /"+kind+"/{id}/set-relevant", "Put under investigation, or out of it: "+one, "SetRelevant", name, 200, ""))
	}
	for i := range all {
		all[i].Query = parameters(all[i].Pattern())
	}
	return all
}

// parameters are the query of an endpoint.
func parameters(pattern string) []rest.Param {
	flag := func(name string) rest.Param { return rest.Param{Name: name, Type: "boolean"} }
	switch pattern {
	case "GET /cases/{id}", "GET /companies/{id}", "GET /individuals/{id}":
		return []rest.Param{flag("include_not_relevant"), flag("exclude_internal_checks"), flag("data_lineage")}
	case "DELETE /cases/{id}":
		return []rest.Param{flag("permanent")}
	case "GET /cases":
		return caseColumns().parameters()
	case "GET /checks":
		return checkColumns().parameters()
	case "GET /companies", "GET /individuals":
		return entityColumns().parameters()
	case "GET /tags":
		return tagColumns().parameters()
	case "GET /cases/{id}/notes":
		return noteColumns().parameters()
	case "GET /templates":
		return templateColumns().parameters()
	case "GET /custom-properties/{target_entity}":
		return propertyColumns().parameters()
	case "GET /webhook-logs":
		return logColumns().parameters()
	case "GET /activities":
		return activityColumns().parameters()
	case "GET /webhooks":
		return webhookColumns().parameters()
	}
	return nil
}
