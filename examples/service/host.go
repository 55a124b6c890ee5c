package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/desk"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/outbox"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/dotfile"
	"github.com/bonafide-go/bonafide/wire/dots"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

//go:embed programs properties.json ofac
var sheets embed.FS

// listed is on the sample, without a birth date: so everybody of that name is a hit.
const listed = "Ruth Cecilia Velasquez Rodriguez"

type host struct {
	config
	*data
	gate       *gate
	screener   *match.Engine
	list       screening.List // to which users are carried
	users      *user.Service  // of Synapse: several may have one number
	persons    *user.Service  // of Dots: a number is one user's
	cases      *casefile.Service
	properties property.Set
}

func newHost(ctx context.Context, c config, d *data, logger *slog.Logger) (*host, error) {
	h := &host{config: c, data: d, gate: newGate(logger, d.Clients, c.writes), screener: match.NewEngine(nil)}
	var flaws [5]error
	h.list, flaws[0] = h.screener.Refresh(ctx, h)
	opts, err := userOptions(c.demo)
	opts.Screener, opts.Files, opts.Logger, opts.Trace = h.screener, d.files, logger, h.gate.trace
	opts.Sandbox = c.demo
	h.persons, flaws[1] = user.New(d.store, d.keys, &opts)
	opts.NewID = synapse.NewID
	opts.Identity = user.IdentityPolicy{Shared: true, TrustFirstDevice: true, PlatformsSwap: true}
	h.users, flaws[2] = user.New(d.store, d.keys, &opts)
	text, _ := sheets.ReadFile("properties.json")
	flaws[3] = json.Unmarshal(text, &h.properties)
	h.cases, flaws[4] = casefile.New(d.store, d.keys, &casefile.Options{
		Properties: h.properties, Screener: h.screener, Files: d.files, RiskCommentOptional: true, Logger: logger, Trace: h.gate.trace,
		Reviews: casefile.ReviewSettings{CommentOptional: true, OneReviewer: c.demo},
	})
	if err = errors.Join(append(flaws[:], err)...); err != nil || !c.demo {
		return h, err
	}
	return h, h.found(ctx)
}

func userOptions(demo bool) (user.Options, error) {
	var texts [4][]byte
	for i, name := range []string{"personal", "personal-2", "business", "business-2"} {
		texts[i], _ = sheets.ReadFile("programs/" + name + ".json") // none is no program
	}
	programs, err := program.ParseBook(texts[:]...)
	policy := permission.Rules2019()                        // platforms may lock
	policy.Grants = append(policy.Grants, permission.Grant{ // they swap duplicates
		From: []permission.Permission{permission.Closed}, To: permission.Unverified,
		Actors: []bonafide.ActorKind{bonafide.ActorPlatform}, Codes: []permission.PermissionCode{permission.DuplicateAccount},
	})
	papers := document.Rules{Sandbox: demo, Mixed: true}
	opts := user.Options{Programs: programs, Policy: &policy, Documents: papers}
	if demo { // a host's own vendors stand here; without any, reviewers decide
		opts.Verifier, opts.Addresses = document.NewSandbox(nil), document.NewSandbox(nil)
	}
	return opts, err
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
	own.UserID = u.ID
	return errors.Join(err, h.save())
}

// serve returns what is answered, and what goes on in the background.
func (h *host) serve() (*http.ServeMux, map[string]func(context.Context) error, error) {
	log, platform := h.gate.logger, bonafide.Platform
	reviewer := h.Clients.actor("desk", bonafide.Reviewer)
	platforms := &synapse.Options{Actor: h.Clients.actor("synapse", platform), Store: h.store, Secret: h.Clients.secret,
		BaseURL: h.url + "/synapse/v3.1", Loopback: h.demo, Logger: log, MaxBody: maxBody}
	apps := &dots.Options{Actor: h.Clients.actor("dots", platform), Store: h.store, BaseURL: h.url + "/dots/v2", Logger: log, MaxBody: maxBody}
	workspaces := &dotfile.Options{Actor: h.Clients.actor("dotfile", platform), Store: h.store, Keys: h.keys, Reviews: h.demo,
		Properties: h.properties, Files: h.files, Loopback: h.demo, Logger: log, MaxBody: maxBody}
	officers := &desk.Options{Logger: log, Actor: desk.Basic(func(r *http.Request, _, _ string) (bonafide.Actor, error) { return reviewer(r) })}
	var flaws [6]error
	apis, hooks := [4]http.Handler{}, [2]outbox.Deliver{}
	apis[0], flaws[0] = synapse.Handler(h.users, platforms)
	apis[1], flaws[1] = dots.Handler(h.persons, apps)
	apis[2], flaws[2] = dotfile.Handler(h.cases, workspaces)
	apis[3], flaws[3] = desk.Handler(h.users, h.cases, officers)
	hooks[0], flaws[4] = synapse.Deliverer(h.users, platforms)
	hooks[1], flaws[5] = dotfile.Deliver(h.cases, workspaces)
	if err := errors.Join(flaws[:]...); err != nil {
		return nil, nil, err
	}
	mux := http.NewServeMux()
	for i, path := range []string{"/synapse/v3.1", "/dots/v2", "/dotfile/v1", "/desk"} {
		api := h.gate.before(strings.Split(path, "/")[1], http.StripPrefix(path, apis[i]))
		mux.Handle(path, api)
		mux.Handle(path+"/", api)
	}
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if h.users.Ping(r.Context()) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	work := map[string]func(context.Context) error{
		"daily": h.daily,
		"users": func(ctx context.Context) error {
			return h.users.Run(ctx, user.WorkerOptions{OnError: h.gate.failed("users")})
		},
		"cases": func(ctx context.Context) error {
			return h.cases.Run(ctx, casefile.WorkerOptions{OnError: h.gate.failed("cases")})
		},
	}
	for i, name := range []string{"synapse webhooks", "dotfile webhooks"} {
		lag := prometheus.GaugeOpts{Name: "outbox_lag_events", ConstLabels: prometheus.Labels{"receiver": name}}
		h.gate.metrics.MustRegister(prometheus.NewGaugeFunc(lag, func() float64 {
			behind, err := outbox.Measure(context.Background(), h.store, name)
			if err != nil {
				return -1 // not known
			}
			return float64(behind.Events.N)
		}))
		work[name] = func(ctx context.Context) error {
			return outbox.Run(ctx, h.store, name, hooks[i], &outbox.Options{Lease: 5 * time.Second, OnError: func(e bonafide.Event, err error) { h.gate.failed(name)(e.ID, err) }})
		}
	}
	return mux, work, nil
}
