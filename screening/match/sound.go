package match

// A word is compared by its sounds: letters a to z, and upper-case letters for
// what Latin spelling writes with two. A spelling has one sound string, however
// its sounds are written:
//
//	S sh, sch   C ch, tch   Z zh   X kh   G gh   T th   D dh   c ts, soft c
//
// y is the consonant of "you"; as a vowel it is i. Doubled sounds are one.

// appendSound appends the sounds of a word of lower-case ASCII letters and
// digits.
func appendSound(dst []byte, w []byte) []byte {
	base := len(dst)
	put := func(b byte) {
		if n := len(dst); n > base && dst[n-1] == b {
			if b < '0' || b > '9' {
				return
			}
		}
		dst = append(dst, b)
	}
	at := func(i int) byte {
		if i < len(w) {
			return w[i]
		}
		return 0
	}
	for i := 0; i < len(w); {
		c, n1, n2 := w[i], at(i+1), at(i+2)
		step := 1
		switch c {
		case 'a', 'e', 'o', 'u', 'i':
			switch {
			case c == 'o' && (n1 == 'u' || n1 == 'o'), c == 'u' && n1 == 'e' && !isVowel(n2) && n2 != 0:
				put('u')
				step = 2
			case c == 'e' && n1 == 'e', c == 'i' && n1 == 'e' && n2 == 0:
				put('i')
				step = 2
			case c == 'i' && (n1 == 'y' || n1 == 'j') && n2 == 0:
				put('i')
				step = 2
			case c == 'i' && isVowel(n1) && i == 0:
				put('y') // Iurii as Yuri
			case (c == 'a' || c == 'e') && (n1 == 'y' || n1 == 'j') && !isVowel(n2):
				put(c)
				put('i')
				step = 2
			case c == 'e' && n1 == 'h' && n2 == 0, c == 'a' && n1 == 'h' && n2 == 0:
				put(c)
				step = 2
			default:
				put(c)
			}
		case 'y':
			switch {
			case i == 0 && n1 == 'e', i > 0 && n1 == 'e' && !isVowel(w[i-1]):
				put('e') // Yevgeny as Evgeny
				step = 2
			case isVowel(n1):
				put('y')
			default:
				put('i')
			}
		case 'j':
			switch {
			case i == 0 && n1 == 'e' && n2 == 'v':
				put('e') // Jevgeni as Evgeni
				step = 2
			case i > 0 && !isVowel(w[i-1]) && (n1 == 'a' || n1 == 'e' || n1 == 'o' || n1 == 'u'):
				put('y')
			default:
				put('j')
			}
		case 'c':
			switch {
			case n1 == 'h':
				put('C')
				step = 2
			case n1 == 'z':
				put('C')
				step = 2
			case n1 == 'k' || n1 == 'q':
				put('k')
				step = 2
			case n1 == 'e' || n1 == 'i' || n1 == 'y':
				put('c')
			case n1 == 0 && i > 1 && w[i-1] == 'i':
				put('C') // Milosevic
			default:
				put('k')
			}
		case 's':
			switch {
			case n1 == 'h' && n2 == 'c' && at(i+3) == 'h':
				put('S')
				step = 4
			case n1 == 'c' && n2 == 'h':
				put('S')
				step = 3
			case n1 == 'h' || n1 == 'z':
				put('S')
				step = 2
			default:
				put('s')
			}
		case 't':
			switch {
			case n1 == 's' && n2 == 'c' && at(i+3) == 'h':
				put('C')
				step = 4
			case n1 == 'c' && n2 == 'h', n1 == 's' && n2 == 'h':
				put('C')
				step = 3
			case n1 == 's' || n1 == 'z':
				put('c')
				step = 2
			case n1 == 'h':
				put('T')
				step = 2
			default:
				put('t')
			}
		case 'd':
			switch {
			case n1 == 'z' && n2 == 'h':
				put('j')
				step = 3
			case n1 == 'j':
				put('j')
				step = 2
			case n1 == 'h':
				put('D')
				step = 2
			default:
				put('d')
			}
		case 'z':
			if n1 == 'h' {
				put('Z')
				step = 2
			} else {
				put('z')
			}
		case 'k':
			if n1 == 'h' {
				put('X')
				step = 2
			} else {
				put('k')
			}
		case 'q':
			put('k')
			if n1 == 'u' && isVowel(n2) && (n2 == 'e' || n2 == 'i') {
				step = 2
			}
		case 'g':
			if n1 == 'h' {
				put('G')
				step = 2
			} else {
				put('g')
			}
		case 'p':
			if n1 == 'h' {
				put('f')
				step = 2
			} else {
				put('p')
			}
		case 'x':
			put('k')
			put('s')
		case 'w':
			put('v')
		default:
			put(c)
		}
		i += step
	}
	return dst
}

func isVowel(b byte) bool {
	switch b {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return false
}

// appendSkeleton appends the coarse consonants of a sound string: sounds that
// transliterations take for each other become one, and vowels, y and an h that
// does not begin the word are dropped.
func appendSkeleton(dst, sound []byte) []byte {
	base := len(dst)
	for i, b := range sound {
		switch b {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			continue
		case 'h':
			if i > 0 {
				continue
			}
		case 'X':
			b = 'k'
			if i == 0 {
				b = 'h'
			}
		case 'G', 'g':
			b = 'k'
		case 'T':
			b = 't'
		case 'D':
			b = 'd'
		case 'Z':
			b = 'j'
		case 'c', 'S', 'z':
			b = 's'
		case 'f':
			b = 'v'
		case 'p':
			b = 'b'
		}
		if n := len(dst); n > base && dst[n-1] == b && (b < '0' || b > '9') {
			continue
		}
		dst = append(dst, b)
	}
	return dst
}
