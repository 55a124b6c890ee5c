package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
)

// AttestedOwners is the attestation that the people behind a business were
// named completely.
const AttestedOwners = "owners_complete"

// PushRisk records what a risk model found about the user; programs may ask for
// the level. An exact repeat of the latest automatic risk is not saved again.
// While a reviewer's own level stands, the automatic one is kept beside it.
func (s *Service) PushRisk(ctx context.Context, by bonafide.Actor, id, key string, a risk.Assessment) (u User, err error) {
	ctx, end := s.begin(ctx, "user.push_risk", id)
	defer end(&err)
	cmd, err := command("user.push_risk", key, by, a)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorSystem, bonafide.ActorPlatform, bonafide.ActorVerifier) {
		return User{}, bonafide.ErrForbidden
	}
	return s.change(ctx, id, "", cmd, func(u User, at time.Time) (record.Change[User], error) {
		next, kept, saved, err := u.Risk.Push(a, "", by, at)
		if err != nil || !saved {
			return record.Change[User]{State: u}, err
		}
		u.Risk = next
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventRisk, at, by, "level", string(kept.Level))}}, nil
	})
}

// OverrideRisk sets a reviewer's own risk level with its reason, in place of the
// automatic one, which is kept; an empty level puts the automatic one back.
func (s *Service) OverrideRisk(ctx context.Context, by bonafide.Actor, id, key string, level risk.Level, comment string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.override_risk", id)
	defer end(&err)
	cmd, err := command("user.override_risk", key, by, [2]string{string(level), comment})
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	return s.change(ctx, id, "", cmd, func(u User, at time.Time) (record.Change[User], error) {
		var current risk.Risk
		var err error
		if level == "" {
			u.Risk, current, err = u.Risk.Automate(by)
		} else {
			u.Risk, current, err = u.Risk.Override(level, comment, by, at, risk.Settings{})
		}
		if err != nil {
			return record.Change[User]{}, err
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventRisk, at, by, "level", string(current.Level), "override", string(level))}}, nil
	})
}

// A Simulated is what a candidate program would change for one user.
type Simulated struct {
	UserID string         `json:"user_id"`
	Change program.Change `json:"change"`
}

// Simulate tells, page by page, for which users of a candidate program's CIP tag
// and kind it would change anything, before it takes effect. Reviewers and the
// system may call it.
func (s *Service) Simulate(ctx context.Context, by bonafide.Actor, candidate *program.Program, cursor string, limit int) (changes []Simulated, next string, err error) {
	if err := by.Check("by"); err != nil {
		return nil, "", err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return nil, "", bonafide.ErrForbidden
	}
	sheet := candidate.Sheet()
	found, next, err := s.table.List(ctx, bonafide.Query{Cursor: cursor, Limit: limit})
	if err != nil {
		return nil, "", err
	}
	at := s.now()
	for _, kept := range found {
		u, _ := s.current(kept.State, at)
		if u.Erased() || u.CIPTag != sheet.CIPTag || u.kind() != sheet.UserKind {
			continue
		}
		p, err := s.program(u, at)
		if err != nil {
			return nil, "", err
		}
		u = u.watch(candidate.CountedLists(), at)
		change := program.Simulate(p, candidate, s.facts(u, at))
		if change.From != change.To || change.FromScope != change.ToScope || len(change.Documents)+len(change.Added)+len(change.Removed) > 0 {
			changes = append(changes, Simulated{UserID: u.ID, Change: change})
		}
	}
	return changes, next, nil
}
