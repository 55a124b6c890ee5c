package allow

import "time"

// Since is when what somebody may see last became something else, after a change of what was
// last changed at a time: zero where it is other now, which is when that is written. Was is what
// Since said before.
func Since(was, updated time.Time, same bool) time.Time {
	switch {
	case !same:
		return time.Time{}
	case was.IsZero():
		return updated
	}
	return was
}
