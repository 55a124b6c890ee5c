package upload

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"io"
)

// Bounds of object streams, decoded.
const (
	maxInflated = 32 << 20 // all of a file together
	maxStream   = 7 << 20  // one: writers put a few hundred objects into each
)

// decode returns the content of a stream, at most so many bytes. ok is false where it is longer, is
// damaged, or was encoded by what is not read here.
func (r *pdfReader) decode(s pdfStream, most int) (content []byte, ok bool) {
	content = s.data[:s.length()]
	if r.key != nil {
		if content, ok = r.key.open(s.num, s.gen, content); !ok {
			return nil, false
		}
	}
	filters := s.dict.get("Filter")
	list := filters.list
	if filters.kind == pdfName {
		list = []pdfValue{filters}
	}
	if !plainParameters(s.dict) {
		return nil, false
	}
	for i, filter := range list {
		if i > 0 {
			content = bytes.Clone(content) // it may stand in the buffer that is written to
		}
		switch {
		case filter.is("FlateDecode"), filter.is("Fl"):
			content, ok = r.flate.inflate(content, most)
		case filter.is("ASCIIHexDecode"), filter.is("AHx"):
			content, ok = unhexed(content)
		case filter.is("ASCII85Decode"), filter.is("A85"):
			content, ok = unbased(content)
		default:
			return nil, false
		}
		if !ok {
			return nil, false
		}
	}
	return content, len(content) <= most
}

// length is how many bytes the stream has as it stands: as many as it says, or up to the keyword
// behind it where that is further away. What is compressed knows its end itself.
func (s pdfStream) length() int {
	end := bytes.Index(s.data, []byte("endstream"))
	if end < 0 {
		end = len(s.data)
	}
	if said := s.dict.get("Length"); said.kind == pdfInteger && said.num > 0 && said.num <= len(s.data) {
		return max(said.num, end)
	}
	if s.compressed() {
		return len(s.data)
	}
	return end
}

// compressed reports whether the first filter to be undone finds its end itself.
func (s pdfStream) compressed() bool {
	f := s.dict.get("Filter")
	if f.kind == pdfArray && len(f.list) > 0 {
		f = f.list[0]
	}
	return f.is("FlateDecode") || f.is("Fl")
}

// plainParameters reports whether the filters have no parameters that change what they write: a
// predictor (7.4.4.4).
func plainParameters(dict pdfValue) bool {
	for _, key := range []string{"DecodeParms", "DP"} {
		for v := range dict.each(key) {
			for _, p := range append([]pdfValue{v}, v.list...) {
				if predictor := p.get("Predictor"); p.kind == pdfReference || predictor.kind != pdfNothing && predictor.num > 1 {
					return false
				}
			}
		}
	}
	return true
}

// A flater inflates streams one after the other.
type flater struct {
	reader io.ReadCloser
	buffer bytes.Buffer
}

// inflate returns what data inflates to, in the buffer. ok is false where it is damaged or longer
// than most.
func (f *flater) inflate(data []byte, most int) (content []byte, ok bool) {
	var err error
	if f.reader == nil {
		f.reader, err = zlib.NewReader(bytes.NewReader(data))
	} else {
		err = f.reader.(zlib.Resetter).Reset(bytes.NewReader(data), nil)
	}
	if err != nil {
		f.reader = nil
		return nil, false
	}
	f.buffer.Reset()
	n, err := f.buffer.ReadFrom(io.LimitReader(f.reader, int64(most)+1))
	if err != nil || n > int64(most) {
		return nil, false
	}
	return f.buffer.Bytes(), true
}

func unhexed(data []byte) ([]byte, bool) {
	data, _, _ = bytes.Cut(data, []byte(">"))
	data = bytes.Join(bytes.Fields(data), nil)
	if len(data)%2 == 1 {
		data = append(data, '0')
	}
	out, err := hex.DecodeString(string(data))
	return out, err == nil
}

func unbased(data []byte) ([]byte, bool) {
	data, _, _ = bytes.Cut(bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~")), []byte("~>"))
	out, err := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
	return out, err == nil || errors.Is(err, io.EOF)
}
