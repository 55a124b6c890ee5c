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
// twice where an interlaced PNG is put together from passes; of a JPEG the samples of its
// components, which may be fewer than pixels, and the coefficients of them that a progressive
// one keeps until its end. It is 0 for what has no such header.
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
	case media == JPEG:
		f := frameOf(content)
		need = pixels * f.samples / f.most
		if f.components > 3 {
			need += pixels * 4 // put together once more
		}
		if f.progressive {
			need += pixels * f.samples / f.most * 4 // int32 coefficients
		}
	}
	return need
}

// A frame is what the header of a JPEG says of its components (ITU-T T.81, B.2.2).
type frame struct {
	progressive   bool
	components    int
	samples, most int64 // samples of all components in a unit of so many pixels
}

func frameOf(content []byte) frame {
	f := frame{samples: 3, most: 1}
	jpegSegments(content, func(s segment) {
		const first, last, head, each = 0xC0, markSOF2, 6, 3
		if s.mark < first || s.mark > last || len(s.body) < head || len(s.body) < head+each*int(s.body[head-1]) {
			return
		}
		f = frame{progressive: s.mark == markSOF2, components: int(s.body[head-1])}
		across, down := int64(1), int64(1)
		for i := range f.components {
			factors := s.body[head+each*i+1]
			h, v := int64(factors>>4), int64(factors&0xf)
			f.samples += h * v
			across, down = max(across, h), max(down, v)
		}
		f.most = across * down
	})
	return f
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
