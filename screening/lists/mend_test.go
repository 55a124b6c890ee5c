package lists

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/screening"
)

// Rows whose quotes are out of place, and what becomes of them. Good rows stay as they
// are, to the byte.
func TestMend(t *testing.T) {
	const good, end = "1,\"A \"\"B\"\"\",\"two\nlines\"\r\n", "9,last,row\r\n"
	for _, c := range []struct {
		name, bad, mended string
		skipped           bool
	}{
		{"marks within a quoted field", "2,\"a.k.a. \"x\" of\",y\r\n", "\"2\",\"a.k.a. \"\"x\"\" of\",\"y\"\n", false},
		{"a mark that does not close at the end", "2,x,\"y\r\n", "\"2\",\"x\",\"y\"\n", false},
		{"a mark in a field that is not quoted", "2,x \"y\",z\r\n", "\"2\",\"x \"\"y\"\"\",\"z\"\n", false},
		{"a field too many", "2,x,y,z\r\n", "\n", true},
		{"a field too few", "2,\"x\r\n", "\n", true},
		{"a mark before a comma within", "2,\"x\", y\",z\r\n", "\n", true},
	} {
		l := &ledger{tolerate: 1}
		tab := &table{place: place{"k", "f.csv"}, comma: ',', fields: 3}
		out, ok := tab.mend([]byte(good+c.bad+good+end), l)
		assert.True(t, ok, c.name)
		assert.Equal(t, good+c.mended+good+end, string(out), c.name)
		assert.Equal(t, []screening.Flaw{{File: "f.csv", Line: 3, Skipped: c.skipped}}, l.flaws, c.name)
		_, ok = tab.mend([]byte(good+c.bad+end), &ledger{})
		assert.False(t, ok, "%s: nothing is tolerated", c.name)
	}
	// The last row may have been cut off: it is left for the strict reader to refuse.
	tab := &table{comma: ',', fields: 3}
	for _, cut := range []string{good + "2,\"x", good + "2,x", good + "2,\"x\", y\r\n"} {
		l := &ledger{tolerate: 9}
		out, ok := tab.mend([]byte(cut), l)
		assert.True(t, ok)
		assert.Equal(t, cut, string(out))
		assert.Empty(t, l.flaws)
	}
	out, ok := tab.mend([]byte("2,\"a \"x\" b\",z\r\n\x1a"), &ledger{tolerate: 1})
	assert.True(t, ok)
	assert.Equal(t, "\"2\",\"a \"\"x\"\" b\",\"z\"\n\x1a", string(out), "an end mark shows that the last row is whole")
}
