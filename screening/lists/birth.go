package lists

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// parseDate reads a date in one of the layouts, or returns the zero value.
func parseDate(s string, layouts ...string) bonafide.Date {
	s = strings.TrimSpace(s)
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return bonafide.DateOf(t)
		}
	}
	return bonafide.Date{}
}

// span is the first and last day of a year, a month or a day: day, or month and
// day, may be 0.
func span(year, month, day int) (from, to bonafide.Date, ok bool) {
	months, days := 0, 0
	switch {
	case month == 0 && day == 0:
		month, day, months = 1, 1, 12
	case day == 0:
		day, months = 1, 1
	default:
		days = 1
	}
	from, err := bonafide.NewDate(year, time.Month(month), day)
	if err != nil {
		return bonafide.Date{}, bonafide.Date{}, false
	}
	return from, bonafide.DateOf(from.In(time.UTC).AddDate(0, months, days-1)), true
}

// born is a date of birth as far as its numbers are known.
func born(year, month, day int, circa bool) (screening.BirthDate, bool) {
	from, to, ok := span(year, month, day)
	return screening.BirthDate{From: from, To: to, Circa: circa && ok}, ok
}

// years is a span of whole years as a date of birth.
func years(first, last int, circa bool) (screening.BirthDate, bool) {
	from, _, okFrom := span(first, 0, 0)
	_, to, okTo := span(last, 0, 0)
	if !okFrom || !okTo || first > last {
		return screening.BirthDate{}, false
	}
	return screening.BirthDate{From: from, To: to, Circa: circa}, true
}

// number reads a number of at most nine digits; anything else is 0.
func number(s string) int {
	n := 0
	if s = strings.TrimSpace(s); len(s) > 9 {
		return 0
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}

// parseBirthDate reads the spellings of dates that lists use: "10 Dec 1948",
// "Sep 1958", "1948", "1948-12-10", "1948-12", each also behind "circa" and as a
// span of two of them, "1963 to 1965" or "circa 1979-1982". A month or year
// stands for all its days.
func parseBirthDate(s string) (screening.BirthDate, bool) {
	s, circa := strings.CutPrefix(strings.TrimSuffix(strings.TrimSpace(s), "."), "circa ")
	first, last, two := strings.Cut(s, " to ")
	if !two && len(s) == 9 && s[4] == '-' {
		first, last, two = s[:4], s[5:], true
	}
	from, to, ok := parseDay(first)
	if ok && two {
		_, to, ok = parseDay(last)
	}
	if !ok || to.Before(from) {
		return screening.BirthDate{}, false
	}
	return screening.BirthDate{From: from, To: to, Circa: circa}, true
}

// parseDay reads a day, a month or a year, as its first and last day.
func parseDay(s string) (from, to bonafide.Date, ok bool) {
	var n [3]int // year, month, day
	i, step, sep := 0, 1, "-"
	s = strings.TrimSpace(s)
	if !strings.Contains(s, sep) { // not of ISO 8601, but "10 Dec 1948"
		i, step, sep = strings.Count(s, " "), -1, " "
	}
	for more := true; more; i += step {
		var part string
		if part, s, more = strings.Cut(s, sep); i < 0 || i > 2 || i == 0 && len(part) != 4 {
			return bonafide.Date{}, bonafide.Date{}, false
		}
		if n[i] = number(part); i == 1 && n[i] == 0 {
			n[i] = monthNumber(part)
		}
		if n[i] == 0 {
			return bonafide.Date{}, bonafide.Date{}, false
		}
	}
	return span(n[0], n[1], n[2])
}

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// monthNumber reads an English month, in full or short, with or without a stop.
func monthNumber(s string) int {
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	for i, name := range monthNames {
		if s == name || s == name[:3] || s == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}
