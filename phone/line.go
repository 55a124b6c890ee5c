package phone

import (
	"github.com/bonafide-go/bonafide"
	"github.com/nyaruka/phonenumbers"
)

// A Line is what a number is for, as far as its country's numbering plan tells.
type Line string

// The lines.
const (
	Mobile        Line = "mobile"
	FixedLine     Line = "fixed_line"
	FixedOrMobile Line = "fixed_line_or_mobile" // one range for both, as in the United States and Canada
	VoIP          Line = "voip"                 // bound to no line and no place
	PremiumRate   Line = "premium_rate"         // premium and shared cost: calls and messages cost their sender extra
	TollFree      Line = "toll_free"            // whoever is called pays: a number of a business, reached by nobody in particular
	OtherLine     Line = "other"                // assigned to something else, such as pagers and voicemail
	UnknownLine   Line = "unknown"              // the plan does not tell, or has no such number
)

// Lines lists every line.
func Lines() []Line {
	return []Line{Mobile, FixedLine, FixedOrMobile, VoIP, PremiumRate, TollFree, OtherLine, UnknownLine}
}

// LineOf returns what a number is for. A number that moved from one network to
// another, or that a provider rents out, keeps the line of its range.
func LineOf(p bonafide.Phone) Line {
	number, err := phonenumbers.Parse(string(p), "")
	if err != nil {
		return UnknownLine
	}
	switch phonenumbers.GetNumberType(number) {
	case phonenumbers.MOBILE:
		return Mobile
	case phonenumbers.FIXED_LINE:
		return FixedLine
	case phonenumbers.FIXED_LINE_OR_MOBILE:
		return FixedOrMobile
	case phonenumbers.VOIP:
		return VoIP
	case phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST:
		return PremiumRate
	case phonenumbers.TOLL_FREE:
		return TollFree
	case phonenumbers.UNKNOWN:
		return UnknownLine
	}
	return OtherLine
}
