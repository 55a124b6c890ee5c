package document

import (
	"bytes"
	"encoding/binary"
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
func (u UploadRules) inspectImage(media MediaType, content []byte) (width, height int, err error) {
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
	case config.Width > u.maxSide() || config.Height > u.maxSide() || pixels > int64(u.maxPixels()),
		pixels > smallImage && pixels*depth(config.ColorModel) > maxExpansion*int64(len(content)):
		return 0, 0, fault(CodeImageTooLarge, rulePixels)
	}
	walk := walkJPEG
	if media == PNG {
		walk = walkPNG
	}
	foreign, ok := walk(content)
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

// walkPNG follows the chunks to IEND (ISO/IEC 15948). Bytes behind it, or active
// content in a text chunk, are foreign. ok is false if the chain is broken.
func walkPNG(content []byte) (foreign, ok bool) {
	const signature, overhead = 8, 12
	rest := content[min(signature, len(content)):]
	for len(rest) >= overhead {
		length := int64(binary.BigEndian.Uint32(rest))
		if length > int64(len(rest)-overhead) {
			return false, false
		}
		kind, body := string(rest[4:8]), rest[8:8+length]
		rest = rest[overhead+length:]
		switch kind {
		case "IEND":
			return foreign || len(rest) > 0, true
		case "IDAT", "IHDR", "PLTE":
		default:
			foreign = foreign || active(body)
		}
	}
	return false, false
}

// walkJPEG follows the segments to the end-of-image marker (ITU-T T.81 annex B).
// Phones put previews and clips behind it; another document or a script there,
// or in a metadata segment, is foreign. ok is false if the chain is broken.
func walkJPEG(content []byte) (foreign, ok bool) {
	const endOfImage, startOfScan = 0xD9, 0xDA
	rest := content[min(2, len(content)):]
	for len(rest) >= 2 {
		if rest[0] != 0xFF {
			return false, false
		}
		marker := rest[1]
		switch {
		case marker == 0xFF: // fill byte
			rest = rest[1:]
			continue
		case marker == endOfImage:
			return foreign || active(rest[2:]), true
		case marker == 0x01 || marker >= 0xD0 && marker <= 0xD7: // stand alone
			rest = rest[2:]
			continue
		}
		if len(rest) < 4 {
			return false, false
		}
		length := int(binary.BigEndian.Uint16(rest[2:]))
		if length < 2 || length+2 > len(rest) {
			return false, false
		}
		foreign = foreign || active(rest[4:2+length])
		rest = rest[2+length:]
		if marker == startOfScan {
			rest = rest[scanLength(rest):]
		}
	}
	return false, false
}

// scanLength returns how many bytes of entropy-coded data come before the next
// marker: there a byte FF is followed by 00 or a restart marker.
func scanLength(data []byte) int {
	for i := 0; i < len(data); {
		next := bytes.IndexByte(data[i:], 0xFF)
		if next < 0 || i+next+1 >= len(data) {
			return len(data)
		}
		i += next
		if m := data[i+1]; m != 0 && (m < 0xD0 || m > 0xD7) {
			return i
		}
		i += 2
	}
	return len(data)
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
