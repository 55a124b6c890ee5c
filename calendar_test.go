package bonafide_test

import (
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/stretchr/testify/assert"
)

func TestReviewByCalendar(t *testing.T) {
	noon := time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC) // a Friday
	holiday := bonafide.CalendarFunc(func(d bonafide.Date) bool {
		return bonafide.Weekdays().BusinessDay(d) && d != bonafide.Date{Year: 2026, Month: time.November, Day: 23}
	})
	assert.Equal(t, noon.AddDate(0, 0, 5), bonafide.ReviewBy(noon, 2, holiday))
	assert.Equal(t, noon, bonafide.ReviewBy(noon, 0, nil))
	never := bonafide.CalendarFunc(func(bonafide.Date) bool { return false })
	assert.Equal(t, noon.AddDate(0, 0, 732), bonafide.ReviewBy(noon, 2, never))
	assert.Equal(t, time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), bonafide.ReviewBy(noon, bonafide.ReviewDays, nil))
}
