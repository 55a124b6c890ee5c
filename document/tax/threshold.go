package tax

import (
	"github.com/shopspring/decimal"

	"github.com/bonafide-go/bonafide"
)

// A Threshold is the sum from which on payments of a calendar year are reported
// on a form 1099, which needs a W-9.
type Threshold struct {
	From   int            `json:"from"`   // first tax year
	Amount bonafide.Money `json:"amount"` // reached by as much or more
	Source string         `json:"source"`
}

// DefaultThresholds returns USD 600 for every year, as the published system has
// it (Dots API, 1099 information). Since 2026 the law asks for less: see
// [StatutoryThresholds].
func DefaultThresholds() []Threshold {
	return []Threshold{{Amount: dollars(600), Source: "26 USC 6041(a), before 2026"}}
}

// StatutoryThresholds returns USD 600 through 2025 and USD 2,000 from 2026 on.
// From 2027 on the amount follows inflation: a host adds the years as the IRS
// publishes them.
func StatutoryThresholds() []Threshold {
	return append(DefaultThresholds(), Threshold{
		From: 2026, Amount: dollars(2000), Source: "26 USC 6041(a) as amended by Pub. L. 119-21, sec. 70433",
	})
}

func dollars(n int64) bonafide.Money {
	m, err := bonafide.NewMoney(decimal.NewFromInt(n), "USD")
	if err != nil {
		return bonafide.Money{} // cannot happen: USD is a currency and n is small
	}
	return m
}

// A Year is what was paid to a US person in one calendar year, in US dollars.
type Year struct {
	Year       int            `json:"year"`
	Paid       bonafide.Money `json:"paid,omitzero"`       // through this platform, tax-exempt payments left out
	Adjustment bonafide.Money `json:"adjustment,omitzero"` // outside of it; may be negative
}

// Total returns the sum, or an error matching [bonafide.ErrInvalid] if an amount
// is not in US dollars.
func (y Year) Total() (bonafide.Money, error) {
	total := dollars(0)
	for _, m := range []bonafide.Money{y.Paid, y.Adjustment} {
		if m.IsZero() {
			continue
		}
		var err error
		if total, err = total.Add(m); err != nil {
			return bonafide.Money{}, err
		}
	}
	return total, nil
}

// Must1099 reports whether the year's payments have to be reported, so that tax
// information must be collected: the total has reached the threshold of the year.
// No thresholds means [DefaultThresholds].
func (y Year) Must1099(thresholds ...Threshold) (bool, error) {
	if len(thresholds) == 0 {
		thresholds = DefaultThresholds()
	}
	total, err := y.Total()
	if err != nil {
		return false, err
	}
	var limit bonafide.Money
	from := -1
	for _, t := range thresholds {
		if t.From <= y.Year && t.From > from {
			limit, from = t.Amount, t.From
		}
	}
	if from < 0 {
		return false, nil
	}
	c, err := total.Compare(limit)
	return c >= 0 && err == nil, err
}
