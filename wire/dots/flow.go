package dots

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// stepCompliance is the one step that flows have here: the tax form.
const stepCompliance = "compliance"

// A FlowRequest is the body that asks for a link to the hosted form.
type FlowRequest struct {
	Steps         []Step   `json:"steps"`   // "compliance" alone
	UserID        string   `json:"user_id"` // required: nobody is made by a flow
	RequireAuth   bool     `json:"require_auth"`
	HideDashboard bool     `json:"hide_go_to_dashboard_on_complete"` // there is none
	Metadata      Metadata `json:"metadata"`                         // told in the answer, and not kept
}

// A Step is a name, or an object with one.
type Step string

// UnmarshalJSON reads both forms.
func (s *Step) UnmarshalJSON(data []byte) error {
	var name string
	var object struct {
		Name string `json:"name"`
	}
	switch {
	case json.Unmarshal(data, &name) == nil:
		*s = Step(name)
	case json.Unmarshal(data, &object) == nil:
		*s = Step(object.Name)
	default:
		return bonafide.Invalid("", bonafide.CodeMalformed)
	}
	return nil
}

func (r FlowRequest) check() error {
	var faults bonafide.Faults
	if len(r.Steps) == 0 {
		faults.Add("steps", bonafide.CodeRequired)
	}
	for _, s := range r.Steps {
		if s != stepCompliance {
			faults.Add("steps", bonafide.CodeNotAllowed)
			break
		}
	}
	if len(r.Steps) > 1 {
		faults.Add("steps", bonafide.CodeTooMany)
	}
	if r.UserID == "" {
		faults.Add("user_id", bonafide.CodeRequired)
	}
	if r.RequireAuth {
		faults.Add("require_auth", bonafide.CodeNotAllowed)
	}
	return distinct(faults).Err()
}

// A Flow is the published object.
type Flow struct {
	ID             string    `json:"id"`
	Created        time.Time `json:"created"`
	UserID         string    `json:"user_id"`
	Steps          []string  `json:"steps"`
	CompletedSteps []string  `json:"completed_steps"`
	Link           *string   `json:"link"` // told once, when it is made
	Metadata       Metadata  `json:"metadata"`
}

// A flow is what is kept of one. Its link is found by a hash of the token, as a unique
// value of the record.
type flow struct {
	ID        string         `json:"id"`
	UserID    string         `json:"user_id"`
	By        bonafide.Actor `json:"by"`
	Created   time.Time      `json:"created"`
	Expires   time.Time      `json:"expires"`
	Completed time.Time      `json:"completed,omitzero"`
}

// flowLife is how long a flow is told of after its link is of no use.
const flowLife = 30 * 24 * time.Hour

func (f flow) due() time.Time { return f.Expires.Add(flowLife) }

func (f flow) encode() Flow {
	out := Flow{ID: f.ID, Created: f.Created, UserID: f.UserID, Steps: []string{stepCompliance}, CompletedSteps: []string{}}
	if !f.Completed.IsZero() {
		out.CompletedSteps = out.Steps
	}
	return out
}

func (h *handler) createFlow(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	ctx := r.Context()
	var body FlowRequest
	if err := h.read(w, r, &body); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	if _, err := h.acquainted(ctx, by, body.UserID); err != nil {
		return err
	}
	id, err := h.opts.NewID()
	if err != nil {
		return err
	}
	now := bonafide.Instant(h.opts.Now())
	f := flow{ID: id, UserID: body.UserID, By: by, Created: now, Expires: now.Add(h.opts.LinkLife)}
	token := newToken()
	h.kept.sweep(ctx, kindFlow, now)
	if err := h.kept.put(ctx, f.record(1, token), f.due(), f); err != nil {
		return err
	}
	out, link := f.encode(), h.opts.BaseURL+"/flow/"+token
	out.Link, out.Metadata = &link, body.Metadata
	rest.Write(w, http.StatusOK, out)
	return nil
}

func (f flow) record(version int64, token string) bonafide.Record {
	return bonafide.Record{Kind: kindFlow, ID: f.ID, Version: version, Unique: []string{hashed(token)}}
}

// hashed is how a token is kept: it has 256 random bits, which nobody guesses from a
// plain hash.
func hashed(token string) string { return canonical.Sum(canonical.Text(nil, token)) }

func (h *handler) getFlow(w http.ResponseWriter, r *http.Request, by bonafide.Actor) error {
	var f flow
	if _, err := h.kept.get(r.Context(), kindFlow, r.PathValue("flow_id"), &f); err != nil {
		return err
	}
	if f.By != by {
		return bonafide.ErrNotFound
	}
	rest.Write(w, http.StatusOK, f.encode())
	return nil
}

// errLink says that a link is unknown, used, or too old: which of them stays unsaid.
var errLink = errors.New("dots: the link is of no use")

// byToken returns the flow of a link that is still good.
func (h *handler) byToken(ctx context.Context, token string) (f flow, version int64, err error) {
	if h.kept.store == nil {
		return f, 0, errLink
	}
	page, err := h.kept.store.List(ctx, bonafide.Query{Kind: kindFlow, Unique: hashed(token), Limit: 1})
	if err != nil {
		return f, 0, err
	}
	if len(page.Records) == 0 {
		return f, 0, errLink
	}
	if err := json.Unmarshal(page.Records[0].Body, &f); err != nil {
		return f, 0, err
	}
	if !f.Completed.IsZero() || !h.opts.Now().Before(f.Expires) {
		return f, 0, errLink
	}
	return f, page.Records[0].Version, nil
}
