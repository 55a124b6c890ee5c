package match

import "unicode"

// bySound reports whether a name is a foreign one as Chinese and Japanese write it, by
// characters that stand for its sounds, with a dot between the names. Several spellings of
// a foreign name end in the same characters: where such a name finds nothing, it was
// not read.
func bySound(name string) bool {
	var last, dot rune
	for _, r := range name {
		switch {
		case unicode.IsSpace(r):
		case isMiddleDot(r):
			dot = r
		case isHan(r) || isKana(r):
			if dot != 0 && (isHan(last) || isKana(last)) {
				return true
			}
			last, dot = r, 0
		default:
			last, dot = r, 0
		}
	}
	return false
}

func isMiddleDot(r rune) bool {
	switch r {
	case '·', '‧', '・', '･', '•', '∙', '⋅':
		return true
	}
	return false
}

// isKana reports whether a rune is a letter of hiragana or katakana, whatever its width.
func isKana(r rune) bool {
	return r >= 0x3041 && r <= 0x30ff && r != '・' || r >= 0xff66 && r <= 0xff9f
}
