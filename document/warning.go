package document

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// poBox recognises post office boxes and private mailboxes, which are no residential or
// business street address, in the languages of the countries (Universal Postal Union, addressing
// systems; USPS Publication 28, sections 28 and 284). Rural routes and military units are places.
var poBox = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` +
		`(?:g\.?\s?)?p\.?\s?o\.?\s?b(?:ox)?\.?\s*#?\s*(?:\pN|[a-z]\b)|(?:g\.?\s?)?p\.?\s?o\.?\s?box\b|post(?:al)? office box\b|post(?:al)? box\b|(?:locked|private) bag\b|` +
		`pmb\s*#?\s*\pN|private mail\s?box\b|` +
		`postfach\b|postbus\b|postboks\b|postilokero\b|bo[iî]te postale\b|b\.?p\.?\s+\pN|case postale\b|casella postale\b|` +
		`apartado\b(?:\s+(?:de correos|postal|a[eé]reo))?\s*(?:n[.º°o]*\s*)?\pN|casilla(?:\s+de correos?)?\s+\pN|caixa postal\b|` +
		`skrytka pocztowa\b|skr\.?\s*poczt\.?|po[sš]t(?:ovn[ií]|ansk[aiy]) \s?(?:p[rř]ihr[aá]dka|fah|pretinac|predal)\b|` +
		`а/я\s*\pN|абонентский ящик)|私書箱|사서함|邮政信箱|郵政信箱`)
})

// mayBeBox reports a street with a word that begins the name of a box, or with letters that are not
// ASCII: few streets have one.
func mayBeBox(street string) bool {
	lower := strings.ToLower(street)
	for _, word := range []string{"box", "pob", "po b", "bag", "pmb", "mail", "post", "bp", "b.p", "bo", "casel", "casil", "apart", "caixa", "skr"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return strings.ContainsFunc(street, func(r rune) bool { return r > '~' })
}

// shortBox returns the word for a box that means something else abroad, or inside a line.
func shortBox(country bonafide.Country) string {
	switch country {
	case "CA", "CH", "IT":
		return "cp"
	case "FI":
		return "pl"
	case "SE":
		return "box"
	}
	return ""
}

// boxesOnly are countries where the post goes to boxes alone, so that the box is the
// address (Universal Postal Union, addressing systems).
var boxesOnly = []bonafide.Country{"AE", "BH", "BW", "ET", "KE", "KW", "LS", "MW", "NA", "OM", "QA", "RW", "SZ", "TZ", "UG"}

// boxed reports an address of a post office box, where mail goes to doors as well.
func (a PostalAddress) boxed() bool {
	if slices.Contains(boxesOnly, a.Country) {
		return false
	}
	word, number, _ := strings.Cut(a.Street, " ")
	short := shortBox(a.Country)
	return mayBeBox(a.Street) && poBox().MatchString(a.Street) ||
		short != "" && strings.EqualFold(strings.ReplaceAll(word, ".", ""), short) && number != "" && number[0] >= '0' && number[0] <= '9'
}

// Warnings returns what is odd about the base document without being a fault: a
// program may ask for more, a reviewer may look twice. Paths are relative to the
// base document.
func (b Base) Warnings() []bonafide.Fault {
	var w bonafide.Faults
	if b.Kind == Person {
		nameWarnings(&w, "name", b.Name)
	}
	if b.PhoneGrade == bonafide.Implausible {
		w.AddRule("phone_number", bonafide.CodeImplausible, "no numbering plan assigns it (ITU-T E.164)")
	} else if code := LineWarning(b.PhoneNumber); code != "" && code != CodeLandline {
		w.AddRule("phone_number", code, RuleLine)
	}
	if code, rule := MailboxWarning(b.Email.Mailbox(nil)); code != "" && (b.Kind == Person || code != CodeRoleMailbox) {
		w.AddRule("email", code, rule)
	}
	if _, known := ParseSubdivision(b.AddressCountryCode, b.AddressSubdivision); !known && b.AddressSubdivision != "" {
		w.AddRule("address_subdivision", bonafide.CodeUnknown, "ISO 3166-2")
	}
	if b.Address().boxed() {
		w.AddRule("address_street", bonafide.CodeImplausible, "residential or business street address (31 CFR 1020.220(a)(2)(i)(A)(3))")
	}
	if ip, err := netip.ParseAddr(b.IP); err == nil && (!ip.IsGlobalUnicast() || ip.IsPrivate()) {
		w.AddRule("ip", bonafide.CodeImplausible, "not a public address (RFC 6890)")
	}
	return w
}
