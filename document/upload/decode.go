package upload

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// DecodedBytes estimates from the header what decoding an image takes: the pixels,
// twice where an interlaced PNG is put together from passes, and the coefficients
// that a progressive JPEG keeps until its end. It is 0 for what has no such header.
func DecodedBytes(media MediaType, content []byte) int64 {
	config, err := decodeConfig(media, content)
	if err != nil {
		return 0
	}
	pixels := int64(config.Width) * int64(config.Height)
	need := pixels * depth(config.ColorModel)
	switch {
	case media == PNG && len(content) > 28 && content[28] != 0: // interlace method of IHDR
		need *= 2
	case media == JPEG && progressive(content):
		need += pixels * depth(config.ColorModel) * 4 // int32 coefficients
	}
	return need
}

// progressive reports whether the frame header of a JPEG is a progressive one.
func progressive(content []byte) bool {
	found := false
	jpegSegments(content, func(s segment) { found = found || s.mark == markSOF2 })
	return found
}

// Decode decodes a JPEG or PNG with the decoder of its media type alone, and fails
// for other media types. It stops when the context is done; a decoder that
// panics has found no image. Look at [DecodedBytes] first.
func Decode(ctx context.Context, media MediaType, content []byte) (img image.Image, err error) {
	defer func() {
		if recover() != nil {
			img, err = nil, image.ErrFormat
		}
	}()
	r := &contextReader{ctx: ctx, r: bytes.NewReader(content)}
	switch media {
	case JPEG:
		return jpeg.Decode(r)
	case PNG:
		return png.Decode(r)
	}
	return nil, image.ErrFormat
}

// A contextReader fails once its context is done. It reads in small pieces, so
// that a decoder notices in time.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	const piece = 32 << 10
	return c.r.Read(p[:min(len(p), piece)])
}
