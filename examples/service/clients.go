package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// A client is who calls: a platform, an app, a workspace or a reviewer. ID is written to
// events in clear, and Secret is what it proves itself by.
type client struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`

	UserID      string `json:"user_id,omitempty"` // of a platform that has a user of its own
	Fingerprint string `json:"fingerprint,omitempty"`
}

// clients are all who may call. A host has them in its own database.
type clients struct {
	Synapse []client `json:"synapse"`
	Dots    []client `json:"dots"`
	Dotfile []client `json:"dotfile"`
	Desk    []client `json:"desk"`

	path string
}

// openClients reads who may call from a file, or makes them up for a demo.
func openClients(path string, demo bool) (clients, error) {
	c := clients{path: path}
	err := readJSON(path, &c)
	if !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	if !demo {
		return c, fmt.Errorf("%s: name your clients there, or start with -demo", path)
	}
	for i := range 2 {
		n := fmt.Sprint(i + 1)
		c.Synapse = append(c.Synapse, client{ID: "client_id_" + rand.Text(), Secret: "client_secret_" + rand.Text()})
		c.Dots = append(c.Dots, client{ID: "app_" + rand.Text(), Secret: "key_" + rand.Text()})
		c.Dotfile = append(c.Dotfile, client{ID: "workspace-" + n, Secret: "dotkey." + rand.Text()})
		c.Desk = append(c.Desk, client{ID: "officer-" + n, Secret: rand.Text()})
	}
	c.Synapse[0].Fingerprint = "fp_" + rand.Text()
	return c, writeJSON(path, c)
}

// secret is what signs a platform's webhooks.
func (c clients) secret(_ context.Context, platform string) (bonafide.Secret, error) {
	for _, p := range c.Synapse {
		if p.ID == platform {
			return bonafide.NewSecret(p.Secret), nil
		}
	}
	return bonafide.Secret{}, bonafide.ErrNotFound
}

// found makes the user of the first platform, and remembers it.
func (c *clients) found(ctx context.Context, users *user.Service) error {
	p := &c.Synapse[0]
	if p.UserID != "" || p.Fingerprint == "" {
		return nil
	}
	u, err := users.Create(ctx, bonafide.Platform(p.ID), user.CreateRequest{
		Key: "own user", Phone: "+14155550100", LegalNames: []string{"Demo Platform"}, Fingerprint: bonafide.NewSecret(p.Fingerprint),
	})
	if err != nil {
		return err
	}
	p.UserID = u.ID
	return writeJSON(c.path, c)
}

func (c clients) print(out io.Writer) {
	for _, p := range c.Synapse {
		fmt.Fprintf(out, "demo synapse client_id=%s client_secret=%s", p.ID, p.Secret)
		if p.UserID != "" {
			fmt.Fprintf(out, " user_id=%s fingerprint=%s", p.UserID, p.Fingerprint)
		}
		fmt.Fprintln(out)
	}
	for _, p := range c.Dots {
		fmt.Fprintf(out, "demo dots client_id=%s api_key=%s\n", p.ID, p.Secret)
	}
	for _, p := range c.Dotfile {
		fmt.Fprintf(out, "demo dotfile api_key=%s\n", p.Secret)
	}
	for _, p := range c.Desk {
		fmt.Fprintf(out, "demo desk user=%s password=%s\n", p.ID, p.Secret)
	}
}

// A caller is a client of one API, by the hash of what it sends: so a look-up takes the
// same time whatever was guessed.
type caller [sha256.Size]byte

func callerOf(api string, credentials ...string) caller {
	return sha256.Sum256([]byte(api + "\n" + strings.Join(credentials, "\n")))
}

// known are all clients by what they send.
func (c clients) known() map[caller]client {
	out := make(map[caller]client)
	for _, p := range c.Synapse {
		out[callerOf("synapse", p.ID, p.Secret)] = p
	}
	for _, p := range c.Dots {
		out[callerOf("dots", p.ID, p.Secret)] = p
	}
	for _, p := range c.Dotfile {
		out[callerOf("dotfile", p.Secret)] = p
	}
	for _, p := range c.Desk {
		out[callerOf("desk", p.ID, p.Secret)] = p
	}
	return out
}

// sender is who a request says that it is from.
func sender(api string, r *http.Request) caller {
	switch api {
	case "synapse":
		id, secret, _ := strings.Cut(r.Header.Get("X-SP-GATEWAY"), "|")
		return callerOf(api, id, secret)
	case "dotfile":
		return callerOf(api, r.Header.Get("X-DOTFILE-API-KEY"))
	}
	id, secret, _ := r.BasicAuth()
	return callerOf(api, id, secret)
}
