package match_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	. "github.com/bonafide-go/bonafide/screening/match"
)

// sampleSDN is the small list that is there on every machine.
func sampleSDN(t testing.TB) List {
	t.Helper()
	l, err := lists.ReadOFAC(os.DirFS("../lists/testdata/ofac"), &lists.OFACOptions{Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}})
	require.NoError(t, err)
	return l
}

// mangled yields queries made of a list's names: whole, turned round, cut,
// misspelt, divided differently, with facts about their bearer that agree and
// that do not.
func mangled(l List, r *rand.Rand, n int) []Query {
	var out []Query
	for range n {
		e := l.Entries[r.IntN(len(l.Entries))]
		words := strings.Fields(e.Names[r.IntN(len(e.Names))].Text)
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		words = words[:1+r.IntN(len(words))]
		if w := []rune(words[0]); len(w) > 4 && r.IntN(2) == 0 {
			i := 1 + r.IntN(len(w)-2)
			words[0] = string(slices.Delete(w, i, i+1))
		}
		if w := []rune(words[0]); len(w) > 3 && r.IntN(4) == 0 {
			i := 1 + r.IntN(len(w)-2)
			words[0] = string(w[:i]) + " " + string(w[i:])
		}
		sep := []string{" ", " ", " ", "", "-"}[r.IntN(5)]
		q := Query{Name: strings.Join(words, sep), MinScore: 0.5, Limit: 20}
		if r.IntN(2) == 0 {
			q.Type, q.Countries = e.Type, []string{[]string{"US", "CO", "CU", "SY"}[r.IntN(4)]}
			if e.Type == Person {
				q.BirthDate = bonafide.Date{Year: 1950 + r.IntN(50), Month: time.Month(1 + r.IntN(12)), Day: 1 + r.IntN(28)}
			}
		}
		if q.Check() != nil {
			continue
		}
		out = append(out, q)
	}
	return out
}

// Every score can be computed again from its explanation, also after the
// explanation was stored.
func TestScoresFollowFromTheirExplanations(t *testing.T) {
	scoresFollow(t, sampleSDN(t), 1500)
}

// The same on real lists, of all scripts and kinds of entries.
func TestScoresFollowFromTheirExplanationsOnRealLists(t *testing.T) {
	for _, l := range realAll(t) {
		t.Run(l.Key, func(t *testing.T) { scoresFollow(t, l, 150) })
	}
}

func scoresFollow(t *testing.T, l List, n int) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	s := engine(t, l)
	hits := 0
	for _, mode := range []Mode{"", ModeOFAC} {
		for _, q := range mangled(l, rand.New(rand.NewPCG(seed, 1)), n) {
			q.Mode = mode
			for _, h := range screen(t, s, q).Hits {
				stored, err := json.Marshal(h.Explanation)
				require.NoError(t, err)
				var again Explanation
				require.NoError(t, json.Unmarshal(stored, &again))
				_, score := again.Compute()
				require.InDelta(t, h.Score, score, 1e-9, "%s", again)
				require.NotEmpty(t, again.String())
				hits++
			}
		}
	}
	assert.Greater(t, hits, n/2)
}

// Rescreening a delta through the customers' index finds exactly those whom a
// screening of every customer would, with the same scores.
func TestBookFindsWhomAFullScreeningFinds(t *testing.T) {
	l := sampleSDN(t)
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { bookAgrees(t, l, seed) })
	}
}

// The same on parts of real lists, of many scripts and spellings.
func TestBookFindsWhomAFullScreeningFindsOnRealLists(t *testing.T) {
	for i, whole := range []List{realSDN(t), realUN(t)} {
		for n := range 15 {
			seed := uint64(100*i + n)
			begin := rand.New(rand.NewPCG(seed, 1)).IntN(len(whole.Entries) - 799)
			part, err := NewList(whole.Key, whole.Edition, whole.Entries[begin:begin+800])
			require.NoError(t, err)
			t.Run(fmt.Sprint(whole.Key, " from ", begin), func(t *testing.T) { bookAgrees(t, part, seed) })
		}
	}
}

// bookAgrees rescreens customers with names much like those of a list for what
// an edition added to it.
func bookAgrees(t *testing.T, after List, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 2))
	before := after
	before.Edition, before.Entries = bonafide.Date{Year: 2024, Month: 4, Day: 1}, slices.Clone(after.Entries[1:])
	before.Entries = slices.DeleteFunc(before.Entries, func(Entry) bool { return r.IntN(3) == 0 })
	delta, err := Diff(before, after)
	require.NoError(t, err)
	queries := mangled(after, r, 2000)
	customers := iter.Seq2[string, Query](func(yield func(string, Query) bool) {
		for i, q := range queries {
			if i%5 == 0 { // filed as something else
				q.Type = EntityTypes()[i/5%len(EntityTypes())]
			}
			if !yield(fmt.Sprint("c", i), Query{Name: q.Name, Type: q.Type, BirthDate: q.BirthDate, Countries: q.Countries}) {
				return
			}
		}
	})
	book, err := NewBook(customers)
	require.NoError(t, err)
	s := engine(t, after)
	got := map[string]float64{}
	for touched, err := range book.Rescreen(context.Background(), s.Snapshot(), delta, 0) {
		require.NoError(t, err)
		if len(touched.Hits) > 0 {
			got[touched.Customer] = touched.Hits[0].Score
		}
	}
	added := map[string]bool{}
	for _, e := range slices.Concat(delta.Added, delta.Changed) {
		added[e.ID] = true
	}
	found := 0
	for id, q := range customers {
		q.Limit = MaxLimit
		best := Hit{}
		for _, h := range screen(t, s, q).Hits {
			if added[h.EntryID] {
				best, found = h, found+1
				break
			}
		}
		assert.Equal(t, best.Score, got[id], "%s", best.Explanation)
	}
	assert.Greater(t, found, 20)
}

// A query costs what it costs, beside a look at every name of the list.
func BenchmarkScreen(b *testing.B) {
	l := sampleSDN(b)
	queries := mangled(l, rand.New(rand.NewPCG(1, 1)), 500)
	b.Run("engine", func(b *testing.B) {
		s := engine(b, l)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := s.Screen(context.Background(), queries[i%len(queries)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compare every name", func(b *testing.B) {
		b.ReportAllocs()
		found := 0
		for i := 0; b.Loop(); i++ {
			for _, e := range l.Entries {
				for _, n := range e.Names {
					if strings.EqualFold(n.Text, queries[i%len(queries)].Name) {
						found++
					}
				}
			}
		}
	})
}

func FuzzScreen(f *testing.F) {
	l := sampleSDN(f)
	s := engine(f, l)
	for _, name := range []string{"BIN LADIN, Usama", "Усама бин Ладен", "أسامة بن لادن", "ООО «Ромашка»", "김정은", "O'Hara-Smith, J.", "\xff\x00"} {
		f.Add(name, "CU")
	}
	f.Fuzz(func(t *testing.T, name, country string) {
		q := Query{Name: name, Countries: []string{country}, MinScore: 0.4}
		r, err := s.Screen(context.Background(), q)
		if err != nil {
			if len(r.Hits) > 0 || len(r.Lists) > 0 {
				t.Fatal("a failed screening left something behind")
			}
			return
		}
		for _, h := range r.Hits {
			if _, score := h.Explanation.Compute(); h.Score < 0.4 && h.Discounted == nil || h.Score > 1 || score < h.Score-1e-9 || score > h.Score+1e-9 {
				t.Fatal("a score that does not follow from its explanation")
			}
		}
	})
}
