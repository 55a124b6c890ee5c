package upload

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"

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
		return 0, 0, fault(bonafide.CodeMismatch, ruleMedia)
	}
	config, err := decodeConfig(media, content)
	if err != nil {
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

// foreignInPNG reports bytes behind the image, or active content in a text chunk.
// ok is false if the chain of chunks is broken.
func foreignInPNG(content []byte) (foreign, ok bool) {
	behind, ok := pngSegments(content, func(s segment) {
		switch s.kind {
		case "IDAT", "IHDR", "PLTE":
		default:
			foreign = foreign || active(s.body)
		}
	})
	return foreign || len(behind) > 0, ok
}

// foreignInJPEG reports another document or a script in a metadata segment or
// behind the image, where phones put previews and clips. ok is false if the chain of
// segments is broken.
func foreignInJPEG(content []byte) (foreign, ok bool) {
	behind, ok := jpegSegments(content, func(s segment) { foreign = foreign || active(s.body) })
	return foreign || active(behind), ok
}

// markers begin what has no place in an image: other documents, archives, pages
// and scripts. They are looked for in metadata and behind the image only, since
// compressed pixels may hold any bytes.
var markers = [][]byte{
	[]byte("%PDF-"), []byte("PK\x03\x04"), []byte("PK\x05\x06"), []byte("<script"), []byte("<html"), []byte("<!doctype"),
	[]byte("<svg"), []byte("<?php"), []byte("<iframe"), []byte("javascript:"),
}

func active(data []byte) bool {
	lower := bytes.ToLower(data)
	for _, m := range markers {
		if bytes.Contains(lower, bytes.ToLower(m)) {
			return true
		}
	}
	return false
}
