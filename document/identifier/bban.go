package identifier

import (
	"strings"
	"sync"
)

// nationalCheck holds the check digits inside a BBAN of the countries that publish them
// for all of their banks (European Committee for Banking Standards, TR 201 "Register of
// European account numbers"; Federation bancaire francaise for the RIB key).
var nationalCheck = sync.OnceValue(func() map[string]func(bban string) bool {
	whole := func(bban string) bool { return mod97(bban) == 1 }
	return map[string]func(string) bool{
		"BA": whole, "ME": whole, "MK": whole, "PT": whole, "RS": whole, "SI": whole, "TL": whole, "XK": whole,
		"FR": ribKey, "MC": ribKey, "TN": ribKey, "MR": ribKey,
		"BE": func(bban string) bool {
			rest := mod97(bban[:10])
			if rest == 0 {
				rest = 97
			}
			return atoi(bban[10:]) == rest
		},
		"ES": func(bban string) bool {
			return bban[8] == spanish("00"+bban[:8]) && bban[9] == spanish(bban[10:])
		},
		"NO": func(bban string) bool { return weighted(bban, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0 },
		"FI": luhn,
		"EE": func(bban string) bool { return mod731(bban[2:15]) == bban[15] },
		"IT": cin, "SM": cin,
		"HU": func(bban string) bool {
			return weighted(bban[:8], 9, 7, 3, 1, 9, 7, 3, 1)%10 == 0 && weighted(bban[8:], 9, 7, 3, 1, 9, 7, 3, 1, 9, 7, 3, 1, 9, 7, 3, 1)%10 == 0
		},
		"HR": func(bban string) bool { return mod1110(bban[:7]) && mod1110(bban[7:]) },
		"PL": func(bban string) bool { return weighted(bban[:8], 3, 9, 7, 1, 3, 9, 7, 1)%10 == 0 },
		"CZ": mod11Account, "SK": mod11Account,
	}
})

// weighted returns the sum of digits by their weights.
func weighted(text string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(text[i]-'0') * w
	}
	return sum
}

// ribKey verifies the two digits of a French account number; letters stand for digits in
// three runs, from A, J and S on.
func ribKey(bban string) bool {
	digits := []byte(bban)
	for i, c := range digits {
		switch {
		case c >= 'S':
			digits[i] = c - 'S' + '2'
		case c >= 'J':
			digits[i] = c - 'J' + '1'
		case c >= 'A':
			digits[i] = c - 'A' + '1'
		}
	}
	return mod97(string(digits)) == 0
}

// spanish returns the check digit of ten digits.
func spanish(text string) byte {
	switch rest := 11 - weighted(text, 1, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11; rest {
	case 10:
		return '1'
	case 11:
		return '0'
	default:
		return byte('0' + rest)
	}
}

// luhn verifies the last digit (ISO/IEC 7812-1, annex B).
func luhn(text string) bool {
	sum := 0
	for i := range len(text) {
		d := int(text[len(text)-1-i] - '0')
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return sum%10 == 0
}

// mod731 returns the check digit with weights 7 3 1 from the right.
func mod731(text string) byte {
	sum := 0
	for i := range len(text) {
		sum += int(text[len(text)-1-i]-'0') * [3]int{7, 3, 1}[i%3]
	}
	return byte('0' + (10-sum%10)%10)
}

// mod1110 verifies the last digit (ISO 7064, MOD 11,10).
func mod1110(text string) bool {
	product := 10
	for i := range len(text) - 1 {
		sum := (int(text[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (product+int(text[len(text)-1]-'0'))%10 == 1
}

// mod11Account verifies prefix and number of a Czech or Slovak account.
func mod11Account(bban string) bool {
	return weighted(bban[4:10], 10, 5, 8, 4, 2, 1)%11 == 0 && weighted(bban[10:], 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0
}

// oddValues are what a character counts in an odd place of an Italian account number:
// of 0 to 9 and of A to J alike, then of K to Z.
var oddValues = [...]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// cin verifies the letter in front of an Italian account number.
func cin(bban string) bool {
	sum := 0
	for i := range len(bban) - 1 {
		c := bban[i+1]
		value := int(c - '0')
		if c >= 'A' {
			value = int(c - 'A')
		}
		if i%2 == 0 {
			value = oddValues[value]
		}
		sum += value
	}
	return bban[0] == byte('A'+sum%26)
}

// lengths returns how short and how long what has a shape can be.
func lengths(shape string) (low, high int) {
	for strings.TrimSpace(shape) != "" {
		_, from, to, rest := element(shape)
		low, high, shape = low+from, high+to, rest
	}
	return low, high
}
