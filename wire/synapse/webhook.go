package synapse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/wire/internal/hook"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// headerSignature is the hex HMAC-SHA256 of the body under the client_secret.
const headerSignature = "X-Synapse-Signature-SHA256-FullBody"

// updatedBy is who changed an object, as webhooks tell it: the platform itself or its user.
const updatedBy = "SELF"

// A Webhook is the body of a webhook: the object, and what it is about. It shows no
// refresh token.
type Webhook struct {
	ID   ObjectID `json:"_id"`
	Rest User     `json:"_rest"`
	Meta Meta     `json:"webhook_meta"`
}

// An ObjectID is an id in extended JSON.
type ObjectID struct {
	OID string `json:"$oid"`
}

// A Meta says what a webhook is about.
type Meta struct {
	Date      Moment `json:"date"`
	Function  string `json:"function"` // the scope
	LogID     string `json:"log_id"`   // of the event: the same in every repetition
	UpdatedBy string `json:"updated_by"`
}

// A Moment is a time in extended JSON: unix milliseconds.
type Moment struct {
	Date int64 `json:"$date"`
}

// Deliverer returns what hands an event to the subscriptions of the user's platforms:
// a host gives it to outbox.Run. Each body is signed: header X-Synapse-Signature-SHA256-FullBody is
// the HMAC-SHA256 of the raw body under the client_secret, in lower-case hex. Each event that
// changes what a platform is shown is told, so one creation is followed by several. An event is
// delivered again, with the same log_id, to the receivers that did not answer with 2xx,
// and to no other. After ten attempts it is given up, and a subscription on which twenty events in a row
// were given up becomes inactive, so that who is down for good keeps nobody waiting; GET /subscriptions/logs tells.
// It fails with an [*bonafide.InvalidError] for options that are
// missing. A host calls it at its start.
func Deliverer(users *user.Service, opts *Options) (func(context.Context, bonafide.Event) error, error) {
	o, err := opts.ready()
	if err != nil {
		return nil, err
	}
	if o.Secret == nil {
		return nil, bonafide.Invalid("options.secret", bonafide.CodeRequired)
	}
	d := &deliverer{users: users, o: o, asked: kept.Shared[[]string]{Read: o.asked}}
	return d.deliver, nil
}

type deliverer struct {
	users *user.Service
	o     Options
	asked kept.Shared[[]string]
}

// functions are the scopes under which an event is told. Only what changes something that a
// platform is shown is told, and what it does itself or is told anyway: that somebody looks at
// a user, holds it or proposes to lock it must not be read off the times of webhooks (31 CFR
// 1020.320(e)).
func functions(e bonafide.Event) []string {
	switch {
	case e.Kind != user.Kind:
		return nil
	case e.Type == event.Created:
		return []string{"USERS|POST", "USER|POST"}
	}
	switch e.Type {
	case event.Updated, event.Linked, event.Imported, event.ContactConfirmed, event.PhoneVerified, event.NumberTaken, event.NumberFreed, event.NumberReleased,
		event.DocumentAdded, event.DocumentChanged, event.DocumentActive, event.DocumentDeleted,
		event.Submitted, event.SubDeleted, event.SubCodeSent, event.SubCodeWrong, event.Answered,
		event.WatchlistChanged, event.PermissionChanged, event.StandingSet, event.Flagged, event.EDDSet, event.EDDDelivered, event.Swapped,
		event.TokenIssued, event.TokenRotated, event.TokenRevoked:
		return []string{"USER|PATCH", "USERS|PATCH"}
	}
	return nil
}

func (d *deliverer) deliver(ctx context.Context, e bonafide.Event) error {
	names := functions(e)
	if names == nil {
		return nil
	}
	asked, err := d.asked.Get(ctx)
	if err != nil || !slices.ContainsFunc(names, func(name string) bool { return slices.Contains(asked, name) }) {
		return err
	}
	u, err := d.users.Get(ctx, bonafide.System(), e.ID)
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	if err != nil || u.Erased() {
		return err
	}
	var due []target
	for _, l := range u.Platforms {
		if l.Pending {
			continue
		}
		more, err := d.targets(ctx, e, l.Platform, names)
		if err != nil {
			return err
		}
		due = append(due, more...)
	}
	if len(due) == 0 {
		return nil
	}
	defer d.o.sweep(ctx)
	return d.postAll(ctx, e, u, due)
}

// A target is a subscription that has yet to get an event.
type target struct {
	id  string // of the subscription
	sub stored
	log entry
}

// targets are the subscriptions of a platform that have yet to get the event.
func (d *deliverer) targets(ctx context.Context, e bonafide.Event, platform string, names []string) (due []target, err error) {
	there, err := d.o.subscriptions(ctx, platform)
	if err != nil {
		return nil, err
	}
	for id, s := range there {
		i := slices.IndexFunc(names, func(name string) bool { return slices.Contains(s.Scope, name) })
		if i < 0 || !s.Active {
			continue
		}
		log, err := d.o.entry(ctx, e, id, s, names[i])
		if err != nil {
			return nil, err
		}
		if !log.Done {
			due = append(due, target{id, s, log})
		}
	}
	return due, nil
}

// atOnce is how many receivers are called at a time: each may take ten seconds.
const atOnce = 32

// noteTime bounds the note of who was told, which is made also when the time of the calls is
// over: who was told and is not noted would be told again.
const noteTime = 5 * time.Second

func (d *deliverer) postAll(ctx context.Context, e bonafide.Event, u user.User, due []target) error {
	slices.SortFunc(due, fewerTries)
	failed := make([]error, len(due))
	turn := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, t := range due {
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			failed[i] = d.post(ctx, e, u, t)
		})
	}
	all.Wait()
	return errors.Join(failed...)
}

// EncodeWebhook returns the body that tells of an event of a user, as its platform may see
// it, under a scope. A host calls it that posts webhooks by itself.
func EncodeWebhook(e bonafide.Event, u user.User, v View, function string) Webhook {
	v.RefreshToken, v.Full = "", false
	return Webhook{ObjectID{u.ID}, EncodeUser(u, v), Meta{Moment{millis(e.At)}, function, logID(e), updatedBy}}
}

// post calls one receiver and notes how that went. Its error matches [bonafide.ErrUnavailable]
// where another attempt is due: that a customer's receiver fails is no fault of the event.
func (d *deliverer) post(ctx context.Context, e bonafide.Event, u user.User, t target) error {
	platform := t.sub.Platform
	secret, err := d.o.Secret(ctx, platform)
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil // the platform is gone
	}
	if err != nil {
		return err
	}
	w := EncodeWebhook(e, u.As(bonafide.Platform(platform)), View{Platform: platform, Client: d.o.Client(platform), BaseURL: d.o.BaseURL}, t.log.Function)
	body, err := json.Marshal(w)
	if err != nil {
		return err
	}
	header := http.Header{"Content-Type": {"application/json"}, headerSignature: {hook.HexSHA256(secret, body)}}
	status, failed := d.o.poster().Post(ctx, t.sub.URL, header, body)
	if failed != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", bonafide.ErrUnavailable, ctx.Err())
	}
	note, end := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer end()
	log, err := d.o.log(note, t.log, status, failed == nil)
	switch {
	case err != nil:
		return err
	case !log.Done:
		return fmt.Errorf("synapse: a receiver is to be called again: %w", bonafide.ErrUnavailable)
	}
	return d.o.counted(note, t.id, platform, failed == nil)
}
