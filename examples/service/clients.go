package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// A client is who calls an API: a platform, an app, a workspace or a reviewer. ID is
// written to events in clear, and Secret is what it proves itself by.
type client struct {
	API, ID, Secret     string
	UserID, Fingerprint string // of the user that the demo's first platform has
}

// clients are all who may call. A host has them in its own database, and keeps hashes.
type clients []client

// demoClients are two of each kind.
func demoClients() (out clients) {
	for _, api := range []string{"synapse", "dots", "dotfile", "desk"} {
		for range 2 {
			out = append(out, client{API: api, ID: api + "-" + rand.Text(), Secret: rand.Text()})
		}
	}
	out[0].Fingerprint = rand.Text()
	return out
}

func (all clients) print(out io.Writer) {
	forms := map[string]string{"synapse": "client_id=%s client_secret=%s", "dots": "client_id=%s api_key=%s", "dotfile": "api_key=%[2]s", "desk": "user=%s password=%s"}
	for _, c := range all {
		line := fmt.Sprintf("demo "+c.API+" "+forms[c.API], c.ID, c.Secret)
		if c.UserID != "" {
			line += " user_id=" + c.UserID + " fingerprint=" + c.Fingerprint
		}
		fmt.Fprintln(out, line)
	}
}

// sender is who a request to an API is from; the zero client is nobody.
func (all clients) sender(api string, r *http.Request) client {
	id, secret, _ := r.BasicAuth() // Dots, desk
	switch api {
	case "synapse":
		id, secret, _ = strings.Cut(r.Header.Get("X-SP-GATEWAY"), "|")
	case "dotfile":
		secret = r.Header.Get("X-DOTFILE-API-KEY")
	}
	for _, c := range all {
		if c.API == api && (c.ID == id || api == "dotfile") && bonafide.NewSecret(c.Secret).Equal(bonafide.NewSecret(secret)) {
			return c
		}
	}
	return client{}
}

// actor is the authentication of an API: the sender in its role there.
func (all clients) actor(api string, as func(id string) bonafide.Actor) func(*http.Request) (bonafide.Actor, error) {
	return func(r *http.Request) (bonafide.Actor, error) {
		if c := all.sender(api, r); c.ID != "" {
			return as(c.ID), nil
		}
		return bonafide.Actor{}, bonafide.ErrForbidden
	}
}

// secret is what signs a platform's webhooks.
func (all clients) secret(_ context.Context, platform string) (bonafide.Secret, error) {
	for _, c := range all {
		if c.API == "synapse" && c.ID == platform {
			return bonafide.NewSecret(c.Secret), nil
		}
	}
	return bonafide.Secret{}, bonafide.ErrNotFound
}
