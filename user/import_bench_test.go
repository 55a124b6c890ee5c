package user_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// batches is a store that keeps what was written to it.
type batches struct {
	bonafide.Store
	written [][]bonafide.Write
}

func (s *batches) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.written = append(s.written, batch)
	return s.Store.Put(ctx, batch...)
}

// file is the n-th request of the import of a large file: 50 customers with a base
// document, a number and the verdicts on them, without uploads.
func file(n int) user.ImportRequest {
	rows := make([]user.ImportedUser, user.MaxImport)
	for i := range rows {
		rows[i] = patron(n*user.MaxImport + i)
		rows[i].Phone = phoneOf(n*user.MaxImport + i)
		rows[i].Documents[0].PhysicalDocs = nil
	}
	return bring(rows...)
}

func phoneOf(n int) string {
	return "+1415" + string([]byte{'2' + byte(n/1000000%8)}) + digits(n%1000000)
}

func digits(n int) string {
	var out [6]byte
	for i := range out {
		out[5-i] = '0' + byte(n%10)
		n /= 10
	}
	return string(out[:])
}

// BenchmarkImport measures the import of users on the memory store, beside a plain Put
// of the same bytes, and the second run of the same file.
func BenchmarkImport(b *testing.B) {
	perUser := func(b *testing.B, n int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/user")
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "users/s")
	}
	run := func(b *testing.B, users *user.Service, req user.ImportRequest, want user.ImportOutcome) {
		got, err := users.Import(ctx, officer, req)
		require.NoError(b, err)
		require.Equal(b, want, got.Rows[len(got.Rows)-1].Outcome)
	}
	b.Run("import", func(b *testing.B) {
		s := setup(b, quiet)
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			run(b, s.users, file(n), user.ImportDone)
			n++
		}
		perUser(b, n*user.MaxImport)
	})
	b.Run("again", func(b *testing.B) {
		s := setup(b, quiet)
		req := file(0)
		run(b, s.users, req, user.ImportDone)
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			run(b, s.users, req, user.ImportAlready)
			n++
		}
		perUser(b, n*user.MaxImport)
	})
	b.Run("put", func(b *testing.B) {
		s := setup(b, quiet)
		rec := &batches{Store: memory.New("floor")}
		for n := range 40 {
			run(b, s.users.WithStore(rec), file(n), user.ImportDone)
		}
		b.ReportAllocs()
		n, at := 0, len(rec.written)
		var store *memory.Store
		for b.Loop() {
			if at == len(rec.written) {
				store, at = memory.New("floor"), 0
			}
			for range user.MaxImport {
				require.NoError(b, store.Put(ctx, rec.written[at]...))
				at++
			}
			n++
		}
		perUser(b, n*user.MaxImport)
	})
}
