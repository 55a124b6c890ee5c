package casefile

import (
	"strings"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
)

// line reads one line of text: spaces are folded, and it holds no control
// character.
func line(faults *bonafide.Faults, path, text string, required bool, limit int) string {
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
	case strings.ContainsFunc(text, control):
		faults.Add(path, bonafide.CodeMalformed)
	}
	return text
}

// prose reads text of several lines.
func prose(faults *bonafide.Faults, path, text string, required bool, limit int) string {
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
	case strings.ContainsFunc(text, func(r rune) bool { return control(r) && r != '\n' && r != '\t' && r != '\r' }):
		faults.Add(path, bonafide.CodeMalformed)
	}
	return text
}

func control(r rune) bool { return r < ' ' || r == 0x7f }

// code reads an id, key or code of the host: at most limit bytes, printable
// ASCII without spaces. Codes are written to events in clear.
func code(faults *bonafide.Faults, path, text string, required bool, limit int) string {
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

func country(faults *bonafide.Faults, path string, c bonafide.Country) {
	if c == "" {
		return
	}
	if _, err := bonafide.ParseCountry(string(c)); err != nil {
		faults.Merge(path, err)
	}
}

// fold is the form in which two names count as the same for finding duplicates:
// lower case, letters and digits only.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 0x7f:
			return r
		}
		return -1
	}, strings.ToLower(text))
}

// maxCode bounds ids and keys of the host.
const maxCode = 128
