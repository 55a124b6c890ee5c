package photo_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document/photo"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// A page that is dark itself, and a room without much light, are no fault of the photo: gold
// print on a dark cover, and the good photo at little more than half its brightness.
func TestDarkAndDim(t *testing.T) {
	small := func() scene {
		s := goodScene()
		s.width, s.height, s.card = 850, 610, image.Rect(55, 40, 795, 570)
		return s
	}
	cover := small()
	cover.paper, cover.ink, cover.table = color.RGBA{124, 62, 66, 255}, color.RGBA{214, 176, 72, 255}, color.RGBA{6, 6, 8, 255}
	dim := small().draw()
	for name, content := range map[string][]byte{"dark cover": asJPEG(t, cover.draw()), "little light": asJPEG(t, lit(dim, 0.55))} {
		r := report(t, upload.JPEG, content)
		for _, f := range r.Findings {
			assert.NotEqual(t, "intensity", f.Measure, "%s: %+v", name, f)
		}
	}
}

// Words in a caption accuse nobody of fraud.
func TestCaptions(t *testing.T) {
	r := report(t, upload.JPEG, uploadtest.JPEGWith("<html> and javascript:"))
	assert.NotContains(t, r.Reasons(), "flagged_for_potential_fraud")
}

// A progressive photo of 12 or 24 megapixels, as phones take them, is within what may be decoded; one of
// 48 is too large, and said to be.
func TestProgressive(t *testing.T) {
	for _, row := range []struct {
		width, height uint16
		tooLarge      bool
	}{{4032, 3024, false}, {5712, 4284, false}, {8064, 6048, true}} {
		content := uploadtest.JPEG()
		at := bytes.Index(content, []byte{0xFF, 0xC0})
		require.Positive(t, at)
		content[at+1] = 0xC2
		binary.BigEndian.PutUint16(content[at+5:], row.height)
		binary.BigEndian.PutUint16(content[at+7:], row.width)
		assert.Equal(t, row.tooLarge, upload.DecodedBytes(upload.JPEG, content) > 192<<20, "%d x %d", row.width, row.height)
		if row.tooLarge {
			r, err := photo.New(nil).Check(context.Background(), upload.JPEG, content)
			require.NoError(t, err)
			assert.Contains(t, r.Reasons(), "image_too_large")
		}
	}
}
