package ability_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/ability"
	"github.com/bonafide-go/bonafide/store/memory"
)

// before stands in front of another store, as a host's logging store does; hiding does
// so without a word.
type (
	before struct{ bonafide.Store }
	hiding struct{ bonafide.Store }
)

func (b before) Unwrap() bonafide.Store { return b.Store }

func TestOf(t *testing.T) {
	able := memory.New("acme")
	for _, store := range []bonafide.Store{able, before{able}, before{before{able}}} {
		found, ok := ability.Of[bonafide.Deleter](store)
		assert.True(t, ok)
		assert.Same(t, able, found)
	}
	for _, store := range []bonafide.Store{nil, hiding{able}, before{hiding{able}}, before{nil}} {
		_, ok := ability.Of[bonafide.Deleter](store)
		assert.False(t, ok)
	}
}
