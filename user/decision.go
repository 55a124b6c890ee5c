package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// kindOfDecisions is the kind of the records that keep decisions with the facts
// they were made on. They hold no personal data beyond country, subdivision, age
// and birthday.
const kindOfDecisions = Kind + ".decision"

// A DecisionRecord is a decision that changed a user's permission, with its
// facts. Its requirements are left out: the program makes them of the facts.
type DecisionRecord struct {
	Decision permission.Decision `json:"decision"`
	Facts    permission.Facts    `json:"facts"`

	// Erased says that the facts are gone, and of the decision all but codes, times
	// and hashes: it can no longer be replayed.
	Erased bool `json:"erased,omitzero"`
}

var errDecision = errors.New("bonafide: decision does not decode")

func decisionID(id string, n int64) string { return fmt.Sprintf("%s/%09d", id, n) }

// record returns the n-th decision of a user as it is stored.
func (d *DecisionRecord) record(id string, n int64) (bonafide.Record, error) {
	body, err := json.Marshal(d)
	return bonafide.Record{Kind: kindOfDecisions, ID: decisionID(id, n), Version: 1, Body: body}, err
}

// Decisions returns every decision that changed the user's permission, oldest
// first. Reviewers and the system may read them, others fail with
// [bonafide.ErrForbidden]; it fails with [bonafide.ErrNotFound].
func (s *Service) Decisions(ctx context.Context, by bonafide.Actor, id string) ([]DecisionRecord, error) {
	u, err := s.inside(ctx, by, id)
	if err != nil {
		return nil, err
	}
	records := make([]DecisionRecord, u.DecisionVersion)
	for i := range records {
		r, err := s.run.Store.Get(ctx, kindOfDecisions, decisionID(id, int64(i+1)))
		if err != nil {
			return nil, err
		}
		if json.Unmarshal(r.Body, &records[i]) != nil {
			return nil, errDecision
		}
	}
	return records, nil
}

// Replay proves every kept decision of the user: it evaluates the program
// version of each on its facts again, and fails with the error of
// [program.Replay] where the outcome differs. A decision made without a
// program is proved without one; of an erased user nothing can be proved, which
// is refused with RefusedErased. Rights are those of Decisions.
func (s *Service) Replay(ctx context.Context, by bonafide.Actor, id string) error {
	u, err := s.inside(ctx, by, id)
	if err != nil {
		return err
	}
	if u.Erased() {
		return &bonafide.RefusedError{Code: bonafide.RefusedErased}
	}
	records, err := s.Decisions(ctx, by, id)
	if err != nil {
		return err
	}
	for i, r := range records {
		var p *program.Program
		if r.Decision.Program != "" {
			if p, err = s.opts.Programs.Version(r.Decision.Program, r.Decision.ProgramVersion); err != nil {
				return fmt.Errorf("bonafide: decision %s: %w", strconv.Itoa(i+1), err)
			}
		}
		r.Decision.Requirements = p.Evaluate(r.Facts).Requirements
		if err := program.Replay(p, r.Facts, r.Decision); err != nil {
			return fmt.Errorf("bonafide: decision %s: %w", strconv.Itoa(i+1), err)
		}
	}
	return nil
}

// Explain returns the derivation of the decision as it is now. Platforms, reviewers
// and the system may ask. The user itself fails with [bonafide.ErrForbidden]: what it is
// asked for stands in Decision.Requirements, in words that tip nobody off. It fails with
// [bonafide.ErrNotFound] and RefusedErased.
func (s *Service) Explain(ctx context.Context, by bonafide.Actor, id string) (program.Explanation, error) {
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return program.Explanation{}, err
	}
	if by.Is(bonafide.ActorUser) {
		return program.Explanation{}, bonafide.ErrForbidden
	}
	at := s.now()
	u = u.withWatchlists(s.counted(u, at), at)
	return s.program(u, at).Explain(s.facts(u, at)), nil
}

// Future returns what the next version of the user's program, which is known
// but not yet in effect, would ask of the user. It is false without such a version.
// Whoever may know of the user may ask. It fails with [bonafide.ErrNotFound] and
// RefusedErased.
func (s *Service) Future(ctx context.Context, by bonafide.Actor, id string) (program.Future, bool, error) {
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return program.Future{}, false, err
	}
	at := s.now()
	u = u.withWatchlists(s.counted(u, at), at)
	future, ok := s.opts.Programs.Future(u.CIPTag, s.facts(u, at))
	if by.Is(bonafide.ActorUser) {
		future.Requirements = program.ForSubject(future.Requirements)
	}
	return future, ok, nil
}
