package synapse

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/wire/internal/hook"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// KindSubscription is the kind of the records of Options.Store that hold subscriptions.
const KindSubscription = "synapse.subscription"

// Bounds of subscriptions.
const (
	maxSubscriptions = 32 // of a platform: more than there are scopes
	maxGivenUp       = 20 // events in a row, after which a subscription becomes inactive
	countTries       = 5  // to count one, while others count theirs
	subscriptionForm = 2  // the published _v
)

// A Subscription is the published subscription to webhooks.
type Subscription struct {
	ID       string   `json:"_id"`
	Links    Links    `json:"_links"`
	V        int      `json:"_v"`
	ClientID string   `json:"client_id"`
	IsActive bool     `json:"is_active"`
	Scope    []string `json:"scope"`
	URL      string   `json:"url"`
}

// Subscriptions are the published page of subscriptions.
type Subscriptions struct {
	ErrorCode          string         `json:"error_code"`
	HTTPCode           string         `json:"http_code"`
	Limit              int            `json:"limit"`
	Page               int            `json:"page"`
	PageCount          int            `json:"page_count"`
	Subscriptions      []Subscription `json:"subscriptions"`
	SubscriptionsCount int            `json:"subscriptions_count"`
	Success            bool           `json:"success"`
}

// A SubscriptionBody is the body of POST /subscriptions and PATCH /subscriptions/:id.
type SubscriptionBody struct {
	Scope    []string `json:"scope"`
	URL      *string  `json:"url"`
	IsActive *bool    `json:"is_active"`
}

// stored is a subscription as a record holds it.
type stored struct {
	Platform string   `json:"platform"`
	URL      string   `json:"url"`
	Scope    []string `json:"scope"`
	Active   bool     `json:"is_active"`
	GivenUp  int      `json:"given_up,omitzero"` // events in a row that did not get there
	Asked    string   `json:"asked,omitzero"`    // hash of the request that made it, where that had an idempotency key
}

// scopes are the published scopes of subscriptions. Those of nodes and transactions
// are taken, and never called.
func scopes() []string {
	return []string{"USERS|POST", "USER|POST", "USER|PATCH", "USERS|PATCH", "NODES|POST", "NODE|POST", "NODE|PATCH", "NODES|PATCH", "NODE|DELETE",
		"NODES|DELETE", "TRANS|POST", "TRANS|POST|JIT", "TRAN|PATCH", "TRANS|PATCH", "TRAN|DELETE", "TRANS|DELETE", "SUBNETS|POST", "SUBNET|PATCH"}
}

// apply returns the subscription as a body changes it.
func (s stored) apply(b SubscriptionBody, poster hook.Poster) (stored, error) {
	var faults bonafide.Faults
	if b.URL != nil {
		s.URL = *b.URL
	}
	if b.Scope != nil {
		s.Scope = b.Scope
	}
	if b.IsActive != nil {
		s.Active, s.GivenUp = *b.IsActive, 0
	}
	switch {
	case s.URL == "":
		faults.Add("url", bonafide.CodeRequired)
	case poster.Check(s.URL) != nil:
		faults.Add("url", bonafide.CodeNotAllowed)
	}
	if len(s.Scope) == 0 {
		faults.Add("scope", bonafide.CodeRequired)
	}
	if len(s.Scope) > len(scopes()) {
		faults.Add("scope", bonafide.CodeTooMany)
	}
	for _, name := range s.Scope {
		if !slices.Contains(scopes(), name) {
			faults.Add("scope", bonafide.CodeUnknown)
		}
	}
	return s, faults.Err()
}

func (o Options) poster() hook.Poster { return hook.Poster{Client: o.HTTP, Loopback: o.Loopback} }

func (o Options) put(ctx context.Context, id string, version int64, s stored) error {
	return kept.Put(ctx, o.Store, bonafide.Record{Kind: KindSubscription, ID: id, Version: version, Labels: []string{"platform=" + s.Platform}}, s)
}

// subscription is that with an id, of a platform.
func (o Options) subscription(ctx context.Context, platform, id string) (stored, int64, error) {
	var s stored
	version, err := kept.Get(ctx, o.Store, KindSubscription, id, &s)
	if err != nil {
		return stored{}, 0, err
	}
	if s.Platform != platform {
		return stored{}, 0, bonafide.ErrNotFound
	}
	return s, version, nil
}

// subscriptions are those of a platform.
func (o Options) subscriptions(ctx context.Context, platform string) (map[string]stored, error) {
	page, err := o.Store.List(ctx, bonafide.Query{Kind: KindSubscription, Labels: []string{"platform=" + platform}, Limit: bonafide.MaxPage})
	if err != nil {
		return nil, err
	}
	out := make(map[string]stored)
	for _, r := range page.Records {
		var s stored
		if err := kept.Read(r, &s); err != nil {
			return nil, err
		}
		out[r.ID] = s
	}
	return out, nil
}

// asked are the scopes that any platform asks for: an event that nobody asked for is no
// reason to open a user. Where that takes more than a page, or one cannot be read, they are all.
func (o Options) asked(ctx context.Context) ([]string, error) {
	page, err := o.Store.List(ctx, bonafide.Query{Kind: KindSubscription})
	if err != nil || page.Next != "" {
		return scopes(), err
	}
	var all []string
	for _, r := range page.Records {
		var s stored
		if err := kept.Read(r, &s); err != nil {
			return scopes(), nil // whose it is fails, not everybody's
		}
		if s.Active {
			all = append(all, s.Scope...)
		}
	}
	return all, nil
}

// counted notes whether an event got to a subscription in the end. What other events count
// meanwhile adds up; one that its platform has made inactive stays so.
func (o Options) counted(ctx context.Context, id, platform string, delivered bool) error {
	for range countTries {
		s, version, err := o.subscription(ctx, platform, id)
		if err != nil || delivered && s.GivenUp == 0 {
			return err
		}
		s.GivenUp++
		if delivered {
			s.GivenUp = 0
		}
		s.Active = s.Active && s.GivenUp < maxGivenUp
		if err := o.put(ctx, id, version+1, s); !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
	return nil
}

func (h *handler) encode(id string, s stored) Subscription {
	return Subscription{ID: id, Links: self(h.o.BaseURL, "subscriptions", id), V: subscriptionForm, ClientID: s.Platform,
		IsActive: s.Active, Scope: list(s.Scope), URL: s.URL}
}

func (h *handler) subscribe(c *call) (any, error) {
	var body SubscriptionBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	s, err := stored{Platform: c.by.ID, Active: true}.apply(body, h.o.poster())
	if err != nil {
		return nil, err
	}
	id, err := h.o.NewID()
	if err != nil {
		return nil, err
	}
	if key := c.key(c.by.ID); key != "" {
		id, s.Asked = canonical.SumJSON(key)[:24], canonical.SumJSON(body)
	}
	there, err := h.o.subscriptions(c.ctx(), c.by.ID)
	if err != nil {
		return nil, err
	}
	if old, ok := there[id]; ok {
		if old.Asked != s.Asked {
			return nil, bonafide.ErrKeyReused
		}
		return h.encode(id, old), nil
	}
	if len(there) >= maxSubscriptions {
		return nil, bonafide.Invalid("subscriptions", bonafide.CodeTooMany)
	}
	if err := h.o.put(c.ctx(), id, 1, s); err != nil {
		return nil, err
	}
	return h.encode(id, s), nil
}

func (h *handler) listSubscriptions(c *call) (any, error) {
	there, err := h.o.subscriptions(c.ctx(), c.by.ID)
	if err != nil {
		return nil, err
	}
	l, err := listingOf(c.r.URL.Query(), h.o.Region)
	if err != nil {
		return nil, err
	}
	n := len(there)
	out := Subscriptions{ErrorCode: "0", HTTPCode: "200", Limit: l.size, Page: l.page, PageCount: (n + l.size - 1) / l.size,
		Subscriptions: []Subscription{}, SubscriptionsCount: n, Success: true}
	ids := make([]string, 0, n)
	for id := range there {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	from := min((l.page-1)*l.size, n)
	for _, id := range ids[from:min(from+l.size, n)] {
		out.Subscriptions = append(out.Subscriptions, h.encode(id, there[id]))
	}
	return out, nil
}

func (h *handler) getSubscription(c *call) (any, error) {
	s, _, err := h.o.subscription(c.ctx(), c.by.ID, c.user())
	if err != nil {
		return nil, err
	}
	return h.encode(c.user(), s), nil
}

func (h *handler) patchSubscription(c *call) (any, error) {
	var body SubscriptionBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	s, version, err := h.o.subscription(c.ctx(), c.by.ID, c.user())
	if err != nil {
		return nil, err
	}
	if s, err = s.apply(body, h.o.poster()); err != nil {
		return nil, err
	}
	if err := h.o.put(c.ctx(), c.user(), version+1, s); err != nil {
		return nil, err
	}
	return h.encode(c.user(), s), nil
}
