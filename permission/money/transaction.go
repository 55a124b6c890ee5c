package money

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
)

// Transaction is money that moves, or is to move, as the host reports it.
type Transaction struct {
	ID        string               `json:"id"` // the host's own, unique per user; 1 to 128 bytes of printable ASCII without spaces; it is written to events in clear
	Direction permission.Direction `json:"direction"`
	Amount    bonafide.Money       `json:"amount"` // above 0
	At        time.Time            `json:"at"`     // required; it counts in the periods that hold it, and is not held against a clock
}

// Check reports every fault of a transaction as an [*bonafide.InvalidError].
func (t Transaction) Check() error {
	var faults bonafide.Faults
	if fault := text.Token(t.ID, 128, true); fault != "" {
		faults.Add("id", bonafide.Code(fault))
	}
	switch t.Direction {
	case permission.Inbound, permission.Outbound:
	case "":
		faults.Add("direction", bonafide.CodeRequired)
	default:
		faults.Add("direction", bonafide.CodeUnknown)
	}
	switch {
	case t.Amount.IsZero():
		faults.Add("amount", bonafide.CodeRequired)
	case !t.Amount.Amount().IsPositive():
		faults.Add("amount", bonafide.CodeOutOfRange)
	}
	if t.At.IsZero() {
		faults.Add("at", bonafide.CodeRequired)
	}
	return faults.Err()
}

// same reports whether two reports are of the same content.
func (t Transaction) same(other Transaction) bool {
	order, err := t.Amount.Compare(other.Amount)
	return t.ID == other.ID && t.Direction == other.Direction && err == nil && order == 0 && t.At.Equal(other.At)
}
