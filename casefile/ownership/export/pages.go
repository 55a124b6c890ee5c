package export

import (
	"fmt"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A4 paper in pixels of the picture, the long side and the short one. With margins of 15 mm
// it has 267 by 180 mm, so that the smallest text, of 11 pixels, is 6 points high.
const (
	longSide, shortSide = 1360.0, 930.0
	captionHeight       = 40.0 // is left free below

	upright, across = shortSide - 2*margin, longSide - 2*margin // what is left of the width
	rowsOnPage      = 60                                        // of a list of small holders
)

// A Page is one sheet of A4 paper of a picture.
type Page struct {
	SVG       []byte
	Landscape bool // the long side is across
}

// Pages draws the structure on as many pages of A4 paper as it takes to be legible: printed
// 180 mm wide, or 267 mm across, no text is smaller than 6 points. What fits on one page is
// one picture. Else it is cut at companies: the first page has main and as many of those
// above it as there is room for, and a company whose holders are elsewhere says on which page;
// there it stands at the bottom of its own part. All holdings in a company stand together, but
// for a company with more holders than a page takes, which has several parts. A list of small
// holders ends after 60 rows where the sheet says nothing else. Pages may stand in one
// document: no two have an id in common. Errors are those of SVG.
func (sheet Sheet) Pages(a *ownership.Analysis, parties Parties, found ownership.Finding) ([]Page, error) {
	if len(a.Holders)+len(a.Companies) >= maxPictured {
		return nil, tooLarge(a)
	}
	if sheet.Holders == 0 {
		sheet.Holders = rowsOnPage
	}
	p, err := newPicture(a, parties, found, sheet)
	if err != nil {
		return nil, err
	}
	for _, room := range [...]float64{0, upright, across} {
		if s := p.sketch(room); s.legible() {
			s.write()
			return []Page{{SVG: s.Bytes(), Landscape: s.frame().width > shortSide}}, nil
		}
	}
	b := p.cut()
	b.pack()
	out := make([]Page, len(b.pages))
	for n := range b.pages {
		out[n] = b.print(n)
	}
	return out, nil
}

// legible reports whether the picture is small enough for a page.
func (s *sketch) legible() bool {
	f := s.frame()
	return f.width <= shortSide && f.height <= longSide-captionHeight || f.width <= longSide && f.height <= shortSide-captionHeight
}

// mark is an id that no other page of a document has.
func (p *picture) mark(id string) string {
	if p.page < 2 {
		return id
	}
	return fmt.Sprintf("%s-%d", id, p.page)
}

// A leaf is a page with the parts that stand on it, from left to right and in rows.
type leaf struct {
	parts  []int
	across bool
}

// inner is the room for parts on a page.
func (l leaf) inner() (width, height float64) {
	const beside = 2*margin + legendHeight + headHeight + 2*18 + captionHeight
	if l.across {
		return across, shortSide - beside
	}
	return upright, longSide - beside
}

// takes reports room for a part of a size.
func (l leaf) takes(part spot) bool {
	width, height := l.inner()
	return part.x <= width && part.y <= height
}

// size is that of the drawing alone.
func (s *sketch) size() spot {
	left, right, bottom := s.extent()
	return spot{right - left, bottom}
}

// pack gives every part a page, the first one that has room.
func (b *book) pack() {
	sizes := make([]spot, len(b.parts))
	for n := range b.parts {
		s, _ := b.sketchOf(b.parts[n], 0, nil)
		sizes[n] = s.size()
		put := false
		for i := range b.pages {
			l := &b.pages[i]
			if _, put = l.shelve(append(l.parts[:len(l.parts):len(l.parts)], n), func(k int) spot { return sizes[k] }); put {
				l.parts = append(l.parts, n)
				break
			}
		}
		if !put {
			l := leaf{parts: []int{n}}
			l.across = !l.takes(sizes[n])
			b.pages = append(b.pages, l)
		}
	}
}

// shelve places parts on a page, and tells whether there is room for all.
func (l leaf) shelve(parts []int, size func(int) spot) (at []spot, fit bool) {
	const apart = 36.0
	width, height := l.inner()
	next, row := spot{}, 0.0
	fit = true
	for _, k := range parts {
		s := size(k)
		if next.x > 0 && next.x+s.x > width {
			next, row = spot{0, next.y + row + apart}, 0
		}
		at = append(at, next)
		fit = fit && next.x+s.x <= width && next.y+s.y <= height
		next.x += s.x + apart
		row = max(row, s.y)
	}
	return at, fit
}

// print draws a page.
func (b *book) print(n int) Page {
	on := b.pageNumbers()
	sketches := make(map[int]*sketch)
	for _, k := range b.pages[n].parts {
		sketches[k], _ = b.sketchOf(b.parts[k], n+1, on)
	}
	at, _ := b.pages[n].shelve(b.pages[n].parts, func(k int) spot { return sketches[k].size() })
	page := *b.picture
	page.page, page.headline = n+1, fmt.Sprintf("Page %d of %d · %s", n+1, len(b.pages), b.headline)
	if n > 0 {
		page.remains = "" // it is said once
	}
	s := &sketch{p: &page, d: &drawing{room: upright}}
	var right, bottom float64
	for i, k := range b.pages[n].parts {
		part := sketches[k]
		left, edge, low := part.extent()
		part.shift(at[i].x-left, at[i].y)
		right, bottom = max(right, at[i].x+edge-left), max(bottom, at[i].y+low)
	}
	f := s.around(0, right, bottom)
	s.paper(f)
	for _, k := range b.pages[n].parts {
		sketches[k].body()
		s.Write(sketches[k].Bytes())
	}
	s.legend(f.left, f.bottom+margin, s.p.rules)
	s.WriteString("</svg>\n")
	return Page{SVG: s.Bytes(), Landscape: f.width > shortSide}
}

// pageNumbers tells the page of each part, from 1.
func (b *book) pageNumbers() []int {
	on := make([]int, len(b.parts))
	for n, l := range b.pages {
		for _, k := range l.parts {
			on[k] = n + 1
		}
	}
	return on
}

// shift moves a sketch.
func (s *sketch) shift(x, y float64) {
	for i := range s.d.boxes {
		s.d.boxes[i].x += x
		s.d.boxes[i].y += y
	}
	for i := range s.out {
		for k := range s.out[i] {
			s.out[i][k] += x
			s.in[i][k] += x
		}
	}
	for i := range s.text {
		a := &s.text[i].at
		a.x0, a.x1, a.y0, a.y1 = a.x0+x, a.x1+x, a.y0+y, a.y1+y
	}
}
