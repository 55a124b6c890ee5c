package casefile

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/internal/text"
)

func line(faults *bonafide.Faults, path, s string, required bool, limit int) string {
	return text.Line(faults, path, s, required, limit)
}

func prose(faults *bonafide.Faults, path, s string, required bool, limit int) string {
	return text.Lines(faults, path, s, required, limit)
}

func code(faults *bonafide.Faults, path, s string, required bool, limit int) string {
	return text.Code(faults, path, s, required, limit)
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
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 0x7f:
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// maxCode bounds ids and keys of the host.
const maxCode = 128
