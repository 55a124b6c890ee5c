package mrz

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// A name of many words that are alike has more pairings than anybody waits for.
func TestNamesOfLikeWords(t *testing.T) {
	zone := Zone{Surname: strings.TrimSpace(strings.Repeat("A ", 19)), GivenNames: "B"}
	began := figuretest.Processor(t)
	assert.True(t, zone.MatchesName(strings.Repeat("A ", 19)+"B"))
	assert.False(t, zone.MatchesName(strings.Repeat("A ", 18)+"B"))
	assert.False(t, zone.MatchesName(strings.Repeat("A-", 18)+"A"))
	zone = Zone{Surname: "AE A AE A AE A AE A AE A AE A", GivenNames: "B"}
	assert.False(t, zone.MatchesName(strings.Repeat("Ä ", 12)))
	assert.Less(t, figuretest.Processor(t)-began, 2*time.Second)
}
