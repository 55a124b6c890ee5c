package permission

// Period is the span over which amounts and counts are added up. Days begin at
// midnight and weeks on Monday (ISO 8601) in the zone of the ledger.
type Period string

// The periods.
const (
	PerTransaction Period = "transaction" // a single transaction
	PerDay         Period = "day"
	PerWeek        Period = "week"
	PerMonth       Period = "month"
	PerYear        Period = "year"
)

// Periods lists every period.
func Periods() []Period { return []Period{PerTransaction, PerDay, PerWeek, PerMonth, PerYear} }

// Known reports whether the value is one of [Periods].
func (p Period) Known() bool {
	switch p {
	case PerTransaction, PerDay, PerWeek, PerMonth, PerYear:
		return true
	}
	return false
}
