package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// While a list is out of reach, an open hit on it stays: nobody but reviewers takes
// the entity out, and the list is asked again.
func TestOutageShedsNoHit(t *testing.T) {
	l := listedWith(t, "open")
	l.low(t)
	require.Equal(t, casefile.CodeHitsOpen, l.obstacles(t, l.id)[0])
	l.screener.failed = true
	l.wait(400 * 24 * time.Hour)
	l.advance(t, l.id)
	require.Equal(t, casefile.CodeHitsOpen, l.obstacles(t, l.id)[0])
	for _, name := range []string{"remove", "irrelevant", "rename", "birth"} {
		assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeReviewerNeeded}, conceal[name](l, acme, "r"), name)
	}
	l.screener.failed, l.screener.listed = false, nil
	l.wait(48 * time.Hour)
	c := l.advance(t, l.id)
	k, _ := c.Check(l.check)
	assert.Empty(t, k.Screening.Open(l.now()), "it is asked again, and the entry is gone")
}
