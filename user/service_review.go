package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// A ResolveRequest carries an answer about one sub-document: of an outside
// check that was pending, or of a reviewer.
type ResolveRequest struct {
	Key         string           `json:"-"` // idempotency key
	SubDocument string           `json:"subdocument"`
	Attempt     string           `json:"attempt,omitzero"` // that was judged; a reviewer may leave it empty
	Verdict     document.Verdict `json:"verdict"`
}

// Resolve applies a verdict that arrives later. From a verifier, late, repeated
// and out-of-order answers are harmless: they count only for the attempt they
// belong to, and never undo a verdict with an older one. A reviewer's decision
// overrides both ways.
//
// It fails with [bonafide.ErrForbidden] for other actors, and with
// [bonafide.ErrNotFound] for a document that is not there.
func (s *Service) Resolve(ctx context.Context, by bonafide.Actor, id string, req ResolveRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.resolve", id)
	defer end(&err)
	cmd, err := command("user.resolve", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	switch by.Kind {
	case bonafide.ActorVerifier:
		if req.Attempt == "" {
			return User{}, bonafide.Invalid("attempt", bonafide.CodeRequired)
		}
		if req.Verdict.Verifier == "" {
			req.Verdict.Verifier = by.ID
		}
		return s.answer(ctx, id, cmd, req.SubDocument, req.Attempt, req.Verdict)
	case bonafide.ActorReviewer:
		return s.review(ctx, id, cmd, req)
	}
	return User{}, bonafide.ErrForbidden
}

func (s *Service) review(ctx context.Context, id string, cmd record.Command, req ResolveRequest) (User, error) {
	return s.update(ctx, id, permission.VerbResolve, cmd, func(u User, at time.Time) (record.Change[User], error) {
		for _, b := range u.Documents {
			d, ok := b.Find(req.SubDocument)
			if !ok {
				continue
			}
			if req.Attempt != "" && req.Attempt != d.Attempt {
				return record.Change[User]{}, bonafide.ErrConflict // the reviewer looked at another submission
			}
			next, err := d.Decide(cmd.By, req.Verdict, at)
			if err != nil {
				return record.Change[User]{}, err
			}
			return s.answered(u, b, next, req.Verdict, cmd.By, at)
		}
		return record.Change[User]{}, bonafide.ErrNotFound
	})
}

// A DecideHitRequest says what a reviewer makes of a hit of the last screening.
type DecideHitRequest struct {
	Key         string                `json:"-"` // idempotency key
	Document    string                `json:"document"`
	List        string                `json:"list"`
	EntryID     string                `json:"entry_id"`
	Disposition screening.Disposition `json:"disposition"`
	Reason      string                `json:"reason"`
	Expires     time.Time             `json:"expires,omitzero"` // of a clearance; required there
}

// DecideHit records a reviewer's decision about a hit; see
// [screening.Record.Decide], whose errors it returns. A clearance holds for the
// subject and the list entry as they are now: it is void as soon as either
// changes.
func (s *Service) DecideHit(ctx context.Context, by bonafide.Actor, id string, req DecideHitRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.decide_hit", id)
	defer end(&err)
	cmd, err := command("user.decide_hit", req.Key, by, req)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	return s.update(ctx, id, permission.VerbDecideMatch, cmd, func(u User, at time.Time) (record.Change[User], error) {
		sc, ok := u.Screenings[req.Document]
		if !ok {
			return record.Change[User]{}, bonafide.ErrNotFound
		}
		var err error
		if sc.Record, err = sc.Decide(req.List, req.EntryID, req.Disposition, by, req.Reason, at, req.Expires); err != nil {
			return record.Change[User]{}, err
		}
		return record.Change[User]{State: u.withScreening(req.Document, &sc), Events: []bonafide.Event{bonafide.NewEvent(EventHitDecided, at, by,
			"document", req.Document, "list", req.List, "entry", req.EntryID, "disposition", string(req.Disposition))}}, nil
	})
}

// Get returns a user as an actor may see it. A decision whose time is up is
// computed anew: what is returned never outlives its evidence. A user that the
// actor may not know of is not found.
func (s *Service) Get(ctx context.Context, by bonafide.Actor, id string) (User, error) {
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	kept, err := s.table.Get(ctx, id)
	if err != nil {
		return User{}, err
	}
	u := kept.State
	if !u.admits(by) {
		return User{}, bonafide.ErrNotFound
	}
	u, _ = s.current(u, s.now())
	return u.As(by), nil
}

// Events returns what happened to a user, oldest first, after checking that no
// event was changed, dropped or added. Reviewers and the system may read them.
func (s *Service) Events(ctx context.Context, by bonafide.Actor, id string) ([]bonafide.Event, error) {
	if err := by.Check("by"); err != nil {
		return nil, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return nil, bonafide.ErrForbidden
	}
	return s.table.Events(ctx, id)
}

// Reveal returns the value of a sub-document in clear, for a reviewer who needs
// it, and records that it was seen.
func (s *Service) Reveal(ctx context.Context, by bonafide.Actor, id, subDocument string) (value bonafide.Secret, err error) {
	ctx, end := s.begin(ctx, "user.reveal", id)
	defer end(&err)
	cmd, err := command("user.reveal", "", by, subDocument)
	if err != nil {
		return bonafide.Secret{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return bonafide.Secret{}, bonafide.ErrForbidden
	}
	_, err = s.update(ctx, id, permission.VerbView, cmd, func(u User, at time.Time) (record.Change[User], error) {
		for _, b := range u.Documents {
			d, ok := b.Find(subDocument)
			if !ok {
				continue
			}
			key, err := s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
			if err != nil {
				return record.Change[User]{}, err
			}
			if value, err = key.Open(d.Field(), d.Value); err != nil {
				return record.Change[User]{}, err
			}
			return record.Change[User]{State: u, Events: []bonafide.Event{
				bonafide.NewEvent(EventRevealed, at, by, "document", b.ID, "subdocument", d.ID),
			}}, nil
		}
		return record.Change[User]{}, bonafide.ErrNotFound
	})
	if err != nil {
		return bonafide.Secret{}, err
	}
	return value, nil
}
