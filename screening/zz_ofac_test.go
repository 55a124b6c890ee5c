//go:build eval

package screening_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	. "github.com/bonafide-go/bonafide/screening"
)

func TestOFACMode(t *testing.T) {
	ok, n, below := 0, 0, 0
	jsonl(D+"screening-labelled/ofac_sls_scores.jsonl", func(m map[string]any) {
		l, err := NewList("x", may3, []Entry{{ID: "1", Names: []Name{{Text: m["candidate"].(string), Kind: PrimaryName}}}})
		if err != nil {
			t.Fatal(err)
		}
		e := NewEngine(nil)
		if err := e.Load(l); err != nil {
			t.Fatal(err)
		}
		r, err := e.Screen(context.Background(), Query{Name: m["query"].(string), Mode: ModeOFAC, MinScore: .0001})
		if err != nil {
			t.Fatal(err)
		}
		s := 0.0
		if len(r.Hits) > 0 {
			s = r.Hits[0].Score
			if a, b := r.Hits[0].Explanation.Compute(); a != s || b != s {
				t.Error("explain", a, b, s)
			}
		}
		exp, has := m["expected_score"].(float64)
		if !has {
			if s < .8 {
				below++
			}
			return
		}
		n++
		if math.Abs(s-exp) <= .0501 {
			ok++
		} else {
			fmt.Println(s, exp, m["query"], m["candidate"])
		}
	})
	fmt.Println(ok, n, float64(ok)/float64(n), "below", below)
}
