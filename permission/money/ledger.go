package money

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Ledger is what moved, for limits and thresholds: a fold over the transactions
// that a host reports. It is a value: verbs return the next ledger and change
// nothing. A host keeps it beside the user and writes it with a version check,
// so that of racing writers one at a time adds to it.
//
// Periods are those of Zone, which is fixed when the ledger is opened.
type Ledger struct {
	Zone    string        `json:"zone"`             // IANA name; empty = UTC
	From    time.Time     `json:"from,omitzero"`    // what is older is folded: no transaction before it is taken
	Days    []Day         `json:"days,omitzero"`    // the folded days, oldest first; those before this month and week as one
	Entries []Transaction `json:"entries,omitzero"` // by time and id
}

// Day is what moved on a folded day.
type Day struct {
	Start     time.Time            `json:"start"`
	Direction permission.Direction `json:"direction"`
	Amount    bonafide.Money       `json:"amount"`
	Count     int                  `json:"count"`
}

// MaxEntries bounds the transactions that a ledger keeps one by one. [Ledger.Fold]
// makes room.
const MaxEntries = 20_000

// Codes of transactions that are refused for their time.
const (
	CodeTooOld   bonafide.Code = "too_old"   // it lies before what is still open
	CodeTooEarly bonafide.Code = "too_early" // it is dated ahead
)

// NewLedger opens a ledger in a zone, given by its IANA name: that of the program,
// see Program.TimeZone of package program. It fails with an error matching
// [bonafide.ErrInvalid] where no such zone is known.
func NewLedger(zone string) (Ledger, error) {
	if _, err := ParseZone(zone); err != nil {
		return Ledger{}, bonafide.Invalid("zone", bonafide.CodeUnknown)
	}
	return Ledger{Zone: zone}, nil
}

func compareEntries(a, b Transaction) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

// Has reports whether a transaction is among the entries. It fails with
// [bonafide.ErrKeyReused] if another one is there under its id.
func (l Ledger) Has(t Transaction) (bool, error) {
	t.At = bonafide.Instant(t.At)
	for i := range l.Entries {
		if l.Entries[i].ID != t.ID {
			continue
		}
		if !l.Entries[i].same(t) {
			return false, bonafide.ErrKeyReused
		}
		return true, nil
	}
	return false, nil
}

// Post adds a transaction. The same transaction again changes nothing and is
// reported as not added; another one under the same id fails with
// [bonafide.ErrKeyReused]. One before From fails with a
// [*bonafide.RefusedError]: whether it was counted can no longer be said.
func (l Ledger) Post(t Transaction) (next Ledger, added bool, err error) {
	if err := t.Check(); err != nil {
		return l, false, err
	}
	t.At = bonafide.Instant(t.At)
	if known, err := l.Has(t); known || err != nil {
		return l, false, err
	}
	switch {
	case t.At.Before(l.From):
		return l, false, &bonafide.RefusedError{Code: CodeTooOld}
	case len(l.Entries) >= MaxEntries:
		return l, false, &bonafide.RefusedError{Code: bonafide.CodeTooMany}
	}
	at, _ := slices.BinarySearchFunc(l.Entries, t, compareEntries)
	entries := make([]Transaction, 0, len(l.Entries)+1)
	entries = append(append(append(entries, l.Entries[:at]...), t), l.Entries[at:]...)
	l.Entries = entries
	return l, true, nil
}

// Reverse takes a transaction out again, such as one that was returned. Taking
// out what is not there changes nothing and is reported as false; after folding
// it can no longer be taken out.
func (l Ledger) Reverse(id string) (next Ledger, found bool) {
	for i := range l.Entries {
		if l.Entries[i].ID == id {
			l.Entries = slices.Delete(slices.Clone(l.Entries), i, i+1)
			return l, true
		}
	}
	return l, false
}

// Fold adds up the whole days before a time and forgets the ids of their
// transactions. Days that only the sum of a year still asks for are added up to
// one, and of years before the one that the time is in nothing is kept. From then
// on no transaction before those days' end is taken. Totals of periods that are
// still open do not change. It fails with an error
// matching [bonafide.ErrInvalid] for an unknown zone or a sum out of bounds.
func (l Ledger) Fold(before time.Time) (Ledger, error) {
	zone, err := ParseZone(l.Zone)
	if err != nil {
		return l, bonafide.Invalid("zone", bonafide.CodeUnknown)
	}
	from, _ := Around(permission.PerDay, before, zone)
	if !from.After(l.From) {
		return l, nil
	}
	year, _ := Around(permission.PerYear, before, zone)
	if week, _ := Around(permission.PerWeek, before, zone); week.Before(year) {
		year = week
	}
	days := make([]Day, 0, len(l.Days)+8)
	for _, d := range l.Days {
		if !d.Start.Before(year) {
			days = append(days, d)
		}
	}
	kept := 0
	for _, t := range l.Entries {
		if !t.At.Before(from) {
			break
		}
		kept++
		if t.At.Before(year) {
			continue
		}
		if days, err = fold(days, t, zone); err != nil {
			return l, err
		}
	}
	if days, err = gather(days, from, zone); err != nil {
		return l, err
	}
	return Ledger{Zone: l.Zone, From: from, Days: days, Entries: slices.Clone(l.Entries[kept:])}, nil
}

// gather adds up the days before both the month and the week of a time: of each
// direction and currency to the first of them.
func gather(days []Day, at time.Time, zone *time.Location) ([]Day, error) {
	open, _ := Around(permission.PerMonth, at, zone)
	if week, _ := Around(permission.PerWeek, at, zone); week.Before(open) {
		open = week
	}
	gathered := make([]Day, 0, len(days))
	for _, d := range days {
		i := -1
		if d.Start.Before(open) {
			i = slices.IndexFunc(gathered, func(g Day) bool { return g.Direction == d.Direction && g.Amount.Currency() == d.Amount.Currency() })
		}
		if i < 0 {
			gathered = append(gathered, d)
			continue
		}
		sum, err := gathered[i].Amount.Add(d.Amount)
		if err != nil {
			return nil, err
		}
		gathered[i].Amount, gathered[i].Count = sum, gathered[i].Count+d.Count
	}
	return gathered, nil
}

func fold(days []Day, t Transaction, zone *time.Location) ([]Day, error) {
	start, _ := Around(permission.PerDay, t.At, zone)
	for i := len(days) - 1; i >= 0 && days[i].Start.Equal(start); i-- {
		d := &days[i]
		if d.Direction == t.Direction && d.Amount.Currency() == t.Amount.Currency() {
			sum, err := d.Amount.Add(t.Amount)
			if err != nil {
				return nil, err
			}
			d.Amount, d.Count = sum, d.Count+1
			return days, nil
		}
	}
	return append(days, Day{Start: start, Direction: t.Direction, Amount: t.Amount, Count: 1}), nil
}
