package identifier

import "strings"

// Rules on numbers of businesses.
const (
	ruleDUNS = "nine digits (Dun & Bradstreet D-U-N-S number)"
	ruleUEI  = "twelve letters and digits without O and I, not beginning with 0, without nine digits in a row (GSA, Unique Entity ID)"
	ruleLEI  = "eighteen letters and digits, two check digits, ISO 7064 MOD 97-10 (ISO 17442-1)"
	ruleCAGE = "begins like a CAGE code (GSA, Unique Entity ID)"
	ruleZero = "all zeros"
)

// DUNS reads a D-U-N-S number, bare or as "XX-XXX-XXXX". There has been no check
// digit since 2006.
func DUNS(text string) (Number, error) {
	d, ok := grouped(unlabelled(text, "D-U-N-S", "DUNS"), 2, 3, 4)
	if !ok {
		return malformed(ruleDUNS)
	}
	rule := ""
	if strings.Trim(d, "0") == "" {
		rule = ruleZero
	}
	return number(KindDUNS, d, tail(d, 4), rule), nil
}

// UEI reads a Unique Entity ID of SAM.gov. IDs are made not to look like a CAGE
// code, whose first and fifth characters are digits: one that does is implausible.
// The last character is a checksum whose algorithm is not published.
func UEI(text string) (Number, error) {
	v, ok := compact(unlabelled(text, "UEI"), "")
	if !ok || len(v) != 12 || v[0] == '0' || strings.ContainsAny(v, "OI") || digitRun(v) >= 9 {
		return malformed(ruleUEI)
	}
	rule := ""
	if digits(v[:1]) && digits(v[4:5]) {
		rule = ruleCAGE
	}
	return number(KindUEI, v, tail(v, 4), rule), nil
}

// digitRun returns the length of the longest run of digits.
func digitRun(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// LEI reads a Legal Entity Identifier and verifies its check digits. The fifth
// and sixth characters are usually, but not always, zeros.
func LEI(text string) (Number, error) {
	v, ok := compact(unlabelled(text, "LEI"), " ")
	if !ok || len(v) != 20 || !digits(v[18:]) || mod97(v) != 1 {
		return malformed(ruleLEI)
	}
	return number(KindLEI, v, tail(v, 4), ""), nil
}

// mod97 returns the remainder by 97 of texts in a row whose letters stand for 10 to 35
// (ISO 7064 MOD 97-10). They must hold upper-case letters and digits only.
func mod97(texts ...string) int {
	const room = 1 << 40 // below which a number takes two more digits
	r := 0
	for _, text := range texts {
		for i := range len(text) {
			if c := text[i]; c <= '9' {
				r = r*10 + int(c-'0')
			} else {
				r = r*100 + int(c-'A') + 10
			}
			if r > room {
				r %= 97
			}
		}
	}
	return r % 97
}
