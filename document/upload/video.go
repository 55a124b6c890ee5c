package upload

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// inspectVideo checks that a file has the container of its declared type.
func inspectVideo(media MediaType, content []byte) error {
	if !slices.Contains(containersOf(content), media) {
		return fault(bonafide.CodeMismatch, ruleMedia)
	}
	if (media == MP4 || media == MOV) && !hasMovie(content) {
		return fault(CodeImageNotFound, ruleMedia)
	}
	return nil
}

// containersOf returns the media types that the first bytes may stand for.
func containersOf(content []byte) []MediaType {
	const brandAt, head = 8, 12
	if len(content) < head {
		return nil
	}
	switch {
	case string(content[4:8]) == "ftyp": // ISO/IEC 14496-12
		if string(content[brandAt:head]) == "qt  " {
			return []MediaType{MOV}
		}
		return []MediaType{MP4}
	case string(content[4:8]) == "moov", string(content[4:8]) == "wide", string(content[4:8]) == "mdat": // older QuickTime
		return []MediaType{MOV}
	case bytes.HasPrefix(content, []byte("\x1a\x45\xdf\xa3")): // EBML, RFC 8794
		switch docType(content) {
		case "webm":
			return []MediaType{WebM}
		case "matroska":
			return []MediaType{MKV}
		}
	case string(content[:4]) == "RIFF" && string(content[8:12]) == "AVI ":
		return []MediaType{AVI}
	case string(content[:4]) == "FLV\x01":
		return []MediaType{FLV}
	case string(content[:4]) == "OggS":
		return []MediaType{OGG}
	}
	return nil
}

// docType reads the DocType element (id 42 82) of an EBML header.
func docType(content []byte) string {
	header := content[:min(len(content), 64)]
	at := bytes.Index(header, []byte{0x42, 0x82})
	if at < 0 || at+3 > len(header) {
		return ""
	}
	length := int(header[at+2] & 0x7f) // one byte of length is enough for any DocType in use
	if header[at+2]&0x80 == 0 || at+3+length > len(header) {
		return ""
	}
	return string(bytes.TrimRight(header[at+3:at+3+length], "\x00"))
}

// hasMovie walks the top-level boxes of an MP4 or QuickTime file: their sizes
// must lead to the end, and one of them must describe the movie.
func hasMovie(content []byte) bool {
	const maxBoxes = 10_000
	found := false
	rest := content
	for range maxBoxes {
		if len(rest) == 0 {
			return found
		}
		if len(rest) < 8 {
			return false
		}
		size := uint64(binary.BigEndian.Uint32(rest))
		least := uint64(8)
		switch size {
		case 0: // to the end of the file
			size = uint64(len(rest))
		case 1: // the size follows in 64 bits
			if len(rest) < 16 {
				return false
			}
			size, least = binary.BigEndian.Uint64(rest[8:]), 16
		}
		if size < least || size > uint64(len(rest)) {
			return false
		}
		found = found || string(rest[4:8]) == "moov" || string(rest[4:8]) == "moof"
		rest = rest[size:]
	}
	return false
}
