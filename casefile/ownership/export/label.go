package export

import (
	"fmt"
	"math"
)

// onLine is the text of a line in its place.
type onLine struct {
	at     area
	lines  []string
	circle bool
}

const (
	labelHeight = 13.0
	cellSize    = 32.0
)

// cell is a square of the picture.
type cell struct{ x, y int }

// passing is a point of a line.
type passing struct {
	line int
	spot
}

// labels puts each text on its line, near the owner, where it covers no box and no other
// text and as few other lines as can be. It reports whether all found such a place.
func (s *sketch) labels() bool {
	for i := range s.d.boxes {
		if b := &s.d.boxes[i]; b.node >= 0 {
			s.taken = append(s.taken, area{b.x - b.w/2 - 4, b.y - 4, b.x + b.w/2 + 4, b.y + b.h + 4})
		}
	}
	near := s.passings()
	all := true
	for i := range s.d.lines {
		l := &s.d.lines[i]
		lines := s.p.share(l.holding)
		if len(lines) == 0 {
			continue
		}
		w, h := 0.0, float64(len(lines))*labelHeight+2
		for _, text := range lines {
			w = max(w, float64(len([]rune(text)))*6.0+4)
		}
		best, fewest := area{}, math.MaxInt
		for _, part := range s.parts(l) {
			from, to := s.curve(i, part)
			for step := range 19 {
				t := 0.05 + 0.05*float64(step)
				if l.upward {
					t = 1 - t
				}
				c := bezier(from, to, t)
				for _, aside := range [...]float64{0, -0.4, 0.4} {
					x := c.x + aside*w
					place := area{x - w/2, c.y - h/2, x + w/2, c.y + h/2}
					if !s.free(place) {
						continue
					}
					if n := 3*near.crossed(i, place) + int(math.Abs(aside)*2); n < fewest {
						best, fewest = place, n
					}
				}
			}
			if fewest == 0 {
				break
			}
		}
		if fewest == math.MaxInt { // drawn all the same, in the middle
			all = false
			from, to := s.curve(i, s.parts(l)[0])
			c := bezier(from, to, 0.5)
			best = area{c.x - w/2, c.y - h/2, c.x + w/2, c.y + h/2}
		}
		s.taken = append(s.taken, best)
		s.text = append(s.text, onLine{best, lines, l.upward})
	}
	return all
}

// field holds the points of all lines by cell.
type field map[cell][]passing

func (s *sketch) passings() field {
	f := make(field)
	for i := range s.d.lines {
		for _, part := range s.parts(&s.d.lines[i]) {
			from, to := s.curve(i, part)
			for step := range 33 {
				c := bezier(from, to, float64(step)/32)
				at := cell{int(math.Floor(c.x / cellSize)), int(math.Floor(c.y / cellSize))}
				f[at] = append(f[at], passing{i, c})
			}
		}
	}
	return f
}

// crossed counts points of other lines in a place.
func (f field) crossed(own int, a area) int {
	n := 0
	for x := int(math.Floor(a.x0 / cellSize)); x <= int(math.Floor(a.x1/cellSize)); x++ {
		for y := int(math.Floor(a.y0 / cellSize)); y <= int(math.Floor(a.y1/cellSize)); y++ {
			for _, p := range f[cell{x, y}] {
				if p.line != own && p.x > a.x0 && p.x < a.x1 && p.y > a.y0 && p.y < a.y1 {
					n++
				}
			}
		}
	}
	return n
}

func (s *sketch) label(t onLine) {
	colour := inkColour
	if t.circle {
		colour = circleColour
	}
	fmt.Fprintf(s, `<rect class="bo-bg" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="3" fill="%s" fill-opacity="0.9"/>`,
		t.at.x0, t.at.y0, t.at.x1-t.at.x0, t.at.y1-t.at.y0, backgroundHex)
	for n, text := range t.lines {
		fmt.Fprintf(s, `<text class="bo-ink" x="%.1f" y="%.1f" font-size="11" text-anchor="middle" fill="%s">%s</text>`,
			(t.at.x0+t.at.x1)/2, t.at.y0+labelHeight*float64(n)+11, colour, escape(text))
	}
	s.WriteString("\n")
}
