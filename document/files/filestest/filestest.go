// Package filestest proves that a [document.Files] keeps its contract.
//
//	func TestFiles(t *testing.T) {
//		filestest.Run(t, func(tb filestest.TB) document.Files { return myfiles.Open(emptyBucket(tb)) })
//	}
package filestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// TB is what the suite needs of [testing.TB], so that it can also run against a
// recorder. Fatalf must not return.
type TB interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	TempDir() string
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Open makes an empty store of files. What has to be closed is closed by tb.Cleanup.
type Open func(tb TB) document.Files

// A Clause is one rule of the contract.
type Clause struct {
	Name string // name of the subtest
	Rule string // what a store of files must do
	run  func(*suite)
}

// Run checks every clause as a subtest.
func Run(t *testing.T, open Open) {
	for _, c := range Clauses() {
		t.Run(c.Name, func(t *testing.T) { c.Run(t, open) })
	}
}

// Clauses returns every clause, in the order of [Run].
func Clauses() []Clause {
	return []Clause{
		{"unknown", "Get of an unknown key fails with bonafide.ErrNotFound, and deleting it does nothing", unknown},
		{"whole", "what was put comes back whole, whatever its bytes, from none to 20 MiB", whole},
		{"again", "putting the same content again changes nothing", again},
		{"deleted", "a deleted key is unknown, and its neighbours stay", deleted},
		{"keys", "keys are told apart by their bytes, and any key leads to its own file alone", keys},
		{"copies", "content belongs to the caller before and after", copies},
		{"context", "with a context that is over, every method fails with its error, and Put keeps nothing", contextOver},
		{"at_once", "all methods may be called at once", atOnce},
	}
}

// Run checks the clause on an empty store.
func (c Clause) Run(tb TB, open Open) {
	tb.Helper()
	c.run(&suite{TB: tb, rule: c.Rule, files: open(tb)})
}

// suite is the run of one clause.
type suite struct {
	TB
	rule  string
	files document.Files
}

func (s *suite) errorf(format string, args ...any) {
	s.Helper()
	s.Errorf("%s\nrule: %s", fmt.Sprintf(format, args...), s.rule)
}

func (s *suite) put(key string, content []byte) {
	s.Helper()
	if err := s.files.Put(s.Context(), key, content); err != nil {
		s.Fatalf("Put of %.40q: %v\nrule: %s", key, err, s.rule)
	}
}

func (s *suite) holds(key string, want []byte) {
	s.Helper()
	got, err := s.files.Get(s.Context(), key)
	if err != nil || !bytes.Equal(got, want) {
		s.errorf("Get of %.40q: got %d bytes and error %v, want the %d that were put", key, len(got), err, len(want))
	}
}

func (s *suite) absent(key string) {
	s.Helper()
	if _, err := s.files.Get(s.Context(), key); !errors.Is(err, bonafide.ErrNotFound) {
		s.errorf("Get of %.40q: got error %v, want bonafide.ErrNotFound", key, err)
	}
}

func (s *suite) remove(key string) {
	s.Helper()
	if err := s.files.Delete(s.Context(), key); err != nil {
		s.errorf("Delete of %.40q: %v", key, err)
	}
}

// key is an address as the Services use them.
func key(n int) string { return fmt.Sprintf("%064x", n) }

func unknown(s *suite) {
	s.absent(key(1))
	s.remove(key(1))
	s.put(key(2), []byte("x"))
	s.absent(key(1))
	s.remove(key(1))
	s.holds(key(2), []byte("x"))
}

func whole(s *suite) {
	random := rand.NewChaCha8([32]byte{1})
	for i, size := range []int{0, 1, 4095, 4096, 1 << 20, 20 << 20} {
		content := make([]byte, size)
		_, _ = random.Read(content)
		s.put(key(i), content)
		s.holds(key(i), content)
	}
	text := []byte("\r\n\x1a\x00 ends\r\n")
	s.put(key(100), text)
	s.holds(key(100), text)
}

func again(s *suite) {
	for range 3 {
		s.put(key(1), []byte("content"))
		s.holds(key(1), []byte("content"))
	}
}

func deleted(s *suite) {
	s.put(key(1), []byte("one"))
	s.put(key(2), []byte("two"))
	s.remove(key(1))
	s.absent(key(1))
	s.holds(key(2), []byte("two"))
	s.remove(key(1))
	s.put(key(1), []byte("new"))
	s.holds(key(1), []byte("new"))
}

func keys(s *suite) {
	all := []string{
		"a", "A", "a ", " a", "a.", "a/b", "a\\b", "./a", "../a", "../../a", "/a", "/etc/passwd", "..", ".", "a/../b", "%2e%2e%2fa",
		"a\x00b", "a\xffb", "\u00e9", "e\u0301", "CON", "a:b", "a?b=c", "a#b", "*", "~", "-rf", strings.Repeat("k", 1000),
	}
	for i, k := range all {
		s.put(k, []byte(key(i)))
	}
	for i, k := range all {
		s.holds(k, []byte(key(i)))
	}
	for i, k := range all {
		s.remove(k)
		s.absent(k)
		if i+1 < len(all) {
			s.holds(all[i+1], []byte(key(i+1)))
		}
	}
}

func copies(s *suite) {
	content := []byte("content")
	s.put(key(1), content)
	content[0] = 'X'
	s.holds(key(1), []byte("content"))
	got, err := s.files.Get(s.Context(), key(1))
	if err != nil || len(got) == 0 {
		s.Fatalf("Get: %d bytes, error %v", len(got), err)
	}
	got[0] = 'Y'
	s.holds(key(1), []byte("content"))
}

func contextOver(s *suite) {
	s.put(key(1), []byte("content"))
	over, cancel := context.WithCancel(s.Context())
	cancel()
	for method, call := range map[string]func() error{
		"Put":    func() error { return s.files.Put(over, key(2), []byte("late")) },
		"Get":    func() error { _, err := s.files.Get(over, key(1)); return err },
		"Delete": func() error { return s.files.Delete(over, key(1)) },
	} {
		if err := call(); !errors.Is(err, context.Canceled) {
			s.errorf("%s: got error %v, want one that matches %q", method, err, context.Canceled)
		}
	}
	s.absent(key(2))
	s.holds(key(1), []byte("content"))
}

func atOnce(s *suite) {
	const callers, rounds = 16, 8
	shared := bytes.Repeat([]byte("shared"), 10_000)
	errs := make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			for n := range rounds {
				own := key(i*rounds + n + 1)
				errs[i] = errors.Join(errs[i], s.files.Put(s.Context(), own, []byte(own)), s.files.Put(s.Context(), key(0), shared))
				got, err := s.files.Get(s.Context(), key(0))
				if err == nil && !bytes.Equal(got, shared) {
					err = fmt.Errorf("a part of a file: %d of %d bytes", len(got), len(shared))
				}
				errs[i] = errors.Join(errs[i], err)
				if n%2 == 0 {
					errs[i] = errors.Join(errs[i], s.files.Delete(s.Context(), own))
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		s.errorf("%v", err)
	}
	for i := range callers {
		for n := range rounds {
			if own := key(i*rounds + n + 1); n%2 == 0 {
				s.absent(own)
			} else {
				s.holds(own, []byte(own))
			}
		}
	}
}
