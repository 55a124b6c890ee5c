package match

import "sync"

// script is how a rune was written in Latin letters.
type script uint8

const (
	scriptNone script = iota // not a letter: it divides words
	scriptFull               // written with all its sounds
	scriptSyllabic
	scriptAbjad
	scriptUnknown // not written: the rune stands for itself
)

// romanize appends a lower-case rune beyond Latin, decomposed, to the word that
// begins at start, as the usual transcriptions into English write it. Runes of
// scripts that have no table stay as they are: equal words are still equal, but
// nothing else is.
func romanize(dst []byte, start int, r rune) ([]byte, script) {
	switch {
	case r >= 0x370 && r < 0x400:
		return romanizeGreek(dst, start, r)
	case r >= 0x400 && r < 0x530:
		return appendFull(dst, cyrillic()[r], r)
	case r >= 0x530 && r < 0x590:
		return appendFull(dst, armenian()[r], r)
	case r >= 0x590 && r < 0x600:
		return romanizeHebrew(dst, r)
	case r >= 0x600 && r < 0x700 || r >= 0x750 && r < 0x780:
		return romanizeArabic(dst, start, r)
	case r >= 0x900 && r < 0xd80:
		return romanizeIndic(dst, start, r)
	case r >= 0x10a0 && r < 0x1100 || r >= 0x1c90 && r < 0x1cc0:
		return appendFull(dst, georgian()[r], r)
	case r >= 0x1100 && r < 0x1200:
		return romanizeHangul(dst, r)
	case r >= 0x3040 && r < 0x3100:
		return romanizeKana(dst, start, r)
	}
	return appendUnknown(dst, r)
}

func appendFull(dst []byte, s string, r rune) ([]byte, script) {
	if s == "" {
		return appendUnknown(dst, r)
	}
	if s == "-" { // a sign without a sound
		return dst, scriptFull
	}
	return append(dst, s...), scriptFull
}

var cyrillic = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'а': "a", 'б': "b", 'в': "v", 'г': "g", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ye", 'ж': "zh", 'з': "z", 'и': "i", 'і': "i",
		'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh",
		'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "-", 'ы': "y", 'ь': "-", 'э': "e", 'ю': "yu", 'я': "ya",
		'ђ': "dj", 'ѕ': "dz", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dzh",
		'ѣ': "e", 'ѳ': "f", 'ѵ': "i", 'ғ': "gh", 'җ': "j", 'қ': "q", 'ң': "ng", 'ү': "u", 'ұ': "u", 'ҳ': "h", 'ҷ': "j", 'һ': "h",
		'ҵ': "ts", 'ҽ': "ch", 'ҿ': "ch", 'ӡ': "dz", 'ҩ': "o", 'ԥ': "p", 'ҧ': "p", 'ҭ': "t", 'ҟ': "q", 'ҝ': "g", 'ҹ': "ch", 'ӌ': "ch", 'ҕ': "gh",
		'ҥ': "ng", 'ӈ': "ng", 'ӊ': "ng", 'ӄ': "q", 'ԛ': "q", 'ԝ': "w", 'ѫ': "u", 'ѧ': "ya", 'ѯ': "ks", 'ѱ': "ps", 'ѡ': "o", 'ҋ': "y", 'ҏ': "r",
		'ө': "o", 'ә': "a", 'ҡ': "q", 'ҫ': "s", 'ҙ': "z", 'ӏ': "-", 'ё': "yo", 'й': "y", 'ў': "u", 'ї': "yi",
	}
})

var armenian = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "y", 'թ': "t", 'ժ': "zh", 'ի': "i", 'լ': "l",
		'խ': "kh", 'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m", 'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o",
		'չ': "ch", 'պ': "p", 'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v", 'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "u", 'փ': "p", 'ք': "k",
		'օ': "o", 'ֆ': "f", 'և': "ev",
	}
})

var georgian = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k", 'ლ': "l", 'მ': "m",
		'ნ': "n", 'ო': "o", 'პ': "p", 'ჟ': "zh", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u", 'ფ': "p", 'ქ': "k", 'ღ': "gh", 'ყ': "q",
		'შ': "sh", 'ჩ': "ch", 'ც': "ts", 'ძ': "dz", 'წ': "ts", 'ჭ': "ch", 'ხ': "kh", 'ჯ': "j", 'ჰ': "h",
	}
})

var greek = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
		'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
	}
})

// romanizeGreek also reads letters that are one sound together.
func romanizeGreek(dst []byte, start int, r rune) ([]byte, script) {
	last := byte(0)
	if len(dst) > start {
		last = dst[len(dst)-1]
	}
	switch {
	case r == 'υ' && last == 'o', r == 'ύ' && last == 'o':
		dst[len(dst)-1] = 'u'
		return dst, scriptFull
	case r == 'υ' && (last == 'a' || last == 'e'):
		return append(dst, 'v'), scriptFull
	case r == 'ι' && (last == 'e' || last == 'o'):
		dst[len(dst)-1] = 'i'
		return dst, scriptFull
	case r == 'ι' && last == 'a':
		dst[len(dst)-1] = 'e'
		return dst, scriptFull
	case r == 'π' && last == 'm':
		if len(dst) == start+1 {
			dst = dst[:start]
		}
		return append(dst, 'b'), scriptFull
	case r == 'τ' && last == 'n':
		if len(dst) == start+1 {
			dst = dst[:start]
		}
		return append(dst, 'd'), scriptFull
	case r == 'κ' && last == 'g':
		return dst, scriptFull
	}
	return appendFull(dst, greek()[r], r)
}

// appendUnknown keeps a letter, or a mark, of a script without a table.
func appendUnknown(dst []byte, r rune) ([]byte, script) {
	if !isLetter(r) {
		return dst, scriptNone
	}
	return append(dst, string(r)...), scriptUnknown
}
