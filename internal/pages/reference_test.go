package pages

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/datatest"
)

// The pages are those that the tables give; UPDATE_GOLDEN=1, which go generate sets,
// writes them.
func TestReferenceIsCurrent(t *testing.T) {
	words, err := Words(root)
	require.NoError(t, err)
	for name, page := range map[string]string{
		"documents.md": Documents(), "entities.md": Entities(), "numbers.md": Numbers(), "tax.md": TaxForms(), "sandbox.md": Sandbox(), "errors.md": Errors(words),
	} {
		datatest.Golden(t, filepath.Join("..", root, "docs", "reference", name), []byte(page))
	}
}

// Whoever is told of a code finds what it means.
func TestEveryWordHasAMeaning(t *testing.T) {
	words, err := Words(root)
	require.NoError(t, err)
	require.Greater(t, len(words), 50)
	for _, w := range words {
		assert.NotEmpty(t, w.Meaning, w.Name)
	}
}
