package bonafide

import "time"

// Instant returns t as bonafide keeps times: UTC, truncated to whole
// microseconds, without a monotonic reading. What is stored then compares
// equal to what is read, in every database.
func Instant(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
