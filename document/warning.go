package document

import (
	"net/netip"
	"regexp"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// poBox recognises post office boxes, which are not residential or business
// street address.
var poBox = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(p\.?\s?o\.?\s?box|post office box)\b`)
})

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
	}
	if _, known := ParseSubdivision(b.AddressCountryCode, b.AddressSubdivision); !known && b.AddressSubdivision != "" {
		w.AddRule("address_subdivision", bonafide.CodeUnknown, "ISO 3166-2")
	}
	if b.AddressCountryCode == "US" && poBox().MatchString(b.AddressStreet) {
		w.AddRule("address_street", bonafide.CodeImplausible, "residential or business street address (31 CFR 1020.220(a)(2)(i)(A)(3))")
	}
	if ip, err := netip.ParseAddr(b.IP); err == nil && (!ip.IsGlobalUnicast() || ip.IsPrivate()) {
		w.AddRule("ip", bonafide.CodeImplausible, "not a public address (RFC 6890)")
	}
	return w
}
