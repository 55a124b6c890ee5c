package main

import (
	"bytes"
	"encoding/binary"

	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// uploads are the files of the table by name.
func uploads() map[string]func() []byte {
	picture := uploadtest.JPEG()
	return map[string]func() []byte{
		"jpeg":               func() []byte { return picture },
		"jpeg 12 MP":         func() []byte { return padded(sized(picture, 4032, 3024), 2<<20) },
		"jpeg 20 MB":         func() []byte { return padded(picture, 20<<20) },
		"jpeg finer chroma":  func() []byte { return sampled(picture, 0x22, 0x21, 0x12) },
		"jpeg uneven chroma": func() []byte { return sampled(picture, 0x11, 0x21, 0x21) },
		"jpeg cmyk":          func() []byte { return cmyk(picture) },
		"jpeg arithmetic":    func() []byte { return bytes.Replace(picture, []byte{0xFF, 0xC0}, []byte{0xFF, 0xC9}, 1) },
		"jpeg clip":          func() []byte { return append(bytes.Clone(picture), uploadtest.MP4()...) },
		"jpeg mpo":           func() []byte { return append(bytes.Clone(picture), picture...) },
		"jpeg no end":        func() []byte { return picture[:len(picture)-2] },
		"jpeg caption":       func() []byte { return uploadtest.JPEGWith("<html> and javascript:") },
		"png":                func() []byte { return uploadtest.PNG() },
		"heic":               func() []byte { return []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic") },
		"webp":               func() []byte { return []byte("RIFF\x24\x00\x00\x00WEBPVP8 ") },
		"pdf":                func() []byte { return uploadtest.PDF("") },
		"pdf view":           func() []byte { return uploadtest.PDF("/OpenAction [3 0 R /XYZ null null 0]") },
		"pdf no attachments": func() []byte { return uploadtest.PDF("/Names << /EmbeddedFiles << /Names [] >> >>") },
		"pdf form":           func() []byte { return uploadtest.PDF("/AcroForm << /Fields [4 0 R] /DA (/Helv 12 Tf) >>") },
		"pdf scan": func() []byte {
			return uploadtest.PDFStream("/Type /XObject /Subtype /Image /Width 8 /Height 8", picture)
		},
		"pdf object stream": func() []byte { return uploadtest.PDFStream("/Type /ObjStm /N 1", []byte("1 0 << /Type /Page >>")) },
		"pdf zeros":         func() []byte { return append(uploadtest.PDF(""), make([]byte, 2000)...) },
	}
}

// sized gives the frame of a picture another size; what inspects a file decodes no pixels.
func sized(picture []byte, width, height uint16) []byte {
	out := bytes.Clone(picture)
	binary.BigEndian.PutUint16(out[frame(out)+1:], height)
	binary.BigEndian.PutUint16(out[frame(out)+3:], width)
	return out
}

// padded puts comments behind the first marker until the file has that size.
func padded(picture []byte, size int) []byte {
	var out bytes.Buffer
	out.Write(picture[:2])
	for need := size - len(picture); need > 0; need -= 65_537 {
		length := min(need, 65_537) - 2
		out.Write(binary.BigEndian.AppendUint16([]byte{0xFF, 0xFE}, uint16(max(length, 2))))
		out.Write(make([]byte, max(length, 2)-2))
	}
	out.Write(picture[2:])
	return out.Bytes()
}

// frame is where the header of the frame begins, behind marker and length.
func frame(picture []byte) int { return bytes.Index(picture, []byte{0xFF, 0xC0}) + 4 }

// sampled gives the components of a picture other factors of sampling.
func sampled(picture []byte, factors ...byte) []byte {
	out := bytes.Clone(picture)
	for i, f := range factors {
		out[frame(out)+6+3*i+1] = f
	}
	return out
}

// cmyk is a picture whose frame has a fourth component.
func cmyk(picture []byte) []byte {
	at := frame(picture)
	out := append(bytes.Clone(picture[:at-2]), 0, 20)
	out = append(out, picture[at:at+5]...)
	out = append(out, 4)
	for id := range byte(4) {
		out = append(out, id+1, 0x11, 0)
	}
	return append(out, picture[at+15:]...)
}
