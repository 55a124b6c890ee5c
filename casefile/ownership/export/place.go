package export

import (
	"math"
	"slices"
)

// order sorts the layers so that few lines cross: each box towards the middle of
// its neighbours, from below and from above in turn, as long as that helps.
func (d *drawing) order() {
	best, fewest := clone2(d.layers), d.crossings()
	for sweep := range 24 {
		if sweep%2 == 0 {
			for l := 1; l < len(d.layers); l++ {
				d.sortLayer(l, func(b *box) []int { return b.down })
			}
		} else {
			for l := len(d.layers) - 2; l >= 0; l-- {
				d.sortLayer(l, func(b *box) []int { return b.up })
			}
		}
		if n := d.crossings(); n < fewest {
			best, fewest = clone2(d.layers), n
		}
	}
	d.layers = best
}

func clone2(layers [][]int) [][]int {
	out := make([][]int, len(layers))
	for i := range layers {
		out[i] = slices.Clone(layers[i])
	}
	return out
}

func (d *drawing) positions() []float64 {
	p := make([]float64, len(d.boxes))
	for _, layer := range d.layers {
		for i, b := range layer {
			p[b] = float64(i)
		}
	}
	return p
}

func (d *drawing) sortLayer(l int, neighbours func(*box) []int) {
	p := d.positions()
	wish := make(map[int]float64, len(d.layers[l]))
	for _, b := range d.layers[l] {
		wish[b] = p[b]
		if list := neighbours(&d.boxes[b]); len(list) > 0 {
			sum := 0.0
			for _, n := range list {
				sum += p[n]
			}
			wish[b] = sum / float64(len(list))
		}
	}
	slices.SortStableFunc(d.layers[l], func(a, b int) int {
		switch {
		case wish[a] < wish[b]:
			return -1
		case wish[a] > wish[b]:
			return 1
		}
		return 0
	})
}

// crossings counts the pairs of lines that cross between neighbouring layers.
func (d *drawing) crossings() int {
	p := d.positions()
	n := 0
	for _, layer := range d.layers {
		var ends [][2]float64
		for _, b := range layer {
			for _, c := range d.boxes[b].down {
				ends = append(ends, [2]float64{p[b], p[c]})
			}
		}
		for i := range ends {
			for _, e := range ends[:i] {
				if (ends[i][0]-e[0])*(ends[i][1]-e[1]) < 0 {
					n++
				}
			}
		}
	}
	return n
}

// place sets the coordinates: layers from top to bottom, and in each layer the
// boxes as near to the middle of their neighbours as their order and widths allow.
func (d *drawing) place() {
	y := 0.0
	for l := len(d.layers) - 1; l >= 0; l-- {
		high := 0.0
		for _, b := range d.layers[l] {
			high = max(high, d.boxes[b].h)
		}
		for _, b := range d.layers[l] {
			if d.boxes[b].node < 0 {
				d.boxes[b].h = high
			}
			d.boxes[b].y = y + (high-d.boxes[b].h)/2
		}
		y += high + d.gap
	}
	for _, layer := range d.layers {
		x := 0.0
		for _, b := range layer {
			x += d.boxes[b].w/2 + boxGap/2
			d.boxes[b].x = x
			x += d.boxes[b].w/2 + boxGap/2
		}
		for _, b := range layer {
			d.boxes[b].x -= x / 2
		}
	}
	for sweep := range 30 {
		if sweep%2 == 0 {
			for l := len(d.layers) - 2; l >= 0; l-- {
				d.settleLayer(l, sweep < 26)
			}
		} else {
			for l := 1; l < len(d.layers); l++ {
				d.settleLayer(l, sweep < 26)
			}
		}
	}
}

// settleLayer moves the boxes of a layer as near as possible, in least squares, to
// the mean of their neighbours (pool adjacent violators). Bends pull harder, so
// that long lines run straight.
func (d *drawing) settleLayer(l int, both bool) {
	type pool struct {
		sum, weight float64
		n           int
	}
	var pools []pool
	offset := 0.0
	layer := d.layers[l]
	shifts := make([]float64, len(layer))
	for i, id := range layer {
		b := &d.boxes[id]
		if i > 0 {
			prev := &d.boxes[layer[i-1]]
			offset += prev.w/2 + b.w/2 + gapBetween(prev, b)
		}
		shifts[i] = offset
		want, weight := d.wish(b, both)
		pools = append(pools, pool{sum: (want - offset) * weight, weight: weight, n: 1})
		for len(pools) > 1 {
			a, z := pools[len(pools)-2], pools[len(pools)-1]
			if a.sum/a.weight <= z.sum/z.weight {
				break
			}
			pools = append(pools[:len(pools)-2], pool{sum: a.sum + z.sum, weight: a.weight + z.weight, n: a.n + z.n})
		}
	}
	low, high := d.within(layer, offset)
	i := 0
	for _, p := range pools {
		for range p.n {
			d.boxes[layer[i]].x = max(low, min(high, p.sum/p.weight)) + shifts[i]
			i++
		}
	}
}

// within is where the first box of a layer may stand, for all of it to have room.
func (d *drawing) within(layer []int, long float64) (low, high float64) {
	first, last := &d.boxes[layer[0]], &d.boxes[layer[len(layer)-1]]
	low, high = first.w/2-d.room/2, d.room/2-last.w/2-long
	if d.room == 0 || low > high {
		return math.Inf(-1), math.Inf(1)
	}
	return low, high
}

func gapBetween(a, b *box) float64 {
	if a.node < 0 && b.node < 0 {
		return boxGap / 3
	}
	return boxGap
}

// wish is the mean of the neighbours' places.
func (d *drawing) wish(b *box, both bool) (x, weight float64) {
	sum, n := 0.0, 0.0
	for _, i := range b.down {
		sum, n = sum+d.boxes[i].x, n+1
	}
	if both || n == 0 {
		for _, i := range b.up {
			sum, n = sum+d.boxes[i].x, n+1
		}
	}
	if n == 0 {
		return b.x, 1
	}
	if b.node < 0 {
		return sum / n, 8
	}
	return sum / n, 1
}
