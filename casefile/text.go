package casefile

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/text"
)

// line reads one line of text.
func line(faults *bonafide.Faults, path, given string, required bool, limit int) string {
	return read(faults, path, given, text.Intake{Max: limit, Required: required})
}

// personal reads a part of a person's name. What no person is called is refused: no
// list could be searched for it.
func personal(faults *bonafide.Faults, path, given string, required bool) string {
	return read(faults, path, given, text.Intake{Max: 100, Required: required, Refuse: text.NoName})
}

// corporate reads a name of a company.
func corporate(faults *bonafide.Faults, path, given string, required bool) string {
	return read(faults, path, given, text.Intake{Max: 160, Required: required, Refuse: text.NoBusinessName})
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
func code(faults *bonafide.Faults, path, given string, required bool, limit int) string {
	if fault := text.Token(given, limit, required); fault != "" {
		faults.Add(path, bonafide.Code(fault))
	}
	return given
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

// percentage checks 0 to 100 with at most 30 decimal places.
func percentage(faults *bonafide.Faults, path string, p ownership.Percent) {
	if p.IsZero() {
		return
	}
	if p.Sign() < 0 || p.Cmp(ownership.Whole(100)) > 0 {
		faults.Add(path, bonafide.CodeOutOfRange)
		return
	}
	if _, fraction, _ := strings.Cut(p.String(), "."); !p.Finite() || len(fraction) > 30 {
		faults.Add(path, bonafide.CodeTooLong)
	}
}
