// Package text is the one place where the text of strangers is read: names, lines
// and notes in one canonical form, or refused; and the form in which two names count
// as the same. It knows no words of the house, so that every package may use it.
package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Fault is the code of what is wrong with a text. The values are those of
// bonafide.Code; empty means nothing.
type Fault string

// What can be wrong with a text.
const (
	Required  Fault = "required"  // there is nothing but blanks
	TooLong   Fault = "too_long"  // more than Max characters
	TooMany   Fault = "too_many"  // more than there may be
	Malformed Fault = "malformed" // not UTF-8, with characters that cannot be seen, or refused
)

// An Intake says what one text may be. The zero value takes nothing.
type Intake struct {
	Max      int  // the most characters of the canonical form
	Required bool // whether it must be given
	Lines    bool // several lines; otherwise ends of lines count as spaces
	Kept     bool // one line whose inner blanks are kept; ends of lines and tabs are refused

	// Refuse says of what can be read that it is malformed all the same, such as
	// [NoName]; nil takes everything.
	Refuse func(text string) bool
}

// bytesPerCharacter bounds the work on a text before it is looked at: in canonical
// form no character takes more than four bytes, but blanks and decomposed marks may
// come on top of that.
const bytesPerCharacter = 8

// Read returns the canonical form of a text, or the empty string and a fault.
//
// A line is in NFC (UAX 15), without blanks and copied format characters at its ends and
// with single spaces inside; one that is Kept has its own inside. Lines keep their spaces
// and end with "\n", whatever ended them before.
// Neither holds control characters, marks that turn the direction of writing
// (Unicode TR36 and TR39: the name that is read is not the name that is stored), or
// other characters that nobody sees; see [Hidden]. The joiners U+200C and U+200D
// stand where the spelling of a script needs them, and nowhere else.
func (i Intake) Read(in string) (string, Fault) {
	if len(in) > bytesPerCharacter*i.Max {
		return "", TooLong
	}
	if !utf8.ValidString(in) {
		return "", Malformed
	}
	switch {
	case i.Kept:
		in = strings.TrimFunc(in, func(r rune) bool { return unicode.Is(unicode.Zs, r) || unseen(r) && !unicode.IsSpace(r) })
	case i.Lines:
		in = strings.TrimFunc(lineEnds().Replace(in), unseen)
	default:
		in = strings.Join(strings.Fields(strings.TrimFunc(in, unseen)), " ")
	}
	out := norm.NFC.String(in)
	switch {
	case out == "" && i.Required:
		return "", Required
	case utf8.RuneCountInString(out) > i.Max:
		return "", TooLong
	case hidden(out, i.Lines), out != "" && i.Refuse != nil && i.Refuse(out):
		return "", Malformed
	}
	return out, ""
}

// lineEnds are the mandatory breaks of UAX 14, and the tab, which has no width of
// its own.
var lineEnds = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		"\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ",
	)
})
