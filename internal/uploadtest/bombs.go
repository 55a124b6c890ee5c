package uploadtest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide/document/upload"
)

// A Bomb is a file that must be refused with Code; Media is what it claims to be.
type Bomb struct {
	Name    string
	Media   upload.MediaType
	Content []byte
	Code    string
}

// Bombs returns the corpus. It must not be changed.
func Bombs() []Bomb { return bombs() }

var bombs = sync.OnceValue(func() []Bomb {
	zipped := "PK\x03\x04" + strings.Repeat("\x00", 26) + "PK\x05\x06"
	header := func(width, height uint32) []byte {
		b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
		return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), Chunk("IHDR", append(b, 8, 6, 0, 0, 0)), Chunk("IDAT", []byte("x")), Chunk("IEND", nil)}, nil)
	}
	const tooLarge, notFound, active, mismatch, extension = "image_too_large", "image_not_found", "active_content", "mismatch", "wrong_file_extension"
	const script, launch, attachment, action, remote, xfa = "pdf_script", "pdf_launch", "pdf_attachment", "pdf_action", "pdf_remote", "pdf_xfa"
	packed := func(dict, object string) []byte {
		return PDFStream(dict+" /N 1 /First 4", []byte("7 0 "+object))
	}
	list := []Bomb{
		{"PNG 12000 x 12000", upload.PNG, pngBomb(12_000, 12_000), tooLarge},
		{"PNG 6000 x 6000, blank", upload.PNG, pngBomb(6_000, 6_000), tooLarge},
		{"PNG 12001 x 1", upload.PNG, pngBomb(12_001, 1), tooLarge},
		{"PNG 2^31-1 squared", upload.PNG, header(1<<31-1, 1<<31-1), notFound},
		{"PNG of no width", upload.PNG, header(0, 5), notFound},
		{"PNG cut", upload.PNG, PNG()[:60], notFound},
		{"PNG without end", upload.PNG, PNG()[:len(PNG())-12], notFound},
		{"PNG with chunk beyond the end", upload.PNG, append(PNG()[:33], "\x7f\xff\xff\xffIDATxxxx"...), notFound},
		{"PNG and ZIP", upload.PNG, append(PNG(), zipped...), active},
		{"PNG with a PDF in its text", upload.PNG, PNGWith(Chunk("zTXt", []byte("%PDF-1.4"))), active},
		{"JPEG and PDF", upload.JPEG, append(JPEG(), PDF("")...), active},
		{"JPEG and ZIP", upload.JPEG, append(JPEG(), zipped...), active},
		{"JPEG with PHP in its comment", upload.JPEG, JPEGWith("<?php system($_GET[0]); ?>"), active},
		{"JPEG and a page", upload.JPEG, append(JPEG(), "<HTML><body>"...), active},
		{"JPEG cut", upload.JPEG, JPEG()[:len(JPEG())-2], notFound},
		{"JPEG without scan", upload.JPEG, append(JPEG()[:20], 0xFF, 0xD9), notFound},
		{"JPEG 65500 x 65500", upload.JPEG, hugeJPEG(), tooLarge},
		{"GIF, 2000 frames", "image/gif", gifBomb(2000), extension},
		{"GIF said to be a PNG", upload.PNG, gifBomb(2), mismatch},
		{"GIF that is JavaScript", upload.PNG, []byte("GIF89a/*\x00\x00*/=1;alert(1)"), mismatch},
		{"PNG said to be a JPEG", upload.JPEG, PNG(), mismatch},
		{"HTML said to be a PNG", upload.PNG, []byte("<html><script>alert(1)</script>"), mismatch},
		{"SVG", "image/svg+xml", []byte("<svg onload=alert(1)>"), extension},
		{"CSV", "text/csv", []byte("=cmd|' /C calc'!A0"), extension},
		{"empty", upload.PNG, nil, notFound},
		{"PDF behind spaces", upload.PDF, append(bytes.Repeat([]byte(" "), 900), PDF("")...), mismatch},
		{"PDF without end", upload.PDF, []byte("%PDF-1.7\n1 0 obj\n"), notFound},
		{"PDF whose end is far from the last byte", upload.PDF, append(PDF(""), bytes.Repeat([]byte("x"), 2000)...), notFound},
		{"PDF without objects", upload.PDF, []byte("%PDF-1.7\n%%EOF"), notFound},
		{"PDF, escaped name", upload.PDF, PDF("/A << /S /J#61va#53cript /J#53 (x) >>"), script},
		{"PDF, script behind a comment", upload.PDF, PDF("/A << /S % >>\n /JavaScript /JS (x) >>"), script},
		{"PDF, script within a string that ends", upload.PDF, PDF("/T (\\() /A << /S /JavaScript >> /U (\\))"), script},
		{"PDF, script in a link", upload.PDF, PDF("/A << /S /URI /URI (JavaScript:alert\\(1\\)) >>"), script},
		{"PDF, key that stands twice", upload.PDF, PDF("/A << /S /GoTo /S /JavaScript >>"), script},
		{"PDF, object within a stream", upload.PDF, bytes.Replace(PDF(""), []byte("trailer"), []byte("2 0 obj << /Length 60 >> stream\n3 0 obj << /S /JavaScript /JS (x) >> endobj\nendstream endobj\ntrailer"), 1), script},
		{"PDF, dictionary that is broken", upload.PDF, PDF("/A << /S /JavaScript 5 >>"), active},
		{"PDF, scene with a script", upload.PDF, PDF("/OnInstantiate 5 0 R"), script},
		{"PDF, object stream", upload.PDF, packed("/Type /ObjStm", "<< /S /JavaScript >>"), script},
		{"PDF, object stream, escaped type", upload.PDF, packed("/Type /Obj#53tm", "<< /S /Launch >>"), launch},
		{"PDF, object stream, script far in", upload.PDF, packed("/Type /ObjStm", strings.Repeat(" ", 64<<10-4)+"<< /S /JavaScript >>"), script},
		{"PDF, object stream, padded", upload.PDF, packed("/Type /ObjStm"+strings.Repeat(" ", 3000), "<< /S /JavaScript >>"), script},
		{"PDF, object stream, comment with an object", upload.PDF, packed("/Type /ObjStm % 2 0 obj\n", "<< /S /JavaScript >>"), script},
		{"PDF, object stream, comment with a stream", upload.PDF, packed("/Type /ObjStm % stream\n", "<< /S /JavaScript >>"), script},
		{"PDF, object stream, comment with its end", upload.PDF, packed("/Type /ObjStm % endstream\n", "<< /S /JavaScript >>"), script},
		{"PDF, object stream without type", upload.PDF, packed("", "<< /S /JavaScript >>"), script},
		{"PDF, object stream of 33 MiB", upload.PDF, PDFStream("/Type /ObjStm /N 1 /First 4", make([]byte, 33<<20)), active},
		{"PDF, object stream without a table", upload.PDF, PDFStream("/Type /ObjStm /N 1", []byte("1 0 << /S /JavaScript >>")), active},
		{"PDF, object stream that is damaged", upload.PDF, bytes.Replace(PDFStream("/Type /ObjStm", []byte("x")), []byte("\r\n\x78"), []byte("\r\n\x79"), 1), active},
		{"PDF, object stream by another filter", upload.PDF, bytes.Replace(packed("/Type /ObjStm", "1"), []byte("FlateDecode"), []byte("LZWDecode"), 1), active},
		{"PDF, object stream compressed twice", upload.PDF, twice("7 0 << /S /JavaScript >>"), script},
		{"PDF, object streams that follow each other", upload.PDF, bytes.Replace(packed("/Type /ObjStm", "<< /O << /S /URI >> >>"), []byte("%%EOF"), append(bytes.TrimPrefix(packed("/Type /ObjStm", "<< /A /something >>"), []byte("%PDF-1.7\n")), "2 0 obj << /AA 7 0 R >> endobj\n%%EOF"...), 1), action},
		{"PDF, many objects in one place", upload.PDF, crowded(), active},
		{"PDF with a ZIP behind", upload.PDF, append(PDF(""), ZIP("%%EOF")...), active},
		{"PDF with a PDF behind", upload.PDF, append(PDF(""), PDF("")...), active},
		{"PDF with a page behind", upload.PDF, append(PDF(""), "<!DOCTYPE html><body>%%EOF"...), active},
		{"PDF that launches", upload.PDF, PDF("/A << /S /Launch /F (a.exe) >>"), launch},
		{"PDF with a file", upload.PDF, PDF("/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>] >> >>"), attachment},
		{"PDF with a file under the name of an invoice", upload.PDF, invoice("factur-x.xml", "MZ"), attachment},
		{"PDF with an invoice under the name of a program", upload.PDF, invoice("factur-x.exe", Invoice), attachment},
		{"PDF with an invoice that is a page", upload.PDF, invoice("factur-x.xml", Invoice+"<script>alert(1)</script>"), attachment},
		{"PDF that sends a form", upload.PDF, PDF("/A << /S /SubmitForm /F (https://example.com) >>"), action},
		{"PDF that takes data in", upload.PDF, PDF("/A << /S /ImportData /F (a.fdf) >>"), action},
		{"PDF that opens a page of the web", upload.PDF, PDF("/OpenAction << /S /URI /URI (https://example.com) >>"), action},
		{"PDF that opens a page of the web behind a place", upload.PDF, PDF("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /URI /URI (https://example.com) >>] >>"), action},
		{"PDF whose page opens one", upload.PDF, bytes.Replace(PDF("/AA 2 0 R"), []byte("trailer"), []byte("2 0 obj << /O 3 0 R >> endobj 3 0 obj << /S /URI /URI (https://example.com) >> endobj\ntrailer"), 1), action},
		{"PDF that goes to another machine", upload.PDF, PDF(`/A << /S /GoToR /F (\\\\host\\share\\a.pdf) /D [0 /Fit] >>`), remote},
		{"PDF that opens another file", upload.PDF, PDF("/OpenAction << /S /GoToE /F (a.pdf) >>"), remote},
		{"PDF with another form", upload.PDF, PDF("/AcroForm << /XFA [(template) 5 0 R] >>"), xfa},
		{"PDF with a film", upload.PDF, PDF("/Annots [<< /Subtype /RichMedia >>]"), active},
		{"MP4 said to be WebM", upload.WebM, MP4(), mismatch},
		{"MP4 without movie", upload.MP4, []byte(Box("ftyp", "isom\x00\x00\x00\x00") + Box("mdat", "y")), notFound},
		{"MP4 with a box beyond the end", upload.MP4, []byte(Box("ftyp", "isom\x00\x00\x00\x00") + "\x7f\xff\xff\xffmoov"), notFound},
		{"MP4 with a box of size 2", upload.MP4, []byte(Box("ftyp", "isom\x00\x00\x00\x00") + "\x00\x00\x00\x02moov"), notFound},
		{"MP4 with a 64-bit box beyond the end", upload.MP4,
			[]byte(Box("ftyp", "isom\x00\x00\x00\x00") + "\x00\x00\x00\x01moov\xff\xff\xff\xff\xff\xff\xff\xff"), notFound},
		{"ZIP said to be MP4", upload.MP4, []byte(zipped), mismatch},
		{"EBML of another kind", upload.WebM, []byte("\x1a\x45\xdf\xa3\x8b\x42\x82\x88evilevil"), mismatch},
		{"PDF, encrypted by nobody knows what", upload.PDF, bytes.Replace(PDF(""), []byte("trailer <<"), []byte("trailer << /Encrypt 5 0 R"), 1), "encrypted_document"},
		{"PDF that opens with a script", upload.PDF, PDF("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), script},
		{"11 MiB", upload.PDF, make([]byte, 11<<20), tooLarge},
	}
	return list
})

// twice is an object stream that was compressed again.
func twice(content string) []byte {
	squeeze := func(data []byte) []byte {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		_, _ = w.Write(data)
		_ = w.Close()
		return z.Bytes()
	}
	return bytes.Replace(PDFStream("/Type /ObjStm /N 1 /First 4", squeeze([]byte(content))), []byte("/Filter /FlateDecode"), []byte("/Filter [/FlateDecode /FlateDecode]"), 1)
}

// crowded names one place of an object stream as that of very many objects.
func crowded() []byte {
	const n = 100_000
	table := strings.Repeat("7 0 ", n)
	return PDFStream(fmt.Sprintf("/Type /ObjStm /N %d /First %d", n, len(table)), []byte(table+"<< /A ["+strings.Repeat("1 ", 10_000)+"] >>"))
}

// hugeJPEG changes the frame header of a small one.
func hugeJPEG() []byte {
	j := JPEG()
	at := bytes.Index(j, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(j[at+5:], 65500)
	binary.BigEndian.PutUint16(j[at+7:], 65500)
	return j
}

// pngBomb is a valid image of any size, all black, one bit a pixel: few bytes
// that decode to a byte for each pixel.
func pngBomb(width, height int) []byte {
	var data bytes.Buffer
	z, _ := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	row := make([]byte, 1+(width+7)/8)
	for range height {
		_, _ = z.Write(row)
	}
	_ = z.Close()
	header := binary.BigEndian.AppendUint32(nil, uint32(width))
	header = append(binary.BigEndian.AppendUint32(header, uint32(height)), 1, 0, 0, 0, 0)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), Chunk("IHDR", header), Chunk("IDAT", data.Bytes()), Chunk("IEND", nil)}, nil)
}

// gifBomb has many frames of one colour.
func gifBomb(frames int) []byte {
	g := &gif.GIF{}
	for range frames {
		g.Image = append(g.Image, image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{color.Black, color.White}))
		g.Delay = append(g.Delay, 0)
	}
	var buf bytes.Buffer
	_ = gif.EncodeAll(&buf, g)
	return buf.Bytes()
}
