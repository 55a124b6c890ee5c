package identifier

import "strings"

const (
	ruleABA       = "nine digits, check digit with weights 3 7 1 (ABA routing number policy)"
	ruleABAPrefix = "first two digits outside the ranges in use (ABA routing number policy)"
)

// ABA reads a US routing transit number and verifies its check digit. Its first
// two digits are 00-12 (Federal Reserve districts and the government), 21-32
// (thrifts), 61-72 (electronic) or 80 (traveller's cheques).
func ABA(typed string) (Number, error) {
	typed = unlabelled(typed, "ABA", "RTN")
	text, ok := grouped(typed, 9)
	if !ok {
		text, ok = grouped(typed, 4, 4, 1) // as the Federal Reserve lists them
	}
	if !ok {
		return malformed(ruleABA)
	}
	sum := 0
	for i := range 9 {
		sum += int(text[i]-'0') * [3]int{3, 7, 1}[i%3]
	}
	if sum%10 != 0 {
		return malformed(ruleABA)
	}
	rule := ""
	switch p := text[:2]; {
	case strings.Trim(text, "0") == "":
		rule = ruleZero
	case p <= "12", p >= "21" && p <= "32", p >= "61" && p <= "72", p == "80":
	default:
		rule = ruleABAPrefix
	}
	return number(KindABA, text, tail(text, 4), rule), nil
}
