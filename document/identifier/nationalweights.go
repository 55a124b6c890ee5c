package identifier

import "strings"

// More check digits of national identifiers; each row of the table names its source.

// twice verifies the last digit by one row of weights modulo 11, and where that gives ten by
// another one; ten again is zero.
func twice(first, second []int) func(string) bool {
	return func(v string) bool {
		rest := weighted(v, first...) % 11
		if rest == 10 {
			rest = weighted(v, second...) % 11 % 10
		}
		return v[len(v)-1] == byte('0'+rest)
	}
}

func bulgarian(v string) bool {
	month := atoi(v[2:4])
	return dayMonth(v[4:6], two(month%20)) && v[9] == byte('0'+weighted(v, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10)
}

func icelandic(v string) bool {
	return dayMonth(two(atoi(v[:2])%40), v[2:4]) && weighted(v, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

func latvian(v string) bool {
	if v[:2] == "32" { // without a birthday, since July 2017
		return true
	}
	return dayMonth(v[:2], v[2:4]) && v[10] == byte('0'+(1101-weighted(v, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))%11%10)
}

// yugoslav verifies a number of the register that five states kept.
func yugoslav(v string) bool {
	rest := 11 - weighted(v, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11
	if rest == 11 {
		rest = 0
	}
	return dayMonth(v[:2], v[2:4]) && rest < 10 && v[12] == byte('0'+rest)
}

func ukrainian(v string) bool {
	sum := weighted(v, 10, 5, 7, 9, 4, 6, 10, 5, 7) // ten is minus one by eleven
	return v[9] == byte('0'+sum%11%10)
}

func russian(v string) bool {
	first := weighted(v, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10
	second := weighted(v, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10
	return v[10] == byte('0'+first) && v[11] == byte('0'+second)
}

// taiwanese verifies the last digit; the letter of the place counts as two digits.
func taiwanese(v string) bool {
	place := strings.IndexByte("ABCDEFGHJKLMNPQRSTUVXYWZIO", v[0]) + 10
	return place >= 10 && (place/10+place%10*9+weighted(v[1:], 8, 7, 6, 5, 4, 3, 2, 1, 1))%10 == 0
}

// hongKong verifies the character in brackets: letters count 10 to 35, and the place of a
// missing first letter 36.
func hongKong(v string) bool {
	sum := 36 * 9
	if len(v) == 9 {
		sum, v = (int(v[0]-'A')+10)*9, v[1:]
	}
	sum += (int(v[0]-'A')+10)*8 + weighted(v[1:], 7, 6, 5, 4, 3, 2)
	return v[7] == "0A987654321"[sum%11]
}

func ecuadorian(v string) bool {
	place := atoi(v[:2])
	return (place >= 1 && place <= 24 || place == 30) && v[2] < '6' && luhn(v)
}

func uruguayan(v string) bool {
	v = strings.Repeat("0", 8-len(v)) + v
	return (weighted(v, 2, 9, 8, 7, 6, 3, 4)+int(v[7]-'0'))%10 == 0
}

func zealand(v string) bool {
	v = strings.Repeat("0", 9-len(v)) + v
	for _, weights := range [][]int{{3, 2, 7, 6, 5, 4, 3, 2}, {7, 4, 3, 2, 5, 2, 7, 6}} {
		rest := 11 - weighted(v, weights...)%11
		if rest == 11 {
			rest = 0
		}
		if rest < 10 {
			return v[8] == byte('0'+rest)
		}
	}
	return false
}

// mexicanTax verifies the number of a person: characters count by their place among digits
// and letters, weighed 13 to 2.
func mexicanTax(v string) bool {
	const alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ"
	sum := 0
	for i := range 12 {
		sum += strings.IndexByte(alphabet, v[i]) * (13 - i)
	}
	return dayMonth(v[8:10], v[6:8]) && v[12] == "0A987654321"[sum%11]
}

// greekSocial verifies the number of social security, which begins with a birthday.
func greekSocial(v string) bool { return dayMonth(v[:2], v[2:4]) && luhn(v) }

// spanishTax verifies the number of a person without an identity card.
func spanishTax(v string) bool { return spanishLetter(v[1:8]) == v[8] }
