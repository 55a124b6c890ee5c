package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

// MaxKeyBytes bounds an idempotency key.
const MaxKeyBytes = 255

// A Command identifies one call, so that its repetition has no second effect.
type Command struct {
	Op  string         // such as "user.submit"
	Key string         // the caller's idempotency key; empty = not remembered
	By  bonafide.Actor // keys of different actors do not meet

	// Parts say what was asked for. They are only kept as an HMAC, so secrets may
	// be among them.
	Parts []string

	create bool // creates the record, or joins the one that is there: the key is not the record's
}

// Fingerprint returns the parts of a request: its JSON, and the secrets that
// the JSON leaves out.
func Fingerprint(request any, secrets ...bonafide.Secret) ([]string, error) {
	data, err := json.Marshal(request)
	if err != nil {
		return nil, errors.New("bonafide: request does not encode")
	}
	parts := []string{string(data)}
	for _, s := range secrets {
		parts = append(parts, s.Reveal())
	}
	return parts, nil
}

// memory is what is kept of a command that had an effect.
type memory struct {
	Format  int           `json:"format"`
	Op      string        `json:"op"`
	Request []byte        `json:"request"` // HMAC of op and parts
	ID      string        `json:"id"`      // the record that it changed
	Refused bonafide.Code `json:"refused,omitzero"`
}

func (m *memory) err() error {
	if m.Refused == "" {
		return nil
	}
	return &bonafide.RefusedError{Code: m.Refused}
}

// scopes names the key of a command: per actor, and per record unless the
// command creates one. The first name is the one to write; the others are of
// root keys that are being replaced.
func (t Table[T]) scopes(id string, cmd Command) []string {
	if cmd.create {
		id = ""
	}
	who := string(cmd.By.Kind) + " " + cmd.By.ID // a kind has no space
	field := "command " + t.Kind + " " + id + "\x00" + who
	return t.Keys.Indexes(field, cmd.Key)
}

// kindOfCommands is the kind of the records that remember commands. A host may
// delete those older than its longest retry.
func (t Table[T]) kindOfCommands() string { return t.Kind + ".command" }

// seen returns what the first call with the key did, or nil.
func (t Table[T]) seen(ctx context.Context, id string, cmd Command) (*memory, error) {
	if cmd.Key == "" {
		return nil, nil
	}
	if len(cmd.Key) > MaxKeyBytes {
		return nil, bonafide.Invalid("key", bonafide.CodeTooLong)
	}
	var r bonafide.Record
	for _, scope := range t.scopes(id, cmd) {
		var err error
		if r, err = t.Store.Get(ctx, t.kindOfCommands(), scope); err == nil {
			break
		} else if !errors.Is(err, bonafide.ErrNotFound) {
			return nil, err
		}
	}
	if r.Version == 0 {
		return nil, nil
	}
	var m memory
	if json.Unmarshal(r.Body, &m) != nil || m.Format != format {
		return nil, fmt.Errorf("bonafide: %s record does not decode", r.Kind)
	}
	if !t.Keys.VerifyMAC(m.Request, "request", append([]string{cmd.Op}, cmd.Parts...)...) {
		return nil, bonafide.ErrKeyReused
	}
	return &m, nil
}

func (t Table[T]) remember(id string, cmd Command, refused *bonafide.RefusedError) (bonafide.Write, error) {
	m := memory{Format: format, Op: cmd.Op, ID: id, Request: t.Keys.MAC("request", append([]string{cmd.Op}, cmd.Parts...)...)}
	if refused != nil {
		m.Refused = refused.Code
	}
	data, err := json.Marshal(m)
	if err != nil {
		return bonafide.Write{}, err
	}
	return bonafide.Write{Record: bonafide.Record{Kind: t.kindOfCommands(), ID: t.scopes(id, cmd)[0], Version: 1, Body: data}}, nil
}
