package dotfile

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/hook"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// kindWebhook is the kind of the records of webhooks, with the platform as label. A
// deleted one has neither label nor body.
const kindWebhook = "dotfile.webhook"

const (
	maxWebhooks = 50 // of one platform
	online      = "online"
	offline     = "offline"
	secretMask  = "********"
)

// webhook is a webhook as it is kept.
type webhook struct {
	ID        string    `json:"id"`
	Platform  string    `json:"platform"`
	Name      string    `json:"name,omitzero"`
	Status    string    `json:"status"`
	Type      string    `json:"type"`
	URL       string    `json:"url"`
	Events    []string  `json:"events"`
	Secret    []byte    `json:"secret"` // sealed under the tenant's root
	Errors    int       `json:"errors,omitzero"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`

	version int64
}

// webhookObject is the published Webhook.
type webhookObject struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Status    string   `json:"status"`
	Type      string   `json:"type"`
	Events    []string `json:"events"`
	URL       string   `json:"url"`
	Secret    string   `json:"secret"`
	CreatedAt moment   `json:"created_at"`
	UpdatedAt moment   `json:"updated_at"`
}

// object shows a webhook. Its secret is told once, to whoever makes it.
func (h webhook) object(secret string) webhookObject {
	return webhookObject{h.ID, h.Name, h.Status, h.Type, list(h.Events), h.URL, secret, moment(h.CreatedAt), moment(h.UpdatedAt)}
}

const purposeSecret = "dotfile.webhook"

// webhooks keeps webhooks in the host's store.
type webhooks struct {
	store bonafide.Store
	keys  *bonafide.Keys
}

func platformLabel(id string) string { return "platform=" + id }

func (s webhooks) get(ctx context.Context, id string) (webhook, error) {
	r, err := s.store.Get(ctx, kindWebhook, id)
	if err != nil {
		return webhook{}, err
	}
	return readWebhook(r)
}

func readWebhook(r bonafide.Record) (webhook, error) {
	h := webhook{version: r.Version}
	if len(r.Body) == 0 {
		return webhook{}, bonafide.ErrNotFound
	}
	if err := kept.Read(r, &h); err != nil {
		return webhook{}, err
	}
	return h, nil
}

func (s webhooks) put(ctx context.Context, h webhook) error {
	return kept.Put(ctx, s.store, bonafide.Record{Kind: kindWebhook, ID: h.ID, Version: h.version + 1, Labels: []string{platformLabel(h.Platform)}}, h)
}

func (s webhooks) drop(ctx context.Context, h webhook) error {
	return s.store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kindWebhook, ID: h.ID, Version: h.version + 1}})
}

// of returns the webhooks of a platform; of all, where it is empty.
func (s webhooks) of(ctx context.Context, platform string) ([]webhook, error) {
	q := bonafide.Query{Kind: kindWebhook, Limit: bonafide.MaxPage}
	if platform != "" {
		q.Labels = []string{platformLabel(platform)}
	}
	var out []webhook
	for {
		page, err := s.store.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			switch h, err := readWebhook(r); {
			case err == nil:
				out = append(out, h)
			case !errors.Is(err, bonafide.ErrNotFound):
				return nil, err
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return out, nil
		}
	}
}

func (s webhooks) seal(h webhook, secret bonafide.Secret) webhook {
	h.Secret = s.keys.Seal([]byte(secret.Reveal()), purposeSecret, h.ID)
	return h
}

func (s webhooks) secret(h webhook) (bonafide.Secret, error) {
	plain, err := s.keys.Open(h.Secret, purposeSecret, h.ID)
	return bonafide.NewSecret(string(plain)), err
}

func (o *Options) webhooks() webhooks { return webhooks{o.Store, o.Keys} }

func (o *Options) poster() hook.Poster { return hook.Poster{Client: o.Client, Loopback: o.Loopback} }

// webhookInput is the published WebhookCreate and WebhookUpdate.
type webhookInput struct {
	Name   *string         `json:"name"`
	Status *string         `json:"status"`
	Type   *string         `json:"type"`
	URL    *string         `json:"url"`
	Events []string        `json:"events"`
	Secret bonafide.Secret `json:"secret"`
}

// apply changes a webhook as the input says.
func (in webhookInput) apply(h webhook, p hook.Poster) (webhook, error) {
	var faults bonafide.Faults
	one := func(path string, to, given *string, words ...string) {
		if given == nil {
			return
		}
		if *to = *given; len(words) > 0 && !slices.Contains(words, *given) {
			faults.Add(path, bonafide.CodeUnknown)
		}
	}
	one("name", &h.Name, in.Name)
	one("status", &h.Status, in.Status, online, offline)
	one("type", &h.Type, in.Type, "user", "system")
	one("url", &h.URL, in.URL)
	if len(h.Name) > 250 {
		faults.Add("name", bonafide.CodeTooLong)
	}
	if h.URL == "" {
		faults.Add("url", bonafide.CodeRequired)
	} else if err := p.Check(h.URL); err != nil && !faults.Merge("url", err) {
		return h, err
	}
	if in.Events != nil {
		h.Events = in.Events
	}
	if len(h.Events) == 0 {
		faults.Add("events", bonafide.CodeRequired)
	}
	for i, e := range h.Events {
		if len(h.Events) > 100 || !slices.Contains(published(), e) {
			faults.Add(index("events", i)[:len(index("events", i))-1], bonafide.CodeUnknown)
		}
	}
	if n := len(in.Secret.Reveal()); n > 250 {
		faults.Add("secret", bonafide.CodeTooLong)
	}
	if in.Status != nil && *in.Status == online {
		h.Errors = 0
	}
	return h, faults.Err()
}

// workspace is the platform that webhooks belong to. A reviewer who came in person has
// none, whatever their id.
func (c caller) workspace() (string, error) {
	if !c.platform.Is(bonafide.ActorPlatform) {
		return "", bonafide.ErrForbidden
	}
	return c.platform.ID, nil
}

func (d *handler) createWebhook(r request) (int, any, error) {
	var in webhookInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	workspace, err := r.by.workspace()
	if err != nil {
		return 0, nil, err
	}
	now := bonafide.Instant(d.Now())
	h, err := in.apply(webhook{Platform: workspace, Status: online, Type: "user", CreatedAt: now, UpdatedAt: now}, d.poster())
	if err != nil {
		return 0, nil, err
	}
	all, err := d.webhooks().of(r.Context(), h.Platform)
	if err != nil {
		return 0, nil, err
	}
	if len(all) >= maxWebhooks {
		return 0, nil, bonafide.Invalid("webhooks", bonafide.CodeTooMany)
	}
	if h.ID, err = d.NewID(); err != nil {
		return 0, nil, err
	}
	if in.Secret.IsZero() {
		in.Secret = bonafide.NewSecret(rand.Text())
	}
	if err := d.webhooks().put(r.Context(), d.webhooks().seal(h, in.Secret)); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, h.object(in.Secret.Reveal()), nil
}

// webhook returns a webhook of the caller.
func (d *handler) webhook(r request) (webhook, error) {
	workspace, err := r.by.workspace()
	if err != nil {
		return webhook{}, err
	}
	h, err := d.webhooks().get(r.Context(), r.PathValue("id"))
	if err == nil && h.Platform != workspace {
		return webhook{}, bonafide.ErrNotFound
	}
	return h, err
}

func (d *handler) getWebhook(r request) (int, any, error) {
	h, err := d.webhook(r)
	return http.StatusOK, h.object(secretMask), err
}

func (d *handler) listWebhooks(r request) (int, any, error) {
	workspace, err := r.by.workspace()
	if err != nil {
		return 0, nil, err
	}
	all, err := d.webhooks().of(r.Context(), workspace)
	if err != nil {
		return 0, nil, err
	}
	page, err := selected(webhookColumns(), r.URL.Query(), all, func(x webhook) webhookObject { return x.object(secretMask) })
	return http.StatusOK, page, err
}

func webhookColumns() columns[webhook] {
	type h = webhook
	return columns[h]{byDefault: "updated_at", of: map[string]column[h]{
		"name":       {ops: opsText, sorts: true, text: func(x h) string { return x.Name }},
		"status":     {ops: opsExact, words: []string{online, offline}, sorts: true, text: func(x h) string { return x.Status }},
		"type":       {ops: opsExact, words: []string{"user", "system"}, sorts: true, text: func(x h) string { return x.Type }},
		"url":        {ops: opsText, sorts: true, text: func(x h) string { return x.URL }},
		"events":     {ops: opsList, words: published(), items: func(x h) []string { return x.Events }},
		"created_at": {ops: opsTime, sorts: true, time: func(x h) time.Time { return x.CreatedAt }},
		"updated_at": {ops: opsTime, sorts: true, time: func(x h) time.Time { return x.UpdatedAt }},
	}}
}

func (d *handler) updateWebhook(r request) (int, any, error) {
	var in webhookInput
	if err := d.body(r, &in); err != nil {
		return 0, nil, err
	}
	h, err := d.webhook(r)
	if err != nil {
		return 0, nil, err
	}
	if h, err = in.apply(h, d.poster()); err != nil {
		return 0, nil, err
	}
	h.UpdatedAt = bonafide.Instant(d.Now())
	if !in.Secret.IsZero() {
		h = d.webhooks().seal(h, in.Secret)
	}
	return http.StatusOK, h.object(secretMask), d.webhooks().put(r.Context(), h)
}

func (d *handler) deleteWebhook(r request) (int, any, error) {
	h, err := d.webhook(r)
	if err == nil {
		err = d.webhooks().drop(r.Context(), h)
	}
	return http.StatusNoContent, nil, err
}
