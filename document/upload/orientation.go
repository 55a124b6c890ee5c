package upload

import (
	"bytes"
	"encoding/binary"
)

// tagOrientation says how a camera was held: 1 to 8 (Exif 2.32, 4.6.4).
const tagOrientation = 0x0112

var exifHeader = []byte("Exif\x00\x00")

// orientation reads how a JPEG is to be turned from the body of an APP1 segment; 0 where it
// does not say, or not in a form that is understood.
func orientation(body []byte) uint16 {
	tiff, ok := bytes.CutPrefix(body, exifHeader)
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(tiff[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
	default:
		return 0
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		const size, short = 12, 3
		if len(entries) < size {
			return 0
		}
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == short {
			if turn := order.Uint16(entries[8:]); turn <= 8 {
				return turn
			}
			return 0
		}
		entries = entries[size:]
	}
	return 0
}

// orientationOnly is an APP1 segment that says how a JPEG is to be turned, and nothing else.
func orientationOnly(turn uint16) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = append(binary.BigEndian.AppendUint16(tiff, turn), 0, 0, 0, 0, 0, 0)
	body := append(bytes.Clone(exifHeader), tiff...)
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, markAPP0 + 1}, uint16(len(body)+2)), body...)
}
