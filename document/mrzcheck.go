package document

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/mrz"
	"github.com/bonafide-go/bonafide/internal/text"
)

// CompareMRZ holds a machine-readable zone against the base document and returns
// the invalid reasons: name_mismatch_mrz, dob_mismatch (a part of the date that one of
// them leaves unknown agrees with any), expired_document. An empty result means that
// nothing disagrees; it does not mean that the document is genuine.
func (b Base) CompareMRZ(z mrz.Zone, on bonafide.Date) []string {
	var reasons []string
	if !b.named(z) {
		reasons = append(reasons, ReasonNameMismatchMRZ)
	}
	if !z.Born.Fits(mrz.PartialDate{Year: b.Year, Month: b.Month, Day: b.Day}) {
		reasons = append(reasons, ReasonDOBMismatch)
	}
	if !z.Expires.IsZero() && z.Expires.Before(on) {
		reasons = append(reasons, ReasonExpiredDocument)
	}
	return reasons
}

// named reports whether the zone's name can be the person's: the name, the one with the maiden
// name, or, where the name is in letters that 9303-3 has no table for, such as those of China, the alias:
// how a character is read only its bearer knows.
func (b Base) named(z mrz.Zone) bool {
	if z.MatchesName(b.Name) || b.MaidenName != "" && z.MatchesName(withSurname(b.Name, b.MaidenName)) {
		return true
	}
	_, written := mrz.Transliterate(b.Name)
	return !written && b.Alias != "" && z.MatchesName(b.Alias)
}

// withSurname returns a name with another surname in place of its last word: the maiden
// name may be a whole name, or a surname alone.
func withSurname(name, maiden string) string {
	words := strings.Fields(name)
	if len(words) < 2 || text.SameName(words[0], strings.Fields(maiden)[0]) {
		return maiden
	}
	return strings.Join(words[:len(words)-1], " ") + " " + maiden
}

// CheckMRZ reads the text that a host's OCR found on a document and compares it
// with the base document as [Base.CompareMRZ] does. Where no zone is found, or its
// check digits do not agree, the reason is mrz_undetected and the zone is zero.
func (b Base) CheckMRZ(text string, on bonafide.Date) (mrz.Zone, []string) {
	zone, err := mrz.ParseOCR(text, on)
	if err != nil {
		return mrz.Zone{}, []string{ReasonMRZUndetected}
	}
	return zone, b.CompareMRZ(zone, on)
}
