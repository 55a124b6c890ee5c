package main

import (
	"bytes"
	"fmt"
	"math"
)

// The drawing, in pixels.
const (
	width, height = 720, 460
	left, right   = 60, 220
	top, bottom   = 30, 50
	leastRate     = .0001 // where the axis of rates begins; it is logarithmic
)

var colours = []string{"#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#d68910", "#5d6d7e", "#16a085", "#7b241c"}

// drawSVG draws recall against the rate of false positives, a line for each
// curve.
func drawSVG(curves []curve) []byte {
	var b bytes.Buffer
	x := func(rate float64) float64 {
		return left + (width-left-right)*math.Log10(rate/leastRate)/math.Log10(1/leastRate)
	}
	y := func(recall float64) float64 { return height - bottom - (height-top-bottom)*recall }
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", width, height)
	for _, r := range []float64{.0001, .001, .01, .05, .1, 1} {
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%g%%</text>`+"\n",
			x(r), top, x(r), height-bottom, x(r), height-bottom+18, r*100)
	}
	for i := 0; i <= 10; i += 2 {
		v := float64(i) / 10
		fmt.Fprintf(&b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%d%%</text>`+"\n",
			left, y(v), width-right, y(v), left-8, y(v)+4, i*10)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d">recall</text><text x="%d" y="%d" text-anchor="end">customers with a false alarm</text>`+"\n", left, top-12, width-right, height-10)
	for i, c := range curves {
		colour := colours[i%len(colours)]
		fmt.Fprintf(&b, `<polyline fill="none" stroke="%s" stroke-width="2" points="`, colour)
		for step := 0; step <= 80; step++ {
			rate := leastRate * math.Pow(1/leastRate, float64(step)/80)
			recall, _ := c.at(rate)
			fmt.Fprintf(&b, "%.1f,%.1f ", x(rate), y(recall))
		}
		fmt.Fprintf(&b, `"/><text x="%d" y="%d" fill="%s">%s %s (%d)</text>`+"\n", width-right+12, top+10+18*i, colour, c.list, c.kind, len(c.right))
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}
