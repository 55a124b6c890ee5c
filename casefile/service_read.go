package casefile

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// Get returns a case as an actor may see it. What time alone has changed since it
// was written, such as an expired check, is applied to what is returned.
//
// It fails with [bonafide.ErrNotFound] if there is no such case or the actor may not
// know of it, and with an [*bonafide.InvalidError] for an actor that is none of
// those there are.
func (s *Service) Get(ctx context.Context, by bonafide.Actor, id string) (Case, error) {
	c, err := s.get(ctx, by, id)
	if err != nil {
		return Case{}, err
	}
	return s.view(c, by), nil
}

func (s *Service) get(ctx context.Context, by bonafide.Actor, id string) (Case, error) {
	if err := by.Check("by"); err != nil {
		return Case{}, err
	}
	kept, err := s.table.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	return s.current(kept.State, by)
}

// current is a stored case as of now, if the actor may know of it.
func (s *Service) current(c Case, by bonafide.Actor) (Case, error) {
	if !c.admits(by) {
		return Case{}, bonafide.ErrNotFound
	}
	next, _, err := s.elapse(c, s.now())
	return next, err
}

// Find returns the case with that id or, if there is none, with that external id
// (Dotfile, cases), as [Service.Get] does and with its errors.
func (s *Service) Find(ctx context.Context, by bonafide.Actor, idOrExternal string) (Case, error) {
	if idOrExternal == "" {
		return Case{}, bonafide.ErrNotFound
	}
	if len(idOrExternal) <= maxID {
		c, err := s.Get(ctx, by, idOrExternal)
		if !errors.Is(err, bonafide.ErrNotFound) {
			return c, err
		}
	}
	if err := by.Check("by"); err != nil {
		return Case{}, err
	}
	for _, index := range s.keys.Indexes("case.external", idOrExternal) {
		found, _, err := s.table.List(ctx, bonafide.Query{Unique: externalTerm(index), Limit: 1})
		if err != nil {
			return Case{}, err
		}
		if len(found) == 1 {
			c, err := s.current(found[0].State, by)
			if err != nil {
				return Case{}, err
			}
			return s.view(c, by), nil
		}
	}
	return Case{}, bonafide.ErrNotFound
}

// A ListRequest selects cases: those that meet every field that is set.
type ListRequest struct {
	Status             Status        `json:"status,omitzero"`
	Risk               risk.Level    `json:"risk,omitzero"`
	Periodic           PeriodicState `json:"periodic,omitzero"`
	Flag               Flag          `json:"flag,omitzero"`
	Assignee           string        `json:"assignee_id,omitzero"`
	Template           string        `json:"template_key,omitzero"`
	Tag                string        `json:"tag,omitzero"` // case does not matter
	ContactHasActions  bool          `json:"contact_has_actions,omitzero"`
	ReviewerHasActions bool          `json:"reviewer_has_actions,omitzero"`
	Cursor             string        `json:"cursor,omitzero"`
	Limit              int           `json:"limit,omitzero"` // 1 to 1,000; 0 = 100
}

// List returns a page of cases by id, and the cursor of the next one; the cursor is
// empty after the last. A platform gets its own cases. What time alone changes is
// listed as of the last [Service.AdvanceDue].
//
// Contacts and verifiers fail with [bonafide.ErrForbidden]. It fails with an error
// matching [bonafide.ErrCursor] for a cursor of another query.
func (s *Service) List(ctx context.Context, by bonafide.Actor, req ListRequest) ([]Case, string, error) {
	if err := by.Check("by"); err != nil {
		return nil, "", err
	}
	if by.Is(bonafide.ActorUser, bonafide.ActorVerifier) {
		return nil, "", bonafide.ErrForbidden
	}
	q := bonafide.Query{Cursor: req.Cursor, Limit: req.Limit}
	for key, value := range map[string]string{
		"status": string(req.Status), "risk": string(req.Risk), "periodic": string(req.Periodic), "flag": string(req.Flag),
		"assignee": req.Assignee, "template": req.Template,
	} {
		if value != "" {
			q.Labels = append(q.Labels, key+"="+value)
		}
	}
	if by.Is(bonafide.ActorPlatform) {
		q.Labels = append(q.Labels, "platform="+by.ID)
	}
	if req.Tag != "" {
		q.Labels = append(q.Labels, tagTerm(req.Tag))
	}
	if req.ContactHasActions {
		q.Labels = append(q.Labels, "contact=true")
	}
	if req.ReviewerHasActions {
		q.Labels = append(q.Labels, "reviewer=true")
	}
	// A cursor belongs to its query: the labels must come in one order.
	slices.Sort(q.Labels)
	kept, next, err := s.table.List(ctx, q)
	if err != nil {
		return nil, "", err
	}
	out := make([]Case, len(kept))
	for i, k := range kept {
		c, err := s.current(k.State, by)
		if err != nil {
			return nil, "", err
		}
		out[i] = s.view(c, by)
	}
	return out, next, nil
}
