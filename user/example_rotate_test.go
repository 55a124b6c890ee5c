package user_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

// A root is replaced: every process gets both roots, then all users are walked over.
// Cases are walked over in the same way.
func ExampleService_Rotate() {
	ctx, store, keyStore := context.Background(), memory.New("shop"), memory.New("shop")
	wrapper, _ := bonafide.NewLocalWrapper(make([]byte, 32)) // a host's is its KMS
	serve := func(roots ...[]byte) (*user.Service, *sealed.Store) {
		keys, err := bonafide.NewKeys(ctx, "shop", wrapper, roots...)
		if err != nil {
			panic(err)
		}
		users, err := user.New(store, keys, &user.Options{KeyStore: keyStore})
		if err != nil {
			panic(err)
		}
		bodies, err := sealed.New(store, keys, &sealed.Options{KeyStore: keyStore}) // for Rewrap alone
		if err != nil {
			panic(err)
		}
		return users, bodies
	}
	walk := func(page func(ctx context.Context, cursor string, limit int) (int, string, error)) (all int) {
		for cursor := ""; ; { // keep the cursor: a walk may be cut off and go on
			n, next, err := page(ctx, cursor, 100)
			if err != nil {
				panic(err)
			}
			if all += n; next == "" {
				return all
			}
			cursor = next
		}
	}

	old, _ := bonafide.NewRoot(ctx, wrapper, "shop")
	users, _ := serve(old)
	u, _ := users.Create(ctx, shop, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})

	next, _ := bonafide.NewRoot(ctx, wrapper, "shop")
	serve(old, next) // every process learns of it first
	users, bodies := serve(next, old)
	fmt.Println("records:", walk(users.Rotate), "keys of bodies:", walk(bodies.Rewrap))

	users, _ = serve(next) // after Options.KeyLife, and no less than a day
	fmt.Println("once more:", walk(users.Rotate))
	found, err := users.Search(ctx, shop, user.SearchRequest{Phone: "+1 415 555 2671"})
	fmt.Println("found:", len(found.Items) == 1 && found.Items[0].ID == u.ID, err)
	// Output:
	// records: 1 keys of bodies: 1
	// once more: 1
	// found: true <nil>
}

// A health check: whether the database answers, within a second.
func ExampleService_Ping() {
	users := shopService()
	health := func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		if err := users.Ping(ctx); err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
		}
	}
	answer := httptest.NewRecorder()
	health(answer, httptest.NewRequest(http.MethodGet, "/health", nil))
	fmt.Println(answer.Code)
	// Output:
	// 200
}
