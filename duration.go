package bonafide

import (
	"strconv"
	"strings"
	"time"
)

// Duration is a span of the calendar in the form of ISO 8601-1 section 5.5.2,
// such as "P14D", "P1Y6M" or "PT12H". Days are 24 hours; months and years
// follow the calendar in UTC, and a day that a month does not have becomes one
// of the next month. The zero value means "not given".
type Duration struct {
	months int           // years and months
	fixed  time.Duration // weeks, days and the time of day
}

// Bounds of what is read: 100 years, in months or as a fixed span.
const (
	maxMonths = 1200
	maxFixed  = maxMonths * 31 * 24 * time.Hour
)

// Days returns a duration of n days, at most 36,500.
func Days(n int) Duration { return Duration{fixed: time.Duration(n) * 24 * time.Hour} }

// Years returns a duration of n years, at most 100.
func Years(n int) Duration { return Duration{months: 12 * n} }

// Parts returns the two parts that a duration is made of: calendar months, years
// included, and the fixed span of weeks, days and the time of day.
func (d Duration) Parts() (months int, fixed time.Duration) { return d.months, d.fixed }

// IsZero reports whether no duration was given.
func (d Duration) IsZero() bool { return d == Duration{} }

// After returns the end of a span that begins at t.
func (d Duration) After(t time.Time) time.Time {
	if d.months != 0 {
		t = t.UTC().AddDate(0, d.months, 0)
	}
	return t.Add(d.fixed)
}

// Before returns the beginning of a span that ends at t.
func (d Duration) Before(t time.Time) time.Time {
	return Duration{-d.months, -d.fixed}.After(t)
}

// durationUnits are the designators in their order, before and after the T.
var durationUnits = [...]struct {
	letter byte
	months int
	fixed  time.Duration
	clock  bool
}{
	{'Y', 12, 0, false}, {'M', 1, 0, false}, {'W', 0, 7 * 24 * time.Hour, false}, {'D', 0, 24 * time.Hour, false},
	{'H', 0, time.Hour, true}, {'M', 0, time.Minute, true}, {'S', 0, time.Second, true},
}

// ParseDuration reads a positive duration of at most 100 years, in whole
// numbers of at most five digits. It fails with an error matching [ErrInvalid].
func ParseDuration(text string) (Duration, error) {
	malformed := func() (Duration, error) { return Duration{}, Invalid("", CodeMalformed) }
	rest, ok := strings.CutPrefix(text, "P")
	if !ok || rest == "" || len(rest) > 40 || strings.HasSuffix(rest, "T") {
		return malformed()
	}
	var d Duration
	unit, clock, over := 0, false, false
	for rest != "" {
		if rest[0] == 'T' {
			if clock {
				return malformed()
			}
			clock, rest = true, rest[1:]
		}
		n, digits := 0, 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			n = n*10 + int(rest[digits]-'0')
			if digits++; digits > 5 {
				return malformed()
			}
		}
		if digits == 0 || digits == len(rest) {
			return malformed()
		}
		for unit < len(durationUnits) && (durationUnits[unit].letter != rest[digits] || durationUnits[unit].clock != clock) {
			unit++
		}
		if unit == len(durationUnits) {
			return malformed()
		}
		u := &durationUnits[unit]
		d.months += n * u.months
		if u.fixed > 0 && time.Duration(n) > (maxFixed-d.fixed)/u.fixed {
			over = true // n units, added up, might not fit into a time.Duration
		} else {
			d.fixed += time.Duration(n) * u.fixed
		}
		unit++
		rest = rest[digits+1:]
	}
	if d.IsZero() || over || d.months > maxMonths {
		return Duration{}, Invalid("", CodeOutOfRange)
	}
	return d, nil
}

// String returns the canonical form: years and months, days, then the time.
func (d Duration) String() string {
	if d.IsZero() {
		return ""
	}
	var b strings.Builder
	write := func(n int, letter byte) {
		if n != 0 {
			b.WriteString(strconv.Itoa(n))
			b.WriteByte(letter)
		}
	}
	b.WriteByte('P')
	write(d.months/12, 'Y')
	write(d.months%12, 'M')
	const day = 24 * time.Hour
	write(int(d.fixed/day), 'D')
	if clock := d.fixed % day; clock != 0 {
		b.WriteByte('T')
		write(int(clock/time.Hour), 'H')
		write(int(clock/time.Minute%60), 'M')
		write(int(clock/time.Second%60), 'S')
	}
	return b.String()
}

// MarshalText writes the canonical form; the zero value is empty.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDuration] reads; empty gives the zero value.
func (d *Duration) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Duration{}
		return nil
	}
	parsed, err := ParseDuration(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
