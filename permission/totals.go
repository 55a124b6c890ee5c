package permission

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Totals are the running totals of a user's transactions. Ledger.Totals of package money
// returns them. Without AsOf they are not known, and every threshold counts as
// reached.
type Totals struct {
	AsOf time.Time `json:"as_of,omitzero"`
	Sums []Total   `json:"sums,omitzero"`
}

// Total is what moved in one direction in one period. There is no Total for a
// period in which nothing moved.
type Total struct {
	Direction Direction      `json:"direction"`
	Per       Period         `json:"per"`
	Amount    bonafide.Money `json:"amount"`
	Count     int            `json:"count"` // transactions of that currency
	Until     time.Time      `json:"until"` // the first instant after the period
}
