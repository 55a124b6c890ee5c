package casefile

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"José García", "JOSE GARCIA", true},
		{"Søren Müller", "Soren Mueller", true},
		{"Łukasz Żółć", "Lukasz Zolc", true},
		{"Jean-Luc O'Neill", "jean luc oneill", true},
		{"Weiß", "Weiss", true},
		{"Ana Lopez", "Ana Lopes", false},
		{"Maria", "Mario", false},
	} {
		assert.Equal(t, c.same, personKey(c.a) == personKey(c.b), "%s, %s", c.a, c.b)
	}
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
