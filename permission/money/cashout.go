package money

import (
	"cmp"
	"slices"

	"github.com/bonafide-go/bonafide/permission"
)

// CheckTo says where the check of a cash-out goes.
type CheckTo string

// The places a check can go.
const (
	ToMailingAddress CheckTo = "MAILING_ADDRESS" // the mailing address on file, if it is valid
	ToBaseDocument   CheckTo = "BASE_DOCUMENT"   // else the address of the base document
	ToNoAddress      CheckTo = "NO_ADDRESS"      // else nowhere: somebody must ask
)

// CashOut says where a check goes, as ids: the host reads the address.
type CashOut struct {
	To         CheckTo `json:"to"`
	DocumentID string  `json:"document_id,omitzero"`
	SubID      string  `json:"sub_id,omitzero"`
}

// CashOutOf returns where the check of a user goes who is cashed out (Synapse,
// user object: to the mailing address if available, else to the base document
// address on file). Only the user's own active base documents count, never the
// address of an owner; among several the one with the least id.
func CashOutOf(f permission.Facts) CashOut {
	var own []*permission.DocumentFacts
	for i := range f.Documents {
		if d := &f.Documents[i]; d.Active && d.Relationship == "" {
			own = append(own, d)
		}
	}
	slices.SortStableFunc(own, func(a, b *permission.DocumentFacts) int { return cmp.Compare(a.ID, b.ID) })
	for _, d := range own {
		best := ""
		for i := range d.Subs {
			s := &d.Subs[i]
			if s.Type == "MAILING_ADDRESS" && s.ValidAt(f.At) && (best == "" || s.ID < best) {
				best = s.ID
			}
		}
		if best != "" {
			return CashOut{ToMailingAddress, d.ID, best}
		}
	}
	for _, d := range own {
		if slices.Contains(d.Fields, "address_street") && slices.Contains(d.Fields, "address_city") && slices.Contains(d.Fields, "address_country_code") {
			return CashOut{To: ToBaseDocument, DocumentID: d.ID}
		}
	}
	return CashOut{To: ToNoAddress}
}
