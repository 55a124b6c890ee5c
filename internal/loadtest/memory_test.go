package loadtest_test

import (
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/loadtest"
	"github.com/bonafide-go/bonafide/store/memory"
)

// BenchmarkRescreen measures a walk over users on the memory store.
func BenchmarkRescreen(b *testing.B) { loadtest.Rescreen(b, memory.New("tenant")) }

// BenchmarkFlatRecords compares reads of the memory store among many users with those
// among a tenth of them.
func BenchmarkFlatRecords(b *testing.B) {
	loadtest.FlatRecords(b, func() bonafide.Store { return memory.New("tenant") })
}
