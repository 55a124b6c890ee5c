package dotfile_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/wire/dotfile"
)

// A client of the published API creates a case and reads it by its own id.
func ExampleHandler() {
	store, keys := memory.New("acme"), bonafide.EphemeralKeys()
	cases, err := casefile.New(store, keys, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	api, err := dotfile.Handler(cases, &dotfile.Options{
		Store: store, Keys: keys,
		Actor: dotfile.APIKey(func(_ context.Context, key bonafide.Secret) (bonafide.Actor, bool) {
			return bonafide.Platform("workspace-1"), key.Equal(bonafide.NewSecret("dotkey.example"))
		}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, call := range []struct{ method, path, body string }{
		{"POST", "/cases", `{"name":"Stark Industries","external_id":"customer-7","companies":[{"name":"Stark Industries","country":"FR"}]}`},
		{"GET", "/cases/customer-7", ""},
		{"POST", "/cases", `{"name":"Wayne Enterprises","companys":[]}`},
	} {
		r := httptest.NewRequest(call.method, call.path, strings.NewReader(call.body))
		r.Header.Set(dotfile.HeaderAPIKey, "dotkey.example")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		api.ServeHTTP(w, r)
		fmt.Println(w.Code, strings.Contains(w.Body.String(), `"external_id":"customer-7"`), w.Code == http.StatusBadRequest && strings.Contains(w.Body.String(), "companys: unknown"))
	}
	// Output:
	// 201 true false
	// 200 true false
	// 400 false true
}
