package money

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// sums adds up what moved in one direction in the period around a time, by
// currency, without one transaction.
func (l Ledger) sums(d permission.Direction, per permission.Period, at time.Time, zone *time.Location, without string) ([]permission.Total, error) {
	start, end := Around(per, at, zone)
	var sums []permission.Total
	add := func(m bonafide.Money, n int) error {
		for i := range sums {
			if sums[i].Amount.Currency() != m.Currency() {
				continue
			}
			sum, err := sums[i].Amount.Add(m)
			if err != nil {
				return err
			}
			sums[i].Amount, sums[i].Count = sum, sums[i].Count+n
			return nil
		}
		sums = append(sums, permission.Total{Direction: d, Per: per, Amount: m, Count: n, Until: end})
		return nil
	}
	for i := range l.Days {
		if day := &l.Days[i]; day.Direction == d && !day.Start.Before(start) && day.Start.Before(end) {
			if err := add(day.Amount, day.Count); err != nil {
				return nil, err
			}
		}
	}
	for i := range l.Entries {
		if t := &l.Entries[i]; t.Direction == d && t.ID != without && !t.At.Before(start) && t.At.Before(end) {
			if err := add(t.Amount, 1); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(sums, func(a, b permission.Total) int {
		return strings.Compare(string(a.Amount.Currency()), string(b.Amount.Currency()))
	})
	return sums, nil
}

// Totals returns the running totals of all periods around a time, for
// [permission.Facts].Totals. It fails with an error matching
// [bonafide.ErrInvalid] for an unknown zone or a sum out of bounds.
func (l Ledger) Totals(at time.Time) (permission.Totals, error) {
	zone, err := ParseZone(l.Zone)
	if err != nil {
		return permission.Totals{}, bonafide.Invalid("zone", bonafide.CodeUnknown)
	}
	totals := permission.Totals{AsOf: bonafide.Instant(at)}
	for _, d := range permission.Directions() {
		for _, per := range permission.Periods()[1:] {
			sums, err := l.sums(d, per, at, zone, "")
			if err != nil {
				return permission.Totals{}, err
			}
			totals.Sums = append(totals.Sums, sums...)
		}
	}
	return totals, nil
}
