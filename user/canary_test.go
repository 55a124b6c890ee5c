package user_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/user"
)

// Whatever text stands in whatever field of whatever request: none reaches an event.
// Codes and ids that events tell are checked as such, and take no sentence.
func TestNoTextOfARequestReachesAnEvent(t *testing.T) {
	figuretest.OneGoroutine(t)
	const canary = "Canaria Quellenfeld"
	b := setup(t)
	tried, taken := 0, map[string]bool{}
	for verb := range asks(t, b.verified(t), "none") {
		b := setup(t)
		u := b.verified(t)
		aggregatetest.EachString(asks(t, u, "none")[verb], canary, func(path string, r user.Request) {
			for _, by := range []bonafide.Actor{officer, acme, vendor} {
				tried++
				if b.outcome(by, u.ID, r) == ok {
					taken[verb+path] = true
				}
			}
		})
		events, err := b.store.Events(ctx, bonafide.EventQuery{})
		require.NoError(t, err)
		data, err := json.Marshal(events)
		require.NoError(t, err)
		for _, form := range aggregatetest.Forms(canary) {
			assert.NotContains(t, string(data), form, verb)
		}
	}
	assert.Greater(t, tried, 200)
	figuretest.Report(t, "canaries", tried)
	assert.Greater(t, len(taken), 15, "many of them are taken: %v", taken)
}
