package main

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"math"

	"github.com/bonafide-go/bonafide/screening"
)

// Measures of the drawing, in pixels.
const (
	left, width = 64, 560           // the field of the curves
	height      = 320               // height of the field
	legend      = left + width + 24 // where the legend begins
	entry       = 19                // height of a line of the legend
	header      = 58                // above a field
	footer      = 66                // below it
)

// colours can be told apart by those who do not see all of them (Okabe and Ito
// 2008, and three more). Lists go through them; all lists together are black.
var colours = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c564b", "#6a51a3", "#999933", "#882255"}

// dashes are for the sorts of names.
var dashes = map[string]string{"original script": "7 4", "labelled": "2 3"}

// draw returns the curves as SVG, a field for each kind: recall upwards, rate of
// false alarms to the right on a logarithmic scale.
func draw(rows []row) []byte {
	var b bytes.Buffer
	colour, y, canvas := make(map[string]string), 44, legend+270
	for _, kind := range append(screening.EntityTypes(), "") {
		var drawn []row
		for _, r := range rows {
			if r.kind != kind || len(r.right) < enough || len(r.alarms) == 0 {
				continue
			}
			drawn = append(drawn, r)
			canvas = max(canvas, legend+60+8*len(r.title()))
			if colour[r.list] == "" {
				colour[r.list] = colours[len(colour)%len(colours)]
			}
		}
		if len(drawn) > 0 {
			field(&b, drawn, colour, y+header)
			y += header + max(height+footer, entry*(len(drawn)+2)+20)
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#222">`+"\n",
		canvas, y+16, canvas, y+16)
	fmt.Fprintf(&out, `<title>Recall at rates of false alarms</title>`+"\n"+`<rect width="%d" height="%d" fill="#fff"/>`+"\n", canvas, y+16)
	text(&out, left, 30, `font-size="17" font-weight="bold"`, "Recall at rates of false alarms")
	text(&out, legend, 30, `fill="#666"`, fmt.Sprintf("rows of fewer than %d names are left out", enough))
	out.Write(b.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// field draws the curves of one kind.
func field(b *bytes.Buffer, rows []row, colour map[string]string, y int) {
	kind := cmp.Or(string(rows[0].kind), "unknown kind")
	text(b, left, y-28, `font-size="15" font-weight="bold"`, fmt.Sprintf("%s: %d customers who are on no list", kind, len(rows[0].alarms)))
	text(b, left, y-10, `fill="#666"`, "names that find their entry")
	for i := range 6 {
		at := y + height - height*i/5
		fmt.Fprintf(b, `<path d="M%d %dh%d" stroke="#e4e4e4"/>`+"\n", left, at, width)
		text(b, left-8, at+4, `text-anchor="end"`, fmt.Sprintf("%d %%", 20*i))
	}
	for _, rate := range append(rates, 1000) {
		at := x(float64(rate) / 10000)
		if rate != 1000 {
			fmt.Fprintf(b, `<path d="M%.1f %dv%d" stroke="#aaa" stroke-dasharray="3 3"/>`+"\n", at, y, height)
		}
		text(b, int(at), y+height+18, `text-anchor="middle"`, fmt.Sprintf("%g %%", percent(int(rate), 10000)))
	}
	fmt.Fprintf(b, `<path d="M%d %dv%dh%d" fill="none" stroke="#444"/>`+"\n", left, y, height, width)
	text(b, left+width/2, y+height+40, `text-anchor="middle" fill="#666"`, "customers who raise a false alarm (logarithmic)")
	for i, r := range rows {
		stroke, thick := colour[r.list], 2.0
		if r.edition == "" {
			stroke, thick = "#000", 2.5
		}
		style := fmt.Sprintf(`fill="none" stroke-width="%g" stroke="%s" stroke-dasharray="%s"`, thick, stroke, cmp.Or(dashes[r.names], "none"))
		fmt.Fprintf(b, `<path d="%s" %s/>`+"\n", r.path(y), style)
		for _, rate := range rates {
			if allowed := rate.of(len(r.alarms)); allowed > 0 {
				if t, ok := r.threshold(allowed); ok {
					fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3"/>`+"\n", x(float64(rate)/10000), r.y(y, t))
				}
			}
		}
		if at := x(float64(r.alarmed(standing)) / float64(len(r.alarms))); at >= left && at <= left+width {
			diamond(b, at, r.y(y, standing))
		}
		at := y + 8 + entry*i
		fmt.Fprintf(b, `<path d="M%d %dh32" %s/>`+"\n", legend, at-4, style)
		text(b, legend+42, at, "", r.title())
	}
	at := y + 8 + entry*len(rows)
	diamond(b, legend+16, float64(at-4))
	text(b, legend+42, at, `fill="#666"`, fmt.Sprintf("at %.2f, the default", fraction(standing)))
}

// x is where a rate stands: 0.01 % at the left, 10 % at the right.
func x(rate float64) float64 { return left + width*(math.Log10(rate)+4)/3 }

// y is where the recall at a threshold stands in a field.
func (r row) y(top int, t score) float64 {
	return float64(top) + height*(1-float64(r.found(t))/float64(len(r.right)))
}

// path is the curve: a step wherever one more alarm allows a threshold that
// finds more. It begins where so many customers can tell a rate.
func (r row) path(top int) string {
	var d bytes.Buffer
	n, last := len(r.alarms), -1
	for allowed := max(rates[0].of(n), 1); allowed <= n/10; allowed++ {
		t, ok := r.threshold(allowed)
		if !ok || r.found(t) == last {
			continue
		}
		last = r.found(t)
		at := max(x(float64(allowed)/float64(n)), left)
		if d.Len() == 0 {
			fmt.Fprintf(&d, "M%.1f %.1f", at, r.y(top, t))
		} else {
			fmt.Fprintf(&d, "H%.1fV%.1f", at, r.y(top, t))
		}
	}
	if d.Len() > 0 {
		fmt.Fprintf(&d, "H%d", left+width)
	}
	return d.String()
}

// title is the row in the legend.
func (r row) title() string { return r.list + ", " + r.names }

func diamond(b *bytes.Buffer, x, y float64) {
	fmt.Fprintf(b, `<path d="M%.1f %.1fl5 5l-5 5l-5 -5z" fill="#fff" stroke="#222" stroke-width="1.5"/>`+"\n", x, y-5)
}

func text(b *bytes.Buffer, x, y int, attributes, s string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" %s>%s</text>`+"\n", x, y, attributes, html.EscapeString(s))
}
