package casefile

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Legal forms, ampersands, accents and capitals make no other company.
func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Acme Limited", "ACME LTD.", true},
		{"Böhm & Söhne Gesellschaft mit beschränkter Haftung", "Boehm and Soehne GmbH", true},
		{"Acme S.A.R.L.", "Acme SARL", true},
		{"Foo B.V.", "foo besloten vennootschap", true},
		{"Limited Editions Ltd", "Ltd Editions Limited", true},
		{"Acme Ltd", "Acme Inc", false},
		{"Acme Holding Ltd", "Acme Ltd", false},
	} {
		assert.Equal(t, c.same, companyKey(c.a) == companyKey(c.b), "%s, %s", c.a, c.b)
	}
}
