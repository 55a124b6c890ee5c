// Package uploadtest holds files made to be refused, and small good ones.
package uploadtest

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/bonafide-go/bonafide/document/upload"
)

// Chunk is one PNG chunk.
func Chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// PNG is an image of 20 x 10 pixels.
func PNG() []byte {
	var buf bytes.Buffer
	_ = png.Encode(&buf, image.NewRGBA(image.Rect(0, 0, 20, 10)))
	return buf.Bytes()
}

// JPEG is an image of 20 x 10 pixels.
func JPEG() []byte {
	var buf bytes.Buffer
	_ = jpeg.Encode(&buf, image.NewRGBA(image.Rect(0, 0, 20, 10)), nil)
	return buf.Bytes()
}

// JPEGWith puts a comment segment behind the first marker of [JPEG].
func JPEGWith(comment string) []byte {
	j := JPEG()
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xFE}, uint16(len(comment)+2))
	return bytes.Join([][]byte{j[:2], segment, []byte(comment), j[2:]}, nil)
}

// PNGWith puts chunks before the end of [PNG].
func PNGWith(chunks ...[]byte) []byte {
	p := PNG()
	return bytes.Join([][]byte{p[:len(p)-12], bytes.Join(chunks, nil), p[len(p)-12:]}, nil)
}

// PDF is a PDF whose first object has that dictionary.
func PDF(dict string) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + dict + " >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
}

// PDFStream is a PDF with a compressed stream of that dictionary and content.
func PDFStream(dict string, content []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(content)
	_ = w.Close()
	return bytes.Join([][]byte{
		[]byte("%PDF-1.7\n1 0 obj\n<< " + dict + " /Filter /FlateDecode >>\nstream\r\n"),
		z.Bytes(),
		[]byte("\nendstream\nendobj\n%%EOF\n"),
	}, nil)
}

// ZIP is an archive of one empty file with that comment.
func ZIP(comment string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	_, _ = w.Create("a")
	_ = w.SetComment(comment)
	_ = w.Close()
	return b.Bytes()
}

// Box is one box of an MP4 or QuickTime file.
func Box(kind string, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

// MP4 is a file with the boxes of a video and no picture.
func MP4() []byte {
	return []byte(Box("ftyp", "isom\x00\x00\x00\x00") + Box("moov", "x") + Box("mdat", "yy"))
}

// Good returns files that must pass, by what they are.
func Good() map[upload.MediaType][][]byte {
	return map[upload.MediaType][][]byte{
		upload.PNG: {PNG(), PNGWith(Chunk("tEXt", []byte("bonafide-sandbox\x002222"))), PNGWith(Chunk("tEXt", []byte("Author\x00Ana")))},
		upload.JPEG: {
			JPEG(), JPEGWith("taken by a phone"),
			append(JPEG(), Box("ftyp", "mp42\x00\x00\x00\x00")...), // a motion photo
			JPEGWithFillBytes(),
		},
		upload.PDF: {
			PDF(""), PDFStream("/Type /ObjStm /N 1", []byte("1 0 << /Type /Page >>")),
			PDFStream("/Length 9", []byte("a page")), PDF("/Outlines << /First 5 0 R >> /A << /S /URI /URI (https://example.com) >>"), bytes.Replace(PDF(""), []byte("trailer"), []byte("stream\n /JS /AA \nendstream\ntrailer"), 1),
		},
		upload.MP4:  {MP4(), []byte(Box("ftyp", "mp42\x00\x00\x00\x00") + Box("moof", "") + "\x00\x00\x00\x00mdat...")},
		upload.MOV:  {[]byte(Box("ftyp", "qt  \x00\x00\x00\x00") + Box("moov", "x")), []byte(Box("moov", "xxxxx"))},
		upload.WebM: {[]byte("\x1a\x45\xdf\xa3\x87\x42\x82\x84webm")},
		upload.MKV:  {[]byte("\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska")},
		upload.AVI:  {[]byte("RIFF\x10\x00\x00\x00AVI LIST")},
		upload.FLV:  {[]byte("FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00")},
		upload.OGG:  {[]byte("OggS\x00\x02\x00\x00\x00\x00\x00\x00")},
	}
}

// JPEGWithFillBytes holds fill bytes and a restart marker, which the walk must
// step over.
func JPEGWithFillBytes() []byte {
	j := JPEG()
	return bytes.Join([][]byte{j[:2], {0xFF, 0xFF, 0xFE, 0x00, 0x03, 'x'}, j[2:]}, nil)
}
