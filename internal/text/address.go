package text

import (
	"strings"
	"unicode/utf8"
)

// Opaque checks a text of the host's own that is kept as it is, whatever characters
// it holds: UTF-8 of at most max characters.
func Opaque(given string, max int) Fault {
	switch {
	case !utf8.ValidString(given):
		return Malformed
	case utf8.RuneCountInString(given) > max:
		return TooLong
	}
	return ""
}

// Token checks an id, key or code of the host: at most max bytes, printable ASCII
// without spaces. Such words are written to events in clear.
func Token(given string, max int, required bool) Fault {
	switch {
	case given == "" && required:
		return Required
	case len(given) > max:
		return TooLong
	case strings.ContainsFunc(given, unprintable):
		return Malformed
	}
	return ""
}

func unprintable(r rune) bool { return r <= ' ' || r > '~' }

// MaxCode bounds a code, in bytes.
const MaxCode = 64

// Code checks a word that stands in events for ever, such as a reason or the name of a
// rule: letters, digits and "_-.:|" (the alphabet of the published codes), with one letter
// at least, at most MaxCode of them. No phone number, social security number, e-mail
// address or sentence is one.
func Code(given string, required bool) Fault {
	switch {
	case given == "" && required:
		return Required
	case given == "":
		return ""
	case len(given) > MaxCode:
		return TooLong
	case strings.Trim(given, letters+codeSigns) != "", !strings.ContainsAny(given, letters):
		return Malformed
	}
	return ""
}

const (
	letters   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	codeSigns = "0123456789_-.:|"
)

// Line checks an id of any script that is kept as it is: at most max bytes of UTF-8
// without control or hidden characters.
func Line(given string, max int) Fault {
	switch {
	case len(given) > max:
		return TooLong
	case !utf8.ValidString(given), hidden(given, false):
		return Malformed
	}
	return ""
}
