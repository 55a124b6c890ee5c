package synapse

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/wire/internal/hook"
)

// headerSignature is the hex HMAC-SHA256 of the body under the client_secret.
const headerSignature = "X-Synapse-Signature-SHA256-FullBody"

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
// a host gives it to outbox.Run. Each body is signed under the client_secret. An event is
// delivered again, with the same log_id, where a receiver failed; receivers that had it
// get it again then. It fails with an [*bonafide.InvalidError] for options that are
// missing. A host calls it at its start.
func Deliverer(users *user.Service, opts *Options) (func(context.Context, bonafide.Event) error, error) {
	o, err := opts.ready()
	if err != nil {
		return nil, err
	}
	if o.Secret == nil {
		return nil, bonafide.Invalid("options.secret", bonafide.CodeRequired)
	}
	d := deliverer{users: users, o: o}
	return d.deliver, nil
}

type deliverer struct {
	users *user.Service
	o     Options
}

// functions are the scopes under which an event is told; none where it changes nothing
// that a user object shows.
func functions(e bonafide.Event) []string {
	switch {
	case e.Kind != user.Kind:
		return nil
	case e.Type == event.Created:
		return []string{"USERS|POST", "USER|POST"}
	case slices.Contains([]string{event.Asked, event.ProposalRead, event.Exported, event.Used, event.CodeSent, event.CodeWrong}, e.Type):
		return nil
	}
	return []string{"USER|PATCH", "USERS|PATCH"}
}

func (d deliverer) deliver(ctx context.Context, e bonafide.Event) error {
	names := functions(e)
	if names == nil {
		return nil
	}
	u, err := d.users.Get(ctx, bonafide.System(), e.ID)
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	if err != nil || u.Erased() {
		return err
	}
	var failed []error
	for _, l := range u.Platforms {
		if !l.Pending {
			failed = append(failed, d.tell(ctx, e, u, l.Platform, names))
		}
	}
	return errors.Join(failed...)
}

// tell posts the event to the subscriptions of one platform.
func (d deliverer) tell(ctx context.Context, e bonafide.Event, u user.User, platform string, names []string) error {
	there, err := d.o.subscriptions(ctx, platform)
	if err != nil {
		return err
	}
	var failed []error
	for _, s := range there {
		i := slices.IndexFunc(names, func(name string) bool { return slices.Contains(s.Scope, name) })
		if i < 0 || !s.Active {
			continue
		}
		failed = append(failed, d.post(ctx, s, EncodeWebhook(e, u.As(bonafide.Platform(platform)),
			View{Platform: platform, Client: d.o.Client(platform), BaseURL: d.o.BaseURL}, names[i])))
	}
	return errors.Join(failed...)
}

// EncodeWebhook returns the body that tells of an event of a user, as its platform may see
// it, under a scope. A host calls it that posts webhooks by itself.
func EncodeWebhook(e bonafide.Event, u user.User, v View, function string) Webhook {
	v.RefreshToken, v.Full = "", false
	return Webhook{ObjectID{u.ID}, EncodeUser(u, v), Meta{Moment{millis(e.At)}, function, e.Hash[:min(len(e.Hash), 24)], "SELF"}}
}

func (d deliverer) post(ctx context.Context, s stored, w Webhook) error {
	body, err := json.Marshal(w)
	if err != nil {
		return err
	}
	secret, err := d.o.Secret(ctx, s.Platform)
	if err != nil {
		return err
	}
	header := http.Header{"Content-Type": {"application/json"}, headerSignature: {hook.HexSHA256(secret, body)}}
	_, err = d.o.poster().Post(ctx, s.URL, header, body)
	return err
}
