//go:build eval

package screening_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	. "github.com/bonafide-go/bonafide/screening"
)

func customers(names []string, dob bool) iter.Seq2[string, Query] {
	return func(yield func(string, Query) bool) {
		for i, n := range names {
			q := Query{Name: n, Type: Person}
			if dob && i%2 == 0 {
				q.BirthDate = may3.AddYears(-60)
			}
			if !yield(fmt.Sprintf("c%07d", i), q) {
				return
			}
		}
	}
}

func TestBookProperty(t *testing.T) {
	d := load()
	e := NewEngine(nil)
	if err := e.Load(d.sdn); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var names []string
	names = append(names, d.pn[0][:2000]...)
	for _, p := range d.pp[0] {
		names = append(names, p.name)
	}
	all, _ := unScripts()
	for _, s := range all {
		names = append(names, s.orig)
	}
	b, err := NewBook(customers(names, true))
	if err != nil {
		t.Fatal(err)
	}
	delta := Delta{List: d.sdn.Key, To: d.sdn.Edition, Hash: d.sdn.Hash}
	in := map[string]bool{}
	for range 1500 {
		en := d.sdn.Entries[rng.IntN(len(d.sdn.Entries))]
		if !in[en.ID] {
			in[en.ID] = true
			delta.Added = append(delta.Added, en)
		}
	}
	got := map[string]string{}
	for tt, err := range b.Rescreen(context.Background(), e.Snapshot(), delta, .7) {
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range tt.Hits {
			got[tt.Customer+" "+h.EntryID] = fmt.Sprint(h.Score, h.MatchedName)
		}
	}
	want, missing := 0, 0
	for id, q := range customers(names, true) {
		q.MinScore, q.Limit = .7, 1000
		r, _ := e.Screen(context.Background(), q)
		for _, h := range r.Hits {
			if in[h.EntryID] {
				want++
				if g := got[id+" "+h.EntryID]; g != fmt.Sprint(h.Score, h.MatchedName) {
					missing++
					if missing < 20 {
						fmt.Println("MISSING", g, "|", h.Score, q.Name, "|", h.MatchedName, h.Explanation)
					}
				}
			}
		}
	}
	fmt.Println("got", len(got), "want", want, "missing", missing)
}

func TestBookSpeed(t *testing.T) {
	d := load()
	e := NewEngine(nil)
	if err := e.Load(d.sdn); err != nil {
		t.Fatal(err)
	}
	var first, last []string
	for _, n := range append(d.pn[0], d.pn[1]...) {
		var f, l string
		fmt.Sscan(n, &f, &l)
		first, last = append(first, f), append(last, l)
	}
	for _, p := range d.pp[0] {
		var a, b string
		fmt.Sscan(p.name, &a, &b)
		first, last = append(first, b), append(last, a)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	names := make([]string, 1000000)
	for i := range names {
		names[i] = first[rng.IntN(len(first))] + " " + last[rng.IntN(len(last))]
		if i%3 == 0 {
			names[i] = first[rng.IntN(len(first))] + " " + names[i]
		}
	}
	var m0, m1 runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m0)
	t0 := time.Now()
	b, err := NewBook(customers(names, true))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("build", time.Since(t0))
	runtime.GC()
	runtime.ReadMemStats(&m1)
	fmt.Println("bytes per customer", float64(m1.HeapAlloc-m0.HeapAlloc)/1e6)
	delta := Delta{List: d.sdn.Key, To: d.sdn.Edition, Hash: d.sdn.Hash}
	for range 200 {
		delta.Added = append(delta.Added, d.sdn.Entries[rng.IntN(len(d.sdn.Entries))])
	}
	for i := range delta.Added {
		for j := range i {
			if delta.Added[j].ID == delta.Added[i].ID {
				delta.Added[i].ID += "x"
			}
		}
	}
	for range 3 {
		t0 = time.Now()
		c0 := cpu()
		n, h := 0, 0
		for tt, err := range b.Rescreen(context.Background(), e.Snapshot(), delta, .8) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			h += len(tt.Hits)
		}
		fmt.Println("touched", n, h, time.Since(t0), "cpu", cpu()-c0)
	}
	runtime.KeepAlive(b)
}
