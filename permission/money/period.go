package money

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Around returns the period that holds t in a zone: its first instant and the
// first instant after it. A day on which clocks change has 23 or 25 hours. For
// transactions and unknown periods both are zero.
func Around(per permission.Period, t time.Time, zone *time.Location) (start, end time.Time) {
	y, m, d := t.In(zone).Date()
	day := func(y int, m time.Month, d int) time.Time { return dayStart(y, m, d, zone) }
	switch per {
	case permission.PerDay:
		return day(y, m, d), day(y, m, d+1)
	case permission.PerWeek:
		monday := d - (int(t.In(zone).Weekday())+6)%7
		return day(y, m, monday), day(y, m, monday+7)
	case permission.PerMonth:
		return day(y, m, 1), day(y, m+1, 1)
	case permission.PerYear:
		return day(y, 1, 1), day(y+1, 1, 1)
	}
	return time.Time{}, time.Time{}
}

// dayStart returns the first instant of a day. Where a zone skips midnight
// (America/Sao_Paulo, until 2018), time.Date may answer an instant of the day
// before: then the day begins at the change.
func dayStart(y int, m time.Month, d int, zone *time.Location) time.Time {
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	noon := time.Date(y, m, d, 12, 0, 0, 0, zone)
	if t.Day() != noon.Day() {
		_, t = t.ZoneBounds()
	}
	return t.UTC()
}

// ParseZone returns the zone of an IANA name; the empty name is UTC. "Local" is
// refused, since it means another zone on every machine. Errors are those of
// [time.LoadLocation], or match [bonafide.ErrInvalid].
func ParseZone(name string) (*time.Location, error) {
	if name == "" {
		return time.UTC, nil
	}
	if name == "Local" {
		return nil, bonafide.Invalid("", bonafide.CodeNotAllowed)
	}
	return time.LoadLocation(name)
}
