package dotfile_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// twelve is a case of twelve entities in the published form.
func twelve() string {
	var b strings.Builder
	b.WriteString(`{"name":"Twelve","companies":[{"ref":"m","name":"Main"}`)
	for i := range 3 {
		fmt.Fprintf(&b, `,{"ref":"h%d","type":"affiliated","name":"Holding %d","relations":[{"ownership_percentage":25}]}`, i, i)
	}
	b.WriteString(`],"individuals":[`)
	for i := range 8 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"first_name":"Ada","last_name":"Number%c","relations":[{"source_company_ref":"h%d","ownership_percentage":10}]}`, rune('A'+i), i%3)
	}
	b.WriteString(`]}`)
	return b.String()
}

// BenchmarkCreate creates a case of twelve entities over HTTP; beside it, the same by the
// Service alone.
func BenchmarkCreate(b *testing.B) {
	body := twelve()
	b.Run("http", func(b *testing.B) {
		g := newRig(b)
		for b.Loop() {
			r := httptest.NewRequest("POST", "/cases", strings.NewReader(body))
			r.Header.Set("X-DOTFILE-API-KEY", "key-1")
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			if g.handler.ServeHTTP(w, r); w.Code != http.StatusCreated {
				b.Fatal(w.Body.String())
			}
		}
	})
	b.Run("service", func(b *testing.B) {
		g := newRig(b)
		for b.Loop() {
			req, err := dotfile.DecodeCase(strings.NewReader(body), nil)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := g.cases.Create(b.Context(), bonafide.Platform("acme"), req); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encode", func(b *testing.B) {
		g := newRig(b)
		req, err := dotfile.DecodeCase(strings.NewReader(body), nil)
		if err != nil {
			b.Fatal(err)
		}
		var c casefile.Case
		if c, err = g.cases.Create(b.Context(), bonafide.Platform("acme"), req); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := dotfile.EncodeCase(c, g.options); err != nil {
				b.Fatal(err)
			}
		}
	})
}
