// Package deflate makes bodies shorter before they are sealed. It is the one place that
// does, so that what was packed one day is unpacked alike everywhere.
package deflate

import (
	_ "embed"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/pack"
)

// Bodies are deflated before they are sealed: they say each field name many
// times. What most bodies of this module say stands in a dictionary, which belongs to
// the form of the envelope: it never changes, and another one would be another form.
//
//go:embed dictionary2.txt
var dictionary2 []byte

var bodies = &pack.Dictionary{Text: dictionary2}

// minPacked is from how many bytes on a body is deflated. What a smaller one would save is
// not worth the time.
const minPacked = 1024

// Pack returns a body deflated, or nil where that does not pay.
func Pack(body []byte) []byte {
	if len(body) < minPacked {
		return nil
	}
	return bodies.Pack(body)
}

// Unpack returns what was packed. It stops at the largest body that there can be: a few
// bytes that claim to be gigabytes are damaged.
func Unpack(packed []byte) ([]byte, bool) { return bodies.Unpack(packed, bonafide.MaxBodyBytes) }
