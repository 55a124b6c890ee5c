package postgres

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
)

// What a code of the server means for whoever calls: it may pass, it is damage, or it
// stays until somebody changes something.
func TestClasses(t *testing.T) {
	for code, want := range map[string]error{
		"":      bonafide.ErrUnavailable, // no answer
		"08006": bonafide.ErrUnavailable, // connection lost
		"25006": bonafide.ErrUnavailable, // read-only: a standby, before it takes over
		"40001": bonafide.ErrUnavailable,
		"53100": bonafide.ErrUnavailable, // disk full
		"57P01": bonafide.ErrUnavailable, // shut down
		"58030": bonafide.ErrUnavailable, // the disk does not answer
		"XX001": bonafide.ErrDamaged,
		"XX002": bonafide.ErrDamaged,
		"42P01": nil, // no such table
		"42501": nil, // no right
		"XX000": nil, // a fault of the server
	} {
		var cause error = errors.New("lost")
		if code != "" {
			cause = &pgconn.PgError{Code: code, Message: "Ana Maria Lopez"}
		}
		err := outage(t.Context(), "put", cause)
		for _, class := range []error{bonafide.ErrUnavailable, bonafide.ErrDamaged} {
			assert.Equal(t, class == want, errors.Is(err, class), "%q, %v", code, class)
		}
		assert.ErrorIs(t, err, cause)
		assert.NotContains(t, err.Error(), "Lopez")
	}
}
