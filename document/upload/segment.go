package upload

import (
	"bytes"
	"encoding/binary"
)

// A segment is one link of the chain that an image file is: a chunk of a PNG, or
// a marker of a JPEG with what follows it.
type segment struct {
	kind  string // in a PNG, such as "IHDR"
	mark  byte   // in a JPEG
	whole []byte // the bytes as they stand in the file
	body  []byte // without its frame
}

// pngSegments visits the chunks through IEND (ISO/IEC 15948), and returns what
// stands behind it. ok is false if the chain is broken.
func pngSegments(content []byte, visit func(segment)) (behind []byte, ok bool) {
	const signature, overhead = 8, 12
	rest := content[min(signature, len(content)):]
	for len(rest) >= overhead {
		length := int64(binary.BigEndian.Uint32(rest))
		if length > int64(len(rest)-overhead) {
			return nil, false
		}
		s := segment{kind: string(rest[4:8]), whole: rest[:overhead+length], body: rest[8 : 8+length]}
		rest = rest[len(s.whole):]
		visit(s)
		if s.kind == "IEND" {
			return rest, true
		}
	}
	return nil, false
}

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	markSOF2 = 0xC2 // frame, progressive
	markRST0 = 0xD0 // restart, to RST7
	markRST7 = 0xD7
	markEOI  = 0xD9 // end of image
	markSOS  = 0xDA // start of scan
	markAPP0 = 0xE0 // application data, to APP15
	markAPPF = 0xEF
	markCOM  = 0xFE // comment
	markTEM  = 0x01
)

// jpegSegments visits the segments through the end-of-image marker (ITU-T T.81,
// annex B), that of a scan with its data, and returns what stands behind it. ok is
// false if the chain is broken.
func jpegSegments(content []byte, visit func(segment)) (behind []byte, ok bool) {
	for rest := content[min(2, len(content)):]; len(rest) >= 2; {
		if rest[0] != 0xFF {
			return nil, false
		}
		s := segment{mark: rest[1], whole: rest[:2]}
		switch {
		case s.mark == 0xFF: // a fill byte
			rest = rest[1:]
			continue
		case s.mark == markEOI:
			visit(s)
			return rest[2:], true
		case s.mark == markTEM || s.mark >= markRST0 && s.mark <= markRST7: // these stand alone
		case len(rest) < 4:
			return nil, false
		default:
			length := int(binary.BigEndian.Uint16(rest[2:])) + 2
			if length < 4 || length > len(rest) {
				return nil, false
			}
			s.body = rest[4:length]
			if s.mark == markSOS {
				length += scanLength(rest[length:])
			}
			s.whole = rest[:length]
		}
		visit(s)
		rest = rest[len(s.whole):]
	}
	return nil, false
}

// scanLength returns how many bytes of entropy-coded data come before the next
// marker: there a byte FF is followed by 00 or a restart marker.
func scanLength(data []byte) int {
	for i := 0; i < len(data); {
		next := bytes.IndexByte(data[i:], 0xFF)
		if next < 0 || i+next+1 >= len(data) {
			return len(data)
		}
		i += next
		if m := data[i+1]; m != 0 && (m < markRST0 || m > markRST7) {
			return i
		}
		i += 2
	}
	return len(data)
}

// withoutTail returns a PNG without what stands behind its end; as it is where its end
// is not found, or where another file stands there.
func withoutTail(content []byte) []byte {
	behind, ok := pngSegments(content, func(segment) {})
	if !ok || holds(behind, documents) || holds(behind, pages) {
		return content
	}
	return content[:len(content)-len(behind)]
}
