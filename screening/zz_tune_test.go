//go:build eval

package screening_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	. "github.com/bonafide-go/bonafide/screening"
)

func objective(c *curve) float64 {
	o := 0.0
	for _, f := range []struct{ f, w float64 }{{.0002, .3}, {.001, 1}, {.003, 1}, {.01, 1}, {.05, 1}} {
		r, _ := c.recall(f.f)
		o += r * f.w
	}
	return o / 4.3 * 100
}

func TestTune(t *testing.T) {
	d := load()
	sp := 0
	if os.Getenv("SP") == "1" {
		sp = 1
	}
	ps, ns := d.pp[0], d.pn[0]
	if sp == 1 {
		ps, ns = d.ep[0], d.en[0]
	}
	var sub []npair
	for _, p := range append(loadPairs(), extraPairs()...) {
		if (p.typ == "person") == (sp == 0) {
			sub = append(sub, p)
		}
	}
	run := func(tu *Tuning) float64 {
		mine := append([]npair(nil), sub...)
		for i := range mine {
			pairScore(&mine[i], [2]*Tuning{tu, tu})
		}
		return objective(eval(NewIdx(sp, []List{d.prim}, tu), ps, ns)) + 20*auc(mine)
	}
	best := DefaultTuning(sp)
	score := run(best)
	fmt.Printf("start %.2f\n", score)
	var names []string
	for n := range Params(best) {
		if f := os.Getenv("ONLY"); f != "" && !strings.Contains(","+f+",", ","+n+",") {
			continue
		}
		names = append(names, n)
	}
	sort.Strings(names)
	rng := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	dur, _ := time.ParseDuration(os.Getenv("DUR"))
	if dur == 0 {
		dur = 3 * time.Minute
	}
	step := map[string]float64{}
	for _, n := range names {
		step[n] = .35
	}
	for t0 := time.Now(); time.Since(t0) < dur; {
		c := *best
		p := Params(&c)
		n := names[rng.IntN(len(names))]
		old := *p[n]
		f := 1 + step[n]*(rng.Float64()*2-1)
		*p[n] = old*f + 0
		if old == 0 {
			*p[n] = rng.Float64()
		}
		s := run(&c)
		if s > score+.02 {
			fmt.Printf("%.2f -> %.2f  %s %.4g -> %.4g\n", score, s, n, old, *p[n])
			score, best = s, &c
		} else {
			step[n] = max(step[n]*.85, .05)
		}
	}
	fmt.Printf("final %.3f\n", score)
	p := Params(best)
	for _, n := range names {
		fmt.Printf("%s: %.4g, ", n, *p[n])
	}
	fmt.Println()
}
