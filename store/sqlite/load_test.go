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
