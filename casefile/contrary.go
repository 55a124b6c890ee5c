package casefile

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// An Answer is a vendor's result of an attempt.
type Answer struct {
	Result    Result    `json:"result"`
	Details   []string  `json:"details,omitzero"`
	Reference string    `json:"reference,omitzero"`
	At        time.Time `json:"at"`
}

// stricter reports whether the result weighs more than another of the same time.
func (r Result) stricter(o Result) bool {
	order := []Result{ResultApproved, ResultError, ResultRejected}
	return slices.Index(order, r) > slices.Index(order, o)
}

// contradicts reports whether an answer is the opposite of what was decided. That a
// vendor cannot tell contradicts nothing.
func (k Check) contradicts(a Answer) bool {
	return k.Decided() && a.Result != ResultError && k.Decision.Approved != (a.Result == ResultApproved)
}

// contradict keeps an answer to an attempt that has a result already. The same
// result, and what a vendor contradicted before, changes nothing.
func (c Case) contradict(in input, before Check, a Answer, ids idSource) (Case, []bonafide.Event, error) {
	k := before
	if a.Result == k.Result || k.Contrary != nil && k.Contrary.Result == a.Result {
		return c, nil, nil
	}
	k.Contrary = &a
	if a.At.Equal(k.ResultAt) && a.Result.stricter(k.Result) {
		k.Contrary = &Answer{Result: k.Result, Details: k.Details, Reference: k.Reference, At: k.ResultAt}
		k.Result, k.Details, k.Reference = a.Result, a.Details, a.Reference
	}
	opposite := k.contradicts(a)
	doubted := opposite && k.Status == CheckApproved && k.Decision.By.Is(bonafide.ActorSystem)
	if doubted {
		var err error
		if k, err = k.step(stepDoubt, CheckNeedReview); err != nil {
			return c, nil, err
		}
	}
	next, events := c.moveCheck(event.CheckContradicted, in.By, before, k, in.At, "result", string(a.Result), "details", strings.Join(a.Details, ","))
	if !opposite || doubted {
		return next, events, nil
	}
	next, more, err := next.contraryTask(in, k, ids)
	return next, append(events, more...), err
}

// contraryTask asks reviewers to look at a decision that an answer contradicts.
func (c Case) contraryTask(in input, k Check, ids idSource) (Case, []bonafide.Event, error) {
	return c.ownTask("An answer contradicts the decision on check "+k.ID, in.At, ids)
}
