package match_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

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
		"international trading co limited": {Name: "International Trading Company Limited", Type: Entity},
	}
}

// No name costs more work than two pairs of words for every name of the lists; on
// the real lists, where the words are the commonest.
func TestWorstQueriesAreBounded(t *testing.T) {
	lists := realAll(t)
	e := engine(t, lists...)
	names := 0
	for _, l := range lists {
		for i := range l.Entries {
			names += len(l.Entries[i].Names)
		}
	}
	for name, q := range worstQueries() {
		work := e.Snapshot().Work(&q)
		t.Logf("%s: %.3f of %d names", name, float64(work)/float64(names), names)
		assert.Less(t, work, 2*names, name)
	}
}

// The worst names, beside an ordinary one, and a look at every name that only compares
// the letters.
func BenchmarkScreenWorst(b *testing.B) {
	e := engine(b, realAll(b)...)
	b.Run("letters of every name", func(b *testing.B) {
		lists, same := realAll(b), 0
		for b.Loop() {
			for _, l := range lists {
				for i := range l.Entries {
					for _, n := range l.Entries[i].Names {
						if strings.EqualFold(n.Text, "Mohammed Ali") {
							same++
						}
					}
				}
			}
		}
	})
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
