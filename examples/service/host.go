package main

import (
	"context"
	"embed"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/desk"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/dotfile"
	"github.com/bonafide-go/bonafide/wire/dots"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

// sheets are the programs, the custom properties of cases, and a sample of the OFAC list.
//
//go:embed programs properties.json ofac
var sheets embed.FS

// listed is on the sample, without a birth date: so everybody of that name is a hit.
const listed = "Ruth Cecilia Velasquez Rodriguez"

// A host is the Services, and what they stand on.
type host struct {
	config
	*data
	gate       *gate
	users      *user.Service // of Synapse: several may have one number
	persons    *user.Service // of Dots: a number is one user's
	cases      *casefile.Service
	properties property.Set
}

func newHost(ctx context.Context, c config, d *data, logger *slog.Logger) (*host, error) {
	h := &host{config: c, data: d, gate: newGate(logger, d.Clients, writesAMinute)}
	screener := match.NewEngine(nil)
	if _, err := screener.Refresh(ctx, h); err != nil {
		return nil, err
	}
	opts, err := userOptions()
	if err != nil {
		return nil, err
	}
	opts.Screener, opts.Files, opts.Logger, opts.Trace = screener, d.files, logger, h.gate.trace
	opts.Sandbox = c.demo // without it a Messenger must stand beside
	if h.persons, err = user.New(d.store, d.keys, &opts); err != nil {
		return nil, err
	}
	opts.NewID = synapse.NewID
	opts.Identity = user.IdentityPolicy{Shared: true, TrustFirstDevice: true, PlatformsSwap: true}
	if h.users, err = user.New(d.store, d.keys, &opts); err != nil {
		return nil, err
	}
	text, err := sheets.ReadFile("properties.json")
	if err == nil {
		err = json.Unmarshal(text, &h.properties)
	}
	if err != nil {
		return nil, err
	}
	h.cases, err = casefile.New(d.store, d.keys, &casefile.Options{
		Properties: h.properties, Screener: screener, RiskCommentOptional: true, Logger: logger, Trace: h.gate.trace,
		Reviews: casefile.ReviewSettings{CommentOptional: true, OneReviewer: true},
	})
	if err != nil || !c.demo {
		return h, err
	}
	return h, h.found(ctx)
}

// userOptions are what users are onboarded by.
func userOptions() (user.Options, error) {
	var texts [][]byte
	for _, name := range []string{"personal", "personal-2", "business", "business-2"} {
		text, err := sheets.ReadFile("programs/" + name + ".json")
		if err != nil {
			return user.Options{}, err
		}
		texts = append(texts, text)
	}
	programs, err := program.ParseBook(texts...)
	policy := permission.Rules2019()                        // platforms may lock
	policy.Grants = append(policy.Grants, permission.Grant{ // they swap duplicates
		Actors: []bonafide.ActorKind{bonafide.ActorPlatform}, To: permission.Unverified,
		From: []permission.Permission{permission.Closed}, Codes: []permission.PermissionCode{permission.DuplicateAccount},
	})
	vendors := document.NewSandbox(nil) // a host's own stand here
	return user.Options{
		Programs: programs, Policy: &policy, Verifier: vendors, Addresses: vendors,
		Documents: document.Rules{Sandbox: true, LooseNames: true, Mixed: true, Upload: upload.Rules{CutTail: true}},
	}, err
}

// Fetch reads the OFAC list: see [screening.Source]. How a host takes in the edition of the
// next day while it runs is shown in examples/rescreen.
func (h *host) Fetch(context.Context) (screening.List, error) {
	if h.lists != "" {
		return lists.ReadOFAC(os.DirFS(h.lists), nil)
	}
	files, _ := fs.Sub(sheets, "ofac") // fails for names that are none
	return lists.ReadOFAC(files, &lists.OFACOptions{Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}})
}

// found makes the user of the demo's first platform, once.
func (h *host) found(ctx context.Context) error {
	own := &h.Clients[0]
	if own.Fingerprint == "" || own.UserID != "" {
		return nil
	}
	u, err := h.users.Create(ctx, bonafide.Platform(own.ID), user.CreateRequest{
		Key: "own user", Phone: "+14155550100", LegalNames: []string{"Demo Platform"}, Fingerprint: bonafide.NewSecret(own.Fingerprint),
	})
	if err != nil {
		return err
	}
	own.UserID = u.ID
	return h.save()
}

// serve returns what is answered, and what goes on in the background until its context
// ends.
func (h *host) serve() (*http.ServeMux, map[string]func(context.Context) error, error) {
	log, platform := h.gate.logger, bonafide.Platform
	reviewer := h.Clients.actor("desk", bonafide.Reviewer)
	platforms := &synapse.Options{Actor: h.Clients.actor("synapse", platform), Store: h.store, Secret: h.Clients.secret,
		BaseURL: h.url + "/synapse/v3.1", Loopback: h.demo, Logger: log, MaxBody: maxBody}
	apps := &dots.Options{Actor: h.Clients.actor("dots", platform), Store: h.store, BaseURL: h.url + "/dots/v2", Logger: log, MaxBody: maxBody}
	workspaces := &dotfile.Options{Actor: h.Clients.actor("dotfile", platform), Store: h.store, Keys: h.keys, Reviews: true,
		Properties: h.properties, Loopback: h.demo, Logger: log, MaxBody: maxBody}
	officers := &desk.Options{Logger: log, Actor: desk.Basic(func(r *http.Request, _, _ string) (bonafide.Actor, error) { return reviewer(r) })}

	mux := http.NewServeMux()
	for _, api := range []struct {
		name, path string
		handler    func() (http.Handler, error)
	}{
		{"synapse", "/synapse/v3.1", func() (http.Handler, error) { return synapse.Handler(h.users, platforms) }},
		{"dots", "/dots/v2", func() (http.Handler, error) { return dots.Handler(h.persons, apps) }},
		{"dotfile", "/dotfile/v1", func() (http.Handler, error) { return dotfile.Handler(h.cases, workspaces) }},
		{"desk", "/desk", func() (http.Handler, error) { return desk.Handler(h.users, h.cases, officers) }},
	} {
		handler, err := api.handler()
		if err != nil {
			return nil, nil, err
		}
		handler = h.gate.before(api.name, http.StripPrefix(api.path, handler))
		mux.Handle(api.path, handler)
		mux.Handle(api.path+"/", handler)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if h.users.Ping(r.Context()) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})

	work := map[string]func(context.Context) error{
		"users": func(ctx context.Context) error {
			return h.users.Run(ctx, user.WorkerOptions{OnError: h.gate.failed("users")})
		},
		"cases": func(ctx context.Context) error {
			return h.cases.Run(ctx, casefile.WorkerOptions{OnError: h.gate.failed("cases")})
		},
	}
	toPlatforms, err := synapse.Deliverer(h.users, platforms)
	if err != nil {
		return nil, nil, err
	}
	toWorkspaces, err := dotfile.Deliver(h.cases, workspaces)
	if err != nil {
		return nil, nil, err
	}
	for name, to := range map[string]outbox.Deliver{"synapse webhooks": toPlatforms, "dotfile webhooks": toWorkspaces} {
		h.gate.watch(h.store, name)
		work[name] = func(ctx context.Context) error {
			return outbox.Run(ctx, h.store, name, to, &outbox.Options{Lease: 5 * time.Second, OnError: func(e bonafide.Event, err error) { h.gate.failed(name)(e.ID, err) }})
		}
	}
	return mux, work, nil
}
