package bonafide

import (
	"net/mail"
	"strings"

	"golang.org/x/net/idna"

	"github.com/bonafide-go/bonafide/internal/text"
)

// Email is an address "local@domain" with a lower-case domain.
type Email string

// Bounds of an address: RFC 5321 section 4.5.3.1 and RFC 3696 erratum 1690.
const (
	maxEmail      = 254
	maxEmailLocal = 64
	maxLabel      = 63
)

// ParseEmail reads a plain address, without what comes with it from forms, sheets and pages: blanks and hidden
// characters, "mailto:", angle brackets, a full stop at the end; an international domain becomes its ASCII form (UTS 46,
// non-transitional) unless it has hidden characters inside. It refuses, with an error matching
// [ErrInvalid], whatever net/mail accepts beyond that: display names, comments,
// quoted local parts, address literals, domains without a dot, labels that are
// no LDH labels (RFC 1035 section 2.3.1), and local parts outside ASCII.
func ParseEmail(given string) (Email, error) {
	typed := unwrapped(text.Typed(given))
	if typed == "" {
		return "", Invalid("", CodeRequired)
	}
	if local, domain, found := strings.Cut(typed, "@"); found && strings.ContainsFunc(domain, func(r rune) bool { return r > '~' }) && text.Line(domain, maxEmail) == "" {
		if form, err := idna.Lookup.ToASCII(domain); err == nil {
			typed = local + "@" + form
		}
	}
	if len(typed) > maxEmail {
		return "", Invalid("", CodeTooLong)
	}
	address, err := mail.ParseAddress(typed)
	if err != nil || address.Address != typed || address.Name != "" {
		return "", Invalid("", CodeMalformed)
	}
	local, domain, _ := strings.Cut(typed, "@")
	if len(local) > maxEmailLocal {
		return "", Invalid("", CodeTooLong)
	}
	if strings.ContainsFunc(local, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' }) {
		return "", Invalid("", CodeMalformed)
	}
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return "", Invalid("", CodeMalformed)
	}
	for _, label := range labels {
		if !ldh(label) {
			return "", Invalid("", CodeMalformed)
		}
	}
	if top := labels[len(labels)-1]; len(top) < 2 || !strings.ContainsFunc(top, func(r rune) bool { return r < '0' || r > '9' }) {
		return "", Invalid("", CodeMalformed) // an IPv4 address, or no domain of the internet
	}
	return Email(local + "@" + strings.ToLower(domain)), nil
}

// unwrapped returns an address without the scheme of RFC 6068, angle brackets (RFC 5322, 3.4) and the
// root of the domain (RFC 1034, 3.1).
func unwrapped(address string) string {
	const scheme = "mailto:"
	if len(address) > len(scheme) && strings.EqualFold(address[:len(scheme)], scheme) {
		address = address[len(scheme):]
	}
	if inner, found := strings.CutPrefix(address, "<"); found {
		if inner, found = strings.CutSuffix(inner, ">"); found {
			address = inner
		}
	}
	if domain := strings.TrimSuffix(address, "."); strings.ContainsRune(domain, '@') {
		return domain
	}
	return address
}

func ldh(label string) bool {
	if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for i := range len(label) {
		c := label[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// Fold returns the form in which two addresses count as the same: all lower
// case. (Mail systems may tell local parts apart by case; no system in use does.)
func (e Email) Fold() string { return strings.ToLower(string(e)) }

// Mask shows the first character and the domain.
func (e Email) Mask() string {
	local, domain, _ := strings.Cut(string(e), "@")
	return local[:min(len(local), 1)] + "***@" + domain
}
