package dots

import (
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

// values are all that a text can be, from the tables of what is served.
func values() rest.Values {
	tins, payees := rest.Texts(tax.Statuses()), rest.Texts([]tax.EntityType{tax.Individual, tax.Company})
	platforms := []string{ach, payPal, venmo, cashApp}
	return rest.Values{
		"User.status":                    rest.Texts([]Status{Unverified, Verified, InReview, Disabled}),
		"Compliance.tax_id_verification": tins, "W9.tax_id_verification": tins,
		"W9.entity_type": payees, "SubmitW9.entity_type": payees,
		"Flags.ofac_status":        rest.Texts(screening.OFACStatuses()),
		"AddPayoutMethod.platform": platforms, "PayoutMethod.platform": platforms,
		"UpdateUser.default_payout_method": platforms, "User.default_payout_method": platforms,
		"AddPayoutMethod.account_type": rest.Texts([]payout.AccountType{payout.Checking, payout.Savings}),
	}
}
