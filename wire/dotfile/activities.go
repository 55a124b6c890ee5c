package dotfile

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/screening"
)

// An activity is what one event of a case means in the published words; an event may mean
// several, or none.
type activity struct {
	id, home, typ       string
	company, individual string
	author              string
	event               bonafide.Event
}

// done are the published deeds of an event. What is not named here is no activity: what
// reviewers write to each other, hold and look at is in no list.
func done(e bonafide.Event, company bool) []string {
	entity := "individual"
	if company {
		entity = "company"
	}
	switch e.Type {
	case event.Created:
		return []string{"created__case"}
	case event.Changed:
		return changedDeeds(e)
	case event.StatusChanged, event.Reviewed:
		return []string{"updated_status__case"}
	case event.ReviewConfirmed:
		return []string{"confirmed_review__case"}
	case event.ReviewUpdated:
		return []string{"updated_review__case"}
	case event.Assigned:
		return []string{"updated_assignee__case"}
	case event.Tagged:
		return taggedDeeds(e)
	case event.MetadataChanged:
		return []string{"updated_metadata__case"}
	case event.RiskPushed, event.RiskOverridden, event.RiskAutomated:
		return []string{"updated_risk__case"}
	case event.RelationAdded, event.RelationChanged, event.RelationRemoved:
		return []string{"updated__case_relation"}
	case event.CompanyAdded, event.IndividualAdded:
		return []string{"created__" + entity}
	case event.CompanyChanged, event.IndividualChanged:
		return []string{"updated__" + entity}
	case event.Relevant:
		return []string{"marked_as_relevant__" + entity}
	case event.Irrelevant:
		return []string{"marked_as_not_relevant__" + entity}
	case event.EntityRemoved:
		return []string{"deleted__" + entity}
	case event.ControlAdded:
		return []string{"added__case_control"}
	case event.ControlCompleted:
		return []string{"mark_as_completed__case_control"}
	case event.ControlReopened:
		return []string{"mark_as_uncompleted__case_control"}
	}
	return checkDeeds(e)
}

func changedDeeds(e bonafide.Event) (out []string) {
	fields := strings.Split(e.Data["fields"], ",")
	if slices.Contains(fields, "template_key") {
		out = append(out, "updated_template__case")
	}
	if len(fields) > len(out) {
		out = append(out, "updated_info__case")
	}
	return out
}

// taggedDeeds are those of tags; an event of before may not say which.
func taggedDeeds(e bonafide.Event) (out []string) {
	if e.Data["added"] != "0" {
		out = append(out, "added_tags__case")
	}
	if n := e.Data["removed"]; n != "0" && n != "" {
		out = append(out, "removed_tags__case")
	}
	return out
}

func checkDeeds(e bonafide.Event) (out []string) {
	switch e.Type {
	case event.CheckStarted:
		return []string{"started__check"}
	case event.CheckWithdrawn:
		return []string{"deleted__check"}
	case event.MonitoringChanged:
		out = append(out, map[string]string{"true": "enabled_monitoring__check", "false": "disabled_monitoring__check"}[e.Data["monitored"]])
	case event.HitsDecided:
		out = append(out, map[string]string{string(screening.TruePositive): "confirmed__aml_hit", string(screening.FalsePositive): "ignored__aml_hit"}[e.Data["disposition"]])
	}
	for _, m := range checkMoved(e) {
		out = append(out, map[string]string{
			"Check.ReviewNeeded": "set_review_needed__check", "Check.Approved": "approved__check",
			"Check.Rejected": "rejected__check", "Check.Expired": "expired__check"}[m.event])
	}
	return out
}

// authorType is the published word for who did something.
func authorType(by bonafide.Actor) string {
	if by.Is(bonafide.ActorUser) {
		return "contact"
	}
	return reviewerType(by)
}

// activities are those of one event of a case that are published.
func activities(c casefile.Case, e bonafide.Event) []activity {
	_, company := c.Company(e.Data["entity"])
	company = company || ofCompany(e, func(string) bool { return false }) || e.Type == event.CompanyAdded
	x := activity{home: c.ID, author: author(c, e.Actor), event: e}
	if company {
		x.company = e.Data["entity"]
	} else {
		x.individual = e.Data["entity"]
	}
	var out []activity
	for _, deed := range done(e, company) {
		x.typ = authorType(e.Actor) + "__" + deed
		if _, published := slices.BinarySearch(activityTypes(), x.typ); published {
			x.id = derived("activity", e.Hash, x.typ)
			out = append(out, x)
		}
	}
	return out
}

// author is the published id of who did something: a reviewer, a key's platform, or the
// individual that a contact is.
func author(c casefile.Case, by bonafide.Actor) string {
	switch authorType(by) {
	case "user":
		return by.ID
	case "api":
		return strings.TrimPrefix(by.ID, keyReviewer)
	case "contact":
		for _, x := range c.Individuals {
			if x.UserID == by.ID {
				return x.ID
			}
		}
	}
	return ""
}

func activityColumns() columns[activity] {
	return columns[activity]{byDefault: "created_at", of: map[string]column[activity]{
		"case_id":       {ops: opsEqual, text: func(x activity) string { return x.home }},
		"company_id":    {ops: opsEqual, text: func(x activity) string { return x.company }},
		"individual_id": {ops: opsEqual, text: func(x activity) string { return x.individual }},
		"author_id":     {ops: opsEqual, text: func(x activity) string { return x.author }},
		"type":          {ops: opsWord, words: activityTypes(), text: func(x activity) string { return x.typ }},
		"created_at":    {ops: opsTime, sorts: true, time: func(x activity) time.Time { return x.event.At }},
	}}
}

// listActivities lists what was done to the caller's cases, as their events say.
func (d *handler) listActivities(r request) (int, any, error) {
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	cols := activityColumns()
	q, err := cols.parse(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	var homes []casefile.Case // with no more of them than activities need
	err = d.visit(r.Context(), r.by, q, func(c casefile.Case) {
		homes = append(homes, casefile.Case{ID: c.ID, Companies: c.Companies, Individuals: c.Individuals})
	})
	if err != nil {
		return 0, nil, err
	}
	var kept []activity
	left := d.MaxScan
	for _, c := range homes {
		if err := d.eachEvent(r.Context(), by, c.ID, &left, func(e bonafide.Event) {
			kept = append(kept, slices.DeleteFunc(activities(c, e), func(x activity) bool { return !cols.keeps(q, x) })...)
		}); err != nil {
			return 0, nil, err
		}
	}
	e, out := d.encoder(r.Context()), []activityObject{}
	err = reread(d, r, cols.cut(q, kept), func(x activity) string { return x.home }, func(x activity, c casefile.Case) { out = append(out, e.activity(c, x)) })
	return http.StatusOK, pageOf{Data: out, Pagination: pagination{q.page, q.limit, len(kept)}}, err
}

// eachEvent goes through the events of a case; left is how many more may be read at all.
func (d *handler) eachEvent(ctx context.Context, by bonafide.Actor, id string, left *int, each func(bonafide.Event)) error {
	page := bonafide.PageRequest{Limit: bonafide.MaxItems}
	for {
		events, err := d.cases.Events(ctx, by, id, page)
		if errors.Is(err, bonafide.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if *left -= len(events.Items); *left < 0 {
			return bonafide.Faults{{Path: "query", Code: bonafide.CodeTooMany, Rule: "filter by case_id, company_id or individual_id"}}.Err()
		}
		for _, e := range events.Items {
			each(e)
		}
		if page.Cursor = events.Next; page.Cursor == "" {
			return nil
		}
	}
}
