package match

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// A Bound is how much of one list may vanish: see [Options.MaxShrink].
type Bound struct {
	List      string  // its key
	MaxShrink float64 // 0 to 1; 0 means that of the engine
	Days      int     // 0 means those of the engine
}

// checkBounds adds every fault of bounds.
func checkBounds(faults *bonafide.Faults, of []Bound) {
	for i, b := range of {
		path := "bounds[" + strconv.Itoa(i) + "]"
		if b.List == "" {
			faults.Add(path+".list", bonafide.CodeRequired)
		}
		if !(b.MaxShrink >= 0 && b.MaxShrink <= 1) {
			faults.Add(path+".max_shrink", bonafide.CodeOutOfRange)
		}
		if b.Days < 0 {
			faults.Add(path+".days", bonafide.CodeOutOfRange)
		}
		if slices.ContainsFunc(of[:i], func(o Bound) bool { return o.List == b.List }) {
			faults.Add(path, bonafide.CodeRepeated)
		}
	}
}

// bound returns the bound of a list.
func (o *Options) bound(list string) Bound {
	b := Bound{List: list}
	if i := slices.IndexFunc(o.Bounds, func(b Bound) bool { return b.List == list }); i >= 0 {
		b = o.Bounds[i]
	}
	b.MaxShrink, b.Days = cmp.Or(b.MaxShrink, o.MaxShrink), cmp.Or(b.Days, o.Days)
	return b
}

// A past is what is known of the editions of one list. It is a value: what follows on a
// change is another one.
type past struct {
	sizes     []screening.Edition                // of what was loaded, oldest first, as far back as it is a measure
	withdrawn map[string]bool                    // hashes that were rolled back
	accepted  map[string]screening.EditionChange // editions that reviewers let pass, by hash
	over      bonafide.Date                      // day of the latest edition that was rolled back, until one of its day or later is loaded
	today     []string                           // hashes of the last editions of one day, as they took each other's place
	day       bonafide.Date                      // that day
	removed   bool
}

// maxToday bounds how many editions of a day are told apart.
const maxToday = 8

// earlier are the hashes of the editions of its day that one took the place of.
func (p past) earlier(day bonafide.Date, hash string) []string {
	for i, other := range slices.Backward(p.today) {
		if other == hash && day == p.day {
			return slices.DeleteFunc(slices.Clone(p.today[:i]), func(other string) bool { return other == hash })
		}
	}
	return nil
}

// after is what is known after a change.
func (p past) after(c screening.EditionChange, b Bound) past {
	p.withdrawn, p.accepted, p.sizes = maps.Clone(p.withdrawn), maps.Clone(p.accepted), slices.Clone(p.sizes)
	if p.withdrawn == nil {
		p.withdrawn, p.accepted = make(map[string]bool), make(map[string]screening.EditionChange)
	}
	switch c.Op {
	case screening.EditionAccepted:
		p.accepted[c.To.Hash] = c
	case screening.EditionLoaded:
		if _, accepted := p.accepted[c.To.Hash]; accepted {
			p.sizes = nil // what a reviewer let pass is the measure from now on
		}
		p.loaded(c.To, b)
	case screening.EditionRolledBack:
		p.sizes = slices.DeleteFunc(p.sizes, func(e screening.Edition) bool { return e.Hash == c.From.Hash })
		p.loaded(c.To, b)
		p.withdrawn[c.From.Hash] = true
		if c.From.Date.After(p.over) {
			p.over = c.From.Date
		}
	case screening.EditionRemoved:
		p = past{withdrawn: p.withdrawn, accepted: make(map[string]screening.EditionChange), removed: true}
	}
	return p
}

// loaded notes that an edition counts now.
func (p *past) loaded(to screening.Edition, b Bound) {
	p.sizes = append(b.measures(p.sizes, to), to)
	delete(p.accepted, to.Hash)
	delete(p.withdrawn, to.Hash)
	p.removed = false
	if to.Date != p.day {
		p.day, p.today = to.Date, nil
	}
	p.today = append(slices.Clone(p.today[max(0, len(p.today)-maxToday+1):]), to.Hash)
	if !to.Date.Before(p.over) {
		p.over = bonafide.Date{}
	}
}

// measures are those of editions that a later one is measured by: the last, and those of
// the days before it.
func (b Bound) measures(sizes []screening.Edition, to screening.Edition) []screening.Edition {
	first := to.Date.AddDays(-b.Days)
	for len(sizes) > 1 && sizes[0].Date.Before(first) {
		sizes = sizes[1:]
	}
	return sizes
}

// refuses says why an edition must not take the place of the one held, which is of the
// zero hash where there is none.
func (p past) refuses(list string, held, to screening.Edition, b Bound) *screening.ListError {
	if _, ok := p.accepted[to.Hash]; ok {
		return nil
	}
	refused := &screening.ListError{List: list, Hash: to.Hash, Had: held.Entries, Got: to.Entries}
	switch {
	case p.removed || p.withdrawn[to.Hash]:
		refused.Code = screening.CodeListWithdrawn
		return refused
	case held.Hash != "" && !p.withdrawn[held.Hash] && to.Date.Before(held.Date):
		refused.Code = screening.CodeListStale
		return refused
	}
	for _, was := range b.measures(p.sizes, to) {
		for _, n := range [...][2]int{{was.Entries, to.Entries}, {was.Names, to.Names}} {
			if float64(n[1]) < float64(n[0])*(1-b.MaxShrink) {
				refused.Code, refused.Had, refused.Got = screening.CodeListShrunken, n[0], n[1]
				return refused
			}
		}
	}
	return nil
}
