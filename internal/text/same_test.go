package text

import "testing"

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Ana Maria Lopez", "ANA MARÍA LÓPEZ", true},
		{"Ana Maria Lopez", "Lopez, Ana Maria", true},
		{"Ana Maria Lopez", "Ana Lopez", true},
		{"Ana Maria Lopez", "A. M. Lopez", true},
		{"Ana De La Cruz", "Ana Delacruz", true},
		{"Acme", "Acme LLC", true},
		{"Ana Maria Lopez", "Ana Maria Lopes", false},
		{"Ana Maria Lopez", "Ana Maria", true},
		{"Ana Lopez", "Bea Lopez", false},
		{"Ana Lopez", "B Lopez", false},
		{"Ana Lopez", "A L", false},
		{"A", "Ana", false},
		{"", "", false},
		{"...", "Ana", false},
	} {
		if SameName(c.a, c.b) != c.want || SameName(c.b, c.a) != c.want {
			t.Errorf("%q, %q: want %v", c.a, c.b, c.want)
		}
	}
}
