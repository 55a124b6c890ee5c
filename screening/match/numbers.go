package match

import (
	"strconv"
	"sync"
)

// number returns how many words make up a number that is written in words,
// Roman numerals or as an ordinal, and its value.
func (r *reader) number(words []wordSpan) (int, int) {
	t := r.text(words[0])
	if t[0] >= '0' && t[0] <= '9' {
		if n, ok := ordinal(t); ok {
			return 1, n
		}
		return 0, 0
	}
	n, ok := numberWords()[string(t)]
	if !ok {
		return 0, 0
	}
	if n >= 20 && n%10 == 0 && len(words) > 1 {
		if unit, ok := numberWords()[string(r.text(words[1]))]; ok && unit < 10 {
			return 2, n + unit
		}
	}
	return 1, n
}

// ordinal reads 3rd, 5th, 10th, and the Russian 3ya, 5oy.
func ordinal(t []byte) (int, bool) {
	digits := 0
	for digits < len(t) && t[digits] >= '0' && t[digits] <= '9' {
		digits++
	}
	switch string(t[digits:]) {
	case "st", "nd", "rd", "th", "ya", "oy", "y", "i", "aya":
	default:
		return 0, false
	}
	n, err := strconv.Atoi(string(t[:digits]))
	return n, err == nil
}

var numberWords = sync.OnceValue(func() map[string]int {
	return map[string]int{
		"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
		"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
		"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
		"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16,
	}
})

// isMark reports whether a word is two digits or more with a letter or two, which tell
// one thing from another as a number does: F91, 103B.
func isMark(t []byte) bool {
	digits := 0
	for _, c := range t {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return digits >= 2 && len(t)-digits <= 2
}

func allDigits(t []byte) bool {
	for _, c := range t {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(t) > 0
}
