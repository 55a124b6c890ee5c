package bonafide

import (
	"fmt"
	"time"
)

// A Date is a calendar fact, such as a birthday: no time of day and no zone.
// The zero value means "not given".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns a date of the proleptic Gregorian calendar, or an error
// matching [ErrInvalid] if there is no such day or the year is not in 1..9999.
func NewDate(year int, month time.Month, day int) (Date, error) {
	d := Date{year, month, day}
	if !d.valid() {
		return Date{}, Invalid("", CodeMalformed)
	}
	return d, nil
}

// ParseDate reads the form "2006-01-02" (ISO 8601), and nothing else.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, Invalid("", CodeMalformed)
	}
	return DateOf(t), nil
}

// DateOf returns the date that t shows in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d Date) valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && DateOf(d.utc()) == d
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// Compare is negative if d is before other, 0 if they are equal, else positive.
func (d Date) Compare(other Date) int { return d.utc().Compare(other.utc()) }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// AddYears returns the same day n years later. From 29 February it leads to
// 1 March where that year has no 29 February.
func (d Date) AddYears(n int) Date { return DateOf(d.utc().AddDate(n, 0, 0)) }

// Age returns the completed years on a day. Whoever was born on 29 February
// completes a year on 1 March where there is no 29 February: the later of the
// two readings in use, so that nobody comes of age too early.
// Before the date itself it is negative.
func (d Date) Age(on Date) int {
	age := on.Year - d.Year
	if on.Month < d.Month || on.Month == d.Month && on.Day < d.Day {
		age--
	}
	return age
}

// In returns the first instant of the date in a zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// String returns "2006-01-02", or the empty string for the zero value.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes "2006-01-02"; the zero value is empty.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.valid() {
		return nil, Invalid("", CodeMalformed)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads "2006-01-02"; empty gives the zero value.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
