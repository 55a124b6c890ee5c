package compatibility

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/datatest"
)

// The page is the one that the tables give; UPDATE_GOLDEN=1, which go generate sets,
// writes it.
func TestPageIsCurrent(t *testing.T) {
	datatest.Golden(t, filepath.Join("..", "..", "..", "docs", "compatibility.md"), Page())
}

// Every published API has its table on the page.
func TestEverySystemIsThere(t *testing.T) {
	found, err := filepath.Glob(filepath.Join("..", "..", "wire", "*", "system.go"))
	require.NoError(t, err)
	require.NotEmpty(t, found)
	assert.Len(t, systems(), len(found))
	assert.Equal(t, len(found), strings.Count(string(Page()), "\n## "))
}
