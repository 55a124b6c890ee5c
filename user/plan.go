package user

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// Why the fields of an erased user stay.
const (
	staysAsRecord   = "it names the record and its events, and nobody: Regulation (EU) 2016/679 article 5(2)"
	staysAsDecision = "codes, times and versions of what was decided: Regulation (EU) 2016/679 articles 5(2) and 17(3)(e)"
	staysAsProof    = "that data was kept and erased as the law asks: Regulation (EU) 2016/679 articles 5(2) and 17(3)(e)"
)

// stays says why a field of an erased user stays, by its JSON name; it knows every one that
// may.
func stays(field string) string {
	switch field {
	case "id", "is_business", "cip_tag", "platforms", "imported", "created_at", "updated_at", "decision_version",
		"listing_version", "retention_version", "term_versions", "queue_version":
		return staysAsRecord
	case "decision", "standing":
		return staysAsDecision
	case "retention", "holds", "erasure":
		return staysAsProof
	}
	return ""
}

// beyond is what outlives an erasure beside the user's own record.
var beyond = []bonafide.Remnant{
	{Path: "events", Why: "ids and codes of what happened, under a salt that goes: Regulation (EU) 2016/679 articles 5(2) and 17(3)(e)"},
	{Path: kindOfDecisions, Why: staysAsDecision},
	{Path: kindOfImports, Why: "a keyed hash of the id in the other system, so that a file which is run again does not bring the user back"},
	{Path: Kind + ".command", Why: "a keyed hash of the idempotency key of the creation, until its time is over: Options.KeyLife"},
	{Path: "twins of other users", Why: "the id, and codes of what was shared, are theirs until they are erased"},
}

// PlanErasure says what [Service.Erase] would do to a user now, or once nothing stands
// in its way, and changes nothing: what would go, what stays and by which authority, how
// long it must wait, and for which legal holds. The rules are those of Erase itself. An
// erased user is planned as RefusedErased, with what is left of it.
//
// Reviewers and the system may ask, others fail with [bonafide.ErrForbidden]: what goes
// tells what was found. It fails with [bonafide.ErrNotFound]. Whether the program asks
// for a second person is not looked at.
func (s *Service) PlanErasure(ctx context.Context, by bonafide.Actor, id string) (bonafide.ErasurePlan, error) {
	u, err := s.inside(ctx, by, id)
	if err != nil {
		return bonafide.ErasurePlan{}, err
	}
	in := input{By: by, At: s.now()}
	if u, _, err = s.elapse(u, in.At); err != nil {
		return bonafide.ErasurePlan{}, err
	}
	after, refusal := u, error(&bonafide.RefusedError{Code: bonafide.RefusedErased})
	if !u.Erased() {
		after, refusal = u.erase(in, bonafide.RetentionEnded), s.mayErase(u, in)
	}
	p, err := aggregate.Plan(u, after, refusal, stays)
	if err != nil {
		return bonafide.ErasurePlan{}, err
	}
	p.At, p.Stays, p.Files = in.At, append(p.Stays, beyond...), len(after.Erasure.Files)
	if u.closed() && !u.Erased() {
		p.Until = s.retainedUntil(u)
		_, p.Duty = s.retention(u)
	}
	p.Holds = aggregate.HoldIDs(u.Holds)
	if !u.Erased() {
		for _, r := range u.bodies() {
			if r.Kind != Kind && !slices.Contains(p.Records, r.Kind) {
				p.Records = append(p.Records, r.Kind)
			}
		}
	}
	return p, nil
}
