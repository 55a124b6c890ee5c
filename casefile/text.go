package casefile

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/internal/text"
	"github.com/bonafide-go/bonafide/casefile/ownership"
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
