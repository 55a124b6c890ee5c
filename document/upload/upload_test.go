package upload_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

var everything = []upload.MediaType{
	upload.JPEG, upload.PNG, upload.PDF, upload.MP4, upload.MOV, upload.WebM, upload.MKV, upload.AVI, upload.FLV, upload.OGG,
}

// Every file of the corpus is refused, as data URI and as reader, and everything
// that is allocated on the way is within 64 MiB (OWASP ASVS 5.0, chapter 5.2).
func TestBombsAreRefusedInBoundedMemory(t *testing.T) {
	const bound = 64 << 20
	figuretest.Report(t, "bombs", len(uploadtest.Bombs()))
	for _, b := range uploadtest.Bombs() {
		uri := datatest.DataURI(string(b.Media), b.Content)
		for name, read := range map[string]func() (upload.File, error){
			"data URI": func() (upload.File, error) { return upload.Rules{}.ReadURI(uri, everything) },
			"reader": func() (upload.File, error) {
				return upload.Rules{}.Read(bytes.NewReader(b.Content), b.Media, everything)
			},
		} {
			if name == "data URI" && len(b.Content) == 0 {
				continue // no payload: see TestDataURI
			}
			t.Run(b.Name+"/"+name, func(t *testing.T) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				file, err := read()
				runtime.ReadMemStats(&after)
				assert.Equal(t, []string{" " + b.Code}, datatest.Faults(err))
				assert.Equal(t, upload.File{}, file)
				assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(bound))
			})
		}
	}
}

// A reader without end is read up to the bound and no further.
func TestEndlessReader(t *testing.T) {
	r := &countingReader{}
	_, err := upload.Rules{MaxBytes: 1000}.Read(r, upload.PNG, everything)
	assert.Equal(t, []string{" image_too_large"}, datatest.Faults(err))
	assert.LessOrEqual(t, r.n, 1001)
}

type countingReader struct{ n int }

func (r *countingReader) Read(p []byte) (int, error) {
	p = p[:min(len(p), 7)]
	r.n += len(p)
	return len(p), nil
}

func TestGoodFilesPass(t *testing.T) {
	for media, list := range uploadtest.Good() {
		for i, content := range list {
			file, err := upload.Rules{}.Inspect(media, content, everything)
			require.NoError(t, err, "%s %d", media, i)
			assert.Equal(t, content, file.Content)
			assert.Equal(t, media, file.MediaType)
		}
	}
	file, err := upload.Rules{}.Inspect(upload.PNG, uploadtest.PNG(), everything)
	require.NoError(t, err)
	assert.Equal(t, []int{20, 10}, []int{file.Width, file.Height})
	assert.Len(t, uploadtest.Good(), len(everything))
}

func TestRules(t *testing.T) {
	png := uploadtest.PNG()
	for name, row := range map[string]struct {
		rules upload.Rules
		want  []string
	}{
		"bytes":  {upload.Rules{MaxBytes: len(png) - 1}, []string{" image_too_large"}},
		"exact":  {upload.Rules{MaxBytes: len(png)}, nil},
		"pixels": {upload.Rules{MaxPixels: 199}, []string{" image_too_large"}},
		"side":   {upload.Rules{MaxSide: 19}, []string{" image_too_large"}},
	} {
		_, err := row.rules.Inspect(upload.PNG, png, everything)
		assert.Equal(t, row.want, datatest.Faults(err), name)
	}
	_, err := upload.Rules{}.Inspect(upload.PNG, png, []upload.MediaType{upload.PDF})
	assert.Equal(t, []string{" wrong_file_extension"}, datatest.Faults(err))

	// A scanner that refuses is a fault; one that is out of order is an outage.
	outage := fmt.Errorf("scanner: %w", io.ErrClosedPipe)
	scan := func(result error) error {
		_, err := upload.Rules{Scan: func([]byte, upload.MediaType) error { return result }}.
			Read(bytes.NewReader(png), upload.PNG, everything)
		return err
	}
	assert.NoError(t, scan(nil))
	assert.ErrorIs(t, scan(outage), io.ErrClosedPipe)
}

func TestDataURI(t *testing.T) {
	ok := func(text string) {
		media, content, err := upload.ParseDataURI(bonafide.NewSecret(text), 100)
		require.NoError(t, err, text)
		assert.Equal(t, upload.MediaType("text/csv"), media)
		assert.Equal(t, "a,b", string(content))
	}
	ok("data:text/csv;base64,YSxi")
	ok("data:TEXT/Csv;BASE64,YSxi")         // RFC 2045 section 5.1
	ok("data:text/csv;base64,YS\nxi")       // RFC 2045 section 6.8
	ok("data:text/csv;base64,YS\r\nxi\r\n") // as Base64.encode64 of Ruby ends
	for text, code := range map[string]string{
		"":                                      "malformed",
		"data:,":                                "malformed",
		"data:text/csv,a":                       "malformed",
		"data:text/csv;base64,":                 "malformed",
		"data:;base64,YSxi":                     "malformed",
		"data:text;base64,YSxi":                 "malformed",
		"data:text/;base64,YSxi":                "malformed",
		"DATA:text/csv;base64,YSxi":             "malformed",
		"data:text/csv;base64, YSxi":            "malformed",
		"data:text/csv;base64,\n":               "malformed",
		"data:text/csv;base64,YWJ=":             "malformed", // stray bits behind the last byte
		"data:text/csv;base64,YS_i":             "malformed", // URL alphabet
		"data:text/csv;base64,SUQs==":           "malformed",
		"https://example.com/x.png":             "malformed",
		"data:" + strings.Repeat("a", 80) + ",": "malformed",
		"data:text/csv;base64," + strings.Repeat("YSxi", 34): "image_too_large",
		"data:text/csv;base64," + strings.Repeat("!", 5000):  "image_too_large", // before decoding
	} {
		media, content, err := upload.ParseDataURI(bonafide.NewSecret(text), 100)
		assert.Equal(t, []string{" " + code}, datatest.Faults(err), "%.60s", text)
		assert.Empty(t, media)
		assert.Nil(t, content)
	}
}

// What opens a document at a page, and attachments that are none, are in many of them.
func TestInertPDFs(t *testing.T) {
	for name, dictionary := range map[string]string{
		"a link that opens by itself": "/OpenAction << /S /URI /URI (https://example.com) >>", "one in another object": "/OpenAction 9 0 R >> endobj 9 0 obj << /S /U#52I /URI (x)",
	} {
		_, err := upload.Rules{}.Inspect(upload.PDF, uploadtest.PDF(dictionary), []upload.MediaType{upload.PDF})
		assert.Equal(t, []string{" pdf_action"}, datatest.Faults(err), name)
	}
	for name, dictionary := range map[string]string{
		"a page to begin with": "/OpenAction [3 0 R /XYZ null null 0]", "a reference to one": "/OpenAction 9 0 R",
		"no attachments": "/Names << /EmbeddedFiles << /Names [] >> >>", "a link": "/A << /S /URI /URI (https://example.com) >>",
	} {
		_, err := upload.Rules{}.Inspect(upload.PDF, uploadtest.PDF(dictionary), []upload.MediaType{upload.PDF})
		assert.NoError(t, err, name)
	}
}

func FuzzDataURI(f *testing.F) {
	f.Add("data:text/csv;base64,YSxi")
	f.Add("data:image/invalid;base64,SUQs==")
	f.Add("data:image/png;base64,")
	f.Add("data:A/0;BAse64,0000\r")
	f.Fuzz(func(t *testing.T, text string) {
		media, content, err := upload.ParseDataURI(bonafide.NewSecret(text), 1000)
		if err != nil {
			require.Empty(t, media)
			require.Nil(t, content)
			return
		}
		again, same, err := upload.ParseDataURI(datatest.DataURI(string(media), content), 1000)
		require.NoError(t, err)
		require.Equal(t, media, again, "what was read is written as it was meant")
		require.Equal(t, content, same)
		_, data, _ := strings.Cut(strings.TrimSpace(text), ",")
		data = strings.TrimRight(strings.NewReplacer("\r", "", "\n", "").Replace(data), "=")
		require.Equal(t, data, base64.RawStdEncoding.EncodeToString(content), "nothing is read that does not stand there")
	})
}

func FuzzInspect(f *testing.F) {
	for media, list := range uploadtest.Good() {
		for _, content := range list {
			f.Add(string(media), content)
		}
	}
	for _, b := range uploadtest.Bombs() {
		if len(b.Content) < 4096 {
			f.Add(string(b.Media), b.Content)
		}
	}
	f.Fuzz(func(t *testing.T, media string, content []byte) {
		file, err := upload.Rules{}.Inspect(upload.MediaType(media), content, everything)
		if err != nil {
			require.Equal(t, upload.File{}, file)
			require.NotEmpty(t, datatest.Faults(err))
			return
		}
		require.Equal(t, content, file.Content)
	})
}

// The work to inspect grows with the size of the file and no faster, whatever it is made
// of: eight times the bytes never cost as much as work that grows with the square, which
// would be 64 times.
func TestInspectIsLinear(t *testing.T) {
	const size = 256 << 10
	cost := func(unit string, size int) time.Duration {
		content := []byte("%PDF-1.7\n1 0 obj\nstream\n" + strings.Repeat(unit, size/len(unit)) + "\n%%EOF")
		begun := figuretest.Processor(t)
		_, _ = upload.Rules{}.Inspect(upload.PDF, content, everything)
		return figuretest.Processor(t) - begun
	}
	for name, unit := range map[string]string{
		"short names in a stream": "/JS ", "slashes": "/", "endstream": "endstream ", "escapes": "/#4", "names": "/ObjStm ",
	} {
		small, large := time.Hour, time.Hour
		for range 5 { // the quickest of each is the one that nothing else held up
			small, large = min(small, cost(unit, size)), min(large, cost(unit, 8*size))
		}
		t.Logf("%s: %.1f times for 8 times the bytes", name, float64(large)/float64(small))
		assert.Less(t, large, 40*small, name)
	}
}

// image/jpg is what many clients write for image/jpeg.
func TestNamesOfMediaTypes(t *testing.T) {
	photo := uploadtest.JPEG()
	for _, media := range []string{"image/jpeg", "image/jpg", "image/JPG", "IMAGE/JPEG"} {
		file, err := upload.Rules{}.ReadURI(datatest.DataURI(media, photo), []upload.MediaType{upload.JPEG})
		require.NoError(t, err, media)
		assert.Equal(t, upload.JPEG, file.MediaType)
		file, err = upload.Rules{}.Read(bytes.NewReader(photo), upload.MediaType(media), []upload.MediaType{upload.JPEG})
		require.NoError(t, err, media)
		assert.Equal(t, upload.JPEG, file.MediaType)
	}
	_, err := upload.Rules{}.ReadURI(datatest.DataURI("image/png", photo), everything)
	require.ErrorIs(t, err, bonafide.ErrInvalid, "the declared type must be that of the file")
}
