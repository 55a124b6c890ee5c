package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"context"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/audit"
	"github.com/bonafide-go/bonafide/store/memory"
)

// rewritten is a store whose events somebody changed behind the log's back.
type rewritten struct {
	bonafide.Store
	events []bonafide.Event
}

func (s *rewritten) Events(_ context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	from := 0
	if q.After != "" {
		from = 1 + slices.IndexFunc(s.events, func(e bonafide.Event) bool { return e.Position == q.After })
	}
	return s.events[from:min(from+q.Limit, len(s.events))], nil
}

func export(t testing.TB, l *audit.Log) []byte {
	t.Helper()
	var out bytes.Buffer
	_, err := l.Export(ctx, &out)
	require.NoError(t, err)
	return out.Bytes()
}

func verify(t testing.TB, text []byte, public note.Verifiers, anchored ...audit.Head) audit.Report {
	t.Helper()
	report, err := audit.Verify(bytes.NewReader(text), public, anchored...)
	require.NoError(t, err)
	return report
}

func TestExport(t *testing.T) {
	signer, public := keys(t)
	for _, n := range []int{0, 1, 2, 999, 1000, 1001, 2345} {
		p, keep := newPeople(7), memory.New("audit")
		p.live(t, n)
		l := newLog(t, p, keep, signer)
		head, err := l.Grow(ctx)
		require.NoError(t, err)
		assert.Equal(t, audit.Report{Events: int64(n), Anchored: int64(n)}, verify(t, export(t, l), public, head))
		p.live(t, 5)
		assert.Equal(t, audit.Report{Events: int64(n + 5), Anchored: int64(n)}, verify(t, export(t, l), public, head))
	}
}

// What was done to the store's events since they were logged stands in the report.
func TestTamperedStore(t *testing.T) {
	signer, public := keys(t)
	p, keep := newPeople(7), memory.New("audit")
	p.live(t, 1200)
	_, err := newLog(t, p, keep, signer).Grow(ctx)
	require.NoError(t, err)
	events := p.all(t)
	for name, c := range map[string]struct {
		code   bonafide.Code
		change func([]bonafide.Event) []bonafide.Event
	}{
		"nothing":       {"", func(e []bonafide.Event) []bonafide.Event { return e }},
		"flip":          {audit.CodeChanged, func(e []bonafide.Event) []bonafide.Event { e[500].Actor.ID = "x"; return e }},
		"flip of last":  {audit.CodeChanged, func(e []bonafide.Event) []bonafide.Event { e[1199].Actor.ID = "x"; return e }},
		"drop":          {audit.CodeDropped, func(e []bonafide.Event) []bonafide.Event { return slices.Delete(e, 500, 501) }},
		"drop of first": {audit.CodeDropped, func(e []bonafide.Event) []bonafide.Event { return e[1:] }},
		"insertion": {audit.CodeInserted, func(e []bonafide.Event) []bonafide.Event {
			_, forged := bonafide.Chain{}.Link("user", "forged", []bonafide.Event{bonafide.NewEvent("x", start, bonafide.System())})
			return slices.Insert(e, 500, forged[0])
		}},
		"swap": {audit.CodeSwapped, func(e []bonafide.Event) []bonafide.Event { e[500], e[501] = e[501], e[500]; return e }},
	} {
		l := newLog(t, &rewritten{p, c.change(slices.Clone(events))}, keep, signer)
		faults := verify(t, export(t, l), public).Faults
		if c.code == "" {
			assert.Empty(t, faults)
			continue
		}
		assert.True(t, slices.ContainsFunc(faults, func(f audit.Fault) bool { return f.Code == c.code }), "%s: %v", name, faults)
	}
}

// Whoever edits the file, in any byte or line, is found, unless the same is said in other
// bytes.
func TestTamperedFile(t *testing.T) {
	signer, public := keys(t)
	p := newPeople(3)
	p.live(t, 12)
	l := newLog(t, p, nil, signer)
	text := export(t, l)
	head, err := l.Head(ctx)
	require.NoError(t, err)
	whole := audit.Report{Events: 12, Anchored: 12}
	same := func(a, b []byte) bool { // as JSON
		var x, y any
		return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && assert.ObjectsAreEqual(x, y)
	}
	lines := bytes.SplitAfter(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	harmless := 0
	for n, line := range lines {
		for i := range line {
			for _, bit := range []byte{1, 32} {
				changed := slices.Clone(line)
				changed[i] ^= bit
				all := slices.Concat(bytes.Join(lines[:n], nil), changed, bytes.Join(lines[n+1:], nil))
				report, err := audit.Verify(bytes.NewReader(all), public, head)
				if err == nil && assert.ObjectsAreEqual(whole, report) {
					harmless++
					// Names of members in other letters, and the last bits of base64, say the same.
					assert.True(t, same(line, changed) || strings.EqualFold(string(line), string(changed)) || inBase64(line, i), "line %d, byte %d: %s", n, i, line[max(0, i-20):min(len(line), i+20)])
				}
				if err != nil {
					require.ErrorIs(t, err, bonafide.ErrUnreadable)
				}
			}
		}
		without := slices.Concat(bytes.Join(lines[:n], nil), bytes.Join(lines[n+1:], nil))
		assert.NotEmpty(t, verify(t, without, public).Faults, "without line %d", n)
		twice := slices.Concat(bytes.Join(lines[:n+1], nil), []byte("\n"), bytes.Join(lines[n:], nil))
		if n < len(lines)-1 { // a second head of the same says nothing new
			assert.NotEmpty(t, verify(t, twice, public).Faults, "line %d twice", n)
			swapped := slices.Clone(lines)
			swapped[n], swapped[n+1] = append(bytes.TrimSuffix(lines[n+1], []byte("\n")), '\n'), lines[n]
			assert.NotEmpty(t, verify(t, bytes.Join(swapped, nil), public).Faults, "line %d and the next swapped", n)
		}
	}
	t.Logf("%d flips say the same", harmless)
	for _, bad := range []string{"x", "{}", "[]", `{"leaf":"AAAA"}`, `{"event":{}}`, `{"record":["a"],"event":{}}`, `{"unknown":1}`, `{"record":["a","b"],"event":{"by":[]}}`} {
		_, err := audit.Verify(strings.NewReader(bad), public)
		require.ErrorIs(t, err, bonafide.ErrUnreadable, bad)
	}
}

// inBase64 reports whether a byte is the last of a base64 text with padding or without,
// whose low bits say nothing.
func inBase64(line []byte, i int) bool {
	return endOfBase64.Match(line[i+1:])
}

// endOfBase64 ends a hash, or the signature of a head.
var endOfBase64 = regexp.MustCompile(`^={0,2}(\\n)?"`)

// A strange key, no head, or a head of another log is told.
func TestHeadsOfAnExport(t *testing.T) {
	signer, public := keys(t)
	_, strangers := keys(t)
	p := newPeople(3)
	p.live(t, 4)
	text := export(t, newLog(t, p, nil, signer))
	assert.Equal(t, []audit.Fault{{N: 4, Code: audit.CodeSignature}, {N: 0, Code: audit.CodeUnsigned}}, verify(t, text, strangers).Faults)
	short := text[:bytes.LastIndexByte(bytes.TrimSpace(text), '\n')+1]
	assert.Equal(t, []audit.Fault{{N: 0, Code: audit.CodeUnsigned}}, verify(t, short, public).Faults)
	twin := newPeople(4)
	twin.live(t, 4)
	other, err := newLog(t, twin, nil, signer).Grow(ctx)
	require.NoError(t, err)
	assert.Equal(t, []audit.Fault{{N: 4, Code: audit.CodeRewritten}}, verify(t, text, public, other).Faults)
}

func FuzzVerify(f *testing.F) {
	signer, public := keys(f)
	p := newPeople(3)
	p.live(f, 5)
	l := newLog(f, p, nil, signer)
	text := export(f, l)
	head, err := l.Head(ctx)
	require.NoError(f, err)
	f.Add(text)
	for _, line := range bytes.Split(text, []byte("\n")) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		report, err := audit.Verify(bytes.NewReader(b), public, head)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrUnreadable)
			return
		}
		if len(report.Faults) == 0 {
			assert.Equal(t, audit.Report{Events: 5, Anchored: 5}, report)
		}
	})
}

// A head on its way to somebody else's system.
func Example() {
	secret, public, _ := note.GenerateKey(nil, "bank.example/kyc")
	signer, _ := note.NewSigner(secret)
	verifier, _ := note.NewVerifier(public)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var signed bytes.Buffer
		_, _ = signed.ReadFrom(r.Body)
		head, err := audit.OpenHead(signed.Bytes(), note.VerifierList(verifier))
		fmt.Println("elsewhere:", head.Origin, head.Size, err)
	}))
	defer elsewhere.Close()

	ctx, events := context.Background(), memory.New("tenant")
	_, linked := bonafide.Chain{}.Link("user", "u-1", []bonafide.Event{bonafide.NewEvent("user.created", start, bonafide.System())})
	_ = events.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "u-1", Version: 1}, Events: linked})
	log, _ := audit.New(events, signer, nil)
	head, err := log.Anchor(ctx, audit.AnchorFunc(func(ctx context.Context, signed []byte) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, elsewhere.URL, bytes.NewReader(signed))
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return bonafide.ErrUnavailable
		}
		return nil
	}))
	fmt.Println("here:", head.Size, err)

	var export bytes.Buffer
	_, _ = log.Export(ctx, &export)
	report, err := audit.Verify(&export, note.VerifierList(verifier), head)
	fmt.Println(report.Events, report.Anchored, len(report.Faults), err)
	// Output:
	// elsewhere: bank.example/kyc 1 <nil>
	// here: 1 <nil>
	// 1 1 0 <nil>
}

func BenchmarkGrow(b *testing.B) {
	signer, _ := keys(b)
	p := newPeople(100)
	p.live(b, 20_000)
	events := p.all(b)
	b.Run("floor", func(b *testing.B) { // the hashes of the same leaves by tlog alone
		for b.Loop() {
			var stored []tlog.Hash
			for n, e := range events {
				hashes, err := tlog.StoredHashesForRecordHash(int64(n), audit.Leaf(e), tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
					out := make([]tlog.Hash, len(places))
					for i, place := range places {
						out[i] = stored[place]
					}
					return out, nil
				}))
				if err != nil {
					b.Fatal(err)
				}
				stored = append(stored, hashes...)
			}
		}
		b.ReportMetric(float64(b.N)*float64(len(events))/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("log", func(b *testing.B) { // read from a Store, and kept in one
		for b.Loop() {
			if _, err := newLog(b, p, memory.New("audit"), signer).Grow(ctx); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)*float64(len(events))/b.Elapsed().Seconds(), "events/s")
	})
}
