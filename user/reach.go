package user

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/phone"
)

// Codes of numbers that no code is sent to, as far as their numbering plans tell.
const (
	RefusedPremium  bonafide.Code = "premium_number"  // calls and messages cost their sender extra; see CodePolicy.AllowPremium
	RefusedLandline bonafide.Code = "landline_number" // a fixed line takes no SMS; Voice reaches it
	RefusedVoIP     bonafide.Code = "voip_number"     // see CodePolicy.RefuseVoIP
	RefusedNoNumber bonafide.Code = "no_number"       // the user's number went to its next owner, and no other has come
)

// reaches says why no code goes to a number by a channel. Where the plan does not
// tell mobile numbers from fixed lines, it is tried.
func (p CodePolicy) reaches(channel Channel, to bonafide.Phone) error {
	var code bonafide.Code
	switch line := phone.LineOf(to); {
	case channel == Mail:
	case to == "":
		code = RefusedNoNumber
	case line == phone.PremiumRate && !p.AllowPremium:
		code = RefusedPremium
	case line == phone.VoIP && p.RefuseVoIP:
		code = RefusedVoIP
	case line == phone.FixedLine && channel == SMS:
		code = RefusedLandline
	}
	if code == "" {
		return nil
	}
	return &bonafide.RefusedError{Code: code}
}
