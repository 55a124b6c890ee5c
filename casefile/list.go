package casefile

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// A ListRequest selects cases: those that meet every field that is set.
type ListRequest struct {
	bonafide.PageRequest
	Status             Status        `json:"status,omitzero"`
	Risk               risk.Level    `json:"risk,omitzero"`
	Periodic           PeriodicState `json:"periodic,omitzero"`
	Flag               Flag          `json:"flag,omitzero"`
	Assignee           string        `json:"assignee_id,omitzero"`
	Template           string        `json:"template_key,omitzero"`
	Tag                string        `json:"tag,omitzero"` // case does not matter
	ContactHasActions  bool          `json:"contact_has_actions,omitzero"`
	ReviewerHasActions bool          `json:"reviewer_has_actions,omitzero"`
}

// List returns a page of cases by id. A platform gets its own cases. What time alone
// changes is listed as of the last [Service.AdvanceDue].
//
// Contacts and verifiers fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] for a limit out of bounds, and with an error matching
// [bonafide.ErrCursor] for a cursor of another query. Cases that cannot be read do
// not stop it: the page is returned, with a [*bonafide.UnreadableError].
func (s *Service) List(ctx context.Context, by bonafide.Actor, req ListRequest) (bonafide.PageOf[Case], error) {
	if err := by.Check("by"); err != nil {
		return bonafide.PageOf[Case]{}, err
	}
	if by.Is(bonafide.ActorUser, bonafide.ActorVerifier) {
		return bonafide.PageOf[Case]{}, bonafide.ErrForbidden
	}
	limit, err := req.Size()
	if err != nil {
		return bonafide.PageOf[Case]{}, err
	}
	found, next, err := s.run.List(ctx, bonafide.Query{Labels: req.labels(by), Cursor: req.Cursor, Limit: limit})
	if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
		return bonafide.PageOf[Case]{}, err
	}
	unreadable := err
	page := bonafide.PageOf[Case]{Items: make([]Case, len(found)), Next: next}
	for i, k := range found {
		c, err := s.current(k.State, by)
		if err != nil {
			return bonafide.PageOf[Case]{}, err
		}
		page.Items[i] = s.view(c, by, s.now())
	}
	return page, unreadable
}

// labels are what the cases bear that are asked for. A store looks the first one up
// and sifts by the others, so that the rarest comes first. A cursor belongs to its
// query: the order is always the same.
func (r ListRequest) labels(by bonafide.Actor) []string {
	var out []string
	add := func(key, value string) {
		if value != "" {
			out = append(out, key+"="+value)
		}
	}
	add("assignee", r.Assignee)
	if r.Tag != "" {
		out = append(out, tagTerm(r.Tag))
	}
	add("flag", string(r.Flag))
	add("periodic", string(r.Periodic))
	if r.ReviewerHasActions {
		add("reviewer", "true")
	}
	if r.ContactHasActions {
		add("contact", "true")
	}
	add("risk", string(r.Risk))
	add("template", r.Template)
	add("status", string(r.Status))
	if by.Is(bonafide.ActorPlatform) {
		add("platform", by.ID)
	}
	return out
}
