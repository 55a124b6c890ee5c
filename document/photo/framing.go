package photo

import "math"

// framing tells how much of the image the document fills and at which sides it
// is cut off. It can only be told before a plain background: at least two sides of
// the image whose rims look alike. Otherwise both results are empty.
func (g grid) framing() (occupancy float64, cropped []Side) {
	const (
		plain    = 12  // standard deviation of a rim of background
		alike    = 14  // difference between the rims of one background
		differs  = 28  // difference from the background of what is not background
		covered  = 0.2 // share of a row or column that belongs to the document
		touching = 0.2 // share of a rim that the document covers where it is cut off
		strewn   = 0.1 // share of what differs that may lie around the document
	)
	if g.width < 16 || g.height < 16 {
		return 0, nil
	}
	rims := g.rims()
	background, ok := backgroundOf(rims[:], plain, alike)
	if !ok {
		return 0, nil
	}
	document := func(x, y int) bool {
		at := y*g.width + x
		return math.Abs(float64(g.luma[at])-background.luma) > differs || math.Abs(float64(g.chroma[at])-background.chroma) > differs
	}
	rows, columns := make([]int, g.height), make([]int, g.width)
	all := 0
	for y := range g.height {
		for x := range g.width {
			if document(x, y) {
				rows[y]++
				columns[x]++
				all++
			}
		}
	}
	top, bottom := extent(rows, int(covered*float64(g.width)))
	left, right := extent(columns, int(covered*float64(g.height)))
	if bottom < top || right < left {
		return 0, nil
	}
	// Print beyond it says that the paper looks like the table, and that this is a part of the
	// document, such as the portrait on it.
	inside := 0
	for y := top; y <= bottom; y++ {
		for x := left; x <= right; x++ {
			if document(x, y) {
				inside++
			}
		}
	}
	if float64(all-inside) > strewn*float64(all) {
		return 0, nil
	}
	occupancy = float64((bottom-top+1)*(right-left+1)) / float64(g.width*g.height)

	for _, rim := range []struct {
		side    Side
		covered int
		of      int
	}{
		{Top, rows[0], g.width}, {Right, columns[g.width-1], g.height}, {Bottom, rows[g.height-1], g.width}, {Left, columns[0], g.height},
	} {
		if float64(rim.covered) > touching*float64(rim.of) {
			cropped = append(cropped, rim.side)
		}
	}
	return occupancy, cropped
}

// extent returns the first and the last place with more than a count.
func extent(counts []int, more int) (first, last int) {
	first, last = len(counts), -1
	for i, n := range counts {
		if n > more {
			first, last = min(first, i), i
		}
	}
	return first, last
}

// A rim is the look of the outermost cells along one side.
type rim struct{ luma, chroma, deviation float64 }

// rims returns those of top, right, bottom and left.
func (g grid) rims() [4]rim {
	row := func(y int) rim { return g.rimOf(g.width, func(i int) int { return y*g.width + i }) }
	column := func(x int) rim { return g.rimOf(g.height, func(i int) int { return i*g.width + x }) }
	return [4]rim{row(0), column(g.width - 1), row(g.height - 1), column(0)}
}

func (g grid) rimOf(n int, at func(int) int) rim {
	var sum, squares, chroma float64
	for i := range n {
		l := float64(g.luma[at(i)])
		sum += l
		squares += l * l
		chroma += float64(g.chroma[at(i)])
	}
	mean := sum / float64(n)
	return rim{luma: mean, chroma: chroma / float64(n), deviation: math.Sqrt(max(squares/float64(n)-mean*mean, 0))}
}

// backgroundOf returns the common look of the plain rims, if at least two are
// plain and all of those are alike.
func backgroundOf(rims []rim, plain, alike float64) (rim, bool) {
	var sum rim
	n := 0.0
	for _, r := range rims {
		if r.deviation > plain {
			continue
		}
		if n > 0 && math.Abs(r.luma-sum.luma/n) > alike {
			return rim{}, false
		}
		sum.luma += r.luma
		sum.chroma += r.chroma
		n++
	}
	if n < 2 {
		return rim{}, false
	}
	return rim{luma: sum.luma / n, chroma: sum.chroma / n}, true
}
