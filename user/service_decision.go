package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// kindOfDecisions is the kind of the records that keep decisions with the facts
// they were made on. They hold no personal data beyond country, subdivision, age
// and birthday.
const kindOfDecisions = Kind + ".decision"

// A Made is a decision that changed a user's permission, with its facts.
type Made struct {
	Decision permission.Decision `json:"decision"`
	Facts    permission.Facts    `json:"facts"`

	// Erased says that the facts are gone, and of the decision all but codes, times
	// and hashes: it can no longer be replayed.
	Erased bool `json:"erased,omitzero"`
}

var errDecision = errors.New("bonafide: decision does not decode")

func decisionID(id string, n int64) string { return fmt.Sprintf("%s/%09d", id, n) }

// keepDecision appends the write of a decision that changed the permission.
func (s *Service) keepDecision(c record.Change[User], undecided User, at time.Time) record.Change[User] {
	u := undecided.watch(s.counted(undecided, at), at)
	decision, facts := s.opts.Programs.Evaluate(u.CIPTag, s.facts(u, at))
	body, err := json.Marshal(Made{Decision: decision, Facts: facts})
	if err != nil {
		return c // cannot be: both are plain values
	}
	c.State.Decided++
	c.Writes = append(c.Writes, bonafide.Write{Record: bonafide.Record{
		Kind: kindOfDecisions, ID: decisionID(c.State.ID, c.State.Decided), Version: 1, Body: body,
	}})
	return c
}

// Decisions returns every decision that changed the user's permission, oldest
// first. Reviewers and the system may read them.
func (s *Service) Decisions(ctx context.Context, by bonafide.Actor, id string) ([]Made, error) {
	u, err := s.inside(ctx, by, id)
	if err != nil {
		return nil, err
	}
	made := make([]Made, u.Decided)
	for i := range made {
		r, err := s.table.Store.Get(ctx, kindOfDecisions, decisionID(id, int64(i+1)))
		if err != nil {
			return nil, err
		}
		if json.Unmarshal(r.Body, &made[i]) != nil {
			return nil, errDecision
		}
	}
	return made, nil
}

// Replay proves every kept decision of the user: it evaluates the program
// version of each on its facts again, and fails with the error of
// [program.Replay] where the outcome differs. A decision made without a
// program is proved without one; of an erased user nothing can be proved, which
// is refused with RefusedErased.
func (s *Service) Replay(ctx context.Context, by bonafide.Actor, id string) error {
	u, err := s.inside(ctx, by, id)
	if err != nil {
		return err
	}
	if err := u.unerased(permission.VerbView); err != nil {
		return err
	}
	made, err := s.Decisions(ctx, by, id)
	if err != nil {
		return err
	}
	for i, m := range made {
		var p *program.Program
		if m.Decision.Program != "" {
			if p, err = s.opts.Programs.Version(m.Decision.Program, m.Decision.ProgramVersion); err != nil {
				return fmt.Errorf("bonafide: decision %s: %w", strconv.Itoa(i+1), err)
			}
		}
		if err := program.Replay(p, m.Facts, m.Decision); err != nil {
			return fmt.Errorf("bonafide: decision %s: %w", strconv.Itoa(i+1), err)
		}
	}
	return nil
}

// Explain returns the derivation of the decision as it is now.
func (s *Service) Explain(ctx context.Context, by bonafide.Actor, id string) (program.Explanation, error) {
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return program.Explanation{}, err
	}
	at := s.now()
	p, err := s.program(u, at)
	if err != nil {
		return program.Explanation{}, err
	}
	u = u.watch(s.counted(u, at), at)
	return p.Explain(s.facts(u, at)), nil
}

// Future returns what the next version of the user's program, which is known
// but not yet in effect, would ask of the user. It is false if there is none.
func (s *Service) Future(ctx context.Context, by bonafide.Actor, id string) (program.Future, bool, error) {
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return program.Future{}, false, err
	}
	at := s.now()
	u = u.watch(s.counted(u, at), at)
	future, ok := s.opts.Programs.Future(u.CIPTag, s.facts(u, at))
	return future, ok, nil
}

// alive reads a user whose data is there to compute with.
func (s *Service) alive(ctx context.Context, by bonafide.Actor, id string) (User, error) {
	u, err := s.Get(ctx, by, id)
	if err == nil {
		err = u.unerased(permission.VerbView)
	}
	if err != nil {
		return User{}, err
	}
	return u, nil
}

// inside reads a user for those who work on it from the inside.
func (s *Service) inside(ctx context.Context, by bonafide.Actor, id string) (User, error) {
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return User{}, bonafide.ErrForbidden
	}
	return s.Get(ctx, by, id)
}

// labelReview marks users who have a document that waits for a reviewer.
const labelReview = "review=open"

func (u User) awaitsReview() bool {
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if !d.ReviewDue.IsZero() {
				return true
			}
		}
	}
	return false
}

// ReviewQueue returns users who have documents that wait for a reviewer's
// decision, by Sub.ReviewDue of each; Resolve decides. Reviewers and the system
// may read it.
func (s *Service) ReviewQueue(ctx context.Context, by bonafide.Actor, cursor string, limit int) (Page, error) {
	if err := by.Check("by"); err != nil {
		return Page{}, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return Page{}, bonafide.ErrForbidden
	}
	found, next, err := s.table.List(ctx, bonafide.Query{Labels: []string{labelReview}, Cursor: cursor, Limit: limit})
	if err != nil {
		return Page{}, err
	}
	page := Page{Next: next}
	for _, kept := range found {
		u, err := s.shown(kept.State, by, nil)
		if err != nil {
			return Page{}, err
		}
		page.Users = append(page.Users, u)
	}
	return page, nil
}

// SetDocumentActive takes a base document out of the decision, or back in. Only
// a reviewer may: leaving the worst document out could lift a user.
func (s *Service) SetDocumentActive(ctx context.Context, by bonafide.Actor, id, key, doc string, active bool) (u User, err error) {
	ctx, end := s.begin(ctx, "user.set_document_active", id)
	defer end(&err)
	cmd, err := command("user.set_document_active", key, by, map[string]any{"document": doc, "active": active})
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	return s.update(ctx, id, permission.VerbEdit, cmd, func(u User, at time.Time) (record.Change[User], error) {
		b, ok := u.Document(doc)
		if !ok {
			return record.Change[User]{}, bonafide.ErrNotFound
		}
		if b.IsActive == active {
			return record.Change[User]{State: u}, nil
		}
		b.IsActive = active
		return record.Change[User]{State: u.withDocument(b), Events: []bonafide.Event{
			bonafide.NewEvent(EventDocumentActive, at, by, "document", doc, "active", strconv.FormatBool(active)),
		}}, nil
	})
}
