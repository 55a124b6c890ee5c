package identifier

import (
	"slices"
	"strings"
)

// The check digits of national identifiers; each row of the table names its source.

func austrian(v string) bool {
	rest := weighted(v, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11
	return v[0] != '0' && rest < 10 && v[3] == byte('0'+rest)
}

func belgian(v string) bool {
	key := atoi(v[9:])
	return 97-atoi(v[:9])%97 == key || 97-atoi("2"+v[:9])%97 == key // born before 2000, or since
}

func cpf(v string) bool {
	first := weighted(v, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
	second := weighted(v, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
	return !allSame(v) && v[9] == byte('0'+first) && v[10] == byte('0'+second)
}

func ean13(v string) bool {
	return weighted(v, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1)%10 == 0
}

func chilean(v string) bool {
	body, sum := v[:len(v)-1], 0
	for i := range len(body) {
		sum += int(body[len(body)-1-i]-'0') * (2 + i%6)
	}
	return v[len(v)-1] == "0K987654321"[sum%11]
}

func chinese(v string) bool {
	sum := weighted(v, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
	return dayMonth(v[12:14], v[10:12]) && v[17] == "10X98765432"[sum%11]
}

func czech(v string) bool {
	month := atoi(v[2:4]) % 50
	if month > 20 {
		month -= 20
	}
	if !dayMonth(v[4:6], two(month)) {
		return false
	}
	return len(v) == 9 || atoi(v)%11 == 0 || atoi(v[:9])%11 == 10 && v[9] == '0' // nine digits until 1953
}

func spanishLetter(digits string) byte { return "TRWAGMYFPDXBNJZSQVHLCKE"[atoi(digits)%23] }

func finnish(v string) bool {
	digits := v[:6] + v[len(v)-4:len(v)-1]                        // between them stands the sign of the century, of which + and - are gone
	if len(v) == 11 && !strings.Contains("YXWVUABCDEF", v[6:7]) { // decree 690/2022: five letters more for each century
		return false
	}
	return strings.Trim(digits, "0123456789") == "" && dayMonth(v[:2], v[2:4]) && v[len(v)-1] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[atoi(digits)%31]
}

func french(v string) bool {
	digits := strings.NewReplacer("2A", "19", "2B", "18").Replace(v[:13]) // Corsica
	return slices.Contains([]byte("123478"), v[0]) && 97-atoi(digits)%97 == atoi(v[13:])
}

func british(v string) bool {
	return !strings.ContainsAny(v[:2], "DFIQUV") && v[1] != 'O' && v[8] <= 'D' && !slices.Contains([]string{"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}, v[:2])
}

func greek(v string) bool {
	return weighted(v, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == int(v[8]-'0') && !allSame(v)
}

func irish(v string) bool {
	sum := weighted(v, 8, 7, 6, 5, 4, 3, 2)
	if len(v) == 9 {
		sum += int(v[8]-'A'+1) * 9
		if strings.IndexByte("TWX", v[8]) >= 0 {
			sum = weighted(v, 8, 7, 6, 5, 4, 3, 2) // an older suffix, which does not count
		}
	}
	return v[7] == "WABCDEFGHIJKLMNOPQRSTUV"[sum%23]
}

// italian verifies the last letter. Where two people would have the same number, letters
// stand for digits, from the last one on.
func italian(v string) bool {
	for _, i := range []int{6, 7, 9, 10, 12, 13, 14} {
		if v[i] > '9' && strings.IndexByte("LMNPQRSTUV", v[i]) < 0 {
			return false
		}
	}
	sum := 0
	for i := range 15 {
		value := int(v[i] - '0')
		if v[i] >= 'A' {
			value = int(v[i] - 'A')
		}
		if i%2 == 0 {
			value = oddValues[value]
		}
		sum += value
	}
	return v[15] == byte('A'+sum%26)
}

func japanese(v string) bool {
	rest := weighted(v, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11
	want := 11 - rest
	if rest <= 1 {
		want = 0
	}
	return v[11] == byte('0'+want)
}

// mexican verifies the last digit: characters count by their place among the digits and
// the letters with N-tilde, weighed 18 to 2.
func mexican(v string) bool {
	const alphabet = "0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ"
	sum := 0
	for i := range 17 {
		sum += strings.IndexByte(alphabet, v[i]) * (18 - i)
	}
	return dayMonth(v[8:10], v[6:8]) && v[17] == byte('0'+(10-sum%10)%10)
}

func norwegian(v string) bool {
	return weighted(v, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 && weighted(v, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

func romanian(v string) bool {
	rest := weighted(v, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
	if rest == 10 {
		rest = 1
	}
	return v[0] != '0' && dayMonth(v[5:7], v[3:5]) && v[12] == byte('0'+rest)
}

func singaporean(v string) bool {
	sum := weighted(v[1:], 2, 7, 6, 5, 4, 3, 2)
	switch v[0] {
	case 'S':
		return v[8] == "JZIHGFEDCBA"[sum%11]
	case 'T':
		return v[8] == "JZIHGFEDCBA"[(sum+4)%11]
	case 'F':
		return v[8] == "XWUTRQPNMLK"[sum%11]
	case 'G':
		return v[8] == "XWUTRQPNMLK"[(sum+4)%11]
	}
	return v[8] == "KLJNPQRTUWX"[10-(sum+3)%11]
}

func thai(v string) bool {
	sum := weighted(v, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)
	return v[0] != '0' && v[12] == byte('0'+(11-sum%11)%10)
}

func turkish(v string) bool {
	odd, even := 0, 0
	for i := range 9 {
		if i%2 == 0 {
			odd += int(v[i] - '0')
		} else {
			even += int(v[i] - '0')
		}
	}
	tenth := ((odd*7-even)%10 + 10) % 10
	return v[0] != '0' && v[9] == byte('0'+tenth) && v[10] == byte('0'+(odd+even+tenth)%10)
}

// verhoeff verifies the last digit in the dihedral group of order ten (J. Verhoeff, 1969).
func verhoeff(v string) bool {
	check := 0
	for i := range len(v) {
		digit := int(v[len(v)-1-i] - '0')
		for range i % 8 {
			digit = int("1576283094"[digit] - '0')
		}
		check = dihedral(check, digit)
	}
	return check == 0
}

// dihedral multiplies: 0 to 4 are turns, 5 to 9 are turns of what is turned over.
func dihedral(a, b int) int {
	switch {
	case a < 5 && b < 5:
		return (a + b) % 5
	case a < 5:
		return 5 + (a+b)%5
	case b < 5:
		return 5 + (a-b)%5
	}
	return (a - b + 5) % 5
}
