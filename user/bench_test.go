package user_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// recorderStore keeps what the path reads and writes of the user's own record,
// so that the floor can do the same JSON and nothing else.
type recorderStore struct {
	bonafide.Store
	read, written [][]byte
}

func (s *recorderStore) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	if err == nil && kind == user.Kind {
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
		if w.Record.Kind == user.Kind {
			s.written = append(s.written, w.Record.Body)
		}
	}
	return s.Store.Put(ctx, batch...)
}

func quiet(o *user.Options) {
	o.Logger = slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError}))
}

// onboard takes the n-th user, who shares nothing with the others, from creation to
// SEND-AND-RECEIVE.
func onboard(b testing.TB, users *user.Service, n int) {
	in := ana()
	in.PhoneNumber, in.Email = fmt.Sprintf("+1415%07d", 2000000+n), fmt.Sprintf("ana%d@example.com", n)
	in.Name += strings.Map(func(digit rune) rune { return digit - '0' + 'a' }, strconv.Itoa(n))
	in.VirtualDocs, in.PhysicalDocs = ssn(fmt.Sprintf("5%02d-%02d-%04d", n/9999/99%97+1, n/9999%99+1, n%9999+1)), photo(b)
	u, err := users.Create(ctx, acme, user.CreateRequest{Phone: in.PhoneNumber, LegalNames: []string{in.Name}})
	require.NoError(b, err)
	_, err = users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []document.Submission{in}})
	require.NoError(b, err)
	u, err = users.Advance(ctx, u.ID)
	require.NoError(b, err)
	require.Equal(b, "SEND-AND-RECEIVE", string(u.Permission()))
}

// BenchmarkCreateToPermission measures the whole path on the memory store, sealed and in
// clear, beside the JSON encoding and decoding that it contains.
func BenchmarkCreateToPermission(b *testing.B) {
	path := func(b *testing.B, change ...func(*user.Options)) {
		s := setup(b, append(change, quiet)...)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			onboard(b, s.users, i)
		}
	}
	b.Run("in clear", func(b *testing.B) { path(b, inClear) })
	b.Run("sealed", func(b *testing.B) { path(b) })
	b.Run("json", func(b *testing.B) {
		s := setup(b, quiet, inClear)
		rec := &recorderStore{Store: memory.New("floor")}
		onboard(b, s.users.WithStore(rec), 0)
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

// BenchmarkAuthenticate measures what a handler of the host's pays on every
// request, beside a bare read of the user's record.
func BenchmarkAuthenticate(b *testing.B) {
	s := setup(b, quiet)
	u := s.verified(b)
	refresh, err := s.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(b, err)
	_, err = s.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: "+14155552671"})
	require.NoError(b, err)
	g, err := s.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, PIN: s.lastCode()})
	require.NoError(b, err)
	b.Run("bare get", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.records.Get(ctx, user.Kind, u.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("authenticate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.users.Authenticate(ctx, g.AccessKey, phone, scope.TransPost); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("get", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.users.Get(ctx, acme, u.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAdvance measures one Advance of a user with thirty base documents.
func BenchmarkAdvance(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := setup(b, quiet)
		u := s.submit(b, s.create(b).ID, bases(b, user.MaxBases)...)
		b.StartTimer()
		s.advance(b, u.ID)
	}
}

// BenchmarkMove measures a move of a user who makes a few a day.
func BenchmarkMove(b *testing.B) {
	s := setup(b, quiet)
	u := s.verified(b)
	amount, err := bonafide.ParseMoney("15", "USD")
	require.NoError(b, err)
	for i := 0; b.Loop(); i++ {
		s.wait(6 * time.Hour)
		tx := money.Transaction{ID: fmt.Sprint(i), Direction: permission.Outbound, Amount: amount, At: s.now()}
		if _, err := s.users.Move(ctx, acme, u.ID, user.MoveRequest{Transaction: tx}); err != nil {
			b.Fatal(err)
		}
	}
}
