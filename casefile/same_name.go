package casefile

import (
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide/internal/text"
)

// Two records are of one person, or of one company, however its name was typed: with or
// without accents, in capitals, "Søren Müller" or "Soren Mueller", "Limited" or "LTD.".
// It only makes duplicates findable; whether they are is for a reviewer.

// personKey is the form in which two names of persons count as the same.
func personKey(name string) string {
	return umlauts().Replace(letters().Replace(text.Squeeze(name)))
}

// companyKey is the same for names of companies: legal forms in full and in short are one.
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
