package upload

import "strings"

// MediaType is an Internet media type without parameters, such as "image/png".
type MediaType string

// Media types that [Rules.Inspect] knows how to look at.
const (
	JPEG MediaType = "image/jpeg"
	PNG  MediaType = "image/png"
	PDF  MediaType = "application/pdf"
	MP4  MediaType = "video/mp4"
	MOV  MediaType = "video/quicktime"
	WebM MediaType = "video/webm"
	MKV  MediaType = "video/x-matroska"
	AVI  MediaType = "video/x-msvideo"
	FLV  MediaType = "video/x-flv"
	OGG  MediaType = "video/ogg"
)

// canonical returns the type in lower case, and under the name that is registered: many
// write another one.
func (m MediaType) canonical() MediaType {
	switch m = MediaType(strings.ToLower(string(m))); m {
	case "image/jpg", "image/pjpeg", "image/jfif":
		return JPEG
	case "image/x-png":
		return PNG
	case "application/x-pdf":
		return PDF
	}
	return m
}
