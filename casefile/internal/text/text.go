// Package text checks the texts of a case: one rule for the aggregate and its
// custom properties.
package text

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
)

// Line reads one line of text of at most limit characters: spaces are folded, and
// it holds no control character.
func Line(faults *bonafide.Faults, path, text string, required bool, limit int) string {
	if !utf8.ValidString(text) {
		faults.Add(path, bonafide.CodeMalformed)
		return ""
	}
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "" && required:
		faults.Add(path, bonafide.CodeRequired)
	case utf8.RuneCountInString(text) > limit:
		faults.Add(path, bonafide.CodeTooLong)
	case strings.ContainsFunc(text, Control):
		faults.Add(path, bonafide.CodeMalformed)
	}
	return text
}

// Lines reads text of several lines, of at most limit characters.
func Lines(faults *bonafide.Faults, path, text string, required bool, limit int) string {
	if !utf8.ValidString(text) {
		faults.Add(path, bonafide.CodeMalformed)
		return ""
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "" && required:
		faults.Add(path, bonafide.CodeRequired)
	case utf8.RuneCountInString(text) > limit:
		faults.Add(path, bonafide.CodeTooLong)
	case strings.ContainsFunc(text, func(r rune) bool { return Control(r) && r != '\n' && r != '\t' && r != '\r' }):
		faults.Add(path, bonafide.CodeMalformed)
	}
	return text
}

// Control reports whether r is an ASCII control character.
func Control(r rune) bool { return r < ' ' || r == 0x7f }

// Code reads an id, key or code of the host: at most limit bytes, printable
// ASCII without spaces. Codes are written to events in clear.
func Code(faults *bonafide.Faults, path, text string, required bool, limit int) string {
	switch {
	case text == "" && required:
		faults.Add(path, bonafide.CodeRequired)
	case len(text) > limit:
		faults.Add(path, bonafide.CodeTooLong)
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }):
		faults.Add(path, bonafide.CodeMalformed)
	}
	return text
}

// WebAddress reports whether text is an absolute http or https address (RFC 3986)
// of at most 2,048 bytes. Other schemes are refused, because consoles make links
// of these.
func WebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && len(text) <= 2048 && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}
