package dotfile

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/risk"
)

func (d *handler) createCase(r request) (int, any, error) {
	var in caseInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	req, err := in.request(d.Templates)
	if err != nil {
		return 0, nil, err
	}
	c, err := d.cases.Create(r.Context(), r.by.platform, req) // nothing of a new case is hidden from its platform
	if err == nil {
		err = d.places.keep(r.Context(), c)
	}
	return http.StatusCreated, d.encoder(r.Context()).detailed(c, shows{irrelevant: true}), err
}

// flags of a query that say what of a case is shown.
func shown(q url.Values) (shows, error) {
	var s shows
	var faults bonafide.Faults
	for name, values := range q {
		var to *bool
		switch name {
		case "include_not_relevant":
			to = &s.irrelevant
		case "exclude_internal_checks":
			to = &s.external
		case "data_lineage":
			to = new(bool)
		default:
			faults.Add("query", bonafide.CodeUnknown)
			continue
		}
		switch {
		case len(values) > 1:
			faults.Add(name, bonafide.CodeRepeated)
		case values[0] == "true":
			*to = true
		case values[0] != "false":
			faults.Add(name, bonafide.CodeMalformed)
		}
	}
	return s, faults.Err()
}

func (d *handler) getCase(r request) (int, any, error) {
	s, err := shown(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	c, err := d.find(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, d.encoder(r.Context()).detailed(c, s), nil
}

// casePatch is the published CaseUpdate.
type casePatch struct {
	Name       casefile.Patch[string]            `json:"name"`
	Status     casefile.Status                   `json:"status"`
	ExternalID casefile.Patch[string]            `json:"external_id"`
	Template   casefile.Patch[string]            `json:"template_key"`
	TemplateID casefile.Patch[string]            `json:"template_id"`
	Assignee   casefile.Patch[string]            `json:"assignee_id"`
	Properties property.Values                   `json:"custom_properties"`
	Metadata   casefile.Patch[map[string]string] `json:"metadata"`
}

func (d *handler) updateCase(r request) (int, any, error) {
	var in casePatch
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	var faults bonafide.Faults
	if in.Status != "" && in.Status != casefile.Draft && in.Status != casefile.Open {
		faults.AddRule("status", bonafide.CodeNotAllowed, "review the case")
	}
	if id, ok := in.TemplateID.Value(); ok {
		key, _ := in.Template.Value()
		in.Template = casefile.To(templateOf(d.Templates, id, key, &faults))
	} else if in.TemplateID.IsNull() && in.Template.IsZero() {
		in.Template = casefile.Null[string]()
	}
	if err := faults.Err(); err != nil {
		return 0, nil, err
	}
	c, err := d.find(r.Context(), r.by, r.PathValue("id"))
	if err == nil {
		c, err = d.change(r.Context(), r.by, c, in)
	}
	return http.StatusOK, d.encoder(r.Context()).detailed(c, shows{bare: true}), err
}

// change does what a patch of a case asks for, all of it or nothing.
func (d *handler) change(ctx context.Context, by caller, c casefile.Case, in casePatch) (casefile.Case, error) {
	if in.Status == casefile.Draft && c.Status != casefile.Draft {
		return c, &bonafide.StateError{Kind: casefile.Kind, From: string(c.Status), To: string(in.Status)}
	}
	req := casefile.AmendRequest{
		UpdateRequest: casefile.UpdateRequest{Name: in.Name, Template: in.Template, Properties: in.Properties},
		LabelRequest:  casefile.LabelRequest{ExternalID: in.ExternalID, Assignee: in.Assignee, Metadata: in.Metadata},
	}
	if in.Status == casefile.Open {
		req.Status = casefile.Open
	}
	made, err := d.cases.Amend(ctx, by.platform, c.ID, req)
	return d.shown(ctx, by, made, err)
}

// deleteCase closes a case and shows it no more. To delete it permanently is to erase it:
// that is done or refused, and a refusal changes nothing.
func (d *handler) deleteCase(r request) (int, any, error) {
	permanent := r.URL.Query().Get("permanent")
	if permanent != "" && permanent != "true" && permanent != "false" {
		return 0, nil, bonafide.Invalid("permanent", bonafide.CodeMalformed)
	}
	if permanent == "true" {
		c, err := d.owned(r.Context(), r.by, r.PathValue("id"))
		switch {
		case err != nil:
		case c.Status == casefile.Draft:
			_, err = d.cases.DeleteDraft(r.Context(), r.by.platform, c.ID, casefile.DeleteDraftRequest{})
		default:
			_, err = d.cases.Erase(r.Context(), r.by.platform, c.ID, casefile.EraseRequest{Reason: bonafide.SubjectRequest})
		}
		return http.StatusNoContent, nil, err
	}
	c, err := d.find(r.Context(), r.by, r.PathValue("id"))
	if err == nil && c.Status != casefile.Closed {
		_, err = d.cases.Review(r.Context(), r.by.platform, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "deleted"})
	}
	if err == nil {
		err = d.places.drop(r.Context(), c, r.by.platform, d.Now())
	}
	return http.StatusNoContent, nil, err
}

// reviewInput is the published CaseReviewCreate.
type reviewInput struct {
	Status       casefile.Status               `json:"status"`
	Comment      string                        `json:"comment"`
	ReviewedAt   *time.Time                    `json:"reviewed_at"`
	NextReviewAt casefile.Patch[bonafide.Date] `json:"next_review_at"`

	// Proposal is not published: the id of the proposal that the reviewer confirms.
	Proposal string `json:"proposal_id"`
}

// reviewCase decides on a case. Where a second reviewer must agree first, it is answered
// with 202 and the id of the proposal, which the second one names.
func (d *handler) reviewCase(r request) (int, any, error) {
	var in reviewInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Status == "" {
		return 0, nil, bonafide.Invalid("status", bonafide.CodeRequired)
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	before, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	req := casefile.ReviewRequest{Status: in.Status, Comment: in.Comment, ReviewedAt: at(in.ReviewedAt), NextReviewAt: in.NextReviewAt, Proposal: in.Proposal}
	if in.Status == casefile.Approved {
		if in.Proposal != "" && before.LastEditor.ID == r.by.platform.ID {
			return 0, nil, &bonafide.RefusedError{Code: casefile.CodeLastEditor} // a key is one pair of eyes, in any role
		}
		req.Content = before.Content
	}
	made, err := d.cases.Review(r.Context(), by, before.ID, req)
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	if len(c.Reviews) == len(before.Reviews) {
		answer := map[string]any{"status": in.Status, "awaits_second_reviewer": true}
		if c.Proposal != nil {
			answer["proposal_id"] = c.Proposal.ID
		}
		return http.StatusAccepted, answer, nil
	}
	return http.StatusCreated, d.encoder(r.Context()).review(c.Reviews[len(c.Reviews)-1]), nil
}

func (d *handler) pushRisk(r request) (int, any, error) {
	var in struct {
		Level      risk.Level                `json:"level"`
		Score      bonafide.Fixed            `json:"score"`
		Components map[string]bonafide.Fixed `json:"components"`
		Flags      map[string]bool           `json:"flags"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	before, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.PushRisk(r.Context(), r.by.platform, before.ID, casefile.PushRiskRequest{
		Assessment: risk.Assessment{Level: in.Level, Score: in.Score, Components: in.Components, Flags: in.Flags}})
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	kept, _ := c.Risk.LatestAutomatic()
	return http.StatusCreated, d.encoder(r.Context()).risk(c, kept), nil
}
