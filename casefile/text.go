package casefile

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// line reads one line of text.
func line(faults *bonafide.Faults, path, given string, required bool, limit int) string {
	return read(faults, path, given, text.Intake{Max: limit, Required: required})
}

// prose reads text of several lines.
func prose(faults *bonafide.Faults, path, given string, required bool, limit int) string {
	return read(faults, path, given, text.Intake{Max: limit, Required: required, Lines: true})
}

func read(faults *bonafide.Faults, path, given string, as text.Intake) string {
	out, fault := as.Read(given)
	if fault != "" {
		faults.Add(path, bonafide.Code(fault))
	}
	return out
}

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

// maxCode bounds ids and keys of the host.
const maxCode = 128
