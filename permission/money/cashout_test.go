package money_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// Synapse, user object: to the mailing address, else to the base document address.
func TestCashOut(t *testing.T) {
	mail := func(id, status string) permission.SubFacts {
		return permission.SubFacts{ID: id, Type: "MAILING_ADDRESS", Status: status}
	}
	address := []string{"address_street", "address_city", "address_country_code", "name"}
	doc := func(id string, fields []string, subs ...permission.SubFacts) permission.DocumentFacts {
		return permission.DocumentFacts{ID: id, Active: true, Fields: fields, Subs: subs}
	}
	expired := mail("m1", "SUBMITTED|VALID")
	expired.ValidUntil = noon
	inactive, owner := doc("a", address, mail("m1", "SUBMITTED|VALID")), doc("a", address, mail("m1", "SUBMITTED|VALID"))
	inactive.Active, owner.Relationship = false, "UBO"
	for name, c := range map[string]struct {
		documents []permission.DocumentFacts
		want      money.CashOut
	}{
		"mailing address": {[]permission.DocumentFacts{doc("b", address, mail("m2", "SUBMITTED|VALID"), mail("m1", "SUBMITTED|VALID"))},
			money.CashOut{To: money.ToMailingAddress, DocumentID: "b", SubID: "m1"}},
		"of the second document": {[]permission.DocumentFacts{doc("a", address), doc("b", nil, mail("m1", "SUBMITTED|VALID"))},
			money.CashOut{To: money.ToMailingAddress, DocumentID: "b", SubID: "m1"}},
		"mailing address invalid": {[]permission.DocumentFacts{doc("b", address, mail("m1", "SUBMITTED|INVALID"))}, money.CashOut{To: money.ToBaseDocument, DocumentID: "b"}},
		"mailing address pending": {[]permission.DocumentFacts{doc("b", address, mail("m1", "SUBMITTED|REVIEWING"))}, money.CashOut{To: money.ToBaseDocument, DocumentID: "b"}},
		"mailing address expired": {[]permission.DocumentFacts{doc("b", address, expired)}, money.CashOut{To: money.ToBaseDocument, DocumentID: "b"}},
		"first of two":            {[]permission.DocumentFacts{doc("b", address), doc("a", address)}, money.CashOut{To: money.ToBaseDocument, DocumentID: "a"}},
		"no address":              {[]permission.DocumentFacts{doc("b", []string{"address_street"})}, money.CashOut{To: money.ToNoAddress}},
		"nothing":                 {nil, money.CashOut{To: money.ToNoAddress}},
		"inactive":                {[]permission.DocumentFacts{inactive}, money.CashOut{To: money.ToNoAddress}},
		"never to an owner":       {[]permission.DocumentFacts{owner}, money.CashOut{To: money.ToNoAddress}},
	} {
		assert.Equal(t, c.want, money.CashOutOf(permission.Facts{At: noon, Documents: c.documents}), name)
	}
}
