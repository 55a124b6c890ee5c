package upload

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
)

// Bounds of looking into object streams.
const (
	maxStreams  = 50_000   // stream keywords of a file
	maxInflated = 32 << 20 // bytes of all its object streams together
)

// hasActiveObjects looks for active content in object streams, which hold whole
// objects in compressed form (ISO 32000-1, 7.5.7). One that cannot be inflated, or
// more of them than the bounds allow, counts as active: nobody could look at it.
func hasActiveObjects(content []byte) bool {
	var look inflater
	at, last := 0, 0 // after the keyword before, and after the one before that began a stream
	for range maxStreams {
		next := bytes.Index(content[at:], []byte("stream"))
		if next < 0 {
			return false
		}
		before := content[last : at+next]
		at += next + len("stream")
		if bytes.HasSuffix(before, []byte("end")) {
			continue // perhaps in a comment: the names before it still count
		}
		last = at
		if !namesObjectStream(before) {
			continue
		}
		data := bytes.TrimPrefix(bytes.TrimPrefix(content[at:], []byte("\r")), []byte("\n"))
		if !look.clean(data) {
			return true
		}
	}
	return true
}

// namesObjectStream reports whether what stands before a stream, back to where the
// one before began, can be the dictionary of an object stream. Readers take one for an object
// stream by where it is used: the type may be missing, but not its two counts. How far
// away the names are, and whether in a comment, makes no difference.
func namesObjectStream(before []byte) bool {
	first, count := false, false
	for _, name := range pdfNames(before) {
		switch string(name) {
		case "ObjStm":
			return true
		case "First":
			first = true
		case "N":
			count = true
		}
	}
	return first && count
}

// An inflater looks into compressed streams piece by piece, in bounded memory.
type inflater struct {
	zlib   io.ReadCloser
	window []byte
	used   int
}

// clean reports whether a stream can be inflated to its end, within what is left
// of the bound, and holds no active content.
func (f *inflater) clean(data []byte) bool {
	const chunk, overlap = 64 << 10, 16 // overlap: longer than any name of interest
	var err error
	if f.zlib == nil {
		f.zlib, err = zlib.NewReader(bytes.NewReader(data))
		f.window = make([]byte, 0, chunk+overlap)
	} else {
		err = f.zlib.(zlib.Resetter).Reset(bytes.NewReader(data), nil)
	}
	if err != nil {
		f.zlib = nil
		return false
	}
	window := f.window[:0]
	for {
		n, err := f.zlib.Read(window[len(window):cap(window)])
		window = window[:len(window)+n]
		f.used += n
		end := errors.Is(err, io.EOF)
		switch {
		case f.used > maxInflated, err != nil && !end:
			return false
		case len(window) == cap(window) || end:
			if hasActiveName(window) {
				return false
			}
			window = append(window[:0], window[len(window)-min(overlap, len(window)):]...)
		}
		if end {
			return true
		}
	}
}
