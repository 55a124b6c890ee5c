package main

import (
	"bytes"
	"fmt"
	"math"
)

// draw returns the curves as SVG: recall upwards, rate of false alarms to the
// right on a logarithmic scale from 0.01 % to 100 %.
func draw(curves []curve) []byte {
	const left, top, width, height = 60, 30, 520, 320
	colours := []string{"#1b6ca8", "#b5442c", "#3c7d3c", "#7a4f9a"}
	x := func(rate float64) float64 { return left + width*(math.Log10(math.Max(rate, 1e-4))+4)/4 }
	y := func(recall float64) float64 { return top + height*(1-recall) }
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">`+"\n", left+width+20, top+height+60)
	fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#888"/>`+"\n", left, top, width, height)
	for i := range 5 {
		rate, recall := math.Pow(10, float64(i-4)), float64(i)/4
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%g %%</text>`+"\n", x(rate), top+height+18, rate*100)
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#ddd"/>`+"\n", x(rate), top, x(rate), top+height)
		fmt.Fprintf(&b, `<text x="%d" y="%.1f" text-anchor="end">%.0f %%</text>`+"\n", left-6, y(recall)+4, recall*100)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">customers who raise a false alarm</text>`+"\n", left+width/2, top+height+40)
	fmt.Fprintf(&b, `<text x="%d" y="%d">listed names found</text>`+"\n", left, top-10)
	for i, c := range curves {
		fmt.Fprintf(&b, `<polyline fill="none" stroke="%s" stroke-width="2" points="`, colours[i%len(colours)])
		for step := range 81 {
			rate := math.Pow(10, float64(step)/20-4)
			fmt.Fprintf(&b, "%.1f,%.1f ", x(rate), y(c.recall(c.threshold(rate))))
		}
		fmt.Fprintf(&b, `"/>`+"\n"+`<text x="%d" y="%d" fill="%s">%s, %s</text>`+"\n", left+10, top+20+16*i, colours[i%len(colours)], c.list, c.kind)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}
