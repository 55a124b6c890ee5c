package peers

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xrash/smetrics"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
)

const listed = 15_000 // entries, as many as OFAC's list has

// invented are names of three words that follow from a seed.
func invented(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ka lo mi ra ne sto vi du bel tan gor esh ula pri mon ze fa hin jo wer")
	word := func() string {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		return b.String()
	}
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(word(), " ", word(), " ", word())
	}
	return names
}

func engineOf(tb testing.TB, names []string) *match.Engine {
	tb.Helper()
	entries := make([]screening.Entry, len(names))
	for i, name := range names {
		entries[i] = screening.Entry{ID: fmt.Sprint(i), Type: screening.Person, Names: []screening.Name{{Text: name, Kind: screening.PrimaryName}}}
	}
	list, err := screening.NewList(screening.KeyOFACSDN, bonafide.Date{Year: 2026, Month: 3, Day: 1}, entries)
	require.NoError(tb, err)
	e := match.NewEngine(nil)
	require.NoError(tb, e.Load(list))
	return e
}

// scan compares a name with every listed one, and returns the best.
func scan(names []string, query string) (best int, score float64) {
	for i, name := range names {
		if s := smetrics.JaroWinkler(query, name, 0.7, 4); s > score {
			best, score = i, s
		}
	}
	return best, score
}

// misspelt takes one letter out of a name.
func misspelt(name string) string { return name[:3] + name[4:] }

// Both find the name that was misspelt, else there is nothing to compare.
func TestBothFind(t *testing.T) {
	names := invented(2000)
	e := engineOf(t, names)
	found := 0
	for i := 0; i < len(names); i += 50 {
		best, _ := scan(names, misspelt(names[i]))
		require.Equal(t, names[i], names[best])
		r, err := e.Screen(context.Background(), screening.Query{Name: misspelt(names[i]), Type: screening.Person})
		require.NoError(t, err)
		if len(r.Hits) > 0 && r.Hits[0].EntryID == fmt.Sprint(i) {
			found++
		}
	}
	assert.Greater(t, found, 36, "of 40")
}

func BenchmarkNames(b *testing.B) {
	names := invented(listed)
	e := engineOf(b, names)
	b.Run("bonafide", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := e.Screen(context.Background(), screening.Query{Name: misspelt(names[i*31%listed]), Type: screening.Person}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Jaro-Winkler scan", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			scan(names, misspelt(names[i*31%listed]))
		}
	})
}
