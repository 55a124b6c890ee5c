package clients

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/postgrestest"
)

// loadClients is how many clients send at once.
const loadClients = 8

// A load is what a run of it measured.
type load struct {
	requests, errors int
	took, p99        time.Duration
}

func (l load) perSecond() float64 { return float64(l.requests) / l.took.Seconds() }

// drive has clients create people with a document, n in all, and read each twice.
func drive(n int, send func(request) (answer, error)) load {
	var next, failed atomic.Int64
	took := make([][]time.Duration, loadClients)
	var wg sync.WaitGroup
	begun := time.Now()
	for c := range loadClients {
		wg.Go(func() {
			do := func(r request) answer {
				at := time.Now()
				a, err := send(r)
				took[c] = append(took[c], time.Since(at))
				if err != nil || a.status != http.StatusOK {
					failed.Add(1)
				}
				return a
			}
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				a := do(request{method: "POST", path: "/users", by: "|device", body: person(int(i))})
				for range 2 {
					do(request{method: "GET", path: "/users/" + a.text("_id"), by: "|device"})
				}
			}
		})
	}
	wg.Wait()
	l := load{took: time.Since(begun), errors: int(failed.Load())}
	all := slices.Concat(took...)
	slices.Sort(all)
	if l.requests = len(all); l.requests > 0 {
		l.p99 = all[l.requests*99/100]
	}
	return l
}

// person is the body of POST /users for a made-up person.
func person(i int) map[string]any {
	return map[string]any{
		"logins": []any{map[string]any{"email": fmt.Sprintf("p%d@example.com", i)}}, "phone_numbers": []string{fmt.Sprintf("415-555-%04d", i%10000)},
		"legal_names": []string{"Lea Moreau"},
		"documents": []any{map[string]any{
			"email": fmt.Sprintf("p%d@example.com", i), "phone_number": fmt.Sprintf("415-555-%04d", i%10000), "ip": "127.0.0.1", "name": "Lea Moreau",
			"entity_type": "F", "entity_scope": "Arts & Entertainment", "day": 2, "month": 5, "year": 1989, "address_street": "1 Market St.",
			"address_city": "San Francisco", "address_subdivision": "CA", "address_postal_code": "94105", "address_country_code": "US",
			"virtual_docs": []any{map[string]any{"document_type": "SSN", "document_value": "2222"}},
		}},
	}
}

// dsn is a database of its own, or "" without PostgreSQL.
func dsn(t testing.TB) string {
	if own := os.Getenv("BONAFIDE_POSTGRES"); own != "" {
		return own
	}
	server, err := postgrestest.Start("fsync=on")
	if err != nil {
		return ""
	}
	t.Cleanup(server.Stop)
	return server.DSN("postgres")
}

// startBare runs the bare handler in a process of its own.
func startBare(t testing.TB, dir, dsn string) *service {
	addr := free(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), bareEnv+"="+addr, bareEnv+"_DATA="+dir, bareEnv+"_POSTGRES="+dsn)
	return watched(t, cmd, addr)
}

func startLoaded(t testing.TB, dir, dsn string) *service {
	args := []string{"-writes", "1000000"}
	if dsn != "" {
		args = append(args, "-postgres", dsn)
	}
	return start(t, dir, args...)
}

// Under load nothing fails.
func TestLoad(t *testing.T) {
	s := startLoaded(t, t.TempDir(), "")
	l := drive(60, s.send)
	t.Logf("%.0f requests/s, p99 %v", l.perSecond(), l.p99.Round(time.Millisecond))
	assert.Zero(t, l.errors)
	assert.Equal(t, 180, l.requests)
}

// BenchmarkLoad measures the published API beside a bare handler that makes the same
// calls of a Service: for each store, requests a second, p99 and their ratio.
func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			db := func() string {
				if name == "sqlite" {
					return ""
				}
				d := dsn(b)
				if d == "" {
					b.Skip("no PostgreSQL: install it, or set BONAFIDE_POSTGRES")
				}
				return d
			}
			n := max(b.N, 400)
			var wire, plain []float64
			var p99 time.Duration
			failed := 0
			for range 3 { // turn about, so that the machine's other work hits both
				for _, run := range []func(testing.TB, string, string) *service{startLoaded, startBare} {
					s := run(b, b.TempDir(), db())
					l := drive(n, s.send)
					s.kill()
					failed += l.errors
					if strings.HasSuffix(s.cmd.Path, "/service") {
						wire, p99 = append(wire, l.perSecond()), max(p99, l.p99)
					} else {
						plain = append(plain, l.perSecond())
					}
				}
			}
			slices.Sort(wire)
			slices.Sort(plain)
			b.ReportMetric(wire[1], "requests/s")
			b.ReportMetric(plain[1], "bare-requests/s")
			b.ReportMetric(wire[1]/plain[1], "ratio")
			b.ReportMetric(float64(p99.Milliseconds()), "p99-ms")
			b.ReportMetric(float64(failed), "errors")
			require.Zero(b, failed)
		})
	}
}
