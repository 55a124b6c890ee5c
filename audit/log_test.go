package audit_test

import (
	"context"
	crand "crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/audit"
	"github.com/bonafide-go/bonafide/store/memory"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

func keys(t testing.TB) (note.Signer, note.Verifiers) {
	t.Helper()
	secret, public, err := note.GenerateKey(nil, "bank.example/kyc")
	require.NoError(t, err)
	signer, err := note.NewSigner(secret)
	require.NoError(t, err)
	verifier, err := note.NewVerifier(public)
	require.NoError(t, err)
	return signer, note.VerifierList(verifier)
}

// A people is a store whose records get one event after another.
type people struct {
	bonafide.Store
	chains   []bonafide.Chain
	versions []int64
	n        int
}

func newPeople(records int) *people {
	return &people{Store: memory.New("tenant"), chains: make([]bonafide.Chain, records), versions: make([]int64, records)}
}

// live writes so many events, each of another record than the one before.
func (p *people) live(t testing.TB, events int) {
	t.Helper()
	for range events {
		i := p.n % len(p.chains)
		id := fmt.Sprintf("u-%d", i)
		next, linked := p.chains[i].Link("user", id, []bonafide.Event{
			bonafide.NewEvent("user.step", start.Add(time.Duration(p.n)*time.Second), bonafide.Platform("acme"), "n", fmt.Sprint(p.n)),
		})
		p.versions[i]++
		require.NoError(t, p.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "user", ID: id, Version: p.versions[i]}, Events: linked}))
		p.chains[i], p.n = next, p.n+1
	}
}

func (p *people) all(t testing.TB) (events []bonafide.Event) {
	t.Helper()
	q := bonafide.EventQuery{Limit: bonafide.MaxPage}
	for {
		page, err := p.Events(ctx, q)
		require.NoError(t, err)
		if len(page) == 0 {
			return events
		}
		events, q.After = append(events, page...), page[len(page)-1].Position
	}
}

func newLog(t testing.TB, events, keep bonafide.Store, signer note.Signer) *audit.Log {
	t.Helper()
	l, err := audit.New(events, signer, &audit.Options{Keep: keep, Now: func() time.Time { return start }})
	require.NoError(t, err)
	return l
}

// rootOf is the slow way: the tree of RFC 6962 by its definition.
func rootOf(leaves []tlog.Hash) tlog.Hash {
	switch n := len(leaves); n {
	case 0:
		root, _ := tlog.TreeHash(0, nil)
		return root
	case 1:
		return leaves[0]
	default:
		k := 1
		for 2*k < n {
			k *= 2
		}
		return tlog.NodeHash(rootOf(leaves[:k]), rootOf(leaves[k:]))
	}
}

func leavesOf(events []bonafide.Event) []tlog.Hash {
	out := make([]tlog.Hash, len(events))
	for i, e := range events {
		out[i] = audit.Leaf(e)
	}
	return out
}

// However the log grows, and whoever goes on, its root is that of the events.
func TestGrow(t *testing.T) {
	signer, _ := keys(t)
	p, keep := newPeople(7), memory.New("audit")
	steps := rand.New(rand.NewPCG(1, 2))
	head, err := newLog(t, p, keep, signer).Grow(ctx)
	require.NoError(t, err)
	assert.Equal(t, audit.Head{Origin: "bank.example/kyc", Root: rootOf(nil), At: start}, head)
	for range 40 {
		p.live(t, steps.IntN(90))
		head, err := newLog(t, p, keep, signer).Grow(ctx) // another process each time
		require.NoError(t, err)
		leaves := leavesOf(p.all(t))
		require.Equal(t, int64(len(leaves)), head.Size)
		require.Equal(t, rootOf(leaves), head.Root)
	}
	p.live(t, 2500) // more than a page
	head, err = newLog(t, p, keep, signer).Grow(ctx)
	require.NoError(t, err)
	assert.Equal(t, rootOf(leavesOf(p.all(t))), head.Root)
	again, err := newLog(t, p, keep, signer).Head(ctx)
	require.NoError(t, err)
	assert.Equal(t, head, again)
}

// Several replicas grow one log while events are written.
func TestReplicas(t *testing.T) {
	signer, _ := keys(t)
	p := newPeople(5)
	var replicas sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		l := newLog(t, p, nil, signer)
		replicas.Go(func() {
			for {
				_, err := l.Grow(ctx)
				if !assert.NoError(t, err) {
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	p.live(t, 1500)
	close(done)
	replicas.Wait()
	head, err := newLog(t, p, nil, signer).Grow(ctx)
	require.NoError(t, err)
	assert.Equal(t, int64(1500), head.Size)
	assert.Equal(t, rootOf(leavesOf(p.all(t))), head.Root)
}

// A log whose own record was lost says so: heads may tell of the hashes that are there.
func TestLostRecord(t *testing.T) {
	signer, _ := keys(t)
	p, keep := newPeople(5), &forgetful{Store: memory.New("audit")}
	l := newLog(t, p, keep, signer)
	p.live(t, 700)
	_, err := l.Grow(ctx)
	require.NoError(t, err)
	keep.now = true
	_, err = l.Grow(ctx)
	require.ErrorIs(t, err, bonafide.ErrUnreadable)
}

// A forgetful store loses the record of the log.
type forgetful struct {
	bonafide.Store
	now bool
}

func (s *forgetful) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if s.now && kind == audit.KindLog {
		return bonafide.Record{}, bonafide.ErrNotFound
	}
	return s.Store.Get(ctx, kind, id)
}

// failing fails a Put, before or after it took effect.
type failing struct {
	bonafide.Store
	calls, at int
	after     bool
}

func (s *failing) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.calls++
	if s.calls != s.at {
		return s.Store.Put(ctx, batch...)
	}
	if s.after {
		if err := s.Store.Put(ctx, batch...); err != nil {
			return err
		}
	}
	return bonafide.ErrUnavailable
}

func TestFailingStore(t *testing.T) {
	signer, _ := keys(t)
	p := newPeople(5)
	p.live(t, 2300) // three pages
	want := rootOf(leavesOf(p.all(t)))
	for at := 1; at <= 3; at++ {
		for _, after := range []bool{false, true} {
			l := newLog(t, p, &failing{Store: memory.New("audit"), at: at, after: after}, signer)
			_, err := l.Grow(ctx)
			require.ErrorIs(t, err, bonafide.ErrUnavailable)
			head, err := l.Grow(ctx)
			require.NoError(t, err)
			assert.Equal(t, want, head.Root, "put %d, after=%v", at, after)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	signer, _ := keys(t)
	_, err := audit.New(nil, signer, nil)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = audit.New(memory.New("t"), nil, nil)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// Every event is proved below every head, and no other event, place or head fits.
func TestInclusion(t *testing.T) {
	signer, _ := keys(t)
	p := newPeople(3)
	l := newLog(t, p, nil, signer)
	var heads []audit.Head
	for range 12 {
		p.live(t, 3)
		head, err := l.Grow(ctx)
		require.NoError(t, err)
		heads = append(heads, head)
	}
	events := p.all(t)
	for _, head := range heads {
		for n := range head.Size {
			proof, err := l.ProveInclusion(ctx, head, n)
			require.NoError(t, err)
			require.NoError(t, audit.CheckInclusion(proof, head, n, events[n]))
			other := events[n]
			other.Type = "x"
			require.ErrorIs(t, audit.CheckInclusion(proof, head, n, other), audit.ErrProof)
			require.ErrorIs(t, audit.CheckInclusion(proof, head, (n+1)%head.Size, events[n]), audit.ErrProof)
			other, head := events[n], head
			head.Root[5] ^= 1
			require.ErrorIs(t, audit.CheckInclusion(proof, head, n, other), audit.ErrProof)
		}
		for _, n := range []int64{-1, head.Size} {
			_, err := l.ProveInclusion(ctx, head, n)
			require.ErrorIs(t, err, bonafide.ErrNotFound)
			require.ErrorIs(t, audit.CheckInclusion(nil, head, n, events[0]), audit.ErrProof)
		}
	}
	for n, e := range events {
		found, err := l.Number(ctx, e)
		require.NoError(t, err)
		assert.Equal(t, int64(n), found)
	}
	_, err := l.Number(ctx, bonafide.Event{Kind: "user", ID: "nobody"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// A later head is shown to add to an older one, and only to that.
func TestConsistency(t *testing.T) {
	signer, _ := keys(t)
	p, twin := newPeople(3), newPeople(4)
	l, other := newLog(t, p, nil, signer), newLog(t, twin, nil, signer)
	var heads, foreign []audit.Head
	for i := range 20 {
		if i > 0 {
			p.live(t, 1)
			twin.live(t, 1)
		}
		head, err := l.Grow(ctx)
		require.NoError(t, err)
		strange, err := other.Grow(ctx)
		require.NoError(t, err)
		heads, foreign = append(heads, head), append(foreign, strange)
	}
	for i, older := range heads {
		for _, newer := range heads[i:] {
			proof, err := l.ProveConsistency(ctx, older, newer)
			require.NoError(t, err)
			require.NoError(t, audit.CheckConsistency(proof, older, newer))
			if older.Size >= 4 { // as long as they are the same
				require.ErrorIs(t, audit.CheckConsistency(proof, foreign[i], newer), audit.ErrProof)
			}
			if newer.Size > older.Size {
				require.ErrorIs(t, audit.CheckConsistency(proof, newer, older), audit.ErrProof)
				_, err := l.ProveConsistency(ctx, newer, older)
				require.ErrorIs(t, err, bonafide.ErrNotFound)
			}
		}
	}
	_, err := l.ProveConsistency(ctx, heads[1], audit.Head{Size: 100})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

func TestHeads(t *testing.T) {
	signer, public := keys(t)
	stranger, _ := keys(t)
	head := audit.Head{Origin: signer.Name(), Size: 17, Root: rootOf(nil), At: start}
	signed, err := head.Sign(signer)
	require.NoError(t, err)
	opened, err := audit.OpenHead(signed, public)
	require.NoError(t, err)
	assert.Equal(t, head, opened)
	forged, err := head.Sign(stranger) // the same name, another key
	require.NoError(t, err)
	sign := func(text string) []byte {
		b, err := note.Sign(&note.Note{Text: text}, signer)
		require.NoError(t, err)
		return b
	}
	for name, text := range map[string][]byte{
		"nothing": nil, "a stranger's": forged, "cut": signed[:len(signed)-2], "no head": sign("hello\n"),
		"of another log": sign("shop.example/kyc\n17\n" + rootOf(nil).String() + "\ntime 0\n"),
		"negative":       sign(signer.Name() + "\n-1\n" + rootOf(nil).String() + "\ntime 0\n"),
		"without time":   sign(signer.Name() + "\n17\n" + rootOf(nil).String() + "\nnoon\n"),
	} {
		_, err := audit.OpenHead(text, public)
		require.ErrorIs(t, err, audit.ErrHead, name)
	}
}

func TestDir(t *testing.T) {
	signer, public := keys(t)
	_, strangers := keys(t)
	p := newPeople(2)
	l, dir := newLog(t, p, nil, signer), audit.Dir(t.TempDir())
	var want []audit.Head
	for range 3 {
		p.live(t, 6)
		for range 2 { // the second time it is there
			head, err := l.Anchor(ctx, dir)
			require.NoError(t, err)
			if len(want) == 0 || want[len(want)-1] != head {
				want = append(want, head)
			}
		}
	}
	heads, err := dir.Heads(public)
	require.NoError(t, err)
	assert.Equal(t, want, heads)
	_, err = dir.Heads(strangers)
	require.ErrorIs(t, err, audit.ErrHead)
	require.ErrorIs(t, dir.Anchor(ctx, []byte("no head")), audit.ErrHead)
	require.Error(t, audit.Dir("/nowhere/at/all").Anchor(ctx, []byte("x")))
	down := errors.New("down")
	_, err = l.Anchor(ctx, audit.AnchorFunc(func(context.Context, []byte) error { return down }))
	require.ErrorIs(t, err, down)
}

// restorable is a store whose events are at positions 1, 2, 3 and so on, also after it was
// put back, as in a database that was restored.
type restorable struct {
	bonafide.Store
	events []bonafide.Event
}

func (s *restorable) Events(_ context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	after, _ := strconv.Atoi(q.After)
	if after > len(s.events) {
		return nil, bonafide.ErrCursor
	}
	page := slices.Clone(s.events[after:min(len(s.events), after+q.Limit)])
	for i := range page {
		page[i].Position = strconv.Itoa(after + i + 1)
	}
	return page, nil
}

// live adds events that nobody else has.
func (s *restorable) live(n int) {
	for range n {
		_, linked := bonafide.Chain{}.Link("user", crand.Text(), []bonafide.Event{bonafide.NewEvent("user.step", start, bonafide.System())})
		s.events = append(s.events, linked...)
	}
}

// A log that is kept elsewhere does not go on behind events that are no more, however many
// came since the store was put back.
func TestRestoredStore(t *testing.T) {
	signer, public := keys(t)
	for _, size := range []int{1, 2, 80, 1000, 1001} {
		for _, since := range []int{0, 1, 5, 2500} {
			s := &restorable{}
			s.live(size)
			l := newLog(t, s, memory.New("audit"), signer)
			_, err := l.Grow(ctx)
			require.NoError(t, err)
			_, err = l.Grow(ctx)
			require.NoError(t, err)
			yesterday := slices.Clone(s.events)
			s.live(2)
			logged, err := l.Grow(ctx)
			require.NoError(t, err)

			s.events = yesterday
			s.live(since)
			_, err = l.Grow(ctx)
			require.ErrorIs(t, err, bonafide.ErrCursor, "%d events, %d since", size, since)
			head, err := l.Head(ctx)
			require.NoError(t, err)
			assert.Equal(t, logged, head)
			report := verify(t, export(t, l), public, logged)
			assert.NotEmpty(t, report.Faults, "an audit says what is gone")
		}
	}
}

// A log whose record does not tell its last leaf goes on, and tells it from then on.
func TestLogOfBefore(t *testing.T) {
	signer, _ := keys(t)
	s, keep := &restorable{}, memory.New("audit")
	s.live(7)
	l := newLog(t, s, keep, signer)
	_, err := l.Grow(ctx)
	require.NoError(t, err)
	r, err := keep.Get(ctx, audit.KindLog, "log")
	require.NoError(t, err)
	var body map[string]any
	require.NoError(t, json.Unmarshal(r.Body, &body))
	delete(body, "last")
	delete(body, "before")
	r.Version++
	r.Body, err = json.Marshal(body)
	require.NoError(t, err)
	require.NoError(t, keep.Put(ctx, bonafide.Write{Record: r}))

	s.live(1)
	head, err := l.Grow(ctx)
	require.NoError(t, err)
	assert.Equal(t, rootOf(leavesOf(s.events)), head.Root)
	s.events = s.events[:7]
	s.live(3)
	_, err = l.Grow(ctx)
	require.ErrorIs(t, err, bonafide.ErrCursor)
}
