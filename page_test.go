package bonafide_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// Whoever reads a page walks over its items, and may not know null.
func TestPageIsAList(t *testing.T) {
	for want, page := range map[string]bonafide.PageOf[string]{
		`{"items":[]}`:                      {},
		`{"items":["a"],"next":"cursor-1"}`: {Items: []string{"a"}, Next: "cursor-1"},
	} {
		text, err := json.Marshal(page)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(text))
		var back bonafide.PageOf[string]
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, page.Next, back.Next)
		assert.ElementsMatch(t, page.Items, back.Items)
	}
}
