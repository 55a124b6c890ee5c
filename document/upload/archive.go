package upload

import (
	"bytes"
	"encoding/binary"
)

// endsArchive reports whether the content is a ZIP archive as well: archives are read
// from their end, so that one may stand behind any other file (APPNOTE 4.3.16).
func endsArchive(content []byte) bool {
	const size, comment = 22, 1<<16 - 1 // of the end record, and of the comment behind it
	for tail := content[max(len(content)-size-comment, 0):]; ; {
		at := bytes.Index(tail, []byte("PK\x05\x06"))
		if at < 0 {
			return false
		}
		record := tail[at:]
		before := len(content) - len(record)
		if len(record) >= size {
			directory := int(binary.LittleEndian.Uint32(record[12:]))
			if directory <= before && bytes.HasPrefix(content[before-directory:], []byte("PK\x01\x02")) {
				return true
			}
		}
		tail = tail[at+1:]
	}
}
