package document

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/phone"
)

// Codes of warnings about numbers and addresses by which people are reached. They refuse nothing: a
// program may ask for another kind by the facts phone_line and mailbox.
const (
	CodeLandline        bonafide.Code = "landline_number"    // a fixed line: no text message reaches it
	CodeVoIP            bonafide.Code = "voip_number"        // bound to no line and no place
	CodePremium         bonafide.Code = "premium_number"     // calls and messages cost their sender extra
	CodeTollFree        bonafide.Code = "toll_free_number"   // of a business, where nobody in particular answers
	CodeOddLine         bonafide.Code = "odd_number"         // of a pager, a voicemail or another thing that is no telephone
	CodeRoleMailbox     bonafide.Code = "role_address"       // read by whoever has the function
	CodeReservedMailbox bonafide.Code = "reserved_domain"    // kept for documentation and tests: no mail arrives
	CodeDisposable      bonafide.Code = "disposable_address" // in a domain of the host's list of those that give out addresses for an hour
)

// RuleLine is what says what a number is for.
const RuleLine = "numbering plan of the country (ITU-T E.164)"

// LineWarning is what is odd about a number that somebody gives as their own; empty for mobile
// numbers, and where the plan does not tell.
func LineWarning(number bonafide.Phone) bonafide.Code {
	switch phone.LineOf(number) {
	case phone.FixedLine:
		return CodeLandline
	case phone.VoIP:
		return CodeVoIP
	case phone.PremiumRate:
		return CodePremium
	case phone.TollFree:
		return CodeTollFree
	case phone.OtherLine:
		return CodeOddLine
	}
	return ""
}

// MailboxWarning is what is odd about an address that somebody gives as their own, and
// which rule says so; empty for a plain one.
func MailboxWarning(m bonafide.Mailbox) (code bonafide.Code, rule string) {
	switch m {
	case bonafide.RoleMailbox:
		return CodeRoleMailbox, "RFC 2142"
	case bonafide.ReservedMailbox:
		return CodeReservedMailbox, "RFC 2606, RFC 6761"
	case bonafide.DisposableMailbox:
		return CodeDisposable, "the host's list of domains"
	}
	return "", ""
}
