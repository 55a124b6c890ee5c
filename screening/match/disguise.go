package match

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// undisguised returns a name with what stands for its letters put right: escapes of web
// pages, signs for letters, an address of mail, a small l for an I; or "" where there is
// nothing of the kind.
func undisguised(name string) string {
	text := name
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	if strings.Contains(text, "%") {
		if plain, err := url.PathUnescape(text); err == nil {
			text = plain
		}
	}
	if strings.Contains(text, "@") {
		text = withoutHost(text)
	}
	if strings.ContainsAny(text, "@$|") {
		text = strings.NewReplacer("@", "a", "$", "s", "|", "i").Replace(text)
	}
	if strings.Contains(text, "l") {
		text = eachWord(text, withI)
	}
	if text == name {
		return ""
	}
	return text
}

// withoutHost returns a text with what names somebody at a host in place of the address.
func withoutHost(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		if who, host, ok := strings.Cut(w, "@"); ok && who != "" && strings.Contains(host, ".") {
			words[i] = who
		}
	}
	return strings.Join(words, " ")
}

// withI returns a word with an I for a small l that no word begins with: lvan, lgor.
func withI(word string) string {
	if len(word) > 2 && word[0] == 'l' && strings.IndexByte("bcdfgkmnpqrstvwz", word[1]) >= 0 {
		return "I" + word[1:]
	}
	return word
}

// mirrored returns a name that is written backwards from its end, or "" where no
// override of direction and no capital at the end of every word says so.
func mirrored(name, plain string) string {
	if !strings.ContainsRune(name, '\u202e') {
		for word := range strings.FieldsSeq(plain) {
			r := []rune(word)
			if len(r) < 3 || !unicode.IsLower(r[0]) || !unicode.IsUpper(r[len(r)-1]) || strings.IndexFunc(word, unicode.IsUpper) < len(string(r[:len(r)-1])) {
				return ""
			}
		}
	}
	r := []rune(plain)
	slices.Reverse(r)
	return string(r)
}

// humps returns a name of one word divided before each capital, as in OsamaBinLaden, or
// "" where it has none or spaces.
func humps(name string) string {
	var b strings.Builder
	small := false
	for _, r := range name {
		if unicode.IsSpace(r) {
			return ""
		}
		if small && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		small = unicode.IsLower(r)
	}
	if b.Len() == len(name) {
		return ""
	}
	return b.String()
}
