package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/text"
)

// International addresses in the form that is stored (RFC 3987, section 3.1; UTS 46).
func TestWebLink(t *testing.T) {
	for typed, want := range map[string]string{
		"https://example.com/a?b=c#d":               "https://example.com/a?b=c#d",
		"HTTPS://Example.COM/Path":                  "https://example.com/Path",
		" https://example.com/\n":                   "https://example.com/",
		"\u200bhttps://example.com":                 "https://example.com",
		"https://bücher.example/größe?für=ü#ä":      "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe?f%C3%BCr=%C3%BC#%C3%A4",
		"https://BÜCHER.example:8443/x":             "https://xn--bcher-kva.example:8443/x",
		"https://straße.example":                    "https://xn--strae-oqa.example",
		"https://例子.世界/路径":                          "https://xn--fsqu00a.xn--rhqv96g/%E8%B7%AF%E5%BE%84",
		"https://пример.рф?q=да":                    "https://xn--e1afmkfd.xn--p1ai?q=%D0%B4%D0%B0",
		"https://مثال.إختبار":                       "https://xn--mgbh0fb.xn--kgbechtv",
		"https://example.com/gr\u006f\u0308\u00dfe": "https://example.com/gr%C3%B6%C3%9Fe", // decomposed
		"https://example.com/50%25":                 "https://example.com/50%25",
		"mailto:ana@bücher.example?subject=hü":      "mailto:ana@xn--bcher-kva.example?subject=h%C3%BC",
		"ftp://例子.世界/":                              "ftp://xn--fsqu00a.xn--rhqv96g/",
		"http://[2001:db8::1]:80/":                  "http://[2001:db8::1]:80/",
		"https://example.com/می\u200cخواهم":         "https://example.com/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85", // a joiner that the word needs

		"https://example.com/\xff":           "",
		"javascript:alert(1)":                "",
		"//example.com":                      "",
		"https:example.com":                  "",
		"https://exam\u202eple.com":          "",
		"https://example.com/a\u202eb":       "",
		"https://exa\u00admple.com/":         "",
		"https://bü\u200bcher.example/":      "",
		"https://exa mple.com":               "",
		"https://bücher.example/a b":         "",
		"https://xn--a.example":              "https://xn--a.example", // ASCII stays as it came
		"https://-ü.example":                 "",
		"https://ü..example":                 "",
		"":                                   "",
		"https://" + strings.Repeat("ü", 80): "",
	} {
		got, ok := text.WebLink(typed)
		assert.Equal(t, want, got, "%q", typed)
		assert.Equal(t, want != "", ok, "%q", typed)
	}
}

// What is returned is an address in ASCII that stays as it is.
func FuzzWebLink(f *testing.F) {
	for _, typed := range []string{"https://bücher.example/größe", "mailto:ana@例子.世界", "http://[::1]/", "https://ana@x.example:1/", "https://x.example/%zz"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		link, ok := text.WebLink(typed)
		if !ok {
			require.Empty(t, link)
			return
		}
		require.True(t, text.URI(link), link)
		require.NotContains(t, link, " ")
		again, ok := text.WebLink(link)
		require.True(t, ok, link)
		require.Equal(t, link, again)
	})
}

func BenchmarkWebLink(b *testing.B) {
	for _, address := range []string{"https://example.com/a?b=c", "https://bücher.example/größe?für=ü"} {
		b.Run(address, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := text.WebLink(address); !ok {
					b.Fatal("refused")
				}
			}
		})
	}
}
