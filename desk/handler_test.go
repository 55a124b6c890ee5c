package desk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/desk"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

var today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// mount is a desk over an empty store.
func mount(t *testing.T, opts desk.Options) http.Handler {
	t.Helper()
	users, err := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{Now: func() time.Time { return today }})
	require.NoError(t, err)
	if opts.Actor == nil {
		opts.Actor = desk.Basic(func(_ *http.Request, name, password string) (bonafide.Actor, error) {
			if password != "right" {
				return bonafide.Actor{}, errors.New("nobody")
			}
			return bonafide.Reviewer(name), nil
		})
	}
	opts.Now = func() time.Time { return today }
	h, err := desk.Handler(users, nil, &opts)
	require.NoError(t, err)
	return h
}

func get(h http.Handler, target string, with ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, target, nil)
	r.SetBasicAuth("officer-a", "right")
	for _, f := range with {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// Wherever the desk is mounted, its links lead back to it.
func TestLinksFollowTheMount(t *testing.T) {
	whole, below := mount(t, desk.Options{}), mount(t, desk.Options{Path: "/ops/desk"})
	for _, c := range []struct {
		name, target, link string
		h                  http.Handler
	}{
		{"at the root", "/", `href="/queues/hit"`, whole},
		{"behind StripPrefix", "/desk/", `href="/desk/queues/hit"`, http.StripPrefix("/desk", whole)},
		{"behind StripPrefix, without a slash", "/desk", `href="/desk/queues/hit"`, http.StripPrefix("/desk", whole)},
		{"behind two", "/a/b/", `href="/a/b/queues/hit"`, http.StripPrefix("/a", http.StripPrefix("/b", whole))},
		{"with whole paths", "/ops/desk/", `href="/ops/desk/queues/hit"`, below},
		{"behind a proxy that strips", "/", `href="/ops/desk/queues/hit"`, below},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := get(c.h, c.target)
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Contains(t, w.Body.String(), c.link)
		})
	}
}

// Whoever is no reviewer sees nothing, and every answer guards the browser.
func TestOnlyReviewersAreLetIn(t *testing.T) {
	for _, c := range []struct {
		name string
		by   bonafide.Actor
		err  error
		code int
	}{
		{"a reviewer", bonafide.Reviewer("officer-a"), nil, http.StatusOK},
		{"a platform", bonafide.Platform("shop"), nil, http.StatusForbidden},
		{"the subject", bonafide.User("id-1"), nil, http.StatusForbidden},
		{"a verifier", bonafide.VerifierActor("vendor"), nil, http.StatusForbidden},
		{"the system", bonafide.System(), nil, http.StatusForbidden},
		{"a reviewer without an id", bonafide.Reviewer(""), nil, http.StatusUnauthorized},
		{"nobody", bonafide.Actor{}, errors.New("no session"), http.StatusUnauthorized},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := mount(t, desk.Options{Actor: func(*http.Request) (bonafide.Actor, error) { return c.by, c.err }})
			w := get(h, "/")
			assert.Equal(t, c.code, w.Code)
			assert.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
			assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
			assert.Empty(t, w.Header().Get("WWW-Authenticate"), "the host's log-in is not HTTP Basic")
		})
	}
	w := get(mount(t, desk.Options{}), "/", func(r *http.Request) { r.SetBasicAuth("officer-a", "wrong") })
	assert.Equal(t, http.StatusUnauthorized, w.Code)
	assert.Contains(t, w.Header().Get("WWW-Authenticate"), "Basic ")
}

// What is no page is answered as one.
func TestUnknownPaths(t *testing.T) {
	h := mount(t, desk.Options{})
	for _, target := range []string{"/nowhere", "/queues/unknown", "/users/nobody", "//", "/a/../b"} {
		w := get(h, "http://desk.example"+target)
		assert.Equal(t, http.StatusNotFound, w.Code, target)
		assert.Contains(t, w.Body.String(), "<h1>Not found</h1>", target)
	}
}

func ExampleHandler() {
	users, _ := user.New(memory.New("shop"), bonafide.EphemeralKeys(), nil)
	h, err := desk.Handler(users, nil, &desk.Options{Actor: desk.Basic(func(_ *http.Request, name, password string) (bonafide.Actor, error) {
		if name != "ana" || password != "a long password" {
			return bonafide.Actor{}, errors.New("nobody")
		}
		return bonafide.Reviewer("ana"), nil
	})})
	fmt.Println(err)
	mux := http.NewServeMux()
	mux.Handle("/desk/", http.StripPrefix("/desk", h))

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/desk/", nil))
	fmt.Println(w.Code, w.Header().Get("WWW-Authenticate"))
	// Output:
	// <nil>
	// 401 Basic realm="desk", charset="UTF-8"
}
