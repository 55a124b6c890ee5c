//go:build eval

package screening_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"sort"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
)

const D = "/work/shared/data/"

func jsonl(path string, f func(map[string]any)) {
	r, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer r.Close()
	var in io.Reader = r
	if strings.HasSuffix(path, ".gz") {
		in, _ = gzip.NewReader(r)
	}
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		m := map[string]any{}
		if json.Unmarshal(sc.Bytes(), &m) == nil {
			f(m)
		}
	}
}

type pos struct{ name, id, primary string }

func h32(s string) uint32 { h := fnv.New32a(); h.Write([]byte(s)); return h.Sum32() }

type data struct {
	sdn, prim List
	pp, ep    [2][]pos // dev, report
	pn, en    [2][]string
}

func latin(s string) bool {
	for _, r := range s {
		if r > 0x24f {
			return false
		}
	}
	return true
}

func load() *data {
	d := &data{}
	var err error
	ed := bonafide.Date{Year: 2024, Month: 5, Day: 3}
	d.sdn, err = lists.ReadOFAC(os.DirFS(D+"ofac-sdn-2024-05-03"), &lists.OFACOptions{Edition: ed})
	if err != nil {
		panic(err)
	}
	d.prim = d.sdn
	d.prim.Entries = nil
	for _, e := range d.sdn.Entries {
		var last string
		for _, n := range e.Names[1:] {
			if n.Kind != AKA || n.Text == last {
				continue
			}
			h := h32(e.ID + "x")
			k := int(h & 1)
			if e.Type == Person && (h32(n.Text)>>3)%2 == 0 {
				d.pp[k] = append(d.pp[k], pos{n.Text, e.ID, e.Names[0].Text})
			}
			if e.Type == Entity && (h32(n.Text)>>3)%2 == 0 {
				d.ep[k] = append(d.ep[k], pos{n.Text, e.ID, e.Names[0].Text})
			}
		}
		e.Names = e.Names[:1]
		d.prim.Entries = append(d.prim.Entries, e)
	}
	jsonl(D+"screening-labelled/yente_negatives_us.jsonl.gz", func(m map[string]any) {
		q := m["query"].(string)
		if latin(q) {
			k := int(h32(q) & 1)
			d.pn[k] = append(d.pn[k], q)
		}
	})
	jsonl(D+"screening-labelled/nasdaq_nyse_companies.jsonl", func(m map[string]any) {
		q := m["query"].(string)
		k := int(h32(q) & 1)
		d.en[k] = append(d.en[k], q)
	})
	for k := range 2 {
		d.pp[k] = d.pp[k][:min(len(d.pp[k]), 2000)]
		d.pn[k] = d.pn[k][:5000]
	}
	return d
}

type curve struct {
	pos  []float64 // score of right entry
	rank int
	neg  []float64
}

func (c *curve) recall(fpr float64) (float64, float64) {
	neg := append([]float64(nil), c.neg...)
	sort.Sort(sort.Reverse(sort.Float64Slice(neg)))
	k := int(fpr * float64(len(neg)))
	th := 0.0
	if k < len(neg) {
		th = neg[k]
	}
	n := 0
	for _, p := range c.pos {
		if p > th {
			n++
		}
	}
	return float64(n) / float64(len(c.pos)), th
}

func eval(x *Idx, ps []pos, ns []string) *curve {
	c := &curve{}
	for _, p := range ps {
		var right, top float64
		for _, h := range x.Search(p.name, .5) {
			if h.ID == p.id {
				right = h.Score
			}
			top = max(top, h.Score)
		}
		c.pos = append(c.pos, right)
		if right > 0 && right >= top {
			c.rank++
		}
	}
	for _, n := range ns {
		top := 0.0
		for _, h := range x.Search(n, .5) {
			top = max(top, h.Score)
		}
		c.neg = append(c.neg, top)
	}
	return c
}

func (c *curve) String() string {
	s := fmt.Sprintf("rank1 %.1f ", 100*float64(c.rank)/float64(len(c.pos)))
	for _, f := range []float64{.0001, .001, .01, .05} {
		r, t := c.recall(f)
		s += fmt.Sprintf(" @%g%%: %.1f (%.3f)", f*100, r*100, t)
	}
	return s
}

func TestEval(t *testing.T) {
	d := load()
	x := NewIdx(0, []List{d.prim}, DefaultTuning(0))
	y := NewIdx(1, []List{d.prim}, DefaultTuning(1))
	for k, name := range []string{"dev", "report"} {
		t0 := time.Now()
		c := eval(x, d.pp[k], d.pn[k])
		fmt.Println("people", name, len(d.pp[k]), len(d.pn[k]), c, time.Since(t0))
		c = eval(y, d.ep[k], d.en[k])
		fmt.Println("entity", name, len(d.ep[k]), len(d.en[k]), c)
	}
}

func TestMiss(t *testing.T) {
	d := load()
	for sp := range 2 {
		x := NewIdx(sp, []List{d.prim}, DefaultTuning(sp))
		ps, ns := d.pp[0], d.pn[0]
		if sp == 1 {
			ps, ns = d.ep[0], d.en[0]
		}
		c := eval(x, ps, ns)
		_, th := c.recall(.01)
		fmt.Println("== threshold", th)
		n := 0
		for i, p := range ps {
			if c.pos[i] <= th {
				n++
				if n%12 == 0 {
					fmt.Printf("MISS %.3f %s => %s\n", c.pos[i], p.name, p.primary)
				}
			}
		}
		type nn struct {
			s float64
			n string
		}
		var l []nn
		for i, s := range c.neg {
			l = append(l, nn{s, ns[i]})
		}
		sort.Slice(l, func(i, j int) bool { return l[i].s > l[j].s })
		for _, v := range l[:60] {
			best := EHit{}
			for _, h := range x.Search(v.n, .5) {
				if h.Score > best.Score {
					best = h
				}
			}
			fmt.Printf("FP %.3f %s ~ %s\n", v.s, v.n, best.Name)
		}
	}
}

func TestSpeed(t *testing.T) {
	d := load()
	t0 := time.Now()
	x := NewIdx(0, []List{d.sdn}, DefaultTuning(0))
	y := NewIdx(1, []List{d.sdn}, DefaultTuning(1))
	fmt.Println("index", time.Since(t0))
	for _, q := range []struct {
		n string
		x *Idx
		l []string
	}{{"people neg", x, d.pn[0]}, {"entity neg", y, d.en[0]}} {
		var ts []time.Duration
		t0 = time.Now()
		for _, n := range q.l {
			t1 := time.Now()
			q.x.Run(n, .8)
			ts = append(ts, time.Since(t1))
		}
		el := time.Since(t0)
		sort.Slice(ts, func(i, j int) bool { return ts[i] < ts[j] })
		fmt.Println(q.n, el/time.Duration(len(q.l)), "p50", ts[len(ts)/2], "p99", ts[len(ts)*99/100])
	}
	for _, p := range [][]pos{d.pp[0], d.ep[0]} {
		q := x
		if &p[0] == &d.ep[0][0] {
			q = y
		}
		t0 = time.Now()
		for _, n := range p {
			q.Run(n.name, .8)
		}
		fmt.Println("positives", time.Since(t0)/time.Duration(len(p)))
	}
}

func BenchmarkPeople(b *testing.B) {
	d := load()
	x := NewIdx(0, []List{d.sdn}, DefaultTuning(0))
	var qs []string
	for i := range 500 {
		if os.Getenv("NEG") != "" {
			qs = append(qs, d.pn[0][i])
		} else {
			qs = append(qs, d.pn[0][i], d.pp[0][i].name)
		}
	}
	b.ReportAllocs()
	i := 0
	c0 := cpu()
	for b.Loop() {
		x.Run(qs[i%len(qs)], .8)
		i++
	}
	b.ReportMetric(float64((cpu()-c0).Nanoseconds())/float64(i), "cpu-ns/op")
}

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(0, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestCalib(t *testing.T) {
	d := load()
	for sp, ns := range [][]string{append(append([]string(nil), d.pn[0]...), d.pn[1]...), append(append([]string(nil), d.en[0]...), d.en[1]...)} {
		for _, l := range []List{d.prim, d.sdn} {
			x := NewIdx(sp, []List{l}, DefaultTuning(sp))
			c := eval(x, nil, ns)
			for _, f := range []float64{.001, .003, .01, .03, .05} {
				_, th := c.recall(f)
				fmt.Printf("%g%%: %.3f  ", f*100, th)
			}
			fmt.Println()
		}
	}
}
