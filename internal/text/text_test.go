package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/unicode/norm"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

func TestLine(t *testing.T) {
	for name, c := range map[string]struct {
		in, want string
		fault    text.Fault
	}{
		"plain":                        {"Ana López", "Ana López", ""},
		"decomposed":                   {"Ana Lo\u0301pez", "Ana López", ""},
		"blanks":                       {" \tAna\n\u00a0 Lo\u0301pez\r\n", "Ana López", ""},
		"as long as it may be":         {strings.Repeat("é", 20), strings.Repeat("é", 20), ""},
		"Persian":                      {"می\u200cخواهم", "می\u200cخواهم", ""},
		"Sinhala conjunct":             {"ශ\u0dca\u200dරී", "ශ\u0dca\u200dරී", ""},
		"Malayalam, joiner at the end": {"അവന\u0d4d\u200d", "അവന\u0d4d\u200d", ""},
		"empty":                        {"", "", text.Required},
		"blank":                        {" \u2003\t", "", text.Required},
		"a character too long":         {strings.Repeat("é", 21), "", text.TooLong},
		"blanks without end":           {strings.Repeat(" ", 1000), "", text.TooLong},
		"not UTF-8":                    {"Ana\xff", "", text.Malformed},
		"bell":                         {"Ana\aL", "", text.Malformed},
		"delete":                       {"Ana\x7fL", "", text.Malformed},
		"C1 control":                   {"Ana\u009bL", "", text.Malformed},
		"right-to-left override":       {"Ana\u202eLopez", "", text.Malformed},
		"right-to-left embedding":      {"Ana\u202bLopez", "", text.Malformed},
		"isolate":                      {"Ana\u2066Lopez", "", text.Malformed},
		"left-to-right mark":           {"Ana\u200eLopez", "", text.Malformed},
		"Arabic letter mark":           {"Ana\u061cLopez", "", text.Malformed},
		"zero-width space":             {"Ana\u200bLopez", "", text.Malformed},
		"word joiner":                  {"Ana\u2060Lopez", "", text.Malformed},
		"Hangul filler":                {"Ana\u3164Lopez", "", text.Malformed},
		"its half":                     {"Ana\uffa0Lopez", "", text.Malformed},
		"grapheme joiner":              {"Ana\u034fLopez", "", text.Malformed},
		"variant of Han":               {"葛\U000e0100城", "葛\U000e0100城", ""},
		"byte order mark":              {"Ana\ufeffAna", "", text.Malformed},
		"copied marks at the ends":     {"\ufeff\u202bAna\u202c \u200b", "Ana", ""},
		"nothing but copied marks":     {"\u200b\u200f", "", text.Required},
		"soft hyphen":                  {"Ana\u00adLopez", "", text.Malformed},
		"tag":                          {"Ana\U000e0041", "", text.Malformed},
		"joiner between Latin letters": {"An\u200da", "", text.Malformed},
		"non-joiner before Latin":      {"می\u200cAna", "", text.Malformed},
		"joiner at the start":          {"\u200dم", "", text.Malformed},
		"joiner at the end":            {"می\u200c", "", text.Malformed},
		"two joiners":                  {"می\u200c\u200cخواهم", "", text.Malformed},
	} {
		got, fault := text.Intake{Max: 20, Required: true}.Read(c.in)
		assert.Equal(t, c.want, got, name)
		assert.Equal(t, c.fault, fault, name)
	}
	got, fault := text.Intake{Max: 20}.Read("  ")
	assert.Empty(t, got)
	assert.Empty(t, fault, "not required")
}

func TestLines(t *testing.T) {
	for in, want := range map[string]string{
		" a  b \r\n\r\nc\td\r":          "a  b \n\nc d",
		"one\u2028two\u2029three\u0085": "one\ntwo\nthree",
		"Lo\u0301pez":                   "López",
	} {
		got, fault := text.Intake{Max: 20, Lines: true}.Read(in)
		assert.Empty(t, fault)
		assert.Equal(t, want, got)
	}
	for _, in := range []string{"a\ab", "a\n\u202eb", "a\n\u200bb", "a\x00", "\xff"} {
		got, fault := text.Intake{Max: 20, Lines: true}.Read(in)
		assert.Empty(t, got)
		assert.Equal(t, text.Malformed, fault, "%q", in)
	}
}

func TestOpaque(t *testing.T) {
	assert.Empty(t, text.Opaque("", 2))
	assert.Empty(t, text.Opaque("é\x00", 2))
	assert.Equal(t, text.TooLong, text.Opaque("abc", 2))
	assert.Equal(t, text.Malformed, text.Opaque("\xff", 2))
}

// The faults are codes of the house.
func TestFaultsAreCodes(t *testing.T) {
	assert.Equal(t, []bonafide.Code{bonafide.CodeRequired, bonafide.CodeTooLong, bonafide.CodeMalformed, bonafide.CodeTooMany},
		[]bonafide.Code{bonafide.Code(text.Required), bonafide.Code(text.TooLong), bonafide.Code(text.Malformed), bonafide.Code(text.TooMany)})
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"Ana Lucía  RAMÍREZ":      "ana lucia ramirez",
		"O'Brien":                 "obrien",
		"O’Brien":                 "obrien",
		"Smith-Jones, Jr.":        "smith jones jr",
		"ＡＣＭＥ ①":                  "acme 1",
		"Müller & Söhne GmbH":     "muller sohne gmbh",
		"Иван Йованович":          "иван иованович",
		"12-345 67":               "12 345 67",
		"Lo\u0301pez":             "lopez",
		"\u202eevil\u200b twin\a": "evil twin",
	} {
		assert.Equal(t, want, text.Fold(in))
	}
	assert.Equal(t, "1234567", text.Squeeze("12-345 67"))
	assert.Equal(t, []string{"ana", "lopez"}, text.Words("Ana LÓPEZ"))
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"Ana López", "a\u202eb", "می\u200cخواهم", "a\r\nb", "\xff"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, in string, lines bool) {
		intake := text.Intake{Max: 30, Lines: lines}
		out, fault := intake.Read(in)
		if fault != "" {
			if out != "" {
				t.Fatal("a refused text left something behind")
			}
			return
		}
		if !utf8.ValidString(out) || !norm.NFC.IsNormalString(out) || utf8.RuneCountInString(out) > 30 || strings.TrimSpace(out) != out {
			t.Fatal("not canonical")
		}
		if again, fault := intake.Read(out); again != out || fault != "" {
			t.Fatal("a canonical text does not read as itself")
		}
		if folded := text.Fold(out); text.Fold(folded) != folded {
			t.Fatal("a folded text folds to another")
		}
	})
}
