package document_test

import (
	"bytes"
	"image"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document"
)

// What is stripped is gone, the pixels are the same, and stripping again changes
// nothing.
func TestStripMetadata(t *testing.T) {
	exif := func() []byte {
		j := smallJPEG()
		segment := append([]byte{0xFF, 0xE1, 0x00, 0x12}, "Exif\x00\x00GPS 52.5,13"[:16]...)
		return bytes.Join([][]byte{j[:2], segment, j[2:]}, nil)
	}()
	for name, row := range map[string]struct {
		media   document.MediaType
		content []byte
		gone    string
	}{
		"EXIF":         {document.JPEG, exif, "GPS"},
		"comment":      {document.JPEG, jpegOf("made by Ana"), "Ana"},
		"motion photo": {document.JPEG, append(smallJPEG(), box("ftyp", "mp42\x00\x00\x00\x00")...), "mp42"},
		"fill bytes":   {document.JPEG, progressiveLike(), "\xFF\xFF"},
		"PNG text":     {document.PNG, pngWith(chunk("tEXt", []byte("Author\x00Ana"))), "Ana"},
		"PNG EXIF":     {document.PNG, pngWith(chunk("eXIf", []byte("GPS"))), "GPS"},
		"PNG trailer":  {document.PNG, append(smallPNG(), "trailer"...), "trailer"},
	} {
		out, err := document.StripMetadata(row.media, row.content)
		require.NoError(t, err, name)
		require.Contains(t, string(row.content), row.gone)
		assert.NotContains(t, string(out), row.gone, name)
		again, err := document.StripMetadata(row.media, out)
		require.NoError(t, err)
		assert.Equal(t, out, again)
		before, _, err := image.Decode(bytes.NewReader(row.content))
		require.NoError(t, err)
		after, _, err := image.Decode(bytes.NewReader(out))
		require.NoError(t, err)
		assert.Equal(t, before, after, name)
	}
	for _, bad := range []struct {
		media   document.MediaType
		content []byte
	}{
		{document.PDF, pdfOf("")}, {document.PNG, nil}, {document.PNG, smallPNG()[:60]}, {document.JPEG, smallJPEG()[:len(smallJPEG())-2]}, {document.JPEG, smallPNG()},
	} {
		out, err := document.StripMetadata(bad.media, bad.content)
		assert.Equal(t, []string{" image_not_found"}, faults(err))
		assert.Nil(t, out)
	}
}

func FuzzStripMetadata(f *testing.F) {
	f.Add(string(document.PNG), smallPNG())
	f.Add(string(document.JPEG), jpegOf("x"))
	f.Fuzz(func(t *testing.T, media string, content []byte) {
		out, err := document.StripMetadata(document.MediaType(media), content)
		if err != nil {
			require.Nil(t, out)
			return
		}
		require.LessOrEqual(t, len(out), len(content))
		again, err := document.StripMetadata(document.MediaType(media), out)
		require.NoError(t, err)
		require.Equal(t, out, again)
	})
}
