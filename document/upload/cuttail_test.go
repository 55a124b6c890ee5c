package upload_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
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
