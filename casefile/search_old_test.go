package casefile_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// Nobody is approved on a search of long ago, of a check that is monitored by a worker
// that stands still as little as of one that is searched once.
func TestNoApprovalOnAnOldSearch(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*casefile.Options)
		days   int
		old    bool
	}{
		"the same day":           {nil, 0, false},
		"30 days":                {nil, 30, false},
		"31 days":                {nil, 31, true},
		"31 days of 90":          {func(o *casefile.Options) { o.Reviews.SearchAge = 90 * 24 * time.Hour }, 31, false},
		"2 days of one":          {func(o *casefile.Options) { o.Reviews.SearchAge = 24 * time.Hour }, 2, true},
		"where nobody need look": {func(o *casefile.Options) { o.Reviews.ScreenOptional = true }, 400, false},
	} {
		var change []func(*casefile.Options)
		if c.change != nil {
			change = append(change, c.change)
		}
		b := setup(t, change...)
		ready := b.ready(t)
		searched := b.get(t, ready.ID).OldestSearch()
		b.wait(time.Duration(c.days) * 24 * time.Hour)
		assert.Equal(t, c.old, slices.Contains(b.obstacles(t, ready.ID), casefile.CodeSearchOld), name)
		assert.Equal(t, start, searched, name)
		if !c.old {
			continue
		}
		_, err := b.review(t, officer, ready, casefile.Approved)
		require.ErrorIs(t, err, bonafide.ErrRefused, name)
		now := b.searched(t, ready)
		assert.True(t, now.OldestSearch().After(searched), name)
		_, err = b.review(t, officer, now, casefile.Approved)
		assert.NoError(t, err, name)
	}
}

// A list that the engine was never given is a failed one: nobody is clear without it.
func TestForgottenListIsMissed(t *testing.T) {
	searches := func(lists ...string) func(*casefile.Options) {
		return func(o *casefile.Options) { o.Lists = lists }
	}
	status := func(change func(*casefile.Options)) (casefile.CheckStatus, screening.Result) {
		b := setup(t, change)
		c := b.advance(t, b.create(t).ID)
		for _, k := range c.Checks {
			if k.Type == casefile.AML {
				return k.Status, k.Screening.Result
			}
		}
		t.Fatal("no aml check")
		return "", screening.Result{}
	}
	clear, found := status(searches())
	require.NotEmpty(t, found.Lists)
	has := found.Lists[0].Key
	now, _ := status(searches(has))
	assert.Equal(t, clear, now)
	now, found = status(searches(has, "forgotten"))
	assert.NotEqual(t, clear, now)
	run, ok := found.Run("forgotten")
	assert.True(t, ok)
	assert.Equal(t, screening.ListFailed, run.Result)
}
