package document_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document"
)

// chunk is one PNG chunk.
func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
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
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), chunk("IDAT", data.Bytes()), chunk("IEND", nil)}, nil)
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

func smallPNG() []byte {
	var buf bytes.Buffer
	_ = png.Encode(&buf, image.NewRGBA(image.Rect(0, 0, 20, 10)))
	return buf.Bytes()
}

func smallJPEG() []byte {
	var buf bytes.Buffer
	_ = jpeg.Encode(&buf, image.NewRGBA(image.Rect(0, 0, 20, 10)), nil)
	return buf.Bytes()
}

// jpegOf puts a comment segment behind the first marker.
func jpegOf(comment string) []byte {
	j := smallJPEG()
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xFE}, uint16(len(comment)+2))
	return bytes.Join([][]byte{j[:2], segment, []byte(comment), j[2:]}, nil)
}

func pngWith(chunks ...[]byte) []byte {
	p := smallPNG()
	return bytes.Join([][]byte{p[:len(p)-12], bytes.Join(chunks, nil), p[len(p)-12:]}, nil)
}

// pdfOf is a PDF whose first object has that dictionary.
func pdfOf(dict string) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + dict + " >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
}

// pdfStream is a PDF with a compressed stream of that dictionary and content.
func pdfStream(dict string, content []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(content)
	_ = w.Close()
	return bytes.Join([][]byte{[]byte("%PDF-1.7\n1 0 obj\n<< " + dict + " /Filter /FlateDecode >>\nstream\r\n"), z.Bytes(), []byte("\nendstream\nendobj\n%%EOF\n")}, nil)
}

func box(kind string, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

func mp4() []byte {
	return []byte(box("ftyp", "isom\x00\x00\x00\x00") + box("moov", "x") + box("mdat", "yy"))
}

// A bomb is refused with code; the media type is what it claims to be.
type bomb struct {
	name    string
	media   document.MediaType
	content []byte
	code    string
}

var bombs = sync.OnceValue(func() []bomb {
	zipped := "PK\x03\x04" + strings.Repeat("\x00", 26) + "PK\x05\x06"
	header := func(width, height uint32) []byte {
		b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
		return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(b, 8, 6, 0, 0, 0)), chunk("IDAT", []byte("x")), chunk("IEND", nil)}, nil)
	}
	const tooLarge, notFound, active, mismatch, extension = "image_too_large", "image_not_found", "active_content", "mismatch", "wrong_file_extension"
	list := []bomb{
		{"PNG 12000 x 12000", document.PNG, pngBomb(12_000, 12_000), tooLarge},
		{"PNG 6000 x 6000, blank", document.PNG, pngBomb(6_000, 6_000), tooLarge},
		{"PNG 12001 x 1", document.PNG, pngBomb(12_001, 1), tooLarge},
		{"PNG 2^31-1 squared", document.PNG, header(1<<31-1, 1<<31-1), notFound},
		{"PNG of no width", document.PNG, header(0, 5), notFound},
		{"PNG cut", document.PNG, smallPNG()[:60], notFound},
		{"PNG without end", document.PNG, smallPNG()[:len(smallPNG())-12], notFound},
		{"PNG with chunk beyond the end", document.PNG, append(smallPNG()[:33], "\x7f\xff\xff\xffIDATxxxx"...), notFound},
		{"PNG and ZIP", document.PNG, append(smallPNG(), zipped...), active},
		{"PNG and anything", document.PNG, append(smallPNG(), 0), active},
		{"PNG with a page in its text", document.PNG, pngWith(chunk("tEXt", []byte("Comment\x00<ScRipt>alert(1)</script>"))), active},
		{"PNG with a PDF in its text", document.PNG, pngWith(chunk("zTXt", []byte("%PDF-1.4"))), active},
		{"JPEG and PDF", document.JPEG, append(smallJPEG(), pdfOf("")...), active},
		{"JPEG and ZIP", document.JPEG, append(smallJPEG(), zipped...), active},
		{"JPEG with PHP in its comment", document.JPEG, jpegOf("<?php system($_GET[0]); ?>"), active},
		{"JPEG with a page in its comment", document.JPEG, jpegOf("<HTML><body>"), active},
		{"JPEG cut", document.JPEG, smallJPEG()[:len(smallJPEG())-2], notFound},
		{"JPEG without scan", document.JPEG, append(smallJPEG()[:20], 0xFF, 0xD9), notFound},
		{"JPEG 65500 x 65500", document.JPEG, hugeJPEG(), tooLarge},
		{"GIF, 2000 frames", "image/gif", gifBomb(2000), extension},
		{"GIF said to be a PNG", document.PNG, gifBomb(2), mismatch},
		{"GIF that is JavaScript", document.PNG, []byte("GIF89a/*\x00\x00*/=1;alert(1)"), mismatch},
		{"PNG said to be a JPEG", document.JPEG, smallPNG(), mismatch},
		{"HTML said to be a PNG", document.PNG, []byte("<html><script>alert(1)</script>"), mismatch},
		{"SVG", "image/svg+xml", []byte("<svg onload=alert(1)>"), extension},
		{"CSV", "text/csv", []byte("=cmd|' /C calc'!A0"), extension},
		{"empty", document.PNG, nil, notFound},
		{"PDF behind spaces", document.PDF, append(bytes.Repeat([]byte(" "), 900), pdfOf("")...), mismatch},
		{"PDF without end", document.PDF, []byte("%PDF-1.7\n1 0 obj\n"), notFound},
		{"PDF whose end is far from the last byte", document.PDF, append(pdfOf(""), make([]byte, 2000)...), notFound},
		{"PDF without objects", document.PDF, []byte("%PDF-1.7\n%%EOF"), notFound},
		{"PDF, escaped name", document.PDF, pdfOf("/A << /S /J#61va#53cript /J#53 (x) >>"), active},
		{"PDF, JS in parts", document.PDF, pdfOf("/JS(app.alert(1))"), active},
		{"PDF, object stream", document.PDF, pdfStream("/Type /ObjStm /N 1", []byte("1 0 << /S /JavaScript >>")), active},
		{"PDF, object stream, escaped type", document.PDF, pdfStream("/Type /Obj#53tm /N 1", []byte("1 0 << /AA 5 >>")), active},
		{"PDF, object stream, name across pieces", document.PDF, pdfStream("/Type /ObjStm", []byte(strings.Repeat(" ", 64<<10-4)+"/JavaScript ")), active},
		{"PDF, object stream of 33 MiB", document.PDF, pdfStream("/Type /ObjStm", make([]byte, 33<<20)), active},
		{"PDF, object stream that is damaged", document.PDF, bytes.Replace(pdfStream("/Type /ObjStm", []byte("x")), []byte("\r\n\x78"), []byte("\r\n\x79"), 1), active},
		{"PDF, too many streams", document.PDF, bytes.Replace(pdfOf(""), []byte("trailer"), []byte(strings.Repeat("stream\n", 60_000)+"trailer"), 1), active},
		{"MP4 said to be WebM", document.WebM, mp4(), mismatch},
		{"MP4 without movie", document.MP4, []byte(box("ftyp", "isom\x00\x00\x00\x00") + box("mdat", "y")), notFound},
		{"MP4 with a box beyond the end", document.MP4, []byte(box("ftyp", "isom\x00\x00\x00\x00") + "\x7f\xff\xff\xffmoov"), notFound},
		{"MP4 with a box of size 2", document.MP4, []byte(box("ftyp", "isom\x00\x00\x00\x00") + "\x00\x00\x00\x02moov"), notFound},
		{"MP4 with a 64-bit box beyond the end", document.MP4, []byte(box("ftyp", "isom\x00\x00\x00\x00") + "\x00\x00\x00\x01moov\xff\xff\xff\xff\xff\xff\xff\xff"), notFound},
		{"ZIP said to be MP4", document.MP4, []byte(zipped), mismatch},
		{"EBML of another kind", document.WebM, []byte("\x1a\x45\xdf\xa3\x8b\x42\x82\x88evilevil"), mismatch},
		{"11 MiB", document.PDF, make([]byte, 11<<20), tooLarge},
	}
	for _, name := range []string{"JavaScript", "JS", "Launch", "OpenAction", "AA", "EmbeddedFile", "RichMedia", "Encrypt", "SubmitForm", "ImportData"} {
		list = append(list, bomb{"PDF /" + name, document.PDF, pdfOf("/" + name + " 5 0 R"), active})
	}
	return list
})

// hugeJPEG changes the frame header of a small one.
func hugeJPEG() []byte {
	j := smallJPEG()
	at := bytes.Index(j, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(j[at+5:], 65500)
	binary.BigEndian.PutUint16(j[at+7:], 65500)
	return j
}

var everything = []document.MediaType{
	document.JPEG, document.PNG, document.PDF, document.MP4, document.MOV, document.WebM, document.MKV, document.AVI, document.FLV, document.OGG,
}

// Every file of the corpus is refused, as data URI and as reader, and everything
// that is allocated on the way is within 64 MiB (OWASP ASVS 5.0, chapter 5.2).
func TestBombsAreRefusedInBoundedMemory(t *testing.T) {
	const bound = 64 << 20
	for _, b := range bombs() {
		uri := document.SubSubmission{Value: dataURI(string(b.media), b.content)}
		for name, in := range map[string]document.SubSubmission{
			"data URI": uri,
			"reader":   {Upload: bytes.NewReader(b.content), MediaType: b.media},
		} {
			if name == "data URI" && len(b.content) == 0 {
				continue // no payload: see TestDataURI
			}
			t.Run(b.name+"/"+name, func(t *testing.T) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				file, err := document.UploadRules{}.Read(in, everything)
				runtime.ReadMemStats(&after)
				assert.Equal(t, []string{" " + b.code}, faults(err))
				assert.Equal(t, document.Upload{}, file)
				assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(bound))
			})
		}
	}
}

// A reader without end is read up to the bound and no further.
func TestEndlessReader(t *testing.T) {
	r := &countingReader{}
	_, err := document.UploadRules{MaxBytes: 1000}.Read(document.SubSubmission{Upload: r, MediaType: document.PNG}, everything)
	assert.Equal(t, []string{" image_too_large"}, faults(err))
	assert.LessOrEqual(t, r.n, 1001)
}

type countingReader struct{ n int }

func (r *countingReader) Read(p []byte) (int, error) {
	p = p[:min(len(p), 7)]
	r.n += len(p)
	return len(p), nil
}

func goodFiles() map[document.MediaType][][]byte {
	return map[document.MediaType][][]byte{
		document.PNG: {smallPNG(), document.SandboxImage("2222"), pngWith(chunk("tEXt", []byte("Author\x00Ana")))},
		document.JPEG: {
			smallJPEG(), jpegOf("taken by a phone"),
			append(smallJPEG(), box("ftyp", "mp42\x00\x00\x00\x00")...), // a motion photo
			progressiveLike(),
		},
		document.PDF: {
			pdfOf(""), pdfStream("/Type /ObjStm /N 1", []byte("1 0 << /Type /Page >>")),
			pdfStream("/Length 9", []byte("a page")), bytes.Replace(pdfOf(""), []byte("trailer"), []byte("stream\n /JS /AA \nendstream\ntrailer"), 1),
		},
		document.MP4:  {mp4(), []byte(box("ftyp", "mp42\x00\x00\x00\x00") + box("moof", "") + "\x00\x00\x00\x00mdat...")},
		document.MOV:  {[]byte(box("ftyp", "qt  \x00\x00\x00\x00") + box("moov", "x")), []byte(box("moov", "xxxxx"))},
		document.WebM: {[]byte("\x1a\x45\xdf\xa3\x87\x42\x82\x84webm")},
		document.MKV:  {[]byte("\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska")},
		document.AVI:  {[]byte("RIFF\x10\x00\x00\x00AVI LIST")},
		document.FLV:  {[]byte("FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00")},
		document.OGG:  {[]byte("OggS\x00\x02\x00\x00\x00\x00\x00\x00")},
	}
}

// progressiveLike holds fill bytes and a restart marker, which the walk must
// step over.
func progressiveLike() []byte {
	j := smallJPEG()
	return bytes.Join([][]byte{j[:2], {0xFF, 0xFF, 0xFE, 0x00, 0x03, 'x'}, j[2:]}, nil)
}

func TestGoodFilesPass(t *testing.T) {
	for media, list := range goodFiles() {
		for i, content := range list {
			file, err := document.UploadRules{}.Inspect(media, content, everything)
			require.NoError(t, err, "%s %d", media, i)
			assert.Equal(t, content, file.Content)
			assert.Equal(t, media, file.MediaType)
		}
	}
	file, err := document.UploadRules{}.Inspect(document.PNG, smallPNG(), everything)
	require.NoError(t, err)
	assert.Equal(t, []int{20, 10}, []int{file.Width, file.Height})
	assert.Len(t, goodFiles(), len(everything))
}

func TestUploadRules(t *testing.T) {
	png := smallPNG()
	for name, row := range map[string]struct {
		rules document.UploadRules
		want  []string
	}{
		"bytes":  {document.UploadRules{MaxBytes: len(png) - 1}, []string{" image_too_large"}},
		"exact":  {document.UploadRules{MaxBytes: len(png)}, nil},
		"pixels": {document.UploadRules{MaxPixels: 199}, []string{" image_too_large"}},
		"side":   {document.UploadRules{MaxSide: 19}, []string{" image_too_large"}},
	} {
		_, err := row.rules.Inspect(document.PNG, png, everything)
		assert.Equal(t, row.want, faults(err), name)
	}
	_, err := document.UploadRules{}.Inspect(document.PNG, png, []document.MediaType{document.PDF})
	assert.Equal(t, []string{" wrong_file_extension"}, faults(err))

	// A scanner that refuses is a fault; one that is out of order is an outage.
	outage := fmt.Errorf("scanner: %w", io.ErrClosedPipe)
	scan := func(result error) error {
		_, err := document.UploadRules{Scan: func([]byte, document.MediaType) error { return result }}.
			Read(document.SubSubmission{Upload: bytes.NewReader(png), MediaType: document.PNG}, everything)
		return err
	}
	assert.NoError(t, scan(nil))
	assert.ErrorIs(t, scan(outage), io.ErrClosedPipe)
}

func TestDataURI(t *testing.T) {
	ok := func(text string) {
		media, content, err := document.ParseDataURI(secret(text), 100)
		require.NoError(t, err, text)
		assert.Equal(t, document.MediaType("text/csv"), media)
		assert.Equal(t, "a,b", string(content))
	}
	ok("data:text/csv;base64,YSxi")
	for text, code := range map[string]string{
		"":                                                   "malformed",
		"data:,":                                             "malformed",
		"data:text/csv,a":                                    "malformed",
		"data:text/csv;base64,":                              "malformed",
		"data:;base64,YSxi":                                  "malformed",
		"data:text;base64,YSxi":                              "malformed",
		"data:text/;base64,YSxi":                             "malformed",
		"DATA:text/csv;base64,YSxi":                          "malformed",
		"data:text/csv;charset=u;base64,YSxi":                "malformed",
		"data:TEXT/csv;base64,YSxi":                          "malformed",
		"data:text/csv;base64;base64,YSxi":                   "malformed",
		"data:text/csv;base64, YSxi":                         "malformed",
		"data:text/csv;base64,YS\nxi":                        "malformed",
		"data:text/csv;base64,YSxi\r\n":                      "malformed",
		"data:text/csv;base64,YSxiYQ":                        "malformed", // not padded
		"data:text/csv;base64,YWJ=":                          "malformed", // stray bits behind the last byte
		"data:text/csv;base64,YS_i":                          "malformed", // URL alphabet
		"data:text/csv;base64,SUQs==":                        "malformed",
		"https://example.com/x.png":                          "malformed",
		"data:" + strings.Repeat("a", 80) + ",":              "malformed",
		"data:text/csv;base64," + strings.Repeat("YSxi", 34): "image_too_large",
		"data:text/csv;base64," + strings.Repeat("!", 5000):  "image_too_large", // before decoding
	} {
		media, content, err := document.ParseDataURI(secret(text), 100)
		assert.Equal(t, []string{" " + code}, faults(err), "%.60s", text)
		assert.Empty(t, media)
		assert.Nil(t, content)
	}
}

func FuzzDataURI(f *testing.F) {
	f.Add("data:text/csv;base64,YSxi")
	f.Add("data:image/invalid;base64,SUQs==")
	f.Add("data:image/png;base64,")
	f.Fuzz(func(t *testing.T, text string) {
		media, content, err := document.ParseDataURI(secret(text), 1000)
		if err != nil {
			require.Empty(t, media)
			require.Nil(t, content)
			return
		}
		require.Equal(t, text, dataURI(string(media), content).Reveal(), "one file has one text")
	})
}

func FuzzInspect(f *testing.F) {
	for media, list := range goodFiles() {
		for _, content := range list {
			f.Add(string(media), content)
		}
	}
	for _, b := range bombs() {
		if len(b.content) < 4096 {
			f.Add(string(b.media), b.content)
		}
	}
	f.Fuzz(func(t *testing.T, media string, content []byte) {
		file, err := document.UploadRules{}.Inspect(document.MediaType(media), content, everything)
		if err != nil {
			require.Equal(t, document.Upload{}, file)
			require.NotEmpty(t, faults(err))
			return
		}
		require.Equal(t, content, file.Content)
	})
}

// The time to inspect grows with the size of the file and no faster: files made
// to be slow cost not much more than random ones.
func TestInspectIsLinear(t *testing.T) {
	const size = 2 << 20
	head, end := "%PDF-1.7\n1 0 obj\n", "\n%%EOF"
	random := make([]byte, size)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(random)
	cost := func(body []byte) time.Duration {
		content := bytes.Join([][]byte{[]byte(head), body, []byte(end)}, nil)
		best := time.Hour
		for range 3 {
			start := time.Now()
			_, _ = document.UploadRules{}.Inspect(document.PDF, content, everything)
			best = min(best, time.Since(start))
		}
		return best
	}
	floor := cost(random)
	for name, unit := range map[string]string{
		"short names in a stream": "/JS ", "slashes": "/", "endstream": "endstream ", "escapes": "/#4", "names": "/ObjStm ",
	} {
		body := []byte("stream\n" + strings.Repeat(unit, size/len(unit)))
		took := cost(body)
		t.Logf("%s: %.1f times random bytes", name, float64(took)/float64(floor))
		assert.Less(t, took, 200*floor, name)
	}
}
