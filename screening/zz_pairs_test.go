//go:build eval

package screening_test

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	. "github.com/bonafide-go/bonafide/screening"
)

type npair struct {
	typ, a, b string
	same      bool
	s         float64
}

func loadPairs() (out []npair) {
	f, _ := os.Open("testdata/pairs.txt")
	defer f.Close()
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		l := sc.Text()
		if l == "" || l[0] == '#' {
			continue
		}
		p := strings.SplitN(l, " ", 3)
		a, b, _ := strings.Cut(p[2], " | ")
		out = append(out, npair{typ: p[0], same: p[1] == "+", a: a, b: b})
	}
	return
}

func extraPairs() (out []npair) {
	jsonl(D+"screening-labelled/nk_logicv2_cases.jsonl", func(m map[string]any) {
		if q, _ := m["query"].(string); q != "" && m["config"] == "default" {
			qf := m["query_fields"].(map[string]any)
			if len(qf) == 1 {
				out = append(out, npair{typ: m["type"].(string), a: q, b: m["candidate"].(string), same: m["label"] == "match"})
			}
		}
	})
	jsonl(D+"screening-labelled/watchman_tests.jsonl", func(m map[string]any) {
		if l, ok := m["label"]; ok && m["candidate"] != nil {
			typ := m["type"].(string)
			if typ == "unknown" {
				typ = "person"
			}
			out = append(out, npair{typ: typ, a: m["query"].(string), b: m["candidate"].(string), same: l == "match"})
		}
	})
	return
}

func pairScore(p *npair, tu [2]*Tuning) {
	sp := 1
	if p.typ == "person" {
		sp = 0
	}
	x := NewIdx(sp, []List{{Entries: []Entry{{ID: "1", Type: Person, Names: []Name{{Text: p.b}}}}}}, tu[sp])
	p.s = 0
	for _, h := range x.Search(p.a, .0001) {
		p.s = max(p.s, h.Score)
	}
}

func auc(ps []npair) float64 {
	sort.Slice(ps, func(i, j int) bool { return ps[i].s > ps[j].s })
	var n, good float64
	for _, p := range ps {
		if !p.same {
			continue
		}
		for _, o := range ps {
			if !o.same {
				n++
				switch {
				case p.s > o.s:
					good++
				case p.s == o.s:
					good += .5
				}
			}
		}
	}
	return good / n
}

func TestPairs(t *testing.T) {
	tu := [2]*Tuning{DefaultTuning(0), DefaultTuning(1)}
	for name, ps := range map[string][]npair{"hand": loadPairs(), "extra": extraPairs()} {
		for i := range ps {
			pairScore(&ps[i], tu)
		}
		sort.SliceStable(ps, func(i, j int) bool { return ps[i].s > ps[j].s })
		for _, typ := range []string{"person", "entity"} {
			var sub []npair
			for _, p := range ps {
				if p.typ == typ {
					sub = append(sub, p)
				}
			}
			fmt.Println(name, typ, len(sub), "AUC", auc(sub))
		}
		fmt.Println(name, len(ps), "AUC", auc(ps))
		if os.Getenv("V") != "" {
			for _, p := range ps {
				c := "-"
				if p.same {
					c = "+"
				}
				fmt.Printf("%.3f %s %s | %s\n", p.s, c, p.a, p.b)
			}
		}
	}
}
