package upload_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// What stands behind a PNG is cut off.
func TestCutTail(t *testing.T) {
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	padded := append(bytes.Clone(picture.Bytes()), "   "...)
	uri := bonafide.NewSecret("data:image/png;base64," + base64.StdEncoding.EncodeToString(padded))
	file, err := upload.Rules{}.ReadURI(uri, []upload.MediaType{upload.PNG})
	require.NoError(t, err)
	assert.Equal(t, picture.Bytes(), file.Content)
}

// Words in a caption are words: nothing runs them (a JPEG whose XMP description spoke of
// markup was refused).
func TestMarkupInCaptions(t *testing.T) {
	for _, caption := range []string{"<html>", "see javascript: and <svg>", "<script>alert(1)</script>"} {
		_, err := upload.Rules{}.Inspect(upload.JPEG, uploadtest.JPEGWith(caption), []upload.MediaType{upload.JPEG})
		assert.NoError(t, err, caption)
		_, err = upload.Rules{}.Inspect(upload.PNG, uploadtest.PNGWith(uploadtest.Chunk("tEXt", []byte("Comment\x00"+caption))), []upload.MediaType{upload.PNG})
		assert.NoError(t, err, caption)
	}
}

// Data URIs as browsers and mail encoders write them (RFC 2397, RFC 2045).
func TestDataURIsOfClients(t *testing.T) {
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	payload := base64.StdEncoding.EncodeToString(picture.Bytes())
	for _, uri := range []string{
		"data:image/png;charset=utf-8;base64," + payload, "data:image/png;name=id.png;base64," + payload, "data:image/x-png;base64," + payload,
		"data:IMAGE/PNG;BASE64," + payload, "data:image/png;base64," + strings.TrimRight(payload, "="), " data:image/png;base64," + payload + "\n",
	} {
		_, err := upload.Rules{}.ReadURI(bonafide.NewSecret(uri), []upload.MediaType{upload.PNG})
		assert.NoError(t, err, uri[:40])
	}
	var invalid *bonafide.InvalidError
	for kind, content := range map[string]string{"HEIC": "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "WebP": "RIFF\x24\x00\x00\x00WEBPVP8 "} {
		for _, media := range []upload.MediaType{"image/heic", upload.JPEG} {
			_, err := upload.Rules{}.Inspect(media, []byte(content), []upload.MediaType{upload.JPEG})
			require.ErrorAs(t, err, &invalid, kind)
			assert.Contains(t, invalid.Fields[0].Rule, kind+" is not read: send a JPEG")
		}
	}
}
