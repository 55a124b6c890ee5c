package outbox

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
)

// The stored shape, which processes of the next version must still read.
const stored = `{"holder":"A","position":"p","lanes":[{"record":["user","base64:/w"],"after":"o","passed":1,"behind":2,` +
	`"tries":3,"faults":2,"parked":true,"freed":1,"seq":4,"type":"user.created","at":"2026-03-02T09:00:00Z"}]}`

func TestStoredShape(t *testing.T) {
	l := lane{Record: record{"user", "\xff"}, After: "o", Passed: 1, Behind: 2, Tries: 3, Faults: 2, Parked: true, Freed: 1}
	l.Seq, l.Type, l.At = 4, "user.created", start
	s := state{Holder: "A", Position: "p", Lanes: []*lane{&l}}
	body, err := json.Marshal(s)
	require.NoError(t, err)
	assert.Equal(t, stored, string(body))
	read, err := decode(body)
	require.NoError(t, err)
	assert.Equal(t, s, read)
}

func TestDamagedStates(t *testing.T) {
	for _, body := range []string{"", "{", "[]", `{"lanes":[null]}`, `{"lanes":[{}]}`, `{"lanes":[{"record":["user"]}]}`, `{"lanes":[{"record":["user",""]}]}`,
		`{"lanes":[{"record":["user","u"],"passed":-1}]}`, `{"lanes":[{"record":["user","u"],"behind":-1}]}`,
		`{"lanes":[{"record":["user","u"]},{"record":["user","u"]}]}`} {
		s, err := decode([]byte(body))
		assert.ErrorIs(t, err, bonafide.ErrUnreadable, body)
		assert.Zero(t, s, body)
	}
}

// Whatever stands in the record, nothing panics; what decodes is written as it was read,
// and the first look at what is due finds its way.
func FuzzState(f *testing.F) {
	f.Add([]byte(stored))
	f.Add([]byte(`{"lanes":[{"record":["user","u"],"behind":9},{"record":["user","v"]}]}`))
	f.Add([]byte(`{"holder":1}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := decode(body)
		if err != nil {
			require.Zero(t, s)
			return
		}
		again, err := json.Marshal(s)
		require.NoError(t, err)
		once, err := decode(again)
		require.NoError(t, err)
		require.Equal(t, s, once)

		store := memory.New("acme")
		require.NoError(t, store.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: Kind, ID: "hooks", Version: 1, Body: body}}))
		o, err := (&Options{Lease: time.Second}).complete()
		require.NoError(t, err)
		turn := &turn{store: store, name: "hooks", lease: time.Second}
		c := newCourier(turn, s, func(context.Context, bonafide.Event) error { return nil }, &o, t.Context(), t.Context())
		_, _ = c.plan()
		_, _ = c.seek()
		c.renew.Stop()
	})
}
