package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// WebLink returns what was meant by an address as people type and paste it: scheme and host in lower case,
// an international host in its ASCII form (UTS 46, non-transitional), and whatever else is
// not ASCII percent-encoded in UTF-8 (RFC 3987, section 3.1). ok is false for what [URI] refuses then, and for
// hidden characters inside, which make one address look like another.
func WebLink(typed string) (link string, ok bool) {
	typed = strings.TrimFunc(typed, func(r rune) bool { return r == ' ' || unseen(r) || unicode.IsSpace(r) })
	if len(typed) > maxURI || !utf8.ValidString(typed) || hidden(typed, false) {
		return "", false
	}
	scheme, rest, _ := strings.Cut(norm.NFC.String(typed), ":")
	scheme = strings.ToLower(scheme)
	if scheme == "mailto" {
		name, domain, _ := strings.Cut(rest, "@")
		domain, after := cutAny(domain, "?#")
		link = scheme + ":" + percent(name) + "@" + asciiHost(domain) + percent(after)
	} else {
		authority, path := cutAny(strings.TrimPrefix(rest, "//"), "/?#")
		user, host := "", authority
		if i := strings.LastIndexByte(authority, '@'); i >= 0 {
			user, host = authority[:i+1], authority[i+1:]
		}
		link = scheme + "://" + percent(user) + asciiHost(host) + percent(path)
		if !strings.HasPrefix(rest, "//") {
			return "", false
		}
	}
	if !URI(link) {
		return "", false
	}
	return link, true
}

// cutAny cuts before the first of some characters.
func cutAny(text, at string) (before, from string) {
	if i := strings.IndexAny(text, at); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// asciiHost returns a host with its port in lower case and ASCII; what has no such form stays as it is,
// to be refused.
func asciiHost(authority string) string {
	lower := strings.ToLower(authority)
	if strings.HasPrefix(lower, "[") || !strings.ContainsFunc(lower, func(r rune) bool { return r > '~' }) {
		return lower
	}
	host, port, found := strings.Cut(lower, ":")
	form, err := idna.Lookup.ToASCII(host)
	if err != nil || strings.ContainsFunc(host, func(r rune) bool { return unicode.Is(unicode.Cf, r) }) {
		return authority
	}
	if found {
		form += ":" + port
	}
	return form
}

// percent returns a text with every byte outside ASCII in per cent form.
func percent(text string) string {
	const digits = "0123456789ABCDEF"
	if !strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
		return text
	}
	var out strings.Builder
	for i := range len(text) {
		if c := text[i]; c > '~' {
			out.WriteString(string([]byte{'%', digits[c>>4], digits[c&15]}))
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}
