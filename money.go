package bonafide

import (
	"encoding/json"
	"strings"
	"sync"

	"github.com/biter777/countries"
	"github.com/shopspring/decimal"
)

// Currency is an ISO 4217 alphabetic code in upper case.
type Currency string

// currencies maps every ISO 4217 code to its number of decimal places.
var currencies = sync.OnceValue(func() map[Currency]int32 {
	m := make(map[Currency]int32)
	for _, c := range countries.AllCurrencies() {
		if code := c.Alpha(); len(code) == 3 && c != countries.CurrencyUnknown && c != countries.CurrencyNone {
			m[Currency(code)] = int32(c.Digits())
		}
	}
	return m
})

// ParseCurrency reads an exact upper-case ISO 4217 code.
func ParseCurrency(text string) (Currency, error) {
	c := Currency(text)
	if _, ok := currencies()[c]; !ok {
		return "", Invalid("", CodeUnknown)
	}
	return c, nil
}

// Digits returns the decimal places of the currency's smallest unit: 2 for
// USD, 0 for JPY, 3 for BHD.
func (c Currency) Digits() int32 { return currencies()[c] }

// Money is an exact amount of one currency. The zero value means "not given".
//
// Its JSON is {"amount":"10.50","currency":"USD"}: the amount a string with at
// least the currency's decimal places, so that no reader loses digits.
type Money struct {
	amount   decimal.Decimal
	currency Currency
}

// Bounds of an amount.
const (
	maxMoneyDigits = 18 // before the decimal point
	maxMoneyScale  = 8  // after it
)

// NewMoney returns an amount of a currency. It fails with an error matching
// [ErrInvalid] for an unknown currency, or an amount with more than 18 digits
// before or 8 after the decimal point.
func NewMoney(amount decimal.Decimal, currency Currency) (Money, error) {
	if _, err := ParseCurrency(string(currency)); err != nil {
		return Money{}, Invalid("currency", CodeUnknown)
	}
	// Exponent first: printing 1e9999 costs ten thousand digits.
	if e := amount.Exponent(); e > maxMoneyDigits || e < -2*maxMoneyScale {
		return Money{}, Invalid("amount", CodeOutOfRange)
	}
	if amount.NumDigits()+int(amount.Exponent()) > maxMoneyDigits || !amount.Truncate(maxMoneyScale).Equal(amount) {
		return Money{}, Invalid("amount", CodeOutOfRange)
	}
	return Money{amount, currency}, nil
}

// ParseMoney reads a plain decimal such as "-10.50" (no exponent, no
// separators) of a currency.
func ParseMoney(amount string, currency Currency) (Money, error) {
	if len(amount) == 0 || len(amount) > maxMoneyDigits+maxMoneyScale+2 || strings.ContainsFunc(amount, notDecimal) {
		return Money{}, Invalid("amount", CodeMalformed)
	}
	d, err := decimal.NewFromString(amount)
	if err != nil {
		return Money{}, Invalid("amount", CodeMalformed)
	}
	return NewMoney(d, currency)
}

func notDecimal(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != '-' }

// Amount returns the exact amount.
func (m Money) Amount() decimal.Decimal { return m.amount }

// Currency returns the currency, or "" for the zero value.
func (m Money) Currency() Currency { return m.currency }

// IsZero reports whether nothing was given. An amount of 0 USD is given.
func (m Money) IsZero() bool { return m.currency == "" }

// Add returns the sum. Amounts of different currencies, and sums out of
// bounds, fail with an error matching [ErrInvalid].
func (m Money) Add(other Money) (Money, error) {
	if m.currency != other.currency {
		return Money{}, Invalid("currency", CodeMismatch)
	}
	return NewMoney(m.amount.Add(other.amount), m.currency)
}

// Neg returns the amount with the other sign.
func (m Money) Neg() Money { return Money{m.amount.Neg(), m.currency} }

// Compare is negative, 0 or positive as m is less than, equal to or more than
// other. Different currencies fail with an error matching [ErrInvalid].
func (m Money) Compare(other Money) (int, error) {
	if m.currency != other.currency {
		return 0, Invalid("currency", CodeMismatch)
	}
	return m.amount.Cmp(other.amount), nil
}

func (m Money) text() string {
	return m.amount.StringFixed(max(-m.amount.Exponent(), m.currency.Digits(), 0))
}

// String returns "10.50 USD", or the empty string for the zero value.
func (m Money) String() string {
	if m.IsZero() {
		return ""
	}
	return m.text() + " " + string(m.currency)
}

type moneyJSON struct {
	Amount   string   `json:"amount"`
	Currency Currency `json:"currency"`
}

// MarshalJSON writes {"amount":"10.50","currency":"USD"}; the zero value is null.
func (m Money) MarshalJSON() ([]byte, error) {
	if m.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(moneyJSON{m.text(), m.currency})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Money) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*m = Money{}
		return nil
	}
	var wire moneyJSON
	if json.Unmarshal(data, &wire) != nil {
		return Invalid("", CodeMalformed)
	}
	parsed, err := ParseMoney(wire.Amount, wire.Currency)
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
