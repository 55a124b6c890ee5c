package sealed_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/faulttest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// All that can be asked of users and cases, while calls fail, on sealed records whose
// keys are destroyed with who is erased. BONAFIDE_FAULTS=100000 makes it a long run.
func TestFaultRun(t *testing.T) {
	faulttest.Run(t, faulttest.Faults(t, figuretest.Part(500)), func(t testing.TB) bonafide.Store {
		s, err := sealed.New(memory.New("acme"), bonafide.EphemeralKeys(), &sealed.Options{KeyStore: memory.New("acme")})
		assert.NoError(t, err)
		return s
	})
}
