package casefile

import (
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide/internal/text"
)

// companyKey is the form in which two names of companies count as the same, however they
// were typed: "Acme Limited" or "ACME LTD.", "Böhm & Söhne" or "Boehm and Soehne". It only
// makes duplicates findable; whether they are is for a reviewer.
func companyKey(name string) string {
	words := text.Words(letters().Replace(strings.ReplaceAll(strings.ToLower(name), "&", " and ")))
	all := " " + strings.Join(words, " ") + " "
	for _, form := range legalForms {
		all = strings.ReplaceAll(all, " "+form.long+" ", " "+form.short+" ")
	}
	return umlauts().Replace(strings.ReplaceAll(all, " ", ""))
}

// letters are those that have no accent to be taken off, as they are most often written
// without.
var letters = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d", "ß", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "þ", "th", "ð", "d", "ı", "i")
})

// umlauts are written out or not, whoever types.
var umlauts = sync.OnceValue(func() *strings.Replacer { return strings.NewReplacer("ae", "a", "oe", "o", "ue", "u") })

// legalForms are long and short forms of one thing, the longest first.
var legalForms = [...]struct{ long, short string }{
	{"gesellschaft mit beschrankter haftung", "gmbh"}, {"societe a responsabilite limitee", "sarl"}, {"societe par actions simplifiee", "sas"},
	{"sociedad de responsabilidad limitada", "srl"}, {"societa a responsabilita limitata", "srl"}, {"besloten vennootschap", "bv"},
	{"limited liability partnership", "llp"}, {"limited liability company", "llc"}, {"public limited company", "plc"}, {"aktiengesellschaft", "ag"},
	{"societe anonyme", "sa"}, {"sociedad anonima", "sa"}, {"incorporated", "inc"}, {"corporation", "corp"}, {"limited", "ltd"}, {"company", "co"},
	{"s a r l", "sarl"}, {"s a s", "sas"}, {"s r l", "srl"}, {"b v", "bv"}, {"n v", "nv"}, {"s a", "sa"}, {"l l c", "llc"}, {"p l c", "plc"},
}
