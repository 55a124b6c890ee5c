package export

import (
	"math"
	"slices"
)

// drawing is a layered picture of a structure: main at the bottom, owners above
// what they own (Sugiyama, Tagawa and Toda 1981). Long lines run through bends,
// which take part in the layout as narrow boxes.
type drawing struct {
	boxes  []box
	lines  []line
	layers [][]int // boxes from left to right, the bottom layer first
	gap    float64 // between layers, in pixels
	room   float64 // width of a layer, in pixels; 0 = by the count of boxes
}

type box struct {
	node       int // or -1 for a bend
	layer      int
	x, y, w, h float64 // x is the middle, y the top
	up, down   []int   // neighbours in the next layer above and below
	text       []string
	title      int // how many lines of text are the name, in bold
}

// line is one holding, as the boxes it runs through from the upper to the lower.
type line struct {
	holding int
	through []int
	upward  bool // the owned end is the upper one: the line closes a circle
}

// Measures of the picture, in pixels.
const (
	bendWidth  = 10.0
	boxGap     = 22.0
	textHeight = 15.0
	charWidth  = 6.6
	boldWidth  = 7.6
)

// newDrawing lays out main and all that reaches it. label gives the text
// of a box and how many lines of it are the name.
func newDrawing(s structure, label func(int) (text []string, title int), gap, room float64) *drawing {
	d := &drawing{gap: gap, room: room}
	at := make([]int, len(s.Nodes)) // by node: its box
	for _, i := range s.order {
		at[i] = len(d.boxes)
		b := box{node: i, w: 64}
		b.text, b.title = label(i)
		for n, l := range b.text {
			char := charWidth
			if n < b.title {
				char = boldWidth
			}
			b.w = max(b.w, float64(len([]rune(l)))*char+18)
		}
		if s.person(i) {
			b.w += 12 // for the round ends
		}
		b.h = float64(len(b.text))*textHeight + 12
		d.boxes = append(d.boxes, b)
	}
	d.rank(s, at)
	d.connect(s, at)
	d.order()
	d.place()
	return d
}

// rank gives every entity a layer above all it holds; holdings that close a circle
// do not count. Layers that would be too wide pass individuals on to the next, or, where
// the width is given, whoever is at the top.
func (d *drawing) rank(s structure, at []int) {
	order, back := s.upwards()
	for _, c := range order { // every entity after all it holds, circles apart
		for _, k := range s.in[c] {
			if !back[k] {
				h := &d.boxes[at[s.Holdings[k].Holder]]
				h.layer = max(h.layer, d.boxes[at[c]].layer+1)
			}
		}
	}
	widest := max(6, int(1.1*math.Sqrt(float64(len(d.boxes)))))
	for layer := 1; ; layer++ {
		var here []int
		above := false
		for i := range d.boxes {
			above = above || d.boxes[i].layer > layer
			if d.boxes[i].layer == layer {
				here = append(here, i)
			}
		}
		if len(here) == 0 && !above {
			return
		}
		for i := len(here) - 1; i >= 0 && d.tooWide(here, widest); i-- {
			if node := d.boxes[here[i]].node; s.person(node) || d.room > 0 && len(s.in[node]) == 0 {
				d.boxes[here[i]].layer++
				here = slices.Delete(here, i, i+1)
			}
		}
	}
}

// tooWide reports a layer of more boxes than there is room for.
func (d *drawing) tooWide(layer []int, widest int) bool {
	if d.room == 0 {
		return len(layer) > widest
	}
	wide := 0.0
	for _, b := range layer {
		wide += d.boxes[b].w + boxGap
	}
	return wide-boxGap > d.room
}

// connect runs each holding through the layers between its ends.
func (d *drawing) connect(s structure, at []int) {
	for k, h := range s.Holdings {
		l := line{holding: k}
		upper, lower := at[h.Holder], at[h.Company]
		if d.boxes[upper].layer < d.boxes[lower].layer {
			upper, lower, l.upward = lower, upper, true
		}
		l.through = append(l.through, upper)
		for layer := d.boxes[upper].layer - 1; layer > d.boxes[lower].layer; layer-- {
			l.through = append(l.through, len(d.boxes))
			d.boxes = append(d.boxes, box{node: -1, layer: layer, w: bendWidth})
		}
		l.through = append(l.through, lower)
		for i := 1; i < len(l.through); i++ {
			a, b := l.through[i-1], l.through[i]
			d.boxes[a].down = append(d.boxes[a].down, b)
			d.boxes[b].up = append(d.boxes[b].up, a)
		}
		d.lines = append(d.lines, l)
	}
	for i := range d.boxes {
		for len(d.layers) <= d.boxes[i].layer {
			d.layers = append(d.layers, nil)
		}
		d.layers[d.boxes[i].layer] = append(d.layers[d.boxes[i].layer], i)
	}
}
