package ownership

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
}

type box struct {
	entity     int32 // or -1 for a bend
	layer      int
	x, y, w, h float64 // x is the middle, y the top
	up, down   []int   // neighbours in the next layer above and below
	text       []string
	title      int // how many lines of text are the name, in bold
}

// line is one holding, as the boxes it runs through from the upper to the lower.
type line struct {
	holding int32
	through []int
	upward  bool // the owned end is the upper one: the line closes a circle
}

// Measures of the picture, in pixels.
const (
	bendWidth  = 14.0
	boxGap     = 22.0
	layerGap   = 74.0
	textHeight = 15.0
	charWidth  = 6.6
	boldWidth  = 7.6
)

// newDrawing lays out main and all that reaches it. label gives the text
// of a box and how many lines of it are the name.
func newDrawing(ix *index, label func(int32) (text []string, title int)) *drawing {
	d := &drawing{}
	at := make(map[int32]int)
	for _, i := range append([]int32{ix.main}, ix.above...) {
		at[i] = len(d.boxes)
		b := box{entity: i, w: 64}
		b.text, b.title = label(i)
		for n, l := range b.text {
			char := charWidth
			if n < b.title {
				char = boldWidth
			}
			b.w = max(b.w, float64(len([]rune(l)))*char+18)
		}
		if ix.entity(i).Type == Individual {
			b.w += 12 // for the round ends
		}
		b.h = float64(len(b.text))*textHeight + 12
		d.boxes = append(d.boxes, b)
	}
	d.rank(ix, at)
	d.connect(ix, at)
	d.order()
	d.place()
	return d
}

// rank gives every entity a layer above all it holds; holdings that close a circle
// do not count. Layers that would be too wide pass individuals on to the next.
func (d *drawing) rank(ix *index, at map[int32]int) {
	order, back := upwards(ix)
	for _, c := range order { // every entity after all it holds, circles apart
		from, to := ix.in(c)
		for k := from; k < to; k++ {
			if !back[k] {
				h := &d.boxes[at[ix.holder[k]]]
				h.layer = max(h.layer, d.boxes[at[c]].layer+1)
			}
		}
	}
	widest := max(8, int(1.6*math.Sqrt(float64(len(d.boxes)))))
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
		for i := len(here) - 1; i >= 0 && len(here) > widest; i-- {
			if ix.entity(d.boxes[here[i]].entity).Type == Individual {
				d.boxes[here[i]].layer++
				here = slices.Delete(here, i, i+1)
			}
		}
	}
}

// upwards lists main and the companies above so that each comes after all it
// holds, and tells the holdings that close a circle.
func upwards(ix *index) (order []int32, back map[int32]bool) {
	back = make(map[int32]bool)
	state := make(map[int32]int) // 1 on the way, 2 done
	type frame struct{ c, next int32 }
	calls := []frame{{ix.main, ix.first[ix.main]}}
	state[ix.main] = 1
	for len(calls) > 0 {
		f := &calls[len(calls)-1]
		if f.next == ix.first[f.c+1] {
			state[f.c] = 2
			order = append(order, f.c)
			calls = calls[:len(calls)-1]
			continue
		}
		k := f.next
		f.next++
		switch h := ix.holder[k]; state[h] {
		case 0:
			state[h] = 1
			calls = append(calls, frame{h, ix.first[h]})
		case 1:
			back[k] = true
		}
	}
	slices.Reverse(order)
	return order, back
}

// connect runs each holding through the layers between its ends.
func (d *drawing) connect(ix *index, at map[int32]int) {
	for c := range ix.size() {
		if !ix.reaches[c] {
			continue
		}
		from, to := ix.in(c)
		for k := from; k < to; k++ {
			l := line{holding: k}
			upper, lower := at[ix.holder[k]], at[c]
			if d.boxes[upper].layer < d.boxes[lower].layer {
				upper, lower, l.upward = lower, upper, true
			}
			l.through = append(l.through, upper)
			for layer := d.boxes[upper].layer - 1; layer > d.boxes[lower].layer; layer-- {
				l.through = append(l.through, len(d.boxes))
				d.boxes = append(d.boxes, box{entity: -1, layer: layer, w: bendWidth})
			}
			l.through = append(l.through, lower)
			for i := 1; i < len(l.through); i++ {
				a, b := l.through[i-1], l.through[i]
				d.boxes[a].down = append(d.boxes[a].down, b)
				d.boxes[b].up = append(d.boxes[b].up, a)
			}
			d.lines = append(d.lines, l)
		}
	}
	for i := range d.boxes {
		for len(d.layers) <= d.boxes[i].layer {
			d.layers = append(d.layers, nil)
		}
		d.layers[d.boxes[i].layer] = append(d.layers[d.boxes[i].layer], i)
	}
}
