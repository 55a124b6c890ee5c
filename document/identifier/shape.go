package identifier

import "strings"

func matchesAny(text, shapes string) bool {
	for shape := range strings.FieldsSeq(shapes) {
		if matches(text, shape) {
			return true
		}
	}
	return false
}

// matches reports whether text has a shape such as "a9{7}": a is a letter, 9 a
// digit, * either, and other characters are themselves; "9{4,8}" is four to eight
// digits. Runs are taken at their least length first and extended while the rest
// does not fit.
func matches(text, shape string) bool {
	if shape == "" {
		return text == ""
	}
	class, low, high, rest := element(shape)
	for n := 0; ; n++ {
		if n >= low && matches(text[n:], rest) {
			return true
		}
		if n == high || n == len(text) || !inClass(text[n], class) {
			return false
		}
	}
}

// element splits the first class with its repetition off a shape.
func element(shape string) (class byte, low, high int, rest string) {
	class, low, high, rest = shape[0], 1, 1, shape[1:]
	if !strings.HasPrefix(rest, "{") {
		return class, low, high, rest
	}
	count, rest, _ := strings.Cut(rest[1:], "}")
	from, to, ranged := strings.Cut(count, ",")
	low = atoi(from)
	if high = low; ranged {
		high = atoi(to)
	}
	return class, low, high, rest
}

func inClass(c, class byte) bool {
	switch class {
	case '9':
		return c >= '0' && c <= '9'
	case 'a':
		return c >= 'A' && c <= 'Z'
	case '*':
		return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
	}
	return c == class
}

func atoi(text string) int {
	n := 0
	for i := range len(text) {
		n = n*10 + int(text[i]-'0')
	}
	return n
}
