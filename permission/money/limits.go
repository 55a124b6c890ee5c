package money

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Codes of transactions that limits refuse.
const (
	CodeCurrency    bonafide.Code = "currency"     // amounts of that currency are not covered by the limits
	CodeLimitAmount bonafide.Code = "limit_amount" // over the greatest sum
	CodeLimitCount  bonafide.Code = "limit_count"  // over the greatest number
)

// Limit bounds the money or the number of transactions of one direction.
// A tier that bounds the amounts of a direction in some currencies refuses all
// other currencies in that direction.
type Limit struct {
	// Direction is the way of the money.
	Direction permission.Direction `json:"direction"`
	// Per is the period.
	Per permission.Period `json:"per"`
	// Currency is an ISO 4217 code; beside max, where it is required.
	Currency string `json:"currency,omitzero"`
	// Max is the greatest sum, a plain decimal; 0 forbids.
	Max string `json:"max,omitzero"`
	// Count is the greatest number of transactions, of all currencies together;
	// not per transaction.
	Count int `json:"count,omitzero"`
}

// Bound is a limit that was checked, ready to be held against a ledger: package
// program makes them of the limits of a tier.
type Bound struct {
	Limit
	// Most is Max in Currency; zero where the limit bounds no amounts.
	Most bonafide.Money
	// Rule is the path of the limit in the sheet.
	Rule string
}

// Refusal is one reason against a transaction.
type Refusal struct {
	Code bonafide.Code `json:"code"`
	Rule string        `json:"rule,omitzero"` // path of the limit in the sheet
}

// LimitState is where a limit stands. Amounts are given for a limit of amounts,
// counts for a limit of counts.
type LimitState struct {
	Rule           string            `json:"rule"` // path in the sheet
	Per            permission.Period `json:"per"`
	Max            bonafide.Money    `json:"max,omitzero"`
	Used           bonafide.Money    `json:"used,omitzero"`
	Remaining      bonafide.Money    `json:"remaining,omitzero"` // never below 0
	Count          int               `json:"count,omitzero"`
	UsedCount      int               `json:"used_count,omitzero"`
	RemainingCount int               `json:"remaining_count,omitzero"`
	Until          time.Time         `json:"until,omitzero"` // when the next period starts
}

// Limits returns where the limits stand that bound a transaction, as they are
// without it, and which of them it would break. Periods are those of the zone,
// which must be the ledger's. It fails, with an error matching
// [bonafide.ErrInvalid], only where sums are out of bounds.
func (l Ledger) Limits(t Transaction, bounds []Bound, zone *time.Location) (states []LimitState, refusals []Refusal, err error) {
	bounded, covered := false, false
	for i := range bounds {
		limit := &bounds[i]
		if limit.Direction != t.Direction {
			continue
		}
		var sums []permission.Total
		_, until := Around(limit.Per, t.At, zone)
		if limit.Per != permission.PerTransaction {
			if sums, err = l.sums(t.Direction, limit.Per, t.At, zone, t.ID); err != nil {
				return nil, nil, err
			}
		}
		state := LimitState{Rule: limit.Rule, Per: limit.Per, Until: until}
		if !limit.Most.IsZero() {
			bounded = true
			if limit.Most.Currency() == t.Amount.Currency() {
				covered = true
				over, err := state.amount(limit.Most, sums, t.Amount)
				if err != nil {
					return nil, nil, err
				}
				if over {
					refusals = append(refusals, Refusal{CodeLimitAmount, limit.Rule})
				}
			}
		}
		if limit.Count > 0 {
			if state.count(limit.Count, sums); state.RemainingCount == 0 {
				refusals = append(refusals, Refusal{CodeLimitCount, limit.Rule})
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
func (s *LimitState) amount(max bonafide.Money, sums []permission.Total, amount bonafide.Money) (over bool, err error) {
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

func (s *LimitState) count(max int, sums []permission.Total) {
	s.Count = max
	for i := range sums {
		s.UsedCount += sums[i].Count
	}
	s.RemainingCount = max - s.UsedCount
	if s.RemainingCount < 0 {
		s.RemainingCount = 0
	}
}
