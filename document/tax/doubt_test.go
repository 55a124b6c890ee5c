package tax_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
)

// Valid with reasons against it matches nothing: the number stays pending.
func TestValidWithReasonsIsNoMatch(t *testing.T) {
	at := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	v, err := tax.Verification{}.Submit("a", at)
	require.NoError(t, err)
	next, _ := v.Resolve("a", document.Verdict{Outcome: document.OutcomeValid, Reasons: []string{"name_mismatch"}}, at)
	assert.Equal(t, tax.Pending, next.State())
	assert.True(t, next.RetryAt.After(at))
}
