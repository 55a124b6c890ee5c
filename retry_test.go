package bonafide_test

import (
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/stretchr/testify/assert"
)

func TestRetryAfter(t *testing.T) {
	day := 24 * time.Hour
	for asks, want := range map[int]time.Duration{
		-5: time.Minute, 0: time.Minute, 1: time.Minute, 2: 5 * time.Minute, 3: 15 * time.Minute,
		4: time.Hour, 5: 4 * time.Hour, 6: 12 * time.Hour, 7: day, 1000: day,
	} {
		assert.Equal(t, want, bonafide.RetryAfter(asks), asks)
	}
}
