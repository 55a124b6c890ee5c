package permission

import (
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Transaction is money that moves, or is to move, as the host reports it.
type Transaction struct {
	ID        string         `json:"id"` // the host's own, unique per user; 1 to 128 bytes
	Direction Direction      `json:"direction"`
	Amount    bonafide.Money `json:"amount"` // above 0
	At        time.Time      `json:"at"`
}

// Check reports every fault of a transaction as an [*bonafide.InvalidError].
func (t Transaction) Check() error {
	var faults bonafide.Faults
	switch {
	case t.ID == "":
		faults.Add("id", bonafide.CodeRequired)
	case len(t.ID) > 128:
		faults.Add("id", bonafide.CodeTooLong)
	}
	switch t.Direction {
	case Inbound, Outbound:
	case "":
		faults.Add("direction", bonafide.CodeRequired)
	default:
		faults.Add("direction", bonafide.CodeUnknown)
	}
	switch {
	case t.Amount.IsZero():
		faults.Add("amount", bonafide.CodeRequired)
	case !t.Amount.Amount().IsPositive():
		faults.Add("amount", bonafide.CodeOutOfRange)
	}
	if t.At.IsZero() {
		faults.Add("at", bonafide.CodeRequired)
	}
	return faults.Err()
}

// same reports whether two reports are of the same content.
func (t Transaction) same(other Transaction) bool {
	order, err := t.Amount.Compare(other.Amount)
	return t.ID == other.ID && t.Direction == other.Direction && err == nil && order == 0 && t.At.Equal(other.At)
}

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
	Start     time.Time      `json:"start"`
	Direction Direction      `json:"direction"`
	Amount    bonafide.Money `json:"amount"`
	Count     int            `json:"count"`
}

// MaxEntries bounds the transactions that a ledger keeps one by one. [Ledger.Fold]
// makes room.
const MaxEntries = 20_000

// CodeTooOld says that a transaction lies before what is still open.
const CodeTooOld bonafide.Code = "too_old"

// NewLedger opens a ledger in the zone of a program, or of the IANA name.
func NewLedger(zone string) (Ledger, error) {
	if _, err := loadZone(zone); err != nil {
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

// find returns the transaction with an id.
func (l Ledger) find(id string) (Transaction, bool) {
	for i := range l.Entries {
		if l.Entries[i].ID == id {
			return l.Entries[i], true
		}
	}
	return Transaction{}, false
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
	if known, ok := l.find(t.ID); ok {
		if known.same(t) {
			return l, false, nil
		}
		return l, false, bonafide.ErrKeyReused
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
// still open do not change.
func (l Ledger) Fold(before time.Time) (Ledger, error) {
	zone, err := loadZone(l.Zone)
	if err != nil {
		return l, bonafide.Invalid("zone", bonafide.CodeUnknown)
	}
	from, _ := PerDay.Around(before, zone)
	if !from.After(l.From) {
		return l, nil
	}
	year, _ := PerYear.Around(before, zone)
	if week, _ := PerWeek.Around(before, zone); week.Before(year) {
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
	open, _ := PerMonth.Around(at, zone)
	if week, _ := PerWeek.Around(at, zone); week.Before(open) {
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
	start, _ := PerDay.Around(t.At, zone)
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

// sums adds up what moved in one direction in the period around a time, by
// currency, without one transaction.
func (l Ledger) sums(d Direction, per Period, at time.Time, zone *time.Location, without string) ([]Total, error) {
	start, end := per.Around(at, zone)
	var sums []Total
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
		sums = append(sums, Total{Direction: d, Per: per, Amount: m, Count: n, Until: end})
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
	slices.SortFunc(sums, func(a, b Total) int { return strings.Compare(string(a.Amount.Currency()), string(b.Amount.Currency())) })
	return sums, nil
}

// Totals returns the running totals of all periods around a time, for
// [Facts.Totals].
func (l Ledger) Totals(at time.Time) (Totals, error) {
	zone, err := loadZone(l.Zone)
	if err != nil {
		return Totals{}, bonafide.Invalid("zone", bonafide.CodeUnknown)
	}
	totals := Totals{AsOf: bonafide.Instant(at)}
	for _, d := range Directions() {
		for _, per := range Periods()[1:] {
			sums, err := l.sums(d, per, at, zone, "")
			if err != nil {
				return Totals{}, err
			}
			totals.Sums = append(totals.Sums, sums...)
		}
	}
	return totals, nil
}
