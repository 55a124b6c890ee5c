package mrz

// CheckDigit returns the check digit of a field: weights 7, 3, 1 in turn over 0-9
// as they are, A-Z as 10-35 and < as 0, modulo 10 (ICAO 9303-3 section 4.9). The
// second result is false if the field holds anything else.
func CheckDigit(field string) (byte, bool) {
	weights := [3]int{7, 3, 1}
	sum := 0
	for i := range len(field) {
		value := 0
		switch c := field[i]; {
		case c >= '0' && c <= '9':
			value = int(c - '0')
		case c >= 'A' && c <= 'Z':
			value = int(c-'A') + 10
		case c == filler:
		default:
			return 0, false
		}
		sum += value * weights[i%3]
	}
	return byte('0' + sum%10), true
}

func agrees(field, digit string) bool {
	want, ok := CheckDigit(field)
	return ok && digit == string(want)
}
