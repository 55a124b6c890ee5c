package casefile

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// answers are what was found of ownership graphs, by their hash, so that who reads a case
// again and again computes nothing. They are computed with the write that changes a graph,
// or once by a process that did not write it; a refusal, such as too_complex, is kept like
// an answer. Ids and figures are all that they hold. Nil keeps nothing.
type answers struct {
	mu    sync.Mutex
	kept  map[string]*answered
	bytes int    // of all that is kept, about
	clock uint64 // counts uses
}

// answered is what was found of one graph.
type answered struct {
	analysis *ownership.Analysis
	bounds   *ownership.Bounds
	err      error // a [*ownership.StructureError]
	bytes    int
	used     uint64

	mu       sync.Mutex
	findings map[string][2]ownership.Finding // by the hash of the rule set: certain and possible
}

// maxAnswers bounds what is kept, in bytes: tens of thousands of usual graphs.
const maxAnswers = 64 << 20

// of is the answer on a graph, computed if it is not kept.
func (k *answers) of(ctx context.Context, g ownership.Graph, opts *ownership.Options) (*answered, error) {
	if k == nil {
		return answer(ctx, g, opts)
	}
	name := canonical.SumJSON("answer 1", undated(g), opts.Strict, opts.SuspendCircularVotes, opts.Tolerance)
	k.mu.Lock()
	found := k.kept[name]
	if found != nil {
		k.clock++
		found.used = k.clock
	}
	k.mu.Unlock()
	if found != nil {
		return found, nil
	}
	found, err := answer(ctx, g, opts)
	if err == nil {
		k.keep(name, found)
	}
	return found, err
}

// answer computes. Its error is that of a graph that is none, or of the context.
func answer(ctx context.Context, g ownership.Graph, opts *ownership.Options) (*answered, error) {
	out := &answered{bytes: 1 << 10, findings: make(map[string][2]ownership.Finding)}
	var err error
	if g.Banded() {
		out.bounds, err = ownership.ComputeBoundsContext(ctx, g, opts)
		g = g.Estimate()
	}
	if err == nil {
		out.analysis, err = ownership.ComputeContext(ctx, g, opts)
	}
	if err == nil {
		out.bytes += 2 * out.analysis.Bytes() // what is found of it included
	}
	if out.bounds != nil {
		out.bytes += out.bounds.Bytes()
	}
	var refused *ownership.StructureError
	if errors.As(err, &refused) {
		out.err = err
		return out, nil
	}
	return out, err
}

// keep keeps an answer, in place of those that were used longest ago.
func (k *answers) keep(name string, found *answered) {
	if found.bytes > maxAnswers {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = make(map[string]*answered)
	}
	if k.kept[name] != nil {
		return // by somebody else meanwhile
	}
	for k.bytes+found.bytes > maxAnswers {
		oldest := ""
		for n, have := range k.kept {
			if oldest == "" || have.used < k.kept[oldest].used {
				oldest = n
			}
		}
		k.bytes -= k.kept[oldest].bytes
		delete(k.kept, oldest)
	}
	k.clock++
	found.used = k.clock
	k.kept[name], k.bytes = found, k.bytes+found.bytes
}

// find is what a rule set says of the graph, certainly and possibly, computed once.
func (a *answered) find(ctx context.Context, r ownership.RuleSet) (certain, possible ownership.Finding, err error) {
	name := canonical.SumJSON(r)
	a.mu.Lock()
	found, ok := a.findings[name]
	a.mu.Unlock()
	if ok {
		return found[0].Clone(), found[1].Clone(), nil
	}
	if a.bounds != nil {
		certain, possible, err = a.bounds.OwnersContext(ctx, r)
	} else {
		certain, err = a.analysis.OwnersContext(ctx, r)
	}
	if err == nil && name != "" {
		a.mu.Lock()
		if len(a.findings) < maxFindings {
			a.findings[name] = [2]ownership.Finding{certain.Clone(), possible.Clone()}
		}
		a.mu.Unlock()
	}
	return certain, possible, err
}

// maxFindings bounds the rule sets whose findings are kept of one graph.
const maxFindings = 16

// undated is a graph of one day without days: what is in it counts.
func undated(g ownership.Graph) ownership.Graph {
	g.Relations = append([]ownership.Relation(nil), g.Relations...)
	for i := range g.Relations {
		g.Relations[i].Start, g.Relations[i].End = bonafide.Date{}, bonafide.Date{}
	}
	return g
}

// Holders are what the individuals of a case have in its main company at a time, in the
// order of the case: what [Service.Ownership] has as its analysis, for a case that was read
// before. No store is asked. It is nil where the structure has no answer.
func (s *Service) Holders(ctx context.Context, c Case, at time.Time) []ownership.Holder {
	g, ok := c.graphOn(bonafide.DateOf(at.UTC()))
	if !ok {
		return nil
	}
	found, err := s.answers.of(ctx, g, s.opts.Ownership.options(bonafide.DateOf(at.UTC())))
	if err != nil || found.err != nil {
		return nil
	}
	return found.analysis.Holders
}

// learn computes what follows from a graph that a command has changed.
func (s *Service) learn(before, c Case, at time.Time) {
	if len(c.Relations) == 0 || sameGraph(before, c) {
		return
	}
	on := bonafide.DateOf(at.UTC())
	_, _ = c.ownership(context.Background(), s.answers, at, on, s.opts.Ownership, nil)
}

// sameGraph reports whether no entity and no relation was added, changed or taken away.
func sameGraph(a, b Case) bool {
	if len(a.Companies) != len(b.Companies) || len(a.Individuals) != len(b.Individuals) || len(a.Relations) != len(b.Relations) {
		return false
	}
	for i := range a.Companies {
		if x, y := &a.Companies[i], &b.Companies[i]; x.ID != y.ID || !x.UpdatedAt.Equal(y.UpdatedAt) {
			return false
		}
	}
	for i := range a.Individuals {
		if x, y := &a.Individuals[i], &b.Individuals[i]; x.ID != y.ID || !x.UpdatedAt.Equal(y.UpdatedAt) {
			return false
		}
	}
	for i := range a.Relations {
		if x, y := &a.Relations[i], &b.Relations[i]; x.ID != y.ID || !x.UpdatedAt.Equal(y.UpdatedAt) {
			return false
		}
	}
	return true
}
