package postgres_test

import (
	"testing"

	"github.com/bonafide-go/bonafide/internal/outboxtest"
)

func TestOutboxDelivers(t *testing.T) {
	server(t)
	for name, opts := range profiles {
		t.Run(name, func(t *testing.T) {
			s, _ := openNew(t, opts)
			outboxtest.Run(t, s)
		})
	}
}
