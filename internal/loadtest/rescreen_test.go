package loadtest_test

import (
	"testing"

	"github.com/bonafide-go/bonafide/internal/loadtest"
	"github.com/bonafide-go/bonafide/store/memory"
)

// BenchmarkRescreen measures a walk over users on the memory store.
func BenchmarkRescreen(b *testing.B) { loadtest.Rescreen(b, memory.New("tenant")) }
