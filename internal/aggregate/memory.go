package aggregate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

// MaxKeyBytes bounds an idempotency key.
const MaxKeyBytes = 255

// memory is what is kept of a call that had an effect.
type memory struct {
	Format  int           `json:"format"`
	Op      string        `json:"op"`
	Request []byte        `json:"request"` // HMAC of op and parts
	ID      string        `json:"id"`      // the aggregate that it changed
	Refused bonafide.Code `json:"refused,omitzero"`
}

func (m *memory) err() error {
	if m.Refused == "" {
		return nil
	}
	return &bonafide.RefusedError{Code: m.Refused}
}

// scopes names the key of a call: per actor, and per aggregate unless the call
// creates one. The first name is the one to write; the others belong to root
// keys that are being replaced.
func (t Table[T]) scopes(c Call) []string {
	id := c.ID
	if c.Create {
		id = ""
	}
	who := string(c.By.Kind) + " " + c.By.ID // a kind has no space
	return t.Keys.Indexes("command "+t.Kind+" "+id+"\x00"+who, c.Key)
}

// kindOfCommands is the kind of the records that remember calls. A host may
// delete those older than its longest retry.
func (t Table[T]) kindOfCommands() string { return t.Kind + ".command" }

// seen returns what the first call with the key did, or nil.
func (t Table[T]) seen(ctx context.Context, c Call) (*memory, error) {
	if c.Key == "" {
		return nil, nil
	}
	if len(c.Key) > MaxKeyBytes {
		return nil, bonafide.Invalid("key", bonafide.CodeTooLong)
	}
	var r bonafide.Record
	for _, scope := range t.scopes(c) {
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
	if !t.Keys.VerifyMAC(m.Request, "request", append([]string{c.Op}, c.Parts...)...) {
		return nil, bonafide.ErrKeyReused
	}
	return &m, nil
}

// remember is the write that keeps a call.
func (t Table[T]) remember(id string, c Call, refused *bonafide.RefusedError) (bonafide.Write, error) {
	m := memory{Format: format, Op: c.Op, ID: id, Request: t.Keys.MAC("request", append([]string{c.Op}, c.Parts...)...)}
	if refused != nil {
		m.Refused = refused.Code
	}
	data, err := json.Marshal(m)
	if err != nil {
		return bonafide.Write{}, err
	}
	return bonafide.Write{Record: bonafide.Record{Kind: t.kindOfCommands(), ID: t.scopes(c)[0], Version: 1, Body: data}}, nil
}
