package desk

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// words are the functions of the templates.
func words() template.FuncMap {
	return template.FuncMap{
		"plain":      func(code any) string { return plain(fmt.Sprint(code)) },
		"date":       func(t time.Time) string { return stamp(t, "2006-01-02") },
		"time":       func(t time.Time) string { return stamp(t, "2006-01-02 15:04 UTC") },
		"exact":      func(t time.Time) string { return stamp(t, time.RFC3339) },
		"term":       deadline,
		"count":      count,
		"join":       strings.Join,
		"list":       func(parts ...any) []any { return parts },
		"percent":    func(share float64) float64 { return share * 100 },
		"faultWords": faultWords,
		"levels":     risk.Levels,
	}
}

func stamp(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// plain writes a code as words: "soft_match" is "soft match".
func plain(code string) string {
	return strings.ToLower(strings.NewReplacer("_", " ", "|", ", ", ".", " ").Replace(code))
}

// count writes how many there are.
func count(c bonafide.Count) string {
	if c.AtLeast {
		return fmt.Sprintf("%d or more", c.N)
	}
	return fmt.Sprint(c.N)
}

// A term is how much time is left, in words, and how it is coloured.
type term struct {
	Class string // late, soon, fine or open
	Words string
}

// soon is when a deadline is near.
const soon = 24 * time.Hour

// deadline says how a date stands to now; a zero one is open.
func deadline(due, now time.Time) term {
	left := due.Sub(now)
	switch {
	case due.IsZero():
		return term{"open", "No date"}
	case left < 0:
		return term{"late", "Overdue by " + span(-left)}
	case left < soon:
		return term{"soon", "Due in " + span(left)}
	}
	return term{"fine", "Due in " + span(left)}
}

// span writes a length of time in its largest unit.
func span(d time.Duration) string {
	unit := func(n int, word string) string {
		if n != 1 {
			word += "s"
		}
		return fmt.Sprintf("%d %s", n, word)
	}
	switch {
	case d < time.Hour:
		return unit(int(d/time.Minute), "minute")
	case d < 48*time.Hour:
		return unit(int(d/time.Hour), "hour")
	}
	return unit(int(d/(24*time.Hour)), "day")
}

// notice says what was done, by the code in the address.
func notice(code string) string {
	return map[string]string{
		"decided":   "Your decision is kept.",
		"proposed":  "A second reviewer is due: your request waits for approval.",
		"approved":  "Approved.",
		"done":      "Approved and carried out.",
		"rejected":  "The proposal was rejected.",
		"withdrawn": "The proposal was withdrawn.",
		"changed":   "Changed.",
	}[code]
}
