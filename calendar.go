package bonafide

import "time"

// ReviewDays is how many business days a manual review may take (Synapse user
// object, sub-document status, note 1).
const ReviewDays = 2

// A Calendar says which days count as business days.
type Calendar interface {
	BusinessDay(Date) bool
}

// CalendarFunc is a function as a [Calendar].
type CalendarFunc func(Date) bool

// BusinessDay calls f.
func (f CalendarFunc) BusinessDay(d Date) bool { return f(d) }

// Weekdays counts Monday to Friday, without holidays.
func Weekdays() Calendar {
	return CalendarFunc(func(d Date) bool {
		day := d.In(time.UTC).Weekday()
		return day != time.Saturday && day != time.Sunday
	})
}

// ReviewBy returns when a manual review that begins at a time is due: the same
// time of day, days business days later, in the zone of at. Where a calendar has
// too few business days in the next two years, it is the end of those years. A nil
// calendar means [Weekdays].
func ReviewBy(at time.Time, days int, calendar Calendar) time.Time {
	if calendar == nil {
		calendar = Weekdays()
	}
	due := at
	for range 2 * 366 {
		if days <= 0 {
			break
		}
		due = due.AddDate(0, 0, 1)
		if calendar.BusinessDay(DateOf(due)) {
			days--
		}
	}
	return Instant(due)
}
