package outbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/outboxtest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
)

func TestStores(t *testing.T) {
	t.Run("memory", func(t *testing.T) { outboxtest.Run(t, memory.New("acme")) })
	t.Run("sealed", func(t *testing.T) {
		s, err := sealed.New(memory.New("acme"), bonafide.EphemeralKeys(), nil)
		require.NoError(t, err)
		outboxtest.Run(t, s)
	})
}
