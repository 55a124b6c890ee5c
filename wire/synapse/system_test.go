package synapse

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every endpoint of the table is served, and no other; every object is known; and what
// differs is a field that there is.
func TestTableIsWhole(t *testing.T) {
	served := slices.Collect(maps.Keys((&handler{}).routes()))
	assert.NoError(t, system().Check(served))
	for _, e := range system().Endpoints {
		assert.Equal(t, e.Open, (&handler{}).routes()[e.Pattern()].open, e.Pattern())
	}
	fields := map[string]bool{}
	for _, o := range system().Objects {
		for _, f := range o.Fields {
			fields[o.Name+"."+f.Name] = true
		}
	}
	for name := range differs() {
		assert.True(t, fields[name], name)
	}
}
