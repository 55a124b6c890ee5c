package dotfile

import (
	"net/http"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// typeOf reads the type of a check from a path, which has two of them with a dash.
func typeOf(path string) (casefile.CheckType, error) {
	t := casefile.CheckType(strings.ReplaceAll(path, "-", "_"))
	if !slices.Contains(casefile.CheckTypes(), t) {
		return "", bonafide.ErrNotFound
	}
	return t, nil
}

// checkInput is what the published requests to create checks of any type have.
type checkInput struct {
	Company    string `json:"company_id"`
	Individual string `json:"individual_id"`
	Settings   struct {
		Approval         bool           `json:"automatic_approval"`
		Rejection        bool           `json:"automatic_rejection"`
		DocumentType     string         `json:"document_type_key"`
		DocumentTemplate string         `json:"document_template_key"`
		Analysis         map[string]any `json:"document_analysis"`
		Fraud            map[string]any `json:"fraud_analysis"`
		Vendor           string         `json:"vendor"`
		Mode             string         `json:"mode"`
		RedirectURL      string         `json:"redirect_url"`
		Fuzziness        *float64       `json:"fuzziness"`
		ExactMatch       bool           `json:"exact_match"`
		ListTypes        []string       `json:"list_types"`
		EntityFilter     bool           `json:"enable_entity_filter"`
	} `json:"settings"`
	Data filesInput `json:"data"`
}

// filesInput names files: the published references of uploads are the host's ids of
// evidence here.
type filesInput struct {
	Files []struct {
		Ref string `json:"upload_ref"`
	} `json:"files"`
	Front    string         `json:"front_upload_ref"`
	Back     string         `json:"back_upload_ref"`
	Settings map[string]any `json:"settings"`
}

func (in filesInput) evidence() []string {
	var out []string
	for _, f := range in.Files {
		out = append(out, f.Ref)
	}
	for _, ref := range []string{in.Front, in.Back} {
		if ref != "" {
			out = append(out, ref)
		}
	}
	return out
}

// request is the check that the input means.
func (in checkInput) request(t casefile.CheckType) (casefile.StartCheckRequest, error) {
	var faults bonafide.Faults
	s := in.Settings
	switch {
	case in.Company == "" && in.Individual == "":
		faults.Add("individual_id", bonafide.CodeRequired)
	case in.Company != "" && in.Individual != "":
		faults.Add("company_id", bonafide.CodeNotAllowed)
	}
	out := casefile.StartCheckRequest{Entity: in.Company + in.Individual, Type: t, Automation: casefile.Automation{Approval: s.Approval, Rejection: s.Rejection}}
	switch t {
	case casefile.AML:
		out.Automation = casefile.Automation{Approval: true} // a clear search asks nothing of anybody
		out.Search = in.terms(&faults)
	case casefile.DocumentCheck:
		if s.DocumentType == "" {
			faults.Add("settings.document_type_key", bonafide.CodeRequired)
		}
		out.Subtype = documentType + s.DocumentType
	case casefile.ElectronicSignature:
		if s.DocumentTemplate == "" {
			faults.Add("settings.document_template_key", bonafide.CodeRequired)
		}
		out.Subtype = documentTemplate + s.DocumentTemplate
	case casefile.CompanyMonitoring:
		faults.Add("type", bonafide.CodeNotAllowed) // read only, as published
	}
	return out, faults.Err()
}

func (d *handler) startCheck(r request) (int, any, error) {
	t, err := typeOf(r.PathValue("type"))
	if err != nil {
		return 0, nil, err
	}
	var in checkInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	req, err := in.request(t)
	if err != nil {
		return 0, nil, err
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	home, err := d.holding(r.Context(), r.by, req.Entity)
	if err != nil {
		return 0, nil, err
	}
	given, err := d.given(r, in.Data.evidence()) // what is not there is refused before anything is done
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.StartCheck(r.Context(), by, home.ID, req)
	if err != nil {
		return 0, nil, err
	}
	started := made.Added
	if len(given) > 0 {
		var files []string
		if files, err = d.evidence(r, made.ID, started, given); err != nil {
			return 0, nil, err
		}
		made, err = d.cases.SubmitCheck(r.Context(), r.by.platform, made.ID, casefile.SubmitCheckRequest{Check: started, Evidence: files})
	}
	return d.checkShown(r, http.StatusCreated, started, made, err)
}

// checkShown answers with a check after a command.
func (d *handler) checkShown(r request, status int, id string, made casefile.Case, err error) (int, any, error) {
	c, err := d.shown(r.Context(), r.by, made, err)
	if err != nil {
		return 0, nil, err
	}
	k, ok := c.Check(id)
	if !ok {
		return 0, nil, bonafide.ErrNotFound
	}
	return status, d.encoder(r.Context()).full(c, k), nil
}

// check returns the check that a path names, with its case.
func (d *handler) check(r request, t string) (casefile.Case, casefile.Check, error) {
	kind, err := typeOf(t)
	if err != nil {
		return casefile.Case{}, casefile.Check{}, err
	}
	c, err := d.holding(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return casefile.Case{}, casefile.Check{}, err
	}
	k, ok := c.Check(r.PathValue("id"))
	if !ok || k.Type != kind || k.Withdrawn != nil {
		return casefile.Case{}, casefile.Check{}, bonafide.ErrNotFound
	}
	return c, k, nil
}

func (d *handler) getCheck(r request) (int, any, error) {
	c, k, err := d.check(r, r.PathValue("type"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, d.encoder(r.Context()).full(c, k), nil
}

// What a contact reads of a rejection: the comment of the request is for reviewers.
const notAccepted = "What was submitted is not accepted."

// reviewCheck approves or rejects a check. To say again what was decided changes nothing.
func (d *handler) reviewCheck(r request) (int, any, error) {
	var in struct {
		Action   string `json:"action"`
		Comment  string `json:"comment"`
		Override bool   `json:"override"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Action != "approve" && in.Action != "reject" {
		return 0, nil, bonafide.Invalid("action", bonafide.CodeUnknown)
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, k, err := d.check(r, r.PathValue("type"))
	if err != nil {
		return 0, nil, err
	}
	approve := in.Action == "approve"
	if approve && k.Status == casefile.CheckApproved || !approve && k.Status == casefile.CheckRejected {
		return http.StatusOK, d.encoder(r.Context()).full(c, k), nil
	}
	req := casefile.ReviewCheckRequest{Check: k.ID, Attempt: k.Attempt, Approve: approve, Override: in.Override, Private: in.Comment}
	if req.Override && req.Private == "" {
		req.Private = "override"
	}
	if !approve {
		req.Kind, req.Public = casefile.RejectRetry, notAccepted
		if k.Type == casefile.AML || k.Internal {
			req.Kind, req.Public = casefile.RejectFinal, ""
		}
	}
	made, err := d.cases.ReviewCheck(r.Context(), by, c.ID, req)
	return d.checkShown(r, http.StatusOK, k.ID, made, err)
}

func (d *handler) addFiles(r request) (int, any, error) {
	var in filesInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	c, k, err := d.check(r, r.PathValue("type"))
	if err != nil {
		return 0, nil, err
	}
	given, err := d.given(r, in.evidence())
	if err != nil {
		return 0, nil, err
	}
	files, err := d.evidence(r, c.ID, k.ID, given)
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.SubmitCheck(r.Context(), r.by.platform, c.ID, casefile.SubmitCheckRequest{Check: k.ID, Evidence: files})
	return d.checkShown(r, http.StatusCreated, k.ID, made, err)
}

func (d *handler) forceReview(r request) (int, any, error) {
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, k, err := d.check(r, string(casefile.DocumentCheck))
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.ForceReview(r.Context(), by, c.ID, casefile.ForceReviewRequest{Check: k.ID})
	return d.checkShown(r, http.StatusOK, k.ID, made, err)
}

func (d *handler) setMonitored(r request) (int, any, error) {
	var in struct {
		Monitored *bool `json:"is_monitored"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Monitored == nil {
		return 0, nil, bonafide.Invalid("is_monitored", bonafide.CodeRequired)
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, k, err := d.check(r, string(casefile.AML))
	if err != nil {
		return 0, nil, err
	}
	made, err := d.cases.SetMonitored(r.Context(), by, c.ID, casefile.SetMonitoredRequest{Check: k.ID, Monitored: *in.Monitored})
	return d.checkShown(r, http.StatusOK, k.ID, made, err)
}

// reviewHits confirms hits, or says that they are others.
func (d *handler) reviewHits(r request) (int, any, error) {
	var in struct {
		Action  string   `json:"action"`
		Comment string   `json:"comment"`
		Hits    []string `json:"hit_ids"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, k, err := d.check(r, string(casefile.AML))
	if err != nil {
		return 0, nil, err
	}
	req := casefile.DecideHitsRequest{Check: k.ID, Reason: in.Comment}
	if req.Reason == "" {
		req.Reason = "reviewed by API"
	}
	var faults bonafide.Faults
	switch in.Action {
	case "confirm":
		req.Disposition = screening.TruePositive
	case "ignore":
		req.Disposition, req.Expires = screening.FalsePositive, d.Now().Add(d.Clears)
	default:
		faults.Add("action", bonafide.CodeUnknown)
	}
	req.Hits = hitsOf(k, in.Hits, &faults)
	if err := faults.Err(); err != nil {
		return 0, nil, err
	}
	made, err := d.cases.DecideHits(r.Context(), by, c.ID, req)
	return d.checkShown(r, http.StatusOK, k.ID, made, err)
}

// hitsOf are the hits with the published ids.
func hitsOf(k casefile.Check, ids []string, faults *bonafide.Faults) []casefile.HitID {
	if len(ids) == 0 || len(ids) > 100 {
		faults.Add("hit_ids", bonafide.CodeOutOfRange)
		return nil
	}
	known := make(map[string]casefile.HitID)
	if k.Screening != nil {
		for _, h := range k.Screening.Result.Hits {
			known[hitID(k, h.List, h.EntryID)] = casefile.HitID{List: h.List, EntryID: h.EntryID}
		}
	}
	var out []casefile.HitID
	for i, id := range ids {
		h, ok := known[id]
		if !ok {
			faults.Add(strings.TrimSuffix(index("hit_ids", i), "."), bonafide.CodeUnknown)
		}
		out = append(out, h)
	}
	return out
}

// deleteCheck withdraws a check that was never decided.
func (d *handler) deleteCheck(r request) (int, any, error) {
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, k, err := d.check(r, r.PathValue("type"))
	if err == nil {
		_, err = d.cases.WithdrawCheck(r.Context(), by, c.ID, casefile.WithdrawCheckRequest{Check: k.ID})
	}
	return http.StatusNoContent, nil, err
}

// setControl completes a manual control, or takes that back; its id or its key names it.
func (d *handler) setControl(r request) (int, any, error) {
	var in struct {
		Completed *bool  `json:"is_completed"`
		Comment   string `json:"comment"`
	}
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Completed == nil {
		return 0, nil, bonafide.Invalid("is_completed", bonafide.CodeRequired)
	}
	by, err := r.by.reviewing()
	if err != nil {
		return 0, nil, err
	}
	c, err := d.read(r.Context(), r.by, r.PathValue("id"))
	if err != nil {
		return 0, nil, err
	}
	name := r.PathValue("control")
	named := func(k casefile.Control) bool { return k.Key == name || d.encoder(r.Context()).control(c, k).ID == name }
	i := slices.IndexFunc(c.Controls, named)
	if i < 0 {
		return 0, nil, bonafide.ErrNotFound
	}
	made, err := d.cases.SetControl(r.Context(), by, c.ID, casefile.SetControlRequest{Control: c.Controls[i].Key, Completed: *in.Completed, Comment: in.Comment})
	if c, err = d.shown(r.Context(), r.by, made, err); err != nil {
		return 0, nil, err
	}
	if i = slices.IndexFunc(c.Controls, named); i < 0 {
		return 0, nil, bonafide.ErrNotFound
	}
	return http.StatusOK, d.encoder(r.Context()).control(c, c.Controls[i]), nil
}
