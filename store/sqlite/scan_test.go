package sqlite

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// A value in another form than it was written in is damage: no answer to try again for,
// and not to be quoted.
func TestValueInAnotherForm(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	defer db.Close()
	var n int64
	for _, value := range []string{`'canary'`, `null`, `x'63616e617279'`, `1.5`, `9e40`} {
		err := outage(t.Context(), "get", scan(db.QueryRow(`select `+value), &n))
		require.ErrorIs(t, err, bonafide.ErrDamaged, value)
		assert.NotErrorIs(t, err, bonafide.ErrUnavailable, value)
		assert.NotContains(t, err.Error(), "canary", value)
	}
	require.NoError(t, scan(db.QueryRow(`select 7`), &n))
	require.ErrorIs(t, scan(db.QueryRow(`select 7 where false`), &n), sql.ErrNoRows)
	assert.NotErrorIs(t, scan(db.QueryRow(`select nothing`), &n), bonafide.ErrDamaged)
}
