package casefile

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// A ListRequest selects cases: those that meet every field that is set.
type ListRequest struct {
	bonafide.PageRequest
	Platform           string        `json:"platform,omitzero"` // whose cases; a platform lists its own alone
	Status             Status        `json:"status,omitzero"`
	Risk               risk.Level    `json:"risk,omitzero"`
	Periodic           PeriodicState `json:"periodic,omitzero"`
	Flag               Flag          `json:"flag,omitzero"`
	Assignee           string        `json:"assignee_id,omitzero"`
	Template           string        `json:"template_key,omitzero"`
	Tag                string        `json:"tag,omitzero"` // case does not matter
	ContactHasActions  bool          `json:"contact_has_actions,omitzero"`
	ReviewerHasActions bool          `json:"reviewer_has_actions,omitzero"`

	// Cases whose approval awaits a second reviewer; for reviewers.
	Proposed   bool   `json:"proposed,omitzero"`
	Maker      string `json:"maker,omitzero"`       // id of the reviewer who proposed it
	LastEditor string `json:"last_editor,omitzero"` // id of who changed the content last

	ChangePending bool `json:"change_pending,omitzero"` // approved cases with a pending [Change]

	// Processing are the cases with a check of that type that a vendor is to answer, as
	// the cases were last written: what a worker of the host's orders, or asks about again.
	Processing CheckType `json:"processing,omitzero"`

	// Sort is the order: by id unless it says otherwise. Names and times are sealed in
	// the store, so that a sorted list reads all cases that it is of: at most [MaxSorted].
	Sort       ListOrder `json:"sort,omitzero"`
	Descending bool      `json:"descending,omitzero"`
}

// proposals reports whether proposals are asked for.
func (r ListRequest) proposals() bool { return r.Proposed || r.Maker != "" || r.LastEditor != "" }

// List returns a page of cases, by id or as [ListRequest.Sort] says. A platform gets its own cases. What time alone
// changes is listed as of the last [Service.AdvanceDue].
//
// Contacts and verifiers fail with [bonafide.ErrForbidden], as do platforms that ask for
// proposals or for another platform's cases. It fails with an
// [*bonafide.InvalidError] for a limit out of bounds or a status, risk, periodic, flag, check type or
// order that there is none of, or more cases than can be sorted, and with an error matching
// [bonafide.ErrCursor] for a cursor of another query. Cases that cannot be read do
// not stop it: the page is returned, with a [*bonafide.UnreadableError].
func (s *Service) List(ctx context.Context, by bonafide.Actor, req ListRequest) (bonafide.PageOf[Case], error) {
	if err := req.mayAsk(by); err != nil {
		return bonafide.PageOf[Case]{}, err
	}
	if err := req.check(); err != nil {
		return bonafide.PageOf[Case]{}, err
	}
	limit, err := req.Size()
	if err != nil {
		return bonafide.PageOf[Case]{}, err
	}
	if req.Sort != "" || req.Descending {
		return s.listSorted(ctx, by, req, limit)
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

// check refuses what no case can meet: an empty page would say that there is none.
func (r ListRequest) check() error {
	var faults bonafide.Faults
	known := func(path string, ok bool) {
		if !ok {
			faults.Add(path, bonafide.CodeUnknown)
		}
	}
	known("status", r.Status == "" || slices.Contains(statuses, r.Status))
	known("risk", r.Risk == "" || slices.Contains(risk.Levels(), r.Risk))
	known("processing", r.Processing == "" || slices.Contains(CheckTypes(), r.Processing))
	known("sort", slices.Contains([]ListOrder{"", ByName, ByCreation, ByActivity}, r.Sort))
	switch r.Periodic {
	case "", PeriodicNone, PeriodicScheduled, PeriodicDue, PeriodicOverdue:
	default:
		known("periodic", false)
	}
	switch r.Flag {
	case "", AllChecksApproved, ForReview, ForFirstCollect, ForRecollection, FirstCollectCompleted:
	default:
		known("flag", false)
	}
	return faults.Err()
}

// mayAsk refuses whoever may not list cases, or not by that.
func (r ListRequest) mayAsk(by bonafide.Actor) error {
	if err := by.Admit("by"); err != nil {
		return err
	}
	if by.Is(bonafide.ActorUser, bonafide.ActorVerifier) || r.proposals() && !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return bonafide.ErrForbidden
	}
	if by.Is(bonafide.ActorPlatform) && r.Platform != "" && r.Platform != by.ID {
		return bonafide.ErrForbidden
	}
	return nil
}

// Count returns how many cases List would go through, as they were last written: from
// the store's index where it has one, else up to a bound, and the answer says so. Rights
// and faults are those of List.
func (s *Service) Count(ctx context.Context, by bonafide.Actor, req ListRequest) (bonafide.Count, error) {
	if err := req.mayAsk(by); err != nil {
		return bonafide.Count{}, err
	}
	if err := req.check(); err != nil {
		return bonafide.Count{}, err
	}
	return s.run.Count(ctx, bonafide.Query{Kind: Kind, Labels: req.labels(by)})
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
	add("maker", r.Maker)
	add("editor", r.LastEditor)
	if r.proposals() {
		add("proposal", "open")
	}
	if r.ChangePending {
		add("change", "pending")
	}
	add("processing", string(r.Processing))
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
		r.Platform = by.ID
	}
	add("platform", r.Platform)
	return out
}
