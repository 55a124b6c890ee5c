package payout

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/identifier"
	"github.com/bonafide-go/bonafide/internal/text"
)

// Kind says how a method pays.
type Kind string

// The kinds of methods.
const (
	ACH    Kind = "ach"    // a US bank account: routing and account number
	IBAN   Kind = "iban"   // a bank account elsewhere
	Card   Kind = "card"   // a debit card, by token
	Wallet Kind = "wallet" // an account of a payment service, by token
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{ACH, IBAN, Card, Wallet} }

// AccountType is that of a US bank account.
type AccountType string

// The types of bank accounts.
const (
	Checking AccountType = "checking"
	Savings  AccountType = "savings"
)

// A Submission is a method as a host receives it. Token stands for what another
// system keeps; ACH and IBAN may give the numbers instead.
type Submission struct {
	Kind          Kind            `json:"kind"`
	Token         bonafide.Secret `json:"token,omitzero"`
	RoutingNumber string          `json:"routing_number,omitzero"` // ACH
	AccountNumber bonafide.Secret `json:"account_number,omitzero"` // ACH and IBAN
	AccountType   AccountType     `json:"account_type,omitzero"`   // ACH
	Service       string          `json:"service,omitzero"`        // who keeps a wallet, such as "paypal"
	LastFour      string          `json:"last_four,omitzero"`      // beside a token: what people recognise it by
	Label         string          `json:"label,omitzero"`          // the user's own name for it
	Holder        string          `json:"holder,omitzero"`         // name of the account's holder, of a joint account the user's own; empty where nothing is known but that it is the user's
}

// A Method is a payout method as it is kept. Token and account number are sealed
// under [Method.Field].
type Method struct {
	ID            string          `json:"id"`
	Kind          Kind            `json:"kind"`
	Token         bonafide.Sealed `json:"token,omitzero"`
	RoutingNumber string          `json:"routing_number,omitzero"`
	AccountNumber bonafide.Sealed `json:"account_number,omitzero"`
	AccountType   AccountType     `json:"account_type,omitzero"`
	Country       string          `json:"country,omitzero"` // country of the bank: US, or the first two letters of an IBAN
	Grade         bonafide.Grade  `json:"grade,omitzero"`   // how far the numbers can be believed, as far as can be told locally
	Service       string          `json:"service,omitzero"`
	Mask          string          `json:"mask"`
	Label         string          `json:"label,omitzero"`
	Holder        string          `json:"holder,omitzero"` // name of the account's holder: screened as every name of the user's
	AddedAt       time.Time       `json:"added_at"`
}

// Field names the place that a part of the method is sealed for: "token" or
// "account_number".
func (m Method) Field(part string) string { return "payout/" + m.ID + "/" + part }

const (
	ruleAccount = "4 to 17 letters and digits (Nacha operating rules, entry detail record)"
	maxToken    = 256
	maxLabel    = 64
	maxHolder   = 200
)

// NewMethod checks a submission and seals it, or fails with an
// [*bonafide.InvalidError] that lists every fault. id is new for the user.
func NewMethod(id string, in Submission, key *bonafide.DataKey, at time.Time) (Method, error) {
	var f bonafide.Faults
	m := Method{ID: id, Kind: in.Kind, AccountType: in.AccountType, Service: in.Service, Label: in.Label, AddedAt: bonafide.Instant(at)}
	if id == "" {
		f.Add("id", bonafide.CodeRequired)
	}
	for _, x := range []struct {
		path string
		to   *string
	}{{"label", &m.Label}, {"service", &m.Service}} {
		line, fault := text.Intake{Max: maxLabel}.Read(*x.to)
		if fault != "" {
			f.Add(x.path, bonafide.Code(fault))
		}
		*x.to = line
	}
	var fault text.Fault
	if m.Holder, fault = (text.Intake{Max: maxHolder, Refuse: text.NoBusinessName}).Read(in.Holder); fault != "" {
		f.Add("holder", bonafide.Code(fault))
	}
	var account bonafide.Secret
	switch {
	case in.Kind == "":
		f.Add("kind", bonafide.CodeRequired)
	case !slices.Contains(Kinds(), in.Kind):
		f.Add("kind", bonafide.CodeUnknown)
	case !in.Token.IsZero():
		m.tokenised(in, &f)
	case in.Kind == ACH:
		account = m.ach(in, &f)
	case in.Kind == IBAN:
		account = m.iban(in, &f)
	default:
		f.Add("token", bonafide.CodeRequired)
	}
	m.only(in, &f)
	if err := f.Err(); err != nil {
		return Method{}, err
	}
	var err error
	if m.Token, err = key.Seal(m.Field("token"), in.Token, m.Mask); err != nil {
		return Method{}, err
	}
	if m.AccountNumber, err = key.Seal(m.Field("account_number"), account, m.Mask); err != nil {
		return Method{}, err
	}
	return m, nil
}

// tokenised keeps what another system stands for; a number beside it would be
// kept twice.
func (m *Method) tokenised(in Submission, f *bonafide.Faults) {
	if len(in.Token.Reveal()) > maxToken {
		f.Add("token", bonafide.CodeTooLong)
	}
	if !in.AccountNumber.IsZero() || in.RoutingNumber != "" {
		f.Add("account_number", bonafide.CodeNotAllowed)
	}
	switch {
	case in.LastFour == "":
		m.Mask = "****"
	case len(in.LastFour) != 4 || !alphanumeric(in.LastFour):
		f.Add("last_four", bonafide.CodeMalformed)
	default:
		m.Mask = "****" + in.LastFour
	}
}

// ach checks the routing number and the shape of the account number.
func (m *Method) ach(in Submission, f *bonafide.Faults) bonafide.Secret {
	if in.RoutingNumber == "" {
		f.Add("routing_number", bonafide.CodeRequired)
	} else {
		aba, err := identifier.ABA(in.RoutingNumber)
		f.Merge("routing_number", err)
		m.RoutingNumber, m.Grade, m.Country = in.RoutingNumber, aba.Grade, "US"
	}
	number := in.AccountNumber.Reveal()
	switch {
	case number == "":
		f.Add("account_number", bonafide.CodeRequired)
	case len(number) < 4 || len(number) > 17 || !alphanumeric(number):
		f.AddRule("account_number", bonafide.CodeMalformed, ruleAccount)
	}
	switch in.AccountType {
	case Checking, Savings:
	case "":
		f.Add("account_type", bonafide.CodeRequired)
	default:
		f.Add("account_type", bonafide.CodeUnknown)
	}
	m.Mask = bonafide.MaskTail(number, 4)
	return in.AccountNumber
}

func (m *Method) iban(in Submission, f *bonafide.Faults) bonafide.Secret {
	if in.AccountNumber.IsZero() {
		f.Add("account_number", bonafide.CodeRequired)
		return bonafide.Secret{}
	}
	n, err := identifier.IBAN(in.AccountNumber.Reveal())
	if f.Merge("account_number", err) {
		return bonafide.Secret{}
	}
	m.Mask, m.Grade, m.Country = n.Mask, n.Grade, n.Mask[:2]
	return n.Value
}

// only refuses fields that do not belong to the kind.
func (m *Method) only(in Submission, f *bonafide.Faults) {
	if in.Kind != ACH && in.RoutingNumber != "" {
		f.Add("routing_number", bonafide.CodeNotAllowed)
	}
	if in.Kind != ACH && in.AccountType != "" {
		f.Add("account_type", bonafide.CodeNotAllowed)
	}
	if (in.Kind == Card || in.Kind == Wallet) && !in.AccountNumber.IsZero() && in.Token.IsZero() {
		f.Add("account_number", bonafide.CodeNotAllowed)
	}
	if in.Kind != Wallet && in.Service != "" {
		f.Add("service", bonafide.CodeNotAllowed)
	}
	if in.Kind == Wallet && in.Service == "" {
		f.Add("service", bonafide.CodeRequired)
	}
	if in.LastFour != "" && in.Token.IsZero() {
		f.Add("last_four", bonafide.CodeNotAllowed)
	}
}

func alphanumeric(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
