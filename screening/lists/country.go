package lists

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// CountryCode returns the ISO 3166-1 alpha-2 code for a country as the
// publishers of lists write it: an English name in one of its usual forms,
// "Korea, North", what its citizens are called, "Iraqi", or the code itself, of two
// letters or three. It is empty for what is not a country of ISO 3166-1, such as a
// region or Kosovo. Case does not matter.
func CountryCode(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if code := countryCodes()[foldCountry(text)]; code != "" || len(text) != 3 {
		return code
	}
	region, err := language.ParseRegion(text)
	if err != nil || !region.IsCountry() || !strings.EqualFold(region.ISO3(), text) {
		return ""
	}
	return countryCodes()[strings.ToLower(region.String())]
}

func foldCountry(s string) string {
	s = strings.ToLower(s)
	s = strings.TrimPrefix(s, "possibly ")
	s = strings.TrimPrefix(s, "the ")
	s = strings.TrimSuffix(s, ", the")
	return strings.Map(func(r rune) rune {
		switch r {
		case '.', '\'', '’', ',', '-', ' ', '(', ')':
			return -1
		case 'é', 'è', 'ë':
			return 'e'
		case 'ô', 'ó':
			return 'o'
		case 'ç':
			return 'c'
		case 'ü':
			return 'u'
		case 'ã', 'å', 'á', 'à', 'â':
			return 'a'
		case 'í':
			return 'i'
		}
		return r
	}, s)
}

var countryCodes = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 700)
	for line := range strings.SplitSeq(countryNames+"\n"+demonyms, "\n") {
		code, names, ok := strings.Cut(line, " ")
		if !ok {
			continue
		}
		m[strings.ToLower(code)] = code
		for name := range strings.SplitSeq(names, ";") {
			m[foldCountry(name)] = code
		}
	}
	return m
})
