// Package uploadtest holds files made to be refused, and small good ones.
package uploadtest

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"strings"

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

// Invoice is the root of an invoice in XML, and nothing in it.
const Invoice = `<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"></rsm:CrossIndustryInvoice>`

// LongPDF is a statement of so many pages: text in streams, links, and the pages in an object stream.
func LongPDF(pages int) []byte {
	var b, table, packed bytes.Buffer
	b.WriteString("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /OpenAction [2 0 R /Fit] >>\nendobj\n")
	for i := range pages {
		noise := bytes.Repeat([]byte{byte(i), byte(i >> 3), 'o', 'b'}, 500)
		fmt.Fprintf(&b, "%d 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n", 10+i, len(noise), noise)
		fmt.Fprintf(&table, "%d %d ", 10+pages+i, packed.Len())
		fmt.Fprintf(&packed, "<< /Type /Page /Contents %d 0 R /Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.com/%d) >> >>] >> ", 10+i, i)
	}
	stream := PDFStream(fmt.Sprintf("/Type /ObjStm /N %d /First %d", pages, table.Len()), append(table.Bytes(), packed.Bytes()...))
	b.Write(bytes.TrimPrefix(stream, []byte("%PDF-1.7\n")))
	return b.Bytes()
}

// Facturx is a PDF with an invoice in XML (Factur-X 1.0).
func Facturx() []byte { return invoice("factur-x.xml", Invoice) }

// invoice is a PDF with an attached file.
func invoice(name, content string) []byte {
	names := "/AF [2 0 R] /Names << /EmbeddedFiles << /Names [(" + name + ") 2 0 R] >> >>"
	file := "2 0 obj << /Type /Filespec /F (" + name + ") /UF <FEFF" + hex.EncodeToString(utf16(name)) + "> /AFRelationship /Data /EF << /F 3 0 R /UF 3 0 R >> >> endobj\n"
	stream := bytes.TrimPrefix(PDFStream("/Type /EmbeddedFile /Subtype /text#2Fxml", []byte(content)), []byte("%PDF-1.7\n1"))
	body, _, _ := bytes.Cut(PDF(names), []byte("trailer"))
	return bytes.Join([][]byte{body, []byte(file + "3"), stream}, nil)
}

// utf16 is text of ASCII in UTF-16, the larger byte first.
func utf16(text string) []byte {
	var out []byte
	for i := range len(text) {
		out = append(out, 0, text[i])
	}
	return out
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
			PDF("/OpenAction [3 0 R /XYZ null null 0]"), PDF("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"), PDF("/OpenAction << /S /Named /N /FirstPage >>"),
			PDF("/Names << /EmbeddedFiles << /Names [] >> /JavaScript << /Names [] >> >>"), PDF("/AA << >> /AcroForm << /XFA null >>"),
			PDF("/A << /S /GoToR /F (chapter2.pdf) /D [0 /Fit] >>"), PDF("/T (say /S /JavaScript /Launch) /Font << /JS 5 0 R /AA 6 0 R >>"),
			append(PDF(""), make([]byte, 2000)...), append(PDF(""), "2 0 obj << >> endobj\n%%EOF\n"...),
			Facturx(), bytes.Replace(PDF(""), []byte("trailer"), []byte(strings.Repeat("stream\n", 60_000)+"trailer"), 1),
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
