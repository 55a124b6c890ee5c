package upload

import (
	"bytes"
	"cmp"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// Decoded, no real image is this many times larger than its file; what is has
// been made to fill memory (the format of PNG allows 1032 times).
const (
	maxExpansion = 800
	smallImage   = 1_000_000 // pixels below which the ratio does not matter
)

// inspectImage checks a JPEG or PNG by its header and its chain of segments.
func (r Rules) inspectImage(media MediaType, content []byte) (width, height int, err error) {
	if MediaType(http.DetectContentType(content)) != media {
		return 0, 0, fault(bonafide.CodeMismatch, cmp.Or(phonePicture(content), ruleMedia))
	}
	config, err := decodeConfig(media, content)
	var unsupported jpeg.UnsupportedError
	switch {
	case errors.As(err, &unsupported):
		return 0, 0, fault(CodeUnsupportedImage, ruleKind)
	case err != nil:
		return 0, 0, fault(CodeImageNotFound, ruleMedia)
	}
	pixels := int64(config.Width) * int64(config.Height)
	switch {
	case config.Width <= 0 || config.Height <= 0:
		return 0, 0, fault(CodeImageNotFound, rulePixels)
	case config.Width > r.maxSide() || config.Height > r.maxSide() || pixels > int64(r.maxPixels()),
		pixels > smallImage && pixels*depth(config.ColorModel) > maxExpansion*int64(len(content)):
		return 0, 0, fault(CodeImageTooLarge, rulePixels)
	}
	look := foreignInJPEG
	if media == PNG {
		look = foreignInPNG
	}
	foreign, ok := look(content)
	switch {
	case !ok:
		return 0, 0, fault(CodeImageNotFound, ruleMedia)
	case foreign:
		return 0, 0, fault(CodeActiveContent, ruleActive)
	}
	return config.Width, config.Height, nil
}

// depth returns the bytes of a decoded pixel.
func depth(model color.Model) int64 {
	switch model {
	case color.NRGBAModel, color.RGBAModel, color.CMYKModel:
		return 4
	case color.NRGBA64Model, color.RGBA64Model:
		return 8
	case color.YCbCrModel:
		return 3
	case color.Gray16Model:
		return 2
	}
	return 1 // grey, or an index into a palette
}

// decodeConfig reads an image header with the decoder of the declared type
// alone. A decoder that panics has found no image.
func decodeConfig(media MediaType, content []byte) (config image.Config, err error) {
	defer func() {
		if recover() != nil {
			config, err = image.Config{}, image.ErrFormat
		}
	}()
	switch media {
	case JPEG:
		return jpeg.DecodeConfig(bytes.NewReader(content))
	case PNG:
		return png.DecodeConfig(bytes.NewReader(content))
	}
	return image.Config{}, image.ErrFormat
}

// phonePicture returns the advice for a picture in a format that phones and browsers write
// and nothing here reads: HEIF (ISO/IEC 23008-12, by the brand of its file type box), AVIF
// and WebP (RFC 9649); empty for anything else.
func phonePicture(content []byte) string {
	if len(content) < 12 {
		return ""
	}
	brand := string(content[8:12])
	switch {
	case string(content[:4]) == "RIFF" && brand == "WEBP":
		return "WebP is not read: send a JPEG (allowed file types, Synapse users, physical documents)"
	case string(content[4:8]) == "ftyp" && slices.Contains([]string{"heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif"}, brand):
		return "HEIC is not read: send a JPEG (allowed file types, Synapse users, physical documents)"
	}
	return ""
}

// foreignInPNG reports bytes behind the image, or another file in a text chunk.
// ok is false if the chain of chunks is broken.
func foreignInPNG(content []byte) (foreign, ok bool) {
	behind, ok := pngSegments(content, func(s segment) {
		switch s.kind {
		case "IDAT", "IHDR", "PLTE":
		default:
			foreign = foreign || holds(s.body, documents)
		}
	})
	return foreign || len(behind) > 0, ok
}

// foreignInJPEG reports another document or a script in a metadata segment or
// behind the image, where phones put previews and clips. ok is false if the chain of
// segments is broken.
func foreignInJPEG(content []byte) (foreign, ok bool) {
	behind, ok := jpegSegments(content, func(s segment) { foreign = foreign || holds(s.body, documents) })
	return foreign || holds(behind, documents) || holds(behind, pages), ok
}

// What has no place in an image: other documents, archives and programs, looked for in metadata and
// behind the image, since compressed pixels may hold any bytes; pages and scripts behind
// the image only, since in a caption they are words, which nothing runs.
var (
	documents = []string{"%pdf-", "pk\x03\x04", "pk\x05\x06", "<?php"}
	pages     = []string{"<script", "<html", "<!doctype", "<svg", "<iframe", "javascript:"}
)

func holds(data []byte, markers []string) bool {
	lower := bytes.ToLower(data)
	return slices.ContainsFunc(markers, func(m string) bool { return bytes.Contains(lower, []byte(m)) })
}
