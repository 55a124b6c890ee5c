package export

import (
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// nowhere is the place of the main company in a part without it.
const nowhere = -2

// book is a structure in parts, for several pages.
type book struct {
	*picture
	parts []part
	pages []leaf
	on    map[int]int // by company: the first part with its holders, from 1
}

// A part is a company with holdings in it, and in some of those above.
type part struct {
	root     int
	open     []int // companies whose holders are here, the root first
	holdings []int
}

// cut gives every company with holders a part.
func (p *picture) cut() *book {
	b := &book{picture: p, on: make(map[int]int)}
	for queue := []int{p.Main}; len(queue) > 0; queue = queue[1:] {
		if b.on[queue[0]] > 0 {
			continue
		}
		for _, part := range b.partsOf(queue[0]) {
			b.parts = append(b.parts, part)
			for _, c := range part.open {
				if b.on[c] == 0 {
					b.on[c] = len(b.parts)
				}
			}
			queue = append(queue, b.waiting(part)...)
		}
	}
	return b
}

// waiting are the holders in a part whose own holders are in none.
func (b *book) waiting(at part) []int {
	var out []int
	for _, k := range at.holdings {
		h := b.Holdings[k].Holder
		if b.on[h] == 0 && len(b.in[h]) > 0 && !slices.Contains(at.open, h) && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// enough companies were tried in a part in vain: it is full.
const enough = 6

// partsOf is the part that begins with a company: as many of those above it as a page has
// room for. More holders of its own than that are parts of their own.
func (b *book) partsOf(root int) []part {
	first := part{root: root, open: []int{root}, holdings: b.in[root]}
	if !b.fits(first) {
		return b.split(first)
	}
	for next, failed := 0, 0; next < len(first.open); next++ {
		for _, c := range b.waiting(part{open: first.open, holdings: b.in[first.open[next]]}) {
			more := part{root: root, open: append(slices.Clone(first.open), c), holdings: append(slices.Clone(first.holdings), b.in[c]...)}
			if b.fits(more) {
				first = more
			} else if failed++; failed == enough {
				return []part{first}
			}
		}
	}
	return []part{first}
}

// split gives a company with more holders than one page takes several parts.
func (b *book) split(all part) []part {
	var out []part
	for rest := all.holdings; len(rest) > 0; {
		n := len(rest)
		for n > 1 && !b.fits(part{root: all.root, open: all.open, holdings: rest[:n]}) {
			n -= (n + 3) / 4
		}
		out = append(out, part{root: all.root, open: all.open, holdings: rest[:n]})
		rest = rest[n:]
	}
	return out
}

func (b *book) fits(at part) bool {
	_, legible := b.sketchOf(at, 0, nil)
	return legible
}

// What a box may say of other pages, as long as it can be.
const longestBelow, longestAbove = "what it holds: on this page", "its holders: on this page"

// sketchOf draws a part for a page, by the pages of all parts; without these, with room for
// any number.
func (b *book) sketchOf(at part, page int, on []int) (s *sketch, legible bool) {
	p := *b.picture
	p.Structure = ownership.Structure{}
	p.lists, p.missing, p.elsewhere = make(map[int][]string), make(map[int]string), make(map[int]string)
	p.page, p.customer, p.known = page, nowhere, 0
	here := []int{at.root}
	for _, k := range at.holdings {
		if h := b.Holdings[k].Holder; !slices.Contains(here, h) {
			here = append(here, h)
		}
	}
	entities := slices.DeleteFunc(slices.Clone(here), func(i int) bool { return i >= b.known })
	p.known = len(entities)
	here = append(entities, slices.DeleteFunc(here, func(i int) bool { return i < b.known })...)
	places, told := make(map[int]int, len(here)), make(map[int]string)
	for i, old := range here {
		places[old] = i
		p.Nodes = append(p.Nodes, b.Nodes[old])
		p.lists[i], p.missing[i] = b.lists[old], b.missing[old]
		switch {
		case old == b.Main:
			p.customer = i
		case old == at.root:
			p.elsewhere[i], told[i] = longestBelow, "what it holds: "+where(b.below(old), page, on)
		}
		if !slices.Contains(at.open, old) && len(b.in[old]) > 0 {
			p.elsewhere[i], told[i] = longestAbove, "its holders: "+where(b.on[old], page, on)
		}
	}
	p.Main = places[at.root]
	for _, k := range at.holdings {
		h := b.Holdings[k]
		h.Holder, h.Company = places[h.Holder], places[h.Company]
		p.Holdings = append(p.Holdings, h)
	}
	p.structure = index(p.Structure)
	for _, room := range [...]float64{upright, across} {
		if s = p.sketch(room); (leaf{across: room == across}).takes(s.size()) {
			legible = true
			break
		}
	}
	for i := range s.d.boxes { // only now, so that the layout is the same whatever the numbers are
		if b := &s.d.boxes[i]; on != nil && b.node >= 0 && told[b.node] != "" {
			b.text[len(b.text)-1] = told[b.node]
		}
	}
	return s, legible
}

// where says on which page a part is.
func where(part, page int, on []int) string {
	switch {
	case on == nil:
		return ""
	case on[part-1] == page:
		return "on this page"
	}
	return fmt.Sprintf("page %d", on[part-1])
}

// below is the first part with something that a company holds.
func (b *book) below(company int) int {
	first := 0
	for _, k := range b.of[company] {
		if n := b.on[b.Holdings[k].Company]; n > 0 && (first == 0 || n < first) {
			first = n
		}
	}
	return first
}
