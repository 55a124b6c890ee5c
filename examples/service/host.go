package main

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"sync/atomic"
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
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/dotfile"
	"github.com/bonafide-go/bonafide/wire/dots"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

//go:embed programs
var sheets embed.FS

// A host is everything that runs.
type host struct {
	handler  http.Handler
	work     map[string]func(context.Context) error
	listed   string // name of somebody on the list
	stopping atomic.Bool
}

func newHost(ctx context.Context, c config, d *data, w *watch) (*host, error) {
	list, err := newWatchlist(ctx, c.lists)
	if err != nil {
		return nil, err
	}
	opts, err := userOptions(c, d, w, list)
	if err != nil {
		return nil, err
	}
	// Users of one tenant on one store, by two rules: Synapse's share numbers, and a number
	// is one Dots user's.
	shared := opts
	shared.Identity = user.IdentityPolicy{Shared: true, TrustFirstDevice: true, PlatformsSwap: true}
	users, err := user.New(d.store, d.keys, &shared)
	if err != nil {
		return nil, err
	}
	persons, err := user.New(d.store, d.keys, &opts)
	if err != nil {
		return nil, err
	}
	cases, err := casefile.New(d.store, d.keys, &casefile.Options{
		Properties: properties(), Screener: list.engine, RiskCommentOptional: true,
		Reviews: casefile.ReviewSettings{CommentOptional: true, OneReviewer: true},
		Logger:  w.logger, Trace: w.trace,
	})
	if err != nil {
		return nil, err
	}
	if c.demo {
		if err := d.clients.found(ctx, users); err != nil {
			return nil, err
		}
	}
	h := &host{listed: list.person()}
	h.work = map[string]func(context.Context) error{
		"users": func(ctx context.Context) error { return users.Run(ctx, user.WorkerOptions{OnError: w.failed("user")}) },
		"cases": func(ctx context.Context) error {
			return cases.Run(ctx, casefile.WorkerOptions{OnError: w.failed("case")})
		},
		"lists": list.refresh(users, w),
		"files": sweep(users, d, w),
	}
	return h, h.serve(c, d, w, users, persons, cases)
}

// serve mounts everything behind the gate.
func (h *host) serve(c config, d *data, w *watch, users, persons *user.Service, cases *casefile.Service) error {
	gate := newGate(w, d.clients.known(), c.writes)
	mux := http.NewServeMux()
	mount := func(api, path string, handler http.Handler, err error) error {
		if err == nil {
			handler = gate.before(api, http.StripPrefix(path, handler))
			mux.Handle(path, handler)
			mux.Handle(path+"/", handler)
		}
		return err
	}
	base := "http://" + c.addr
	platformOptions := &synapse.Options{
		Actor: gate.actor("synapse", bonafide.Platform), Store: d.store, Secret: d.clients.secret, BaseURL: base + "/synapse/v3.1",
		Loopback: c.demo, Logger: w.logger, MaxBody: maxBody,
	}
	platforms, err := synapse.Handler(users, platformOptions)
	if err := mount("synapse", "/synapse/v3.1", platforms, err); err != nil {
		return err
	}
	apps, err := dots.Handler(persons, &dots.Options{
		Actor: gate.actor("dots", bonafide.Platform), Store: d.store, BaseURL: base + "/dots/v2", Logger: w.logger, MaxBody: maxBody,
	})
	if err := mount("dots", "/dots/v2", apps, err); err != nil {
		return err
	}
	workspaceOptions := &dotfile.Options{
		Actor: gate.actor("dotfile", bonafide.Platform), Store: d.store, Keys: d.keys, Reviews: true, Properties: properties(),
		Loopback: c.demo, Logger: w.logger, MaxBody: maxBody,
	}
	workspaces, err := dotfile.Handler(cases, workspaceOptions)
	if err := mount("dotfile", "/dotfile/v1", workspaces, err); err != nil {
		return err
	}
	toPlatforms, err := synapse.Deliverer(users, platformOptions)
	if err != nil {
		return err
	}
	toWorkspaces, err := dotfile.Deliver(cases, workspaceOptions)
	if err != nil {
		return err
	}
	for name, to := range map[string]outbox.Deliver{"synapse webhooks": toPlatforms, "dotfile webhooks": toWorkspaces} {
		h.work[name] = func(ctx context.Context) error {
			return outbox.Run(ctx, d.store, name, to, &outbox.Options{Lease: 5 * time.Second, OnError: func(e bonafide.Event, err error) { w.failed(name)(e.ID, err) }})
		}
	}
	basic := desk.Basic(func(r *http.Request, _, _ string) (bonafide.Actor, error) {
		return gate.actor("desk", bonafide.Reviewer)(r)
	})
	officers, err := desk.Handler(users, cases, &desk.Options{Actor: basic, Logger: w.logger})
	if err := mount("desk", "/desk", officers, err); err != nil {
		return err
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if h.stopping.Load() || users.Ping(ctx) != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	mux.Handle("GET /metrics", w.metrics())
	h.handler = mux
	return nil
}

func userOptions(c config, d *data, w *watch, list *watchlist) (user.Options, error) {
	var texts [][]byte
	names, err := fs.Glob(sheets, "programs/*.json")
	for _, name := range names {
		text, failed := sheets.ReadFile(name)
		if failed != nil {
			return user.Options{}, failed
		}
		texts = append(texts, text)
	}
	if err != nil {
		return user.Options{}, err
	}
	programs, err := program.ParseBook(texts...)
	if err != nil {
		return user.Options{}, err
	}
	policy := permission.Rules2019()                        // platforms may lock
	policy.Grants = append(policy.Grants, permission.Grant{ // they swap duplicates
		Actors: []bonafide.ActorKind{bonafide.ActorPlatform}, To: permission.Unverified,
		From: []permission.Permission{permission.Closed}, Codes: []permission.PermissionCode{permission.DuplicateAccount},
	})
	return user.Options{
		Programs: programs, Screener: list.engine, Files: d.files, Policy: &policy,
		Verifier:  document.NewSandbox(nil), // a host's own vendors stand here
		Documents: document.Rules{Sandbox: true, LooseNames: true, Mixed: true, Upload: upload.Rules{CutTail: true}},
		Sandbox:   c.demo, // without it a Messenger must stand beside
		Logger:    w.logger, Trace: w.trace,
	}, nil
}

// properties are the custom properties of cases.
func properties() property.Set {
	d := func(key string, t property.Type) property.Definition {
		return property.Definition{Key: key, Target: property.OfCase, Type: t}
	}
	several, office := d("main_activity_country", property.TypeCountries), d("office_location", property.TypeChoices)
	several.AllowMultiple = true
	office.Options = []property.Option{{Key: "emea", Label: "EMEA"}, {Key: "amer", Label: "AMER"}, {Key: "apac", Label: "APAC"}}
	return property.Set{
		d("ubo_us_citizen", property.TypeBoolean), several, office, d("last_audit", property.TypeDate), d("default_email", property.TypeEmail),
		d("yearly_turnover", property.TypeNumeric), d("default_phone_number", property.TypePhone), d("source_of_funds", property.TypeText), d("external_link", property.TypeURL),
	}
}

// sweep removes once a day what uploads were left over.
func sweep(users *user.Service, d *data, w *watch) func(context.Context) error {
	return func(ctx context.Context) error {
		return daily(ctx, func() {
			named := func(yield func(string, error) bool) {
				for cursor := (bonafide.PageRequest{}); ; {
					page, err := users.Files(ctx, bonafide.System(), cursor)
					if err != nil {
						yield("", err)
						return
					}
					for _, key := range page.Items {
						if !yield(key, nil) {
							return
						}
					}
					if cursor.Cursor = page.Next; page.Next == "" {
						return
					}
				}
			}
			if _, err := d.files.Sweep(ctx, time.Now().AddDate(0, 0, -2), named); err != nil {
				w.logger.Error("uploads not swept", "error", w.code(err))
			}
		})
	}
}
