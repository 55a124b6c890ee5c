package identifier

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Kind names a sort of number.
type Kind string

// The kinds of numbers.
const (
	KindSSN            Kind = "SSN"
	KindITIN           Kind = "ITIN"
	KindATIN           Kind = "ATIN"
	KindEIN            Kind = "EIN"
	KindDUNS           Kind = "DUNS"
	KindUEI            Kind = "UEI"
	KindLEI            Kind = "LEI"
	KindIBAN           Kind = "IBAN"
	KindABA            Kind = "ABA"
	KindVAT            Kind = "VAT"
	KindPassport       Kind = "PASSPORT"
	KindDriversLicense Kind = "DRIVERS_LICENSE"
	KindGIIN           Kind = "GIIN"
)

// A Number is an identifier in canonical form. The zero value means
// that no number is known.
type Number struct {
	Kind  Kind            `json:"kind"`
	Value bonafide.Secret `json:"-"`             // canonical: no separators, upper case
	Mask  string          `json:"mask"`          // such as "***-**-2222"
	Grade bonafide.Grade  `json:"grade"`         // implausible or plausible
	Rule  string          `json:"rule,omitzero"` // why it is implausible
}

// maxText bounds what any parser looks at; the longest number (an IBAN) has 34
// characters and 8 separators.
const maxText = 64

// number makes a plausible number; rule, if not empty, makes it implausible.
func number(kind Kind, value, mask, rule string) Number {
	n := Number{Kind: kind, Value: bonafide.NewSecret(value), Mask: mask, Grade: bonafide.Plausible, Rule: rule}
	if rule != "" {
		n.Grade = bonafide.Implausible
	}
	return n
}

func malformed(rule string) (Number, error) { return fault(bonafide.CodeMalformed, rule) }

func fault(code bonafide.Code, rule string) (Number, error) {
	return Number{}, &bonafide.InvalidError{Fields: []bonafide.Fault{{Code: code, Rule: rule}}}
}

// compact returns what was meant by a number as typed, in upper case without the
// separators that people put into numbers, or false if it is empty, too long, or holds
// anything else than ASCII letters and digits.
func compact(typed, separators string) (string, bool) {
	if strings.Contains(typed, "№") { // NFKC makes letters of it
		typed = strings.ReplaceAll(typed, "№", " ")
	}
	number := lineless(text.Typed(typed))
	if len(number) == 0 || len(number) > maxText {
		return "", false
	}
	out := make([]byte, 0, len(number))
	for i := range len(number) {
		c := number[i]
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
			out = append(out, c)
		case c >= 'a' && c <= 'z':
			out = append(out, c-'a'+'A')
		case strings.IndexByte(separators, c) >= 0:
		default:
			return "", false
		}
	}
	return string(out), len(out) > 0
}

// lineless returns a text with blanks for the tabs and line breaks that come with a number from a sheet or a page.
func lineless(typed string) string {
	if !strings.ContainsAny(typed, "\t\r\n") {
		return typed
	}
	return strings.Join(strings.Fields(typed), " ")
}

// unlabelled returns a number without the word that papers print and people copy before it, such as
// "VAT No.:"; of words of which one begins another, the longer goes first.
func unlabelled(typed string, words ...string) string {
	given := strings.TrimSpace(lineless(typed))
	for _, word := range words {
		if len(given) <= len(word) || !strings.EqualFold(given[:len(word)], word) {
			continue
		}
		if rest := strings.TrimLeft(given[len(word):], " :.#"); len(rest) < len(given)-len(word) {
			return rest
		}
	}
	return typed
}

// grouped returns the digits of a number as typed that is either bare or has separators
// exactly between groups of the given lengths.
func grouped(typed string, groups ...int) (string, bool) {
	text, total := strings.ReplaceAll(lineless(text.Typed(typed)), " - ", "-"), 0
	for _, g := range groups {
		total += g
	}
	if len(text) == total && digits(text) {
		return text, true
	}
	if len(text) != total+len(groups)-1 {
		return "", false
	}
	var out strings.Builder
	for i, g := range groups {
		if i > 0 {
			if text[0] != '-' && text[0] != ' ' {
				return "", false
			}
			text = text[1:]
		}
		if !digits(text[:g]) {
			return "", false
		}
		out.WriteString(text[:g])
		text = text[g:]
	}
	return out.String(), true
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// tail masks all but the last n characters.
func tail(value string, n int) string { return bonafide.MaskTail(value, n) }
