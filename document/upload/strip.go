package upload

// StripMetadata returns a copy of a JPEG or PNG without what does not belong to
// the picture: EXIF with its place and time, XMP, IPTC, comments, text, previews and
// whatever stands behind the image. Pixels are not touched, and of the EXIF of a JPEG
// the orientation is kept, so that the picture stands upright. A host calls it before it
// shows a file to people; the original is what the record must keep. It fails with an error
// matching [bonafide.ErrInvalid] on a file of another type.
func StripMetadata(media MediaType, content []byte) ([]byte, error) {
	if _, err := decodeConfig(media, content); err != nil {
		return nil, fault(CodeImageNotFound, ruleMedia)
	}
	segments, picture, out := jpegSegments, jpegPicture, []byte{0xFF, 0xD8}
	if media == PNG {
		segments, picture, out = pngSegments, pngPicture, []byte("\x89PNG\r\n\x1a\n")
	}
	turned := false
	_, ok := segments(content, func(s segment) {
		if picture(s) {
			out = append(out, s.whole...)
		}
		if media == JPEG && s.mark == markAPP0+1 && !turned {
			if turn := orientation(s.body); turn > 1 { // 1 is upright
				out, turned = append(out, orientationOnly(turn)...), true
			}
		}
	})
	if !ok {
		return nil, fault(CodeImageNotFound, ruleMedia)
	}
	return out, nil
}

// pngPicture reports the chunks that a PNG needs to look as it does.
func pngPicture(s segment) bool {
	switch s.kind {
	case "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT":
		return true
	}
	return false
}

// jpegPicture reports every segment but comments and application data. Of those
// APP0 (JFIF), APP2 (colour profile) and APP14 (how colours are stored) stay.
func jpegPicture(s segment) bool {
	switch s.mark {
	case markAPP0, markAPP0 + 2, markAPP0 + 14:
		return true
	}
	return s.mark != markCOM && (s.mark < markAPP0 || s.mark > markAPPF)
}
