package mrz

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Format is the kind and size of a document, which sets the layout of its zone.
type Format string

// The formats.
const (
	TD1 Format = "TD1" // ICAO 9303-5
	TD2 Format = "TD2" // ICAO 9303-6
	TD3 Format = "TD3" // ICAO 9303-4

	MRVA     Format = "MRV-A"     // visa, ICAO 9303-7
	MRVB     Format = "MRV-B"     // small visa, ICAO 9303-7
	FrenchID Format = "FRENCH_ID" // identity card of France, issued until 2021: no expiry in its zone
)

// A Zone is a machine-readable zone whose check digits all agree. The zero value
// means that no zone was read.
type Zone struct {
	Format      Format          `json:"format"`
	Type        string          `json:"type"`               // one or two letters, such as "P" or "ID"
	Issuer      State           `json:"issuer"`             // issuing state or organisation
	Nationality State           `json:"nationality"`        // the state whose national the holder is
	Surname     string          `json:"surname"`            // primary identifier, words apart by spaces; empty where the passport has given names alone
	GivenNames  string          `json:"given_names"`        // secondary identifier; may be empty
	Truncated   bool            `json:"truncated,omitzero"` // the name did not fit: its end may be missing
	Number      bonafide.Secret `json:"-"`                  // the number of the document
	Born        PartialDate     `json:"born"`               // date of birth
	Sex         Sex             `json:"sex"`                // as printed
	Expires     bonafide.Date   `json:"expires,omitzero"`   // last day of validity; zero where the document has none
	Optional    bonafide.Secret `json:"-"`                  // optional data, such as a personal number
	Repaired    bool            `json:"repaired,omitzero"`  // ParseOCR had to exchange letters and digits
}

// Sex is as the zone says it.
type Sex string

// The values of Sex.
const (
	Male        Sex = "M"
	Female      Sex = "F"
	Unspecified Sex = "X" // printed as a filler in the zone
)

// A PartialDate is a date of birth of which the month or the day may be unknown
// (0), as 9303-3 allows; the year is then known, or 0 as well.
type PartialDate struct {
	Year  int `json:"year"`
	Month int `json:"month"`
	Day   int `json:"day"`
}

// Agrees reports whether d may be the date: every part that is known is equal. A host calls it
// with a date that it holds itself.
func (p PartialDate) Agrees(d bonafide.Date) bool {
	return p.Fits(PartialDate{Year: d.Year, Month: int(d.Month), Day: d.Day})
}

// Fits reports whether both may be the same date: every part that both know is equal.
func (p PartialDate) Fits(other PartialDate) bool {
	fits := func(a, b int) bool { return a == 0 || b == 0 || a == b }
	return fits(p.Year, other.Year) && fits(p.Month, other.Month) && fits(p.Day, other.Day)
}

// Whole returns the date, and whether all of it is known.
func (p PartialDate) Whole() (bonafide.Date, bool) {
	d, err := bonafide.NewDate(p.Year, time.Month(p.Month), p.Day)
	return d, err == nil
}

// filler stands for nothing.
const filler = '<'

// words turns fillers into single spaces.
func words(text string) string {
	text = strings.Trim(text, string(filler))
	if strings.IndexByte(text, filler) < 0 {
		return text
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == filler }), " ")
}

// unfill drops the fillers at the end.
func unfill(text string) string { return strings.TrimRight(text, string(filler)) }
