package casefile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// recorderStore keeps what a command reads and writes, so that the floor can do the
// same JSON and nothing else.
type recorderStore struct {
	bonafide.Store
	read, written [][]byte
}

func (s *recorderStore) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	if err == nil && kind == casefile.Kind {
		s.read = append(s.read, r.Body)
	}
	return r, err
}

func (s *recorderStore) Put(ctx context.Context, batch ...bonafide.Write) error {
	for _, w := range batch {
		if w.Record.Kind == casefile.Kind {
			s.written = append(s.written, w.Record.Body)
		}
	}
	return s.Store.Put(ctx, batch...)
}

func quiet(o *casefile.Options) {
	o.Logger = slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError}))
}

// business is a case of twelve entities and eighteen relations.
func business(b testing.TB, s *bundle) casefile.Case {
	b.Helper()
	req := request()
	req.Companies[0].Relations = nil
	for i := range 5 {
		x := affiliate(fmt.Sprintf("Holding %d", i))
		x.Ref = fmt.Sprint("h", i)
		x.Relations = []casefile.RelationInput{{Ownership: percent(10)}}
		if i > 0 {
			x.Relations = append(x.Relations, casefile.RelationInput{ToRef: fmt.Sprint("h", i-1), Ownership: percent(20)})
		}
		req.Companies = append(req.Companies, x)
	}
	for i := range 5 {
		x := person("Owner", numbered("Number", i))
		x.Relations = []casefile.RelationInput{{ToRef: fmt.Sprint("h", i), Ownership: percent(60), Roles: []ownership.Role{ownership.Shareholder}}}
		if i < 3 {
			x.Relations = append(x.Relations, casefile.RelationInput{Ownership: percent(5)})
		}
		req.Individuals = append(req.Individuals, x)
	}
	req.Individuals[0].Relations[0].Ownership = percent(20)
	c, err := s.cases.Create(ctx, acme, req)
	require.NoError(b, err)
	require.Len(b, c.Relations, 18)
	return s.advance2(b, c.ID)
}

func (b *bundle) advance2(t testing.TB, id string) casefile.Case {
	t.Helper()
	c, err := b.cases.Advance(ctx, id)
	require.NoError(t, err)
	return c
}

// BenchmarkCommand measures one command (a control completed and taken back) on a
// case of twelve entities on the memory store, sealed and in clear, beside the JSON that it cannot do
// without: one decode and one encode of the case, and one of each for the hash
// and the copy that every version keeps.
func BenchmarkCommand(b *testing.B) {
	toggle := func(cases *casefile.Service, id string, i int) error {
		_, err := cases.SetControl(ctx, officer, id, casefile.SetControlRequest{Control: "call", Completed: i%2 == 0, Comment: "x"})
		return err
	}
	command := func(b *testing.B, change ...func(*casefile.Options)) {
		s := setup(b, append(change, quiet)...)
		c := business(b, s)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if err := toggle(s.cases, c.ID, i); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("in clear", func(b *testing.B) { command(b, inClear) })
	b.Run("sealed", func(b *testing.B) { command(b) })
	b.Run("json", func(b *testing.B) {
		s := setup(b, quiet, inClear)
		c := business(b, s)
		rec := &recorderStore{Store: s.store}
		require.NoError(b, toggle(s.cases.WithStore(rec), c.ID, 0))
		type envelope struct {
			Format int            `json:"format"`
			Head   bonafide.Chain `json:"head"`
			State  casefile.Case  `json:"state"`
		}
		b.ReportMetric(float64(len(rec.written[0])), "bytes/case")
		b.ReportAllocs()
		for b.Loop() {
			for _, body := range rec.read {
				var e envelope
				if err := json.Unmarshal(body, &e); err != nil {
					b.Fatal(err)
				}
				if _, err := json.Marshal(e); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkOwnership measures the graph of a case with all rule sets, beside the
// analysis of the graph alone.
func BenchmarkOwnership(b *testing.B) {
	s := setup(b, quiet)
	c := business(b, s)
	b.Run("case", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.Ownership(start, start.Location()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("graph", func(b *testing.B) {
		g, _ := c.Graph()
		b.ReportAllocs()
		for b.Loop() {
			a, err := ownership.Compute(g, &ownership.Options{AsOf: bonafide.DateOf(start)})
			if err != nil {
				b.Fatal(err)
			}
			for _, r := range casefile.RuleSets() {
				a.Owners(r)
			}
		}
	})
}

// BenchmarkGrowth adds three hundred persons to a case, one a command, and measures the
// processor's time of one command, what is stored in the end, and what was put on the way.
func BenchmarkGrowth(b *testing.B) {
	const entities = 300
	for b.Loop() {
		s := setup(b, quiet)
		m := &meter{Store: s.store, stored: map[string]int{}}
		cases := s.cases.WithStore(m)
		c := s.create(b)
		from := figuretest.Processor(b)
		for i := range entities {
			grow(b, cases, c.ID, i)
		}
		b.ReportMetric(float64((figuretest.Processor(b)-from).Microseconds())/entities, "cpu-µs/command")
		b.ReportMetric(float64(m.kept()), "bytes-stored")
		b.ReportMetric(float64(m.put), "bytes-put")
	}
}

// grow adds one person to a case.
func grow(t testing.TB, cases *casefile.Service, id string, i int) {
	t.Helper()
	_, err := cases.AddIndividual(ctx, acme, id, person("Owner", numbered("Number", i)))
	require.NoError(t, err)
}

// A meter is a store that counts the bytes of bodies: those that were put, and of each
// record those that it has.
type meter struct {
	bonafide.Store
	put    int
	stored map[string]int // by kind and id
}

func (s *meter) Put(ctx context.Context, batch ...bonafide.Write) error {
	err := s.Store.Put(ctx, batch...)
	for _, w := range batch {
		if err == nil {
			s.put += len(w.Record.Body)
			s.stored[w.Record.Kind+" "+w.Record.ID] = len(w.Record.Body)
		}
	}
	return err
}

func (s *meter) kept() int {
	all := 0
	for _, n := range s.stored {
		all += n
	}
	return all
}
