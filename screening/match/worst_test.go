package match_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/bonafide-go/bonafide/screening"
)

// worstQueries are what costs most to search for: names of whose words the lists have
// many, names of the greatest length, and queries of the most names.
func worstQueries() map[string]Query {
	common := strings.Fields("Mohammed Ali Ahmed Hassan Hussein Abdul Rahman Abu Omar Ibrahim Mahmoud Khalid Said Mustafa Yusuf Salim")
	companies := strings.Fields("international trading company limited general industries group bank of the national petroleum shipping services joint stock")
	repeated := func(of []string, n int) string {
		var b strings.Builder
		for i := 0; b.Len()+len(of[i%len(of)])+1 <= n; i++ {
			b.WriteString(of[i%len(of)] + " ")
		}
		return strings.TrimSpace(b.String())
	}
	words := make([]string, 32)
	for i := range words {
		words[i] = common[i%len(common)]
	}
	return map[string]Query{
		"Mohammed Ali":                     {Name: "Mohammed Ali", Type: Person},
		"Mohammed Ali, of any type":        {Name: "Mohammed Ali"},
		"32 words":                         {Name: strings.Join(words, " "), Type: Person},
		"1,000 bytes of people":            {Name: repeated(common, 1000), Type: Person},
		"1,000 bytes of companies":         {Name: repeated(companies, 1000), Type: Entity},
		"1,000 bytes of initials":          {Name: repeated(strings.Fields("a b c d e f g h i j k l m"), 1000), Type: Person},
		"1,000 bytes without a space":      {Name: strings.Repeat("mohammed", 125), Type: Person},
		"1,000 bytes in Arabic letters":    {Name: repeated(strings.Fields("محمد علي أحمد حسن حسين عبد الرحمن أبو عمر"), 1000), Type: Person},
		"1,000 bytes in Han":               {Name: strings.Repeat("王李张刘陈杨黄赵", 41), Type: Person},
		"Mohammed Ali by any likeness":     {Name: "Mohammed Ali", Type: Person, MinScore: 0.01, Limit: MaxLimit},
		"international trading co limited": {Name: "International Trading Company Limited", Type: Entity},
	}
}

// No name costs more than a bound: on the real lists, where the words are the commonest.
func TestWorstQueriesAreBounded(t *testing.T) {
	if underRace {
		t.Skip("a measurement of one goroutine is left to the run without the race detector")
	}
	e := engine(t, realAll(t)...)
	const bound = 5 * time.Millisecond
	for name, q := range worstQueries() {
		var took []time.Duration
		for range 25 {
			begun := time.Now()
			_, err := e.Screen(context.Background(), q)
			took = append(took, time.Since(begun))
			require.NoError(t, err, name)
		}
		best := slices.Min(took) // a busy machine takes longer, never shorter
		t.Logf("%s: %v", name, best)
		assert.Less(t, best, bound, name)
	}
}

// The worst names, beside an ordinary one.
func BenchmarkScreenWorst(b *testing.B) {
	e := engine(b, realAll(b)...)
	queries := worstQueries()
	queries["an ordinary name"] = Query{Name: "Jonathan Whitfield", Type: Person}
	for name, q := range queries {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Screen(context.Background(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
