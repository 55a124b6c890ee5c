package text

import (
	"slices"
	"testing"
)

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

// What two names are looked up by: whatever SameName takes for one finds the other, but
// for words that are divided otherwise.
func TestNameKeys(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		same, words bool // SameName, SameWords
	}{
		{"Søren Ærø", "Soren Aeroe", false, false},
		{"Søren Ærø", "AERO, Soren", true, true},
		{"Łukasz Żółć", "lukasz zolc", true, true},
		{"Jürgen Weiß", "Weiss Jurgen", true, true},
		{"Đặng Thị Hồng", "Dang Thi Hong", true, true},
		{"Sinéad O'Brien", "OBrien Sinead", true, true},
		{"İbrahim Işık", "Ibrahim Isik", true, true},
		{"Ana Maria Lopez", "Lopez Ana", true, false},
		{"Ana M. Lopez", "Lopez, Ana Maria", true, false},
		{"Ana Maria Lopez", "Lopez Ana Maria", true, true},
		{"Ana Lopez", "Lopez Ana Maria", true, false}, // surname first, and a name that the other leaves out
		{"Lopez Ana M.", "Ana Lopez", true, false},
		{"Albert Fenwick, Jr.", "Fenwick, Albert", true, false},
		{"Ana Maria Lopez", "Ana Maria Garcia", false, false},
		{"Suharto", "SUHARTO", true, true},
		{"ﬁona Smith", "Fiona Smith", true, true},
	} {
		shared := slices.ContainsFunc(NameKeys(c.a), func(k string) bool { return slices.Contains(NameKeys(c.b), k) })
		if SameName(c.a, c.b) != c.same || SameWords(c.a, c.b) != c.words || c.same && !shared {
			t.Errorf("%q, %q: same %v, words %v, keys %q and %q", c.a, c.b, SameName(c.a, c.b), SameWords(c.a, c.b), NameKeys(c.a), NameKeys(c.b))
		}
	}
	if NameKeys("...") != nil {
		t.Error("no word, no key")
	}
}

// Two addresses of one mailbox (RFC 5233; Gmail's help on dots).
func TestMailbox(t *testing.T) {
	for address, want := range map[string]string{
		"Ana@Example.com": "ana@example.com", "ana+kyc@example.com": "ana@example.com", "ana.b@example.com": "ana.b@example.com",
		"a.n.a+x@googlemail.com": "ana@gmail.com", "+ana@example.com": "+ana@example.com", "": "",
	} {
		if got := Mailbox(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
