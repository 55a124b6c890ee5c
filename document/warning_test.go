package document_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// Boxes in the languages of the countries (Universal Postal Union, addressing systems), and
// what only looks like one.
func TestPostOfficeBoxes(t *testing.T) {
	for _, row := range []struct {
		country, subdivision, code, street string
		boxed                              bool
	}{
		{"US", "MA", "02134", "PO Box 123", true}, {"US", "MA", "02134", "P. O. Box 123", true}, {"US", "MA", "02134", "P.O.Box 123", true},
		{"US", "MA", "02134", "POB 123", true}, {"US", "MA", "02134", "PO BOX123", true}, {"US", "MA", "02134", "po box #123", true},
		{"US", "MA", "02134", "Post Office Box 12", true}, {"US", "MA", "02134", "123 Main St PMB 456", true}, {"US", "PR", "00907", "Apartado 123", true},
		{"US", "MA", "02134", "RR 2 Box 152", false}, {"US", "MA", "02134", "HC 68 Box 23A", false}, {"US", "AP", "96278-2050", "Unit 2050 Box 4190", false},
		{"US", "AE", "09204", "PSC 1234 Box 5678", false}, {"US", "MA", "02134", "12 Boxwood Lane", false}, {"US", "MA", "02134", "5 Po Street", false},
		{"US", "MA", "02134", "12 Market Pl 5", false}, {"MX", "CMX", "06000", "Reforma 1, C.P. 06000", false}, {"US", "MA", "02134", "1 Bagby Street", false},
		{"CA", "BC", "V8X 3X4", "PO Box 4001 Stn A", true}, {"CA", "QC", "H3B 3A7", "C.P. 4001 Succ A", true}, {"CA", "QC", "H3B 3A7", "Case postale 4001", true},
		{"DE", "", "10115", "Postfach 10 01 01", true}, {"CH", "", "8001", "Postfach 12", true}, {"FR", "", "75001", "BP 12", true}, {"FR", "", "75001", "Boîte postale 12", true},
		{"ES", "M", "28001", "Apartado de Correos 12", true}, {"BR", "SP", "01310-100", "Caixa Postal 12", true}, {"AU", "NSW", "2001", "GPO Box 1234", true},
		{"AU", "NSW", "2001", "Locked Bag 12", true}, {"NZ", "", "1010", "Private Bag 92", true}, {"NL", "", "2500 AA", "Postbus 12", true}, {"IT", "RM", "00184", "Casella Postale 12", true},
		{"PL", "", "00-001", "Skrytka pocztowa 12", true}, {"SE", "", "111 22", "Box 123", true}, {"SE", "", "111 22", "Boxholmsvägen 1", false}, {"FI", "", "00101", "PL 12", true},
		{"DK", "", "1165", "Postboks 12", true}, {"RU", "MOW", "101000", "а/я 12", true}, {"JP", "13", "100-8691", "銀座郵便局私書箱12号", true},
		{"AE", "DU", "", "P.O. Box 12345", false}, {"KE", "", "00100", "P.O. Box 12345", false}, // there is no other address
	} {
		s := person()
		s.AddressCountryCode, s.AddressSubdivision, s.AddressPostalCode, s.AddressStreet = row.country, row.subdivision, row.code, row.street
		s.PhoneNumber = "+14155552671"
		b, err := s.Check("", rules)
		require.NoError(t, err, "%v", row)
		var boxed bool
		for _, w := range b.Warnings() {
			boxed = boxed || w.Path == "address_street" && w.Code == bonafide.CodeImplausible
		}
		assert.Equal(t, row.boxed, boxed, "%v", row)
	}
}
