// Package deflate makes bodies shorter before they are sealed. It is the one place that
// does, so that what was packed one day is unpacked alike everywhere.
package deflate

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"io"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// Bodies are deflated (RFC 1951) before they are sealed: they say each field name many
// times. What most bodies of this module say stands in a dictionary, which belongs to
// the form of the envelope: it never changes, and another one would be another form.
//
//go:embed dictionary2.txt
var dictionary2 []byte

// minPacked is from how many bytes on a body is deflated. What a smaller one would save is
// not worth the time.
const minPacked = 1024

// A packer deflates one body after the other. The quickest level of package flate takes
// no dictionary, so each begins with it, and what that gives is thrown away.
type packer struct {
	out bytes.Buffer
	w   *flate.Writer
}

var packers = sync.Pool{New: func() any {
	p := &packer{}
	p.w, _ = flate.NewWriter(&p.out, flate.BestSpeed) // the level is one
	return p
}}

// Pack returns a body deflated, or nil where that does not pay.
func Pack(body []byte) []byte {
	if len(body) < minPacked {
		return nil
	}
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.w.Reset(&p.out)
	_, _ = p.w.Write(dictionary2) // a buffer takes everything
	_ = p.w.Flush()
	p.out.Reset()
	_, _ = p.w.Write(body)
	_ = p.w.Close()
	if p.out.Len() >= len(body) {
		return nil
	}
	return bytes.Clone(p.out.Bytes())
}

var unpackers = sync.Pool{New: func() any { return flate.NewReader(nil) }}

// Unpack returns what was packed. It stops at the largest body that there can be: a few
// bytes that claim to be gigabytes are damaged.
func Unpack(packed []byte) ([]byte, bool) {
	r := unpackers.Get().(io.ReadCloser)
	defer unpackers.Put(r)
	from := bytes.NewReader(packed)
	if err := r.(flate.Resetter).Reset(from, dictionary2); err != nil {
		return nil, false
	}
	var body bytes.Buffer
	body.Grow(min(4*len(packed), bonafide.MaxBodyBytes) + bytes.MinRead)
	_, err := body.ReadFrom(io.LimitReader(r, bonafide.MaxBodyBytes+1))
	return body.Bytes(), err == nil && from.Len() == 0 && body.Len() <= bonafide.MaxBodyBytes
}
