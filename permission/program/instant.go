package program

import (
	"math"
	"time"
)

// instant is a time in microseconds, as evaluation counts it. Evidence holds
// until an instant: 0 if it does not hold at all.
type instant = int64

// never is the instant that does not come.
const never instant = math.MaxInt64

// micros returns the instant of t; the zero time is never.
func micros(t time.Time) instant {
	if t.IsZero() {
		return never
	}
	return t.UnixMicro()
}

func timeOf(i instant) time.Time {
	if i == never {
		return time.Time{}
	}
	return time.UnixMicro(i).UTC()
}
