package dots

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/user"
)

// The services behind a payout method that is no bank account.
const (
	payPal  = "paypal"
	venmo   = "venmo"
	cashApp = "cash_app"
	ach     = "ach"
	bank    = "intl_bank"
)

// A PayoutRequest is the body that attaches a payout method. Which members are asked
// for follows from the platform.
type PayoutRequest struct {
	Platform          string             `json:"platform"`
	RoutingNumber     string             `json:"routing_number"`
	AccountNumber     bonafide.Secret    `json:"account_number"`
	AccountType       payout.AccountType `json:"account_type"`
	Email             string             `json:"email"`
	PhoneNumber       string             `json:"phone_number"`
	Handle            string             `json:"handle"`
	CashTag           string             `json:"cash_tag"`
	IsDefault         *bool              `json:"is_default"`
	AutoPayoutEnabled *bool              `json:"auto_payout_enabled"`
}

// DecodePayout returns the method that the body asks a user.Service for, or a
// [*bonafide.InvalidError] that lists every fault that only this API knows. Of a
// wallet the name of the account is its token; account numbers beside it are not kept.
func DecodePayout(r PayoutRequest) (user.AddPayoutRequest, error) {
	var faults bonafide.Faults
	m := payout.Submission{Kind: payout.Wallet, Service: r.Platform}
	token := func(path, value string) {
		if value == "" {
			faults.Add(path, bonafide.CodeRequired)
		}
		m.Token = bonafide.NewSecret(value)
	}
	switch r.Platform {
	case ach:
		m = payout.Submission{Kind: payout.ACH, RoutingNumber: r.RoutingNumber, AccountNumber: r.AccountNumber, AccountType: r.AccountType}
	case payPal:
		_, err := bonafide.ParseEmail(r.Email)
		faults.Merge("email", err)
		token("email", r.Email)
	case venmo:
		if r.PhoneNumber == "" && r.Handle != "" {
			token("handle", r.Handle)
		} else {
			token("phone_number", r.PhoneNumber)
		}
	case cashApp:
		token("cash_tag", r.CashTag)
	case "":
		faults.Add("platform", bonafide.CodeRequired)
	default:
		faults.Add("platform", bonafide.CodeUnknown)
	}
	if r.AutoPayoutEnabled != nil && *r.AutoPayoutEnabled {
		faults.Add("auto_payout_enabled", bonafide.CodeNotAllowed) // the host pays out
	}
	return user.AddPayoutRequest{Method: m}, distinct(faults).Err()
}

// distinct keeps the first fault of every path.
func distinct(faults bonafide.Faults) (out bonafide.Faults) {
	seen := make(map[string]bool)
	for _, f := range faults {
		if !seen[f.Path] {
			out = append(out, f)
		}
		seen[f.Path] = true
	}
	return out
}

// A PayoutMethod is the published object. E-mail address, phone number and cash tag
// are sealed: always null.
type PayoutMethod struct {
	ID          string  `json:"id"`
	Platform    string  `json:"platform"`
	Description string  `json:"description"`
	Mask        string  `json:"mask"`
	Email       *string `json:"email"`
	PhoneNumber *string `json:"phone_number"`
	CashTag     *string `json:"cash_tag"`
	Country     *string `json:"country"`
	Currency    *string `json:"currency"`
	RTPEnabled  *bool   `json:"rtp_enabled"`
	Meta        *string `json:"meta"`
}

func encodeMethod(m payout.Method) PayoutMethod {
	out := PayoutMethod{ID: m.ID, Platform: platformOf(m), Mask: m.Mask, Description: strings.TrimSpace(m.Label + " " + m.Mask)}
	if m.Country != "" {
		out.Country = &m.Country
	}
	if m.Kind == payout.ACH {
		currency := "USD"
		out.Currency = &currency
	}
	return out
}

// platformOf is what this API calls a kind of method.
func platformOf(m payout.Method) string {
	switch m.Kind {
	case payout.ACH:
		return ach
	case payout.IBAN:
		return bank
	case payout.Wallet:
		return m.Service
	}
	return string(m.Kind)
}

// latest is the method of a platform that was added last.
func latest(u user.User, platform string) (payout.Method, bool) {
	for i := len(u.Payouts.List) - 1; i >= 0; i-- {
		if m := u.Payouts.List[i]; platformOf(m) == platform {
			return m, true
		}
	}
	return payout.Method{}, false
}
