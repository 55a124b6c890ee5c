//go:build eval

package screening

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
