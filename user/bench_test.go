package user_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// recorderStore counts what the path reads and writes, so that the floor can do
// the same JSON and nothing else.
type recorderStore struct {
	bonafide.Store
	read, written [][]byte
}

func (s *recorderStore) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	if err == nil {
		s.read = append(s.read, r.Body)
	}
	return r, err
}

func (s *recorderStore) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	p, err := s.Store.List(ctx, q)
	for _, r := range p.Records {
		s.read = append(s.read, r.Body)
	}
	return p, err
}

func (s *recorderStore) Put(ctx context.Context, batch ...bonafide.Write) error {
	for _, w := range batch {
		if len(w.Record.Body) > 0 { // listings have none
			s.written = append(s.written, w.Record.Body)
		}
	}
	return s.Store.Put(ctx, batch...)
}

func quiet(o *user.Options) {
	o.Logger = slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError}))
}

// onboard takes one user from creation to SEND-AND-RECEIVE.
func onboard(b testing.TB, users *user.Service, phone string) {
	u, err := users.Create(ctx, acme, user.CreateRequest{Phone: phone, LegalNames: []string{"Ana Maria Lopez"}})
	require.NoError(b, err)
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(b)
	_, err = users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []document.Submission{in}})
	require.NoError(b, err)
	u, err = users.Advance(ctx, u.ID)
	require.NoError(b, err)
	require.Equal(b, "SEND-AND-RECEIVE", string(u.Permission()))
}

// BenchmarkCreateToPermission measures the whole path on the memory store,
// beside the JSON encoding and decoding that it contains.
func BenchmarkCreateToPermission(b *testing.B) {
	b.Run("path", func(b *testing.B) {
		s := setup(b, quiet)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			onboard(b, s.users, fmt.Sprintf("+1415%07d", 2000000+i))
		}
	})
	b.Run("json", func(b *testing.B) {
		s := setup(b, quiet)
		rec := &recorderStore{Store: memory.New("floor")}
		onboard(b, s.users.WithStore(rec), "+14155552671")
		type envelope struct {
			Format int            `json:"format"`
			Head   bonafide.Chain `json:"head"`
			State  user.User      `json:"state"`
		}
		var states []envelope
		for _, body := range rec.written {
			var e envelope
			require.NoError(b, json.Unmarshal(body, &e))
			states = append(states, e)
		}
		b.ReportMetric(float64(len(rec.read)), "decodes/op")
		b.ReportMetric(float64(len(rec.written)), "encodes/op")
		b.ReportAllocs()
		for b.Loop() {
			for _, body := range rec.read {
				var e envelope
				if err := json.Unmarshal(body, &e); err != nil {
					b.Fatal(err)
				}
			}
			for _, e := range states {
				if _, err := json.Marshal(e); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
