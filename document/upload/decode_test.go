package upload_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
)

// What decoding takes follows from the samples of a JPEG and not from its pixels: colours have a
// quarter of them as cameras write them, and a progressive file holds four bytes more of each
// (ITU-T T.81, A.1.1 and G.1.1).
func TestDecodedBytes(t *testing.T) {
	frame := func(mark byte, factors ...byte) []byte {
		j := uploadtest.JPEG()
		at := bytes.Index(j, []byte{0xFF, 0xC0})
		require.Positive(t, at)
		j[at+1] = mark
		binary.BigEndian.PutUint16(j[at+5:], 3000)
		binary.BigEndian.PutUint16(j[at+7:], 4000)
		for i, f := range factors {
			j[at+11+3*i] = f
		}
		return j
	}
	const pixels = 4000 * 3000
	for name, row := range map[string]struct {
		content []byte
		want    int64
	}{
		"baseline, quarter colour":    {frame(0xC0, 0x22, 0x11, 0x11), pixels * 3 / 2},
		"baseline, full colour":       {frame(0xC0, 0x11, 0x11, 0x11), pixels * 3},
		"progressive, quarter colour": {frame(0xC2, 0x22, 0x11, 0x11), pixels * 3 / 2 * 5},
		"progressive, half colour":    {frame(0xC2, 0x21, 0x11, 0x11), pixels * 2 * 5},
	} {
		assert.Equal(t, row.want, upload.DecodedBytes(upload.JPEG, row.content), name)
	}
	assert.Zero(t, upload.DecodedBytes(upload.JPEG, []byte("no picture")))
}
