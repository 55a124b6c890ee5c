// Package loadtest measures the user Service on the stores of this repository: many
// writers of one user, onboardings, and reads among many users.
package loadtest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/user"
)

var shop = bonafide.Platform("shop")

const sheet = `{
	"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2024-01-01T00:00:00Z",
	"time_zone": "America/New_York", "screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [{"scope": "SEND|RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"]}}],
		"limits": [{"direction": "send", "per": "day", "currency": "USD", "max": "100"}]}]}`

// NewService returns a Service whose verifier and screener answer at once. Services
// with the same keys on one database are as good as processes.
func NewService(tb testing.TB, store bonafide.Store, keys *bonafide.Keys) *user.Service {
	tb.Helper()
	list, err := screening.NewList(screening.KeyOFACSDN, bonafide.Date{Year: 2026, Month: time.March, Day: 1}, []screening.Entry{
		{ID: "1", Type: screening.Person, Names: []screening.Name{{Text: "LISTED, Jane Person", Kind: screening.PrimaryName}}},
	})
	require.NoError(tb, err)
	return serviceOn(tb, store, keys, list)
}

// serviceOn is a Service whose users are looked for on some lists.
func serviceOn(tb testing.TB, store bonafide.Store, keys *bonafide.Keys, lists ...screening.List) *user.Service {
	tb.Helper()
	programs, err := program.ParseBook([]byte(sheet))
	require.NoError(tb, err)
	engine := match.NewEngine(nil)
	for _, list := range lists {
		require.NoError(tb, engine.Load(list))
	}
	users, err := user.New(store, keys, &user.Options{Programs: programs, Screener: engine, Verifier: document.NewSandbox(nil), Sandbox: true})
	require.NoError(tb, err)
	return users
}

// onboard takes the n-th person to a permission, by three commands, with a base document
// for each e-mail address.
func onboard(ctx context.Context, users *user.Service, n int, emails ...string) (user.User, error) {
	phone, name := phoneOf(n), nameOf(n)
	u, err := users.Create(ctx, shop, user.CreateRequest{Phone: phone, LegalNames: []string{name}})
	if err != nil {
		return u, err
	}
	var documents []document.Submission
	for _, email := range emails {
		documents = append(documents, document.Submission{
			Name: name, Email: email, PhoneNumber: phone, IP: "203.0.113.7",
			EntityType: "F", EntityScope: "Education", Day: n%28 + 1, Month: n/28%12 + 1, Year: 1940 + n/336%60,
			AddressStreet: fmt.Sprintf("%d Market Street", n+1), AddressCity: "San Francisco", AddressSubdivision: "CA",
			AddressPostalCode: "94105", AddressCountryCode: "US",
			VirtualDocs: []document.SubSubmission{{Type: document.SSN, Value: bonafide.NewSecret(fmt.Sprintf("5%02d-%02d-2222", n/97%97+1, n%97+1))}},
		})
	}
	if u, err = users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: documents}); err != nil {
		return u, err
	}
	return users.Advance(ctx, u.ID)
}

func emailOf(n int) string { return fmt.Sprintf("ana%d@example.com", n) }

func phoneOf(n int) string { return fmt.Sprintf("+1415%07d", 2000000+n) }

func nameOf(n int) string {
	return fmt.Sprintf("Ana %s Lopez%s", letters(n*7919+26), letters(n*104729+26))
}

// letters spells a number.
func letters(n int) string {
	var out []byte
	for ; n > 0; n /= 26 {
		out = append(out, byte('a'+n%26))
	}
	return string(out)
}

// Onboard measures create, submit and advance of b.N persons by 16 workers, on one store
// and in turns of the same run on another: it reports onboardings a second of both, and the
// ratio. other may be nil.
func Onboard(b *testing.B, store, other bonafide.Store) {
	keys := bonafide.EphemeralKeys()
	var sides []*user.Service
	for _, s := range []bonafide.Store{store, other} {
		if s != nil {
			sides = append(sides, NewService(b, s, keys))
		}
	}
	var took [2]time.Duration
	done := 0
	for done < b.N {
		for i, users := range sides {
			begin := time.Now()
			_, failed := inParallel(b.Context(), 16, done, done+turn, func(ctx context.Context, n int) error {
				_, err := onboard(ctx, users, n, emailOf(n))
				return err
			})
			require.Empty(b, failed)
			took[i] += time.Since(begin)
		}
		done += turn
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(done)/took[0].Seconds(), "onboardings/s")
	if other != nil {
		b.ReportMetric(float64(done)/took[1].Seconds(), "others/s")
		b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
	}
}

// turn is how many operations one side does before it is the other's turn.
const turn = 160

// inParallel calls f with each number of a range, on some goroutines, and returns how
// long each call took, and the errors.
func inParallel(ctx context.Context, goroutines, from, to int, f func(context.Context, int) error) (took []time.Duration, failed []error) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var next atomic.Int64
	next.Store(int64(from) - 1)
	for range goroutines {
		wg.Go(func() {
			for i := int(next.Add(1)); i < to; i = int(next.Add(1)) {
				begin := time.Now()
				err := f(ctx, i)
				d := time.Since(begin)
				mu.Lock()
				if took = append(took, d); err != nil {
					failed = append(failed, err)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return took, failed
}
