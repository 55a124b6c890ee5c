package sqlite_test

import (
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/loadtest"
)

func BenchmarkHotUser(b *testing.B) {
	loadtest.HotUser(b, loadtest.NewService(b, openNew(b), bonafide.EphemeralKeys()))
}

func BenchmarkOnboard(b *testing.B) { loadtest.Onboard(b, openNew(b), nil) }

// BenchmarkFlat compares reads among many users with those among a tenth of them.
func BenchmarkFlat(b *testing.B) {
	loadtest.Flat(b, func() bonafide.Store { return openNew(b) })
}

// BenchmarkFlatRecords does so at the store's level, with up to millions of users.
func BenchmarkFlatRecords(b *testing.B) {
	loadtest.FlatRecords(b, func() bonafide.Store { return openNew(b) })
}

// BenchmarkRescreen compares a walk over users with reading and writing a record of each.
func BenchmarkRescreen(b *testing.B) { loadtest.Rescreen(b, openNew(b)) }
