package upload_test

import (
	"bytes"
	"image"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// What is stripped is gone, the pixels are the same, and stripping again changes
// nothing.
func TestStripMetadata(t *testing.T) {
	exif := func() []byte {
		j := uploadtest.JPEG()
		segment := append([]byte{0xFF, 0xE1, 0x00, 0x12}, "Exif\x00\x00GPS 52.5,13"[:16]...)
		return bytes.Join([][]byte{j[:2], segment, j[2:]}, nil)
	}()
	for name, row := range map[string]struct {
		media   upload.MediaType
		content []byte
		gone    string
	}{
		"EXIF":         {upload.JPEG, exif, "GPS"},
		"comment":      {upload.JPEG, uploadtest.JPEGWith("made by Ana"), "Ana"},
		"motion photo": {upload.JPEG, append(uploadtest.JPEG(), uploadtest.Box("ftyp", "mp42\x00\x00\x00\x00")...), "mp42"},
		"fill bytes":   {upload.JPEG, uploadtest.JPEGWithFillBytes(), "\xFF\xFF"},
		"PNG text":     {upload.PNG, uploadtest.PNGWith(uploadtest.Chunk("tEXt", []byte("Author\x00Ana"))), "Ana"},
		"PNG EXIF":     {upload.PNG, uploadtest.PNGWith(uploadtest.Chunk("eXIf", []byte("GPS"))), "GPS"},
		"PNG trailer":  {upload.PNG, append(uploadtest.PNG(), "trailer"...), "trailer"},
	} {
		out, err := upload.StripMetadata(row.media, row.content)
		require.NoError(t, err, name)
		require.Contains(t, string(row.content), row.gone)
		assert.NotContains(t, string(out), row.gone, name)
		again, err := upload.StripMetadata(row.media, out)
		require.NoError(t, err)
		assert.Equal(t, out, again)
		before, _, err := image.Decode(bytes.NewReader(row.content))
		require.NoError(t, err)
		after, _, err := image.Decode(bytes.NewReader(out))
		require.NoError(t, err)
		assert.Equal(t, before, after, name)
	}
	for _, bad := range []struct {
		media   upload.MediaType
		content []byte
	}{
		{upload.PDF, uploadtest.PDF("")},
		{upload.PNG, nil},
		{upload.PNG, uploadtest.PNG()[:60]},
		{upload.JPEG, uploadtest.JPEG()[:len(uploadtest.JPEG())-2]},
		{upload.JPEG, uploadtest.PNG()},
	} {
		out, err := upload.StripMetadata(bad.media, bad.content)
		assert.Equal(t, []string{" image_not_found"}, datatest.Faults(err))
		assert.Nil(t, out)
	}
}

// A portrait taken with the phone upright stays upright, whoever wrote its EXIF.
func TestStripMetadataKeepsTheOrientation(t *testing.T) {
	j := uploadtest.JPEG()
	with := func(tiff string) []byte {
		body := "Exif\x00\x00" + tiff
		return bytes.Join([][]byte{j[:2], {0xFF, 0xE1, 0, byte(len(body) + 2)}, []byte(body), j[2:]}, nil)
	}
	big := func(turn byte) string {
		return "MM\x00\x2a\x00\x00\x00\x08\x00\x02\x01\x0f\x00\x02\x00\x00\x00\x04GPS!\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(turn)) + "\x00\x00\x00\x00\x00\x00"
	}
	little := "II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
	for name, row := range map[string]struct {
		tiff string
		kept bool
	}{
		"turned by 90": {big(6), true}, "of an Intel camera": {little, true}, "upright": {big(1), false}, "no such turn": {big(9), false},
		"cut": {big(6)[:20], false}, "directory beyond the end": {"MM\x00\x2a\x7f\xff\xff\xff", false}, "no TIFF": {"XX\x00\x2a\x00\x00\x00\x08", false},
	} {
		out, err := upload.StripMetadata(upload.JPEG, with(row.tiff))
		require.NoError(t, err, name)
		assert.NotContains(t, string(out), "GPS", name)
		assert.Equal(t, row.kept, bytes.Contains(out, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")), name)
		again, err := upload.StripMetadata(upload.JPEG, out)
		require.NoError(t, err)
		assert.Equal(t, out, again, name)
	}
}

func FuzzStripMetadata(f *testing.F) {
	f.Add(string(upload.PNG), uploadtest.PNG())
	f.Add(string(upload.JPEG), uploadtest.JPEGWith("x"))
	f.Fuzz(func(t *testing.T, media string, content []byte) {
		out, err := upload.StripMetadata(upload.MediaType(media), content)
		if err != nil {
			require.Nil(t, out)
			return
		}
		require.LessOrEqual(t, len(out), len(content)+4) // the end of a directory that had none
		again, err := upload.StripMetadata(upload.MediaType(media), out)
		require.NoError(t, err)
		require.Equal(t, out, again)
	})
}
