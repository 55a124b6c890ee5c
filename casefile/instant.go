package casefile

import "time"

// A deadline is the earliest of some times; zero = never.
type deadline struct{ time.Time }

func (d *deadline) sooner(t time.Time) {
	if !t.IsZero() && (d.IsZero() || t.Before(d.Time)) {
		d.Time = t
	}
}

// reached reports whether a time has come; zero never comes.
func reached(due, at time.Time) bool { return !due.IsZero() && !due.After(at) }

// strictlyAfter is the time of a change: at, or just after the one before where the clock
// stood still or went back, so that two versions never bear the same time.
func strictlyAfter(before, at time.Time) time.Time {
	if at.After(before) {
		return at
	}
	return before.Add(time.Microsecond)
}
