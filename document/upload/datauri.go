package upload

import (
	"encoding/base64"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// maxMediaType bounds the part of a data URI before its payload.
const maxMediaType = 512

// ParseDataURI reads "data:<type>;base64,<payload>" (RFC 2397) without stray padding bits.
// The type is in any case (RFC 2045 section 5.1); parameters, such as the name that file
// readers add, are passed over; and the payload may have line breaks, as encoders of mail
// write them (RFC 2045 section 6.8), or no padding. max bounds the decoded bytes and is held against the length
// of the text before anything is decoded. It fails with an error matching
// [bonafide.ErrInvalid].
func ParseDataURI(uri bonafide.Secret, max int) (MediaType, []byte, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(uri.Reveal()), "data:")
	if !ok {
		return "", nil, fault(bonafide.CodeMalformed, ruleDataURI)
	}
	comma := strings.IndexByte(rest[:min(len(rest), maxMediaType)], ',')
	if comma < 0 {
		return "", nil, fault(bonafide.CodeMalformed, ruleDataURI)
	}
	media, ok := strings.CutSuffix(strings.ToLower(rest[:comma]), ";base64")
	media, _, _ = strings.Cut(media, ";")
	if !ok || !mediaShape(media) {
		return "", nil, fault(bonafide.CodeMalformed, ruleDataURI)
	}
	payload := unbroken(rest[comma+1:])
	if len(payload) > base64.StdEncoding.EncodedLen(max) {
		return "", nil, fault(CodeImageTooLarge, ruleSize)
	}
	if payload == "" {
		return "", nil, fault(bonafide.CodeMalformed, ruleDataURI)
	}
	encoding := base64.StdEncoding
	if !strings.Contains(payload, "=") {
		encoding = base64.RawStdEncoding // as long as it should be, or without padding
	}
	content, err := encoding.Strict().DecodeString(payload)
	if err != nil {
		return "", nil, fault(bonafide.CodeMalformed, ruleDataURI)
	}
	if len(content) > max {
		return "", nil, fault(CodeImageTooLarge, ruleSize)
	}
	return MediaType(media).canonical(), content, nil
}

// unbroken returns a payload without line breaks.
func unbroken(payload string) string {
	if !strings.ContainsAny(payload, "\r\n") {
		return payload
	}
	return strings.NewReplacer("\r", "", "\n", "").Replace(payload)
}

// mediaShape reports "type/subtype" in lower case (RFC 6838 section 4.2).
func mediaShape(text string) bool {
	kind, sub, ok := strings.Cut(text, "/")
	return ok && kind != "" && sub != "" && strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz") == "" &&
		strings.Trim(sub, "abcdefghijklmnopqrstuvwxyz0123456789.+-") == ""
}
