package filestest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/files/filestest"
)

func TestMemory(t *testing.T) {
	filestest.Run(t, func(filestest.TB) document.Files { return document.NewMemoryFiles() })
}

// recorder is a TB that counts failures instead of failing the test.
type recorder struct {
	*testing.T
	mu     sync.Mutex
	failed int
}

func (r *recorder) Errorf(string, ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed++
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// broken is a good store of files with some methods replaced.
type broken struct {
	*document.MemoryFiles
	put    func(ctx context.Context, key string, content []byte) error
	get    func(ctx context.Context, key string) ([]byte, error)
	delete func(ctx context.Context, key string) error
}

func (b *broken) Put(ctx context.Context, key string, content []byte) error {
	if b.put != nil {
		return b.put(ctx, key, content)
	}
	return b.MemoryFiles.Put(ctx, key, content)
}

func (b *broken) Get(ctx context.Context, key string) ([]byte, error) {
	if b.get != nil {
		return b.get(ctx, key)
	}
	return b.MemoryFiles.Get(ctx, key)
}

func (b *broken) Delete(ctx context.Context, key string) error {
	if b.delete != nil {
		return b.delete(ctx, key)
	}
	return b.MemoryFiles.Delete(ctx, key)
}

// Ways to be broken, each rejected by the clause meant for it.
func TestMutants(t *testing.T) {
	mutants := []struct {
		name, clause string
		change       func(b *broken)
	}{
		{"answers nothing for what is not there", "unknown", func(b *broken) {
			b.get = func(ctx context.Context, key string) ([]byte, error) {
				content, err := b.MemoryFiles.Get(ctx, key)
				if errors.Is(err, bonafide.ErrNotFound) {
					err = nil
				}
				return content, err
			}
		}},
		{"cannot delete what is not there", "unknown", func(b *broken) {
			b.delete = func(ctx context.Context, key string) error {
				if _, err := b.MemoryFiles.Get(ctx, key); err != nil {
					return err
				}
				return b.MemoryFiles.Delete(ctx, key)
			}
		}},
		{"takes files for text", "whole", func(b *broken) {
			b.put = func(ctx context.Context, key string, content []byte) error {
				return b.MemoryFiles.Put(ctx, key, bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
			}
		}},
		{"has no room for more than a megabyte", "whole", func(b *broken) {
			b.put = func(ctx context.Context, key string, content []byte) error {
				return b.MemoryFiles.Put(ctx, key, content[:min(len(content), 1<<20)])
			}
		}},
		{"adds to what is there", "again", func(b *broken) {
			b.put = func(ctx context.Context, key string, content []byte) error {
				was, _ := b.MemoryFiles.Get(ctx, key)
				return b.MemoryFiles.Put(ctx, key, append(was, content...))
			}
		}},
		{"refuses what is there", "again", func(b *broken) {
			b.put = func(ctx context.Context, key string, content []byte) error {
				if _, err := b.MemoryFiles.Get(ctx, key); err == nil {
					return bonafide.ErrConflict
				}
				return b.MemoryFiles.Put(ctx, key, content)
			}
		}},
		{"keeps what is deleted", "deleted", func(b *broken) {
			b.delete = func(ctx context.Context, _ string) error { return ctx.Err() }
		}},
		{"folds case", "keys", named(strings.ToLower)},
		{"trims blanks", "keys", named(strings.TrimSpace)},
		{"cleans paths", "keys", named(path.Clean)},
		{"cuts keys off at a NUL", "keys", named(func(k string) string { k, _, _ = strings.Cut(k, "\x00"); return k })},
		{"has no long keys", "keys", func(b *broken) {
			b.put = func(ctx context.Context, key string, content []byte) error {
				if len(key) > 255 {
					return fmt.Errorf("name too long: %w", bonafide.ErrInvalid)
				}
				return b.MemoryFiles.Put(ctx, key, content)
			}
		}},
		{"keeps the caller's content", "copies", func(b *broken) {
			kept := map[string][]byte{}
			b.put = func(_ context.Context, key string, content []byte) error { kept[key] = content; return nil }
			b.get = func(_ context.Context, key string) ([]byte, error) { return bytes.Clone(kept[key]), nil }
		}},
		{"gives its own content away", "copies", func(b *broken) {
			kept := map[string][]byte{}
			b.put = func(_ context.Context, key string, content []byte) error {
				kept[key] = bytes.Clone(content)
				return nil
			}
			b.get = func(_ context.Context, key string) ([]byte, error) { return kept[key], nil }
		}},
		{"writes on", "context", func(b *broken) {
			b.put = func(ctx context.Context, key string, content []byte) error {
				return b.MemoryFiles.Put(context.WithoutCancel(ctx), key, content)
			}
		}},
		{"writes and then says no", "context", func(b *broken) {
			b.put = func(ctx context.Context, key string, content []byte) error {
				return errors.Join(b.MemoryFiles.Put(context.WithoutCancel(ctx), key, content), ctx.Err())
			}
		}},
		{"reads on", "context", func(b *broken) {
			b.get = func(ctx context.Context, key string) ([]byte, error) {
				return b.MemoryFiles.Get(context.WithoutCancel(ctx), key)
			}
		}},
		{"deletes on", "context", func(b *broken) {
			b.delete = func(ctx context.Context, key string) error {
				return b.MemoryFiles.Delete(context.WithoutCancel(ctx), key)
			}
		}},
		{"takes one caller at a time for all", "at_once", func(b *broken) {
			var busy sync.Mutex
			first, meet := true, make(chan struct{}, 1) // two are sure to meet
			b.put = func(ctx context.Context, key string, content []byte) error {
				if !busy.TryLock() {
					select {
					case meet <- struct{}{}:
					default:
					}
					return bonafide.ErrUnavailable
				}
				defer busy.Unlock()
				if first {
					first = false
					<-meet
				}
				return b.MemoryFiles.Put(ctx, key, content)
			}
		}},
	}
	var meant []string
	for _, m := range mutants {
		meant = append(meant, m.clause)
		for _, c := range filestest.Clauses() {
			if c.Name == m.clause {
				assert.Positive(t, failures(t, c, m.change), "%s takes for good: %s", m.clause, m.name)
			}
		}
	}
	for _, c := range filestest.Clauses() {
		assert.Contains(t, meant, c.Name, "no broken store is meant for this clause")
	}
}

// failures runs a clause on a broken store.
func failures(t *testing.T, c filestest.Clause, change func(b *broken)) int {
	r := &recorder{T: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Run(r, func(filestest.TB) document.Files {
			b := &broken{MemoryFiles: document.NewMemoryFiles()}
			change(b)
			return b
		})
	}()
	<-done
	return r.failed
}

// named changes keys.
func named(as func(string) string) func(b *broken) {
	return func(b *broken) {
		b.put = func(ctx context.Context, key string, content []byte) error {
			return b.MemoryFiles.Put(ctx, as(key), content)
		}
		b.get = func(ctx context.Context, key string) ([]byte, error) { return b.MemoryFiles.Get(ctx, as(key)) }
		b.delete = func(ctx context.Context, key string) error { return b.MemoryFiles.Delete(ctx, as(key)) }
	}
}
