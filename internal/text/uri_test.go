package text_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide/internal/text"
)

// Addresses by RFC 3986, and those of them that are of the web.
func TestURI(t *testing.T) {
	for address, want := range map[string]struct{ uri, web bool }{
		"https://a.example":                        {true, true},
		"HTTP://a.example:8080/p;v=1/%7Eb?q=a/b#x": {true, true},
		"https://[2001:db8::1]:443/":               {true, true},
		"https://192.0.2.1/a@b":                    {true, true},
		"https://a.example./":                      {true, true},
		"ftp://a.example/f":                        {true, false},
		"mailto:ana@a.example?subject=x":           {true, false},
		"https://me:secret@a.example/":             {true, false},
		"javascript:alert(1)":                      {false, false},
		"https://a.b/<script>":                     {false, false},
		`https://a.b/"x`:                           {false, false},
		`https://a.b/\x`:                           {false, false},
		"https://a.b/{id}":                         {false, false},
		"https://a.b/a|b":                          {false, false},
		"https://a.b/?q=%zz":                       {false, false},
		"https://a.b/?q=%+1":                       {false, false},
		"https://a.b/%4":                           {false, false},
		"https://a.b/#x#y":                         {false, false},
		"https://a.b/[x]":                          {false, false},
		"http://a.b:99999/":                        {false, false},
		"http://[::1]x/":                           {false, false},
		"http://[fe80::1%25eth0]/":                 {false, false},
		"https://..com":                            {false, false},
		"https://a_b.example":                      {false, false},
		"https:///x":                               {false, false},
		"https:a.example":                          {false, false},
		"https://münchen.example":                  {false, false},
		"https://a.example/a b":                    {false, false},
		"a.example":                                {false, false},
		"mailto:":                                  {false, false},
		"":                                         {false, false},
		"https://a.example/" + strings.Repeat("a", 2048): {false, false},
	} {
		assert.Equal(t, want.uri, text.URI(address), "%.60q", address)
		assert.Equal(t, want.web, text.WebAddress(address), "%.60q", address)
	}
}

// What counts as an address, the standard library reads, with a host or an opaque part.
func FuzzURI(f *testing.F) {
	f.Add("https://me@[::1]:80/%20?a#b")
	f.Add("mailto:a@b.example")
	f.Add("http://00@[::") // the bracket is not closed
	f.Fuzz(func(t *testing.T, address string) {
		if !text.URI(address) {
			assert.False(t, text.WebAddress(address))
			return
		}
		u, err := url.Parse(address)
		if assert.NoError(t, err) {
			assert.True(t, u.Hostname() != "" || u.Opaque != "", address)
			assert.False(t, strings.ContainsAny(address, "<>\"\\^`{|} "))
		}
	})
}
