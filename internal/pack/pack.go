// Package pack deflates texts (RFC 1951) that say much alike, with a dictionary of what
// they say.
package pack

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"
)

// A Dictionary packs and unpacks with a text that both sides know. What is packed needs
// that very text to be read again: a text that is stored anywhere never changes.
type Dictionary struct {
	Text    []byte
	packers sync.Pool
}

// A packer deflates one text after the other.
type packer struct {
	out bytes.Buffer
	w   *flate.Writer
}

// level is from where on more effort saves little. Lower ones are no quicker: the dictionary
// is most of the work.
const level = 5

// Pack returns a text deflated, or nil where that would not be shorter.
func (d *Dictionary) Pack(text []byte) []byte {
	p, ok := d.packers.Get().(*packer)
	if !ok {
		p = &packer{}
		p.w, _ = flate.NewWriterDict(&p.out, level, d.Text) // there is such a level
	}
	defer d.packers.Put(p)
	p.out.Reset()
	p.w.Reset(&p.out)
	_, _ = p.w.Write(text) // a buffer takes everything
	_ = p.w.Close()
	if p.out.Len() >= len(text) {
		return nil
	}
	return bytes.Clone(p.out.Bytes())
}

var unpackers = sync.Pool{New: func() any { return flate.NewReader(nil) }}

// Unpack returns what was packed, if that has so many bytes at most: a few bytes that
// claim to be gigabytes are damaged.
func (d *Dictionary) Unpack(packed []byte, most int) ([]byte, bool) {
	r := unpackers.Get().(io.ReadCloser)
	defer unpackers.Put(r)
	from := bytes.NewReader(packed)
	if err := r.(flate.Resetter).Reset(from, d.Text); err != nil {
		return nil, false
	}
	var text bytes.Buffer
	text.Grow(min(4*len(packed), most) + bytes.MinRead)
	_, err := text.ReadFrom(io.LimitReader(r, int64(most)+1))
	return text.Bytes(), err == nil && from.Len() == 0 && text.Len() <= most
}
