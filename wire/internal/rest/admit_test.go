package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// Who is not known is told nothing more, and an outage of the host is none of its doing.
func TestAdmit(t *testing.T) {
	outage := fmt.Errorf("keys: %w", bonafide.ErrUnavailable)
	for _, tt := range []struct{ host, want error }{
		{nil, nil},
		{bonafide.ErrForbidden, rest.ErrStranger},
		{bonafide.ErrNotFound, rest.ErrStranger},
		{errors.New("no key of ours"), rest.ErrStranger},
		{outage, outage},
		{context.DeadlineExceeded, context.DeadlineExceeded},
		{context.Canceled, context.Canceled},
	} {
		by, err := rest.Admit(func(*http.Request) (bonafide.Actor, error) { return bonafide.Platform("acme"), tt.host }, httptest.NewRequest("GET", "/", nil))
		assert.Equal(t, tt.want, err)
		assert.Equal(t, err == nil, by == bonafide.Platform("acme"))
	}
}
