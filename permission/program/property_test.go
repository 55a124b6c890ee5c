package program_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// cases calls f with random programs and, for each, random users.
func cases(t *testing.T, programs, users int, f func(t *testing.T, r dice, s program.Sheet, p *program.Program, facts permission.Facts)) {
	for seed := range uint64(programs) {
		r := newDice(seed)
		s := r.sheet()
		p, err := program.New(s)
		for err != nil { // too many ways to satisfy a rule is the only fault it can have
			require.ErrorContains(t, err, "too_many", "seed %d", seed)
			s = r.sheet()
			p, err = program.New(s)
		}
		for range users {
			f(t, r, s, p, r.facts(s))
			if t.Failed() {
				t.Logf("seed %d", seed)
				t.FailNow()
			}
		}
	}
}

func TestEngineAgreesWithOracle(t *testing.T) {
	outcomes := make(map[permission.Permission]int)
	var out program.Outcome
	cases(t, 1500, 12, func(t *testing.T, r dice, s program.Sheet, p *program.Program, f permission.Facts) {
		want := oracle{s, f}
		scope, perm := want.permission()
		d := p.Evaluate(f)
		require.Equal(t, scope, d.Scope)
		require.Equal(t, perm, d.Permission)
		if d.Requirements[0].What != "program" {
			n := 0
			for _, doc := range f.Documents {
				if doc.Active {
					n++
					tier := want.tier(doc)
					wantScope := permission.Scope("UNVERIFIED")
					if tier > 0 {
						wantScope = s.Tiers[tier-1].Scope
					}
					require.Contains(t, d.Documents, permission.DocumentDecision{ID: doc.ID, Scope: wantScope})
				}
			}
			require.Len(t, d.Documents, n)
		}
		p.Scopes(&f, &out)
		require.Equal(t, d.Scope, out.Scope)
		require.Equal(t, d.Permission, out.Permission)
		require.ElementsMatch(t, d.Documents, out.Documents)
		outcomes[perm]++
	})
	t.Log(outcomes)
	for _, p := range []permission.Permission{permission.Unverified, permission.Receive, permission.SendAndReceive} {
		require.Greater(t, outcomes[p], 500, "the users must exercise %s", p)
	}
}

func shuffle[T any](r *rand.Rand, list []T) []T {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func TestOrderOfFactsHasNoMeaning(t *testing.T) {
	cases(t, 400, 5, func(t *testing.T, r dice, s program.Sheet, p *program.Program, f permission.Facts) {
		want := p.Evaluate(f)
		g := f
		g.Documents = shuffle(r.Rand, f.Documents)
		g.Attestations = shuffle(r.Rand, f.Attestations)
		g.Waivers = shuffle(r.Rand, f.Waivers)
		g.Clocks = shuffle(r.Rand, f.Clocks)
		g.Owners.Members = shuffle(r.Rand, f.Owners.Members)
		g.Totals.Sums = shuffle(r.Rand, f.Totals.Sums)
		for i := range g.Documents {
			d := &g.Documents[i]
			d.Subs, d.Lists, d.Fields = shuffle(r.Rand, d.Subs), shuffle(r.Rand, d.Lists), shuffle(r.Rand, d.Fields)
			for j := range d.Subs {
				d.Subs[j].Reasons = shuffle(r.Rand, d.Subs[j].Reasons)
			}
		}
		require.Equal(t, want, p.Evaluate(g))
	})
}

// steady is what must not change before Due.
func steady(d permission.Decision) permission.Decision {
	d.At, d.InputHash = time.Time{}, ""
	return d
}

func TestNothingChangesBeforeDue(t *testing.T) {
	finite, changed := 0, 0
	cases(t, 600, 6, func(t *testing.T, r dice, s program.Sheet, p *program.Program, f permission.Facts) {
		first := p.Evaluate(f)
		require.True(t, first.Due.IsZero() || first.Due.After(f.At))
		f.Clocks = first.Clocks
		d := p.Evaluate(f)
		require.Equal(t, steady(first), steady(d), "giving the clocks back changes nothing")
		end := d.Due
		if end.IsZero() {
			end = f.At.AddDate(20, 0, 0)
		}
		for i := range 4 {
			later := f
			later.At = f.At.Add(time.Duration(r.Int64N(int64(end.Sub(f.At)))))
			if i == 0 {
				later.At = end.Add(-time.Microsecond)
			}
			require.Equal(t, steady(d), steady(p.Evaluate(later)))
		}
		if !d.Due.IsZero() {
			finite++
			later := f
			later.At = d.Due
			if next := p.Evaluate(later); !slices.EqualFunc(d.Requirements, next.Requirements, sameRequirement) || next.Scope != d.Scope {
				changed++
			}
		}
	})
	t.Logf("%d decisions end by themselves, %d of them with another answer", finite, changed)
	require.Greater(t, finite, 500)
	require.Greater(t, changed*10, finite*7, "Due must not be much too early")
}

func sameRequirement(a, b permission.Requirement) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// More valid evidence never lowers a scope.
func TestMoreEvidenceNeverLowers(t *testing.T) {
	raised := 0
	cases(t, 800, 5, func(t *testing.T, r dice, s program.Sheet, p *program.Program, f permission.Facts) {
		before := p.Evaluate(f)
		more := f
		more.Documents = slices.Clone(f.Documents)
		for i := range more.Documents {
			d := &more.Documents[i]
			d.Subs = append(slices.Clone(d.Subs), permission.SubFacts{ID: "more", Type: r.one(diceTypes...), Class: r.one("physical", "virtual"),
				Status: "SUBMITTED|VALID", Country: r.one(diceCountry...), SubmittedAt: f.At.AddDate(0, 0, -r.IntN(100))})
			d.Fields = append(slices.Clone(d.Fields), r.one("alias", "ip", "email"))
		}
		more.Attestations = append(slices.Clone(f.Attestations), permission.Attestation{ID: "tax", At: f.At})
		more.Owners.Complete = true
		after := p.Evaluate(more)
		require.GreaterOrEqual(t, after.Scope.Compare(before.Scope), 0)
		for i := range before.Documents {
			require.GreaterOrEqual(t, after.Documents[i].Scope.Compare(before.Documents[i].Scope), 0)
		}
		if after.Scope != before.Scope {
			raised++
		}
	})
	require.Greater(t, raised, 100)
}

func TestReplayProvesTheRecord(t *testing.T) {
	cases(t, 300, 3, func(t *testing.T, r dice, s program.Sheet, p *program.Program, f permission.Facts) {
		stored, err := json.Marshal(struct {
			Facts    permission.Facts
			Decision permission.Decision
			Sheet    program.Sheet
		}{f, p.Evaluate(f), s})
		require.NoError(t, err)
		var read struct {
			Facts    permission.Facts
			Decision permission.Decision
			Sheet    program.Sheet
		}
		require.NoError(t, json.Unmarshal(stored, &read))
		again, err := program.New(read.Sheet)
		require.NoError(t, err)
		require.NoError(t, program.Replay(again, read.Facts, read.Decision))

		forged := read.Decision
		forged.Scope, forged.Permission = "SEND|RECEIVE", permission.Locked
		err = program.Replay(again, read.Facts, forged)
		require.ErrorContains(t, err, "permission")
		old := read.Decision
		old.Engine = "permission/0"
		require.ErrorContains(t, program.Replay(again, read.Facts, old), "replay: engine")
		require.ErrorContains(t, program.Replay(nil, read.Facts, read.Decision), "program_hash")
		other := read.Facts
		other.RiskLevel += "x"
		require.ErrorContains(t, program.Replay(again, other, read.Decision), "input_hash")
	})
}
