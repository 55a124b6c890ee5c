package bonafide_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
)

// passing stands before another store, as a host's logging store does.
type passing struct{ bonafide.Store }

func (s passing) Unwrap() bonafide.Store { return s.Store }

func TestStoreAs(t *testing.T) {
	m := memory.New("acme")
	for name, c := range map[string]struct {
		store bonafide.Store
		found bool
	}{
		"itself":              {m, true},
		"behind two":          {passing{passing{m}}, true},
		"behind one that hid": {passing{struct{ bonafide.Store }{m}}, false},
		"none":                {nil, false},
		"before none":         {passing{}, false},
	} {
		d, ok := bonafide.StoreAs[bonafide.Deleter](c.store)
		assert.Equal(t, c.found, ok, name)
		assert.Equal(t, c.found, d != nil, name)
	}
}
