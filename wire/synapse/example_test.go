package synapse_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

// secretOf is where a host keeps what its platforms sign with.
func secretOf(_ context.Context, platform string) (bonafide.Secret, error) {
	if platform != "client_id_shop" {
		return bonafide.Secret{}, bonafide.ErrNotFound
	}
	return bonafide.NewSecret("client_secret_example"), nil
}

// A client of the published API changes its host name, and nothing else: the headers, the
// path and the body are those it has always sent.
func ExampleHandler() {
	store := memory.New("acme")
	users, err := user.New(store, bonafide.EphemeralKeys(), &user.Options{
		NewID:    synapse.NewID,                     // ids of 24 hex digits
		Identity: user.IdentityPolicy{Shared: true}, // its clients may create two users of one number
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	api, err := synapse.Handler(users, &synapse.Options{Store: store, Actor: synapse.Gateway(secretOf)})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/v3.1/", http.StripPrefix("/v3.1", api))

	ask := func(gateway, body string) (int, map[string]any) {
		r := httptest.NewRequest(http.MethodPost, "/v3.1/users", strings.NewReader(body))
		r.Header.Set("X-SP-GATEWAY", gateway)
		r.Header.Set("X-SP-USER", "|e83cf6ddcf778e37bfe3d48fc78a6502062fc")
		r.Header.Set("X-SP-USER-IP", "203.0.113.7")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		var out map[string]any
		_ = json.Unmarshal(w.Body.Bytes(), &out)
		return w.Code, out
	}
	code, u := ask("client_id_shop|client_secret_example", `{"logins": [{"email": "ana@example.com"}], "phone_numbers": ["415.555.2671"], "legal_names": ["Ana Maria Lopez"]}`)
	fmt.Println(code, len(u["_id"].(string)), u["permission"], u["phone_numbers"])
	code, e := ask("client_id_shop|client_secret_example", `{"phone_numbers": ["415.555.2671"], "legal_names": "Ana Maria Lopez"}`)
	fmt.Println(code, e["error_code"], e["error"])
	code, e = ask("client_id_shop|wrong", `{}`)
	fmt.Println(code, e["error_code"])
	// Output:
	// 200 24 UNVERIFIED [415.555.2671]
	// 400 200 map[en:Error in payload. legal_names: malformed.]
	// 401 100
}

// The published webhooks are made of events: one goroutine of the host hands them on, to
// receivers that platforms subscribed by POST /subscriptions.
func ExampleDeliverer() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	store := memory.New("acme")
	users, err := user.New(store, bonafide.EphemeralKeys(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	opts := &synapse.Options{Store: store, Actor: synapse.Gateway(secretOf), Secret: secretOf}
	deliver, err := synapse.Deliverer(users, opts)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = users.Create(ctx, bonafide.Platform("client_id_shop"), user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = outbox.Run(ctx, store, "synapse", func(ctx context.Context, e bonafide.Event) error {
		if err := deliver(ctx, e); err != nil {
			return err
		}
		fmt.Println(e.Seq, e.Type)
		if e.Type == "user.platform_linked" {
			stop() // a host goes on until it shuts down
		}
		return nil
	}, &outbox.Options{Concurrency: 1})
	fmt.Println(err)
	// Output:
	// 1 user.created
	// 2 user.platform_linked
	// <nil>
}
