package permission

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Codes of refused transactions.
const (
	CodePermission   bonafide.Code = "permission"    // the user may not move money that way
	CodeStanding     bonafide.Code = "standing"      // the user is locked or closed
	CodeStale        bonafide.Code = "stale"         // the decision is due: evaluate again
	CodeOtherProgram bonafide.Code = "other_program" // the decision is of another program or version
	CodeOtherZone    bonafide.Code = "other_zone"    // the ledger's periods are not those of the program
	CodeCurrency     bonafide.Code = "currency"      // amounts of that currency are not covered by the limits
	CodeLimitAmount  bonafide.Code = "limit_amount"  // over the greatest sum
	CodeLimitCount   bonafide.Code = "limit_count"   // over the greatest number
)

// Authorization says whether a transaction may go ahead.
type Authorization struct {
	Allowed  bool `json:"allowed"`
	Repeated bool `json:"repeated,omitzero"` // the ledger has it already: it is not counted again
	// Refusals are all reasons against it, in the order of the rules.
	Refusals []Refusal `json:"refusals,omitzero"`
	// Limits are those that bound the transaction, as they stand without it.
	Limits []LimitState `json:"limits,omitzero"`
	// Raise is what would allow it, where a higher tier would.
	Raise *Raise `json:"raise,omitzero"`

	Program        string    `json:"program,omitzero"`
	ProgramVersion int       `json:"program_version,omitzero"`
	InputHash      string    `json:"input_hash,omitzero"` // of the decision it rests on
	At             time.Time `json:"at"`
}

// Refusal is one reason against a transaction.
type Refusal struct {
	Code bonafide.Code `json:"code"`
	Rule string        `json:"rule,omitzero"` // path of the limit in the sheet
}

// LimitState is where a limit stands. Amounts are given for a limit of amounts,
// counts for a limit of counts.
type LimitState struct {
	Rule           string         `json:"rule"` // path in the sheet
	Per            Period         `json:"per"`
	Max            bonafide.Money `json:"max,omitzero"`
	Used           bonafide.Money `json:"used,omitzero"`
	Remaining      bonafide.Money `json:"remaining,omitzero"` // never below 0
	Count          int            `json:"count,omitzero"`
	UsedCount      int            `json:"used_count,omitzero"`
	RemainingCount int            `json:"remaining_count,omitzero"`
	Until          time.Time      `json:"until,omitzero"` // when the period starts anew
}

// Raise is the lowest tier that would allow a transaction, and what it takes.
type Raise struct {
	Scope        Scope         `json:"scope"`
	Requirements []Requirement `json:"requirements,omitzero"` // of the decision, not yet met
}

// Authorize says whether a transaction may go ahead, by a decision of this
// program and the ledger of the user's transactions; t.At is when. It changes
// nothing: [Program.Move] also posts it. It fails only for a malformed
// transaction or sums out of bounds, with an error matching
// [bonafide.ErrInvalid].
func (p *Program) Authorize(d Decision, l Ledger, t Transaction) (Authorization, error) {
	a := Authorization{Program: p.ID(), ProgramVersion: p.Version(), InputHash: d.InputHash, At: bonafide.Instant(t.At)}
	if err := t.Check(); err != nil {
		return Authorization{}, err
	}
	if known, ok := l.find(t.ID); ok {
		if !known.same(Transaction{t.ID, t.Direction, t.Amount, bonafide.Instant(t.At)}) {
			return Authorization{}, bonafide.ErrKeyReused
		}
		a.Allowed, a.Repeated = true, true
		return a, nil
	}
	refuse := func(code bonafide.Code, rule string) { a.Refusals = append(a.Refusals, Refusal{code, rule}) }
	switch {
	case p == nil || d.ProgramHash != p.Hash() || d.Engine != EngineVersion:
		refuse(CodeOtherProgram, "")
	case d.Stale(t.At):
		refuse(CodeStale, "")
	case !d.Permission.Computed():
		refuse(CodeStanding, "")
	case l.Zone != p.sheet.TimeZone:
		refuse(CodeOtherZone, "")
	case t.At.Before(l.From):
		refuse(CodeTooOld, "")
	}
	if a.Refusals != nil {
		return a, nil
	}
	current := -1
	for i := range p.tiers {
		if p.tiers[i].scope == d.Scope {
			current = i
		}
	}
	if current < 0 || !d.Permission.May(t.Direction) {
		refuse(CodePermission, "")
	} else {
		states, refusals, err := p.bounds(&p.tiers[current], l, t)
		if err != nil {
			return Authorization{}, err
		}
		a.Limits, a.Refusals = states, refusals
	}
	if a.Allowed = a.Refusals == nil; a.Allowed {
		return a, nil
	}
	for i := current + 1; i < len(p.tiers) && a.Raise == nil; i++ {
		tier := &p.tiers[i]
		if !tier.scope.Permission().May(t.Direction) {
			continue
		}
		_, refusals, err := p.bounds(tier, l, t)
		if err != nil {
			return Authorization{}, err
		}
		if refusals == nil {
			a.Raise = &Raise{Scope: tier.scope, Requirements: d.upTo(tier.rank)}
		}
	}
	return a, nil
}

// Move authorizes a transaction and, if it is allowed, posts it: the two that a
// host must write under one version check. The ledger is returned unchanged if
// it is refused or repeated.
func (p *Program) Move(d Decision, l Ledger, t Transaction) (Ledger, Authorization, error) {
	a, err := p.Authorize(d, l, t)
	if err != nil || !a.Allowed || a.Repeated {
		return l, a, err
	}
	next, _, err := l.Post(t)
	if err != nil {
		return l, Authorization{}, err
	}
	return next, a, nil
}

// upTo returns what is not met of all that a scope of the rank takes.
func (d Decision) upTo(rank int) []Requirement {
	var open []Requirement
	for _, r := range d.Requirements {
		if r.Impact.Withholds.rank() <= rank && r.State != Satisfied && r.State != Waived {
			open = append(open, r)
		}
	}
	return open
}

// bounds returns where the limits of a tier stand that bound a transaction, and
// which of them it would break.
func (p *Program) bounds(tier *tier, l Ledger, t Transaction) (states []LimitState, refusals []Refusal, err error) {
	bounded, covered := false, false
	for i := range tier.limits {
		limit := &tier.limits[i]
		if limit.Direction != t.Direction {
			continue
		}
		var sums []Total
		_, until := limit.Per.Around(t.At, p.zone)
		if limit.Per != PerTransaction {
			if sums, err = l.sums(t.Direction, limit.Per, t.At, p.zone, t.ID); err != nil {
				return nil, nil, err
			}
		}
		state := LimitState{Rule: limit.path, Per: limit.Per, Until: until}
		if !limit.max.IsZero() {
			bounded = true
			if limit.max.Currency() == t.Amount.Currency() {
				covered = true
				over, err := state.amount(limit.max, sums, t.Amount)
				if err != nil {
					return nil, nil, err
				}
				if over {
					refusals = append(refusals, Refusal{CodeLimitAmount, limit.path})
				}
			}
		}
		if limit.Count > 0 {
			if state.count(limit.Count, sums); state.RemainingCount == 0 {
				refusals = append(refusals, Refusal{CodeLimitCount, limit.path})
			}
		}
		if !state.Max.IsZero() || state.Count > 0 {
			states = append(states, state)
		}
	}
	if bounded && !covered {
		refusals = append(refusals, Refusal{Code: CodeCurrency})
	}
	return states, refusals, nil
}

// amount fills in a limit of amounts and reports whether one more goes over it.
func (s *LimitState) amount(max bonafide.Money, sums []Total, amount bonafide.Money) (over bool, err error) {
	s.Max, s.Remaining = max, max
	for i := range sums {
		if sums[i].Amount.Currency() == max.Currency() {
			s.Used = sums[i].Amount
			if s.Remaining, err = max.Add(s.Used.Neg()); err != nil {
				return false, err
			}
		}
	}
	order, err := amount.Compare(s.Remaining)
	if s.Remaining.Amount().IsNegative() {
		if s.Remaining, err = s.Remaining.Add(s.Remaining.Neg()); err != nil {
			return false, err
		}
	}
	return order > 0, err
}

func (s *LimitState) count(max int, sums []Total) {
	s.Count = max
	for i := range sums {
		s.UsedCount += sums[i].Count
	}
	s.RemainingCount = max - s.UsedCount
	if s.RemainingCount < 0 {
		s.RemainingCount = 0
	}
}
