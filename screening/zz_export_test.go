//go:build eval

package screening

import "context"

type Tuning = tuning

func DefaultTuning(sp int) *Tuning { t := *tunings[sp]; return &t }

type Idx struct {
	x *index
	t *tuning
	l []List
}

func NewIdx(sp int, lists []List, t *tuning) *Idx {
	t.prepare()
	if sp == 1 && len(lists[0].Entries) == 1 {
		lists[0].Entries[0].Type = Entity
	}
	tunings[sp] = t
	return &Idx{newIndex(sphere(sp), lists, nil), t, lists}
}

type EHit struct {
	ID, Name string
	Score    float64
}

// Best returns the best score per entry.
func (i *Idx) Search(name string, min float64) []EHit {
	s := i.x.newSearch(i.t)
	type candidate struct {
		name  uint32
		score int32
	}
	best := map[uint32]candidate{}
	s.prepare(name)
	s.run(units(min), func(n uint32, sc int32) {
		if i.x.sphere == things && len(i.x.nameEntry) > 3 && i.x.entryType[i.x.nameEntry[n]] != Entity {
			return
		}
		c := candidate{n, sc}
		e := i.x.nameEntry[c.name]
		if b, ok := best[e]; !ok || c.score > b.score {
			best[e] = c
		}
	})
	s.release()
	var out []EHit
	for e, c := range best {
		en := i.l[i.x.entryList[e]].Entries[i.x.entryPos[e]]
		out = append(out, EHit{en.ID, en.Names[i.x.nameNo[c.name]].Text, fraction(c.score)})
	}
	return out
}

func (i *Idx) Run(name string, min float64) int {
	n := 0
	s := i.x.newSearch(i.t)
	s.prepare(name)
	s.run(units(min), func(uint32, int32) { n++ })
	s.release()
	return n
}

func Sounds(w string) (string, string) {
	b := appendSound(nil, []byte(w))
	return string(b), string(appendSkeleton(nil, b))
}

// Params lists the tunable numbers by name.
func Params(t *Tuning) map[string]*float64 {
	return map[string]*float64{
		"particle": &t.particle, "honorific": &t.honorific, "initial": &t.initial, "legal": &t.legal, "number": &t.number, "common": &t.common,
		"floor": &t.floor, "rise": &t.rise, "alpha": &t.alpha, "lone": &t.lone, "slope": &t.slope, "budget0": &t.budget0, "budget1": &t.budget1,
		"power": &t.power, "usual": &t.usual, "doubt": &t.doubt, "enough": &t.enough,
		"given": &t.given, "middle": &t.middle, "family": &t.family, "furtherFamily": &t.furtherFamily, "share": &t.share, "patronymic": &t.patronymic, "otherNumber": &t.otherNumber,
	}
}

func Dbg(e *Engine, big *Book, d Delta, q Query) {
	s := e.Snapshot()
	tiny := s.of([]List{{Key: d.List, Edition: d.To, Hash: d.Hash, Entries: d.Added}})
	q.MinScore = .7
	for _, h := range tiny.all(&q) {
		println("tiny", h.EntryID, h.Score, h.MatchedName)
	}
	b, _ := NewBook(func(yield func(string, Query) bool) { yield("c", q) })
	near := make([]bool, 1)
	b.near(context.Background(), near, tiny, 7000)
	println("near", near[0])
	x, li := big.index[people], tiny.index[people]
	v := inverse{search: x.newSearch(tunings[people]), listed: li, weights: make([]int32, len(x.texts))}
	v.slack = joinSlack
	for w := range v.weights {
		v.weights[w] = li.queryWeight(x.texts[w], x.classes[w])
	}
	for n := range li.nameEntry {
		en := tiny.entry(&candidate{sphere: people, entry: li.nameEntry[n]})
		if en.Names[li.nameNo[n]].Text != "ABDERRAHMANE" {
			continue
		}
		v.touch("ABDERRAHMANE", li.nameWeights[li.nameOff[n]:li.nameOff[n+1]])
		for _, name := range v.touched {
			_, cq := big.customer(x.nameEntry[name])
			if cq.Name == q.Name {
				words := x.nameWords[x.nameOff[name]:x.nameOff[name+1]]
				println("sum", v.sums[name], v.mark[name])
				var weights []uint16
				for _, w := range words {
					weights = append(weights, uint16(v.weights[w]))
					println(x.texts[w], v.weights[w])
				}
				println(v.bound(words, weights, 0), v.mayScore(name, false))
				for _, w := range words {
					row := v.cells[v.rowOf(w):]
					for i := range v.real {
						println(x.texts[w], row[i].sim, row[i].known)
					}
				}
				println(v.bound(words, weights, 0))
			}
		}
	}
}
