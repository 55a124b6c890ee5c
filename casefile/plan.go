package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// Why the fields of an erased case stay.
const (
	staysAsRecord   = "it names the record and its events, and nobody: Regulation (EU) 2016/679 article 5(2)"
	staysAsDecision = "codes, times and reviewers of what was decided: Regulation (EU) 2016/679 articles 5(2) and 17(3)(e)"
	staysAsProof    = "that data was kept and erased as the law asks: Regulation (EU) 2016/679 articles 5(2) and 17(3)(e)"
)

// stays says why a field of an erased case stays, by its JSON name; it knows every one that
// may.
func stays(field string) string {
	switch field {
	case "id", "platform", "template_key", "indexed", "retention_version", "created_at", "updated_at":
		return staysAsRecord
	case "status", "reviews":
		return staysAsDecision
	case "retention", "holds", "erasure":
		return staysAsProof
	}
	return ""
}

// beyond is what outlives an erasure beside the case's own record.
var beyond = []bonafide.Remnant{
	{Path: "events", Why: "ids and codes of what happened, under a salt that goes: Regulation (EU) 2016/679 articles 5(2) and 17(3)(e)"},
	{Path: Kind + ".command", Why: "a keyed hash of the idempotency key of the creation, until its time is over: Options.KeyLife"},
}

// PlanErasure says what [Service.Erase] would do to a case now, or once nothing stands
// in its way, and changes nothing: what would go, what stays and by which authority, how
// long it must wait, and for which legal holds. The rules are those of Erase itself. An
// erased case is planned as [bonafide.RefusedErased], with what is left of it.
//
// Reviewers and the system may ask, others fail with [bonafide.ErrForbidden]: what goes
// tells what was found. It fails with [bonafide.ErrNotFound].
func (s *Service) PlanErasure(ctx context.Context, by bonafide.Actor, id string) (bonafide.ErasurePlan, error) {
	if err := by.Admit("by"); err != nil {
		return bonafide.ErasurePlan{}, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return bonafide.ErasurePlan{}, bonafide.ErrForbidden
	}
	kept, err := s.run.Get(ctx, id)
	if err != nil {
		return bonafide.ErasurePlan{}, err
	}
	c, in := kept.State, input{By: by, At: s.now()}
	after, refusal := c, error(&bonafide.RefusedError{Code: bonafide.RefusedErased})
	if !c.Erased() {
		after, refusal = c.bare(in, bonafide.RetentionEnded), c.mayErase(in, s.retainedUntil(c))
	}
	p, err := aggregate.Plan(c, after, refusal, stays)
	if err != nil {
		return bonafide.ErasurePlan{}, err
	}
	p.At, p.Stays, p.Files = in.At, append(p.Stays, beyond...), len(after.Erasure.Files)
	if c.Erased() {
		return p, nil
	}
	if p.Records = []string{KindVersion, KindEntity, KindMonitoring}; !s.retainedUntil(c).IsZero() {
		p.Until = s.retainedUntil(c)
		_, p.Duty = s.retention(c)
	}
	p.Holds = aggregate.HoldIDs(c.Holds)
	return p, nil
}
