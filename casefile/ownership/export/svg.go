package export

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// Colours of the picture.
const (
	inkColour     = "#1f2937"
	lineColour    = "#64748b"
	circleColour  = "#b45309"
	companyFill   = "#ffffff"
	mainFill      = "#e2e8f0"
	personFill    = "#f8fafc"
	ownerFill     = "#fde68a"
	backgroundHex = "#ffffff"
	unknownColour = "#b91c1c"
)

// darkStyle recolours by class where the reader's screen is dark; readers without styles
// see the colours of the elements.
const darkStyle = `<style>@media (prefers-color-scheme:dark){.bo-bg{fill:#111827}.bo-ink{fill:#e5e7eb}.bo-box{fill:#1f2937;stroke:#9ca3af}.bo-main{fill:#374151;stroke:#e5e7eb}.bo-owner{fill:#92400e;stroke:#fcd34d}.bo-gap{fill:#111827;stroke:#fca5a5}.bo-line{stroke:#94a3b8}.bo-control{stroke:#f3f4f6}.bo-circle{stroke:#fbbf24}.bo-unknown{stroke:#fca5a5}.bo-line-end{fill:#94a3b8}.bo-control-end{fill:#f3f4f6}.bo-circle-end{fill:#fbbf24}.bo-unknown-end{fill:#fca5a5}.bo-over{stroke:#fca5a5}}</style>` + "\n"

// SVG draws the structure of an analysis as one self-contained SVG file: owners on top, main
// at the bottom with a double border, percentages on the lines ("60 %", or "60 % /
// v 40 %" where votes differ), beneficial owners of the finding filled, lines of
// control bold, lines that close a circle dashed. Whatever does not reach main is
// left out. The same analysis gives the same bytes.
//
// It is good to look at with a dozen entities and legible with several dozen. It
// fails with a [*ownership.StructureError] of [ownership.CodeTooComplex] for more
// than 1,000 entities, and with an [*bonafide.InvalidError] for an analysis that was
// decoded, and not computed.
func SVG(a *ownership.Analysis, parties Parties, found ownership.Finding) ([]byte, error) {
	return Sheet{}.SVG(a, parties, found)
}

// SVG is [SVG] with the sheet's heading, bounds and colours.
func (sheet Sheet) SVG(a *ownership.Analysis, parties Parties, found ownership.Finding) ([]byte, error) {
	if len(a.Holders)+len(a.Companies) >= maxPictured {
		return nil, tooLarge(a)
	}
	p, err := newPicture(a, parties, found, sheet)
	if err != nil {
		return nil, err
	}
	s := p.sketch(0)
	s.write()
	return s.Bytes(), nil
}

// sketch lays a picture out, in layers of a width if one is given.
func (p *picture) sketch(room float64) *sketch {
	var s *sketch
	for _, gap := range [...]float64{64, 96, 140, 200} { // as near as the labels on the lines allow
		s = &sketch{p: p, d: newDrawing(p.structure, p.label, gap, room)}
		s.ports()
		if s.labels() || len(p.Nodes) > 200 {
			break
		}
	}
	return s
}

// frame is the paper that a drawing takes.
type frame struct{ left, bottom, x, y, width, height float64 }

// Room around the drawing.
const margin, legendHeight, headHeight = 24.0, 46.0, 34.0

// remains are the lines on what no person has.
func (s *sketch) remains() []string {
	switch {
	case s.p.remains == "":
		return nil
	case s.d.room > 0:
		return wrap(s.p.remains, int(s.d.room/6.4), 2)
	}
	return wrap(s.p.remains, 160, 1)
}

// extent is the place of the drawing alone; its top is 0.
func (s *sketch) extent() (left, right, bottom float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for i := range s.d.boxes {
		b := &s.d.boxes[i]
		left, right, bottom = min(left, b.x-b.w/2), max(right, b.x+b.w/2), max(bottom, b.y+b.h)
	}
	for _, t := range s.text {
		left, right = min(left, t.at.x0), max(right, t.at.x1)
	}
	return left, right, bottom
}

// frame finds out how large the picture is, heading and legend included.
func (s *sketch) frame() frame {
	left, right, bottom := s.extent()
	return s.around(left, right, bottom)
}

// around is the frame of what has that place.
func (s *sketch) around(left, right, bottom float64) frame {
	top := headHeight
	long := 0
	for _, text := range s.remains() {
		long = max(long, len([]rune(text)))
		top += 18
	}
	wide := max(right-left, 720, float64(len([]rune(s.head())))*7.6, float64(long)*6.4)
	left -= (wide - (right - left)) / 2
	return frame{left: left, bottom: bottom, x: left - margin, y: -margin - top, width: wide + 2*margin, height: bottom + 2*margin + legendHeight + top}
}

// head is the heading, which leaves out what there is no room for.
func (s *sketch) head() string {
	if s.d.room > 0 {
		return wrap(s.p.headline, int(s.d.room/7.6), 1)[0]
	}
	return wrap(s.p.headline, 160, 1)[0]
}

// write draws what was laid out.
func (s *sketch) write() {
	f := s.frame()
	s.paper(f)
	s.body()
	s.legend(f.left, f.bottom+margin, s.p.rules)
	s.WriteString("</svg>\n")
}

// paper begins a picture: its size, what it is, and the heading.
func (s *sketch) paper(f frame) {
	fmt.Fprintf(s, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="%.1f %.1f %.1f %.1f" font-family="Helvetica, Arial, sans-serif" font-size="12" role="img" aria-labelledby="%s %s">`+"\n",
		f.width, f.height, f.x, f.y, f.width, f.height, s.p.mark("bo-title"), s.p.mark("bo-desc"))
	fmt.Fprintf(s, `<title id="%s">%s</title><desc id="%s">%s</desc>`+"\n", s.p.mark("bo-title"), escape(s.p.headline), s.p.mark("bo-desc"), escape(s.p.summary()))
	if !s.p.sheet.Light {
		s.WriteString(darkStyle)
	}
	s.WriteString(`<defs>`)
	for _, c := range [...][2]string{{"line", lineColour}, {"control", inkColour}, {"circle", circleColour}, {"unknown", unknownColour}} {
		fmt.Fprintf(s, `<marker id="%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="bo-%s-end" d="M0 1L10 5L0 9z" fill="%s"/></marker>`, s.p.mark(c[0]), c[0], c[1])
	}
	s.WriteString("</defs>\n")
	fmt.Fprintf(s, `<rect class="bo-bg" x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n", f.x, f.y, f.width, f.height, backgroundHex)
	fmt.Fprintf(s, `<text class="bo-ink" x="%.1f" y="%.1f" font-size="14" font-weight="bold" fill="%s">%s</text>`+"\n", f.left, f.y+margin+6, inkColour, escape(s.head()))
	for i, text := range s.remains() {
		fmt.Fprintf(s, `<text class="bo-ink" x="%.1f" y="%.1f" font-size="12" fill="%s">%s</text>`+"\n", f.left, f.y+margin+24+18*float64(i), inkColour, escape(text))
	}
}

// body draws lines, boxes and labels.
func (s *sketch) body() {
	for i := range s.d.lines {
		s.line(i)
	}
	for i := range s.d.boxes {
		if s.d.boxes[i].node >= 0 {
			s.box(&s.d.boxes[i])
		}
	}
	for _, t := range s.text {
		s.label(t)
	}
}

const maxPictured = 1000

func tooLarge(a *ownership.Analysis) error {
	return &ownership.StructureError{Code: ownership.CodeTooComplex, Measure: "ownership", Entities: []string{a.Main}}
}

func escape(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a Buffer takes everything
	return b.String()
}

type spot struct{ x, y float64 }

// sketch writes a drawing.
type sketch struct {
	bytes.Buffer
	p     *picture
	d     *drawing
	out   []([]float64) // by line: where it leaves each box downwards
	in    []([]float64) // by line: where it meets the next one
	taken []area        // by labels and boxes
	text  []onLine      // on the lines
}

type area struct{ x0, y0, x1, y1 float64 }

func (a area) meets(b area) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

// ports spreads the ends of lines over the sides of boxes, in the order of the
// other ends, so that neither parallel lines nor those of a circle lie on each
// other.
func (s *sketch) ports() {
	type end struct {
		line, part int
		far        float64
	}
	upper, lower := make([][]end, len(s.d.boxes)), make([][]end, len(s.d.boxes))
	s.out, s.in = make([][]float64, len(s.d.lines)), make([][]float64, len(s.d.lines))
	for i := range s.d.lines {
		through := s.d.lines[i].through
		s.out[i], s.in[i] = make([]float64, len(through)-1), make([]float64, len(through)-1)
		for part := range len(through) - 1 {
			a, b := through[part], through[part+1]
			lower[a] = append(lower[a], end{i, part, s.d.boxes[b].x})
			upper[b] = append(upper[b], end{i, part, s.d.boxes[a].x})
		}
	}
	spread := func(b *box, ends []end, set func(end, float64)) {
		for i := 1; i < len(ends); i++ {
			for j := i; j > 0 && (ends[j].far < ends[j-1].far); j-- {
				ends[j], ends[j-1] = ends[j-1], ends[j]
			}
		}
		step := 0.0
		if b.node >= 0 {
			step = min(b.w*0.8/float64(len(ends)), 36)
		}
		for i, e := range ends {
			set(e, b.x+step*(float64(i)-float64(len(ends)-1)/2))
		}
	}
	for i := range s.d.boxes {
		spread(&s.d.boxes[i], lower[i], func(e end, x float64) { s.out[e.line][e.part] = x })
		spread(&s.d.boxes[i], upper[i], func(e end, x float64) { s.in[e.line][e.part] = x })
	}
}

// curve returns the ends of part of a line.
func (s *sketch) curve(i, part int) (from, to spot) {
	l := &s.d.lines[i]
	a, b := &s.d.boxes[l.through[part]], &s.d.boxes[l.through[part+1]]
	from, to = spot{s.out[i][part], a.y + a.h}, spot{s.in[i][part], b.y}
	if a.node == s.p.customer { // which has a second border
		from.y += 3.5
	}
	if b.node == s.p.customer {
		to.y -= 3.5
	}
	return from, to
}

func (s *sketch) line(i int) {
	l := &s.d.lines[i]
	colour, wide, mark, dash := lineColour, 1.1, "line", ""
	if s.p.unknown(s.p.Holdings[l.holding].Holder) {
		colour, mark, dash = unknownColour, "unknown", ` stroke-dasharray="3 3"`
	}
	if s.p.Holdings[l.holding].Controls {
		colour, wide, mark = inkColour, 2.6, "control"
	}
	if l.upward {
		colour, mark, dash = circleColour, "circle", ` stroke-dasharray="6 4"`
	}
	fmt.Fprintf(s, `<path class="bo-%s" d="`, mark)
	for n, part := range s.parts(l) { // from the owner to the owned
		from, to := s.curve(i, part)
		bend := (to.y - from.y) * 0.45
		if l.upward {
			from, to, bend = to, from, -bend
		}
		verb := "L"
		if n == 0 {
			verb = "M"
		}
		fmt.Fprintf(s, "%s%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f", verb, from.x, from.y, from.x, from.y+bend, to.x, to.y-bend, to.x, to.y)
	}
	fmt.Fprintf(s, `" fill="none" stroke="%s" stroke-width="%.1f"%s marker-end="url(#%s)"/>`+"\n", colour, wide, dash, s.p.mark(mark))
}

func (s *sketch) box(b *box) {
	person := s.p.person(b.node)
	fill, stroke, round, wide, class, dash := companyFill, inkColour, 3.0, 1.2, "box", ""
	switch {
	case s.p.unknown(b.node):
		stroke, class, dash = unknownColour, "gap", ` stroke-dasharray="4 3"`
	case s.p.owners[s.p.id(b.node)]:
		fill, class = ownerFill, "owner"
	case b.node == s.p.customer:
		fill, class = mainFill, "main"
	case person:
		fill = personFill
	}
	if s.p.missing[b.node] != "" {
		stroke, dash = unknownColour, ` stroke-dasharray="4 3"`
	}
	if _, over := s.p.over[s.p.id(b.node)]; over {
		stroke, wide, class = unknownColour, 2.4, class+" bo-over"
	}
	if person {
		round = b.h / 2
	}
	fmt.Fprintf(s, `<g><title>%s</title>`, escape(s.p.name(b.node)))
	frame := func(grow float64) {
		fmt.Fprintf(s, `<rect class="bo-%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%.1f" fill="%s" stroke="%s" stroke-width="%.1f"%s/>`+"\n",
			class, b.x-b.w/2-grow, b.y-grow, b.w+2*grow, b.h+2*grow, round, fill, stroke, wide, dash)
	}
	if b.node == s.p.customer {
		frame(3.5)
	}
	frame(0)
	for i, text := range b.text {
		weight := ""
		if i < b.title {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(s, `<text class="bo-ink" x="%.1f" y="%.1f" text-anchor="middle" fill="%s"%s>%s</text>`+"\n",
			b.x, b.y+6+textHeight*(float64(i)+0.78), inkColour, weight, escape(text))
	}
	s.WriteString("</g>\n")
}

// parts lists the parts of a line from its owner on.
func (s *sketch) parts(l *line) []int {
	parts := make([]int, len(l.through)-1)
	for i := range parts {
		parts[i] = i
		if l.upward {
			parts[i] = len(parts) - 1 - i
		}
	}
	return parts
}

// free reports a place that nothing has.
func (s *sketch) free(a area) bool {
	for _, b := range s.taken {
		if a.meets(b) {
			return false
		}
	}
	return true
}

func bezier(from, to spot, t float64) spot {
	bend := (to.y - from.y) * 0.45
	u := 1 - t
	mix := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
	return spot{mix(from.x, from.x, to.x, to.x), mix(from.y, from.y+bend, to.y-bend, to.y)}
}

// legend says what the marks mean.
func (s *sketch) legend(x, y float64, rules string) {
	if rules == "" {
		rules = "no rule set"
	}
	fmt.Fprintf(s, `<g class="bo-ink" font-size="11" fill="%s">`, inkColour)
	fmt.Fprintf(s, `<rect class="bo-owner" x="%.1f" y="%.1f" width="26" height="14" rx="7" fill="%s" stroke="%s"/><text x="%.1f" y="%.1f">beneficial owner (%s)</text>`,
		x, y, ownerFill, inkColour, x+33, y+11, escape(rules))
	x += 210
	for _, l := range [...]struct {
		text, class, colour, dash string
		wide, room                float64
	}{{"holding", "line", lineColour, "", 1.1, 100}, {"control", "control", inkColour, "", 2.6, 95}, {"closes a circle", "circle", circleColour, ` stroke-dasharray="6 4"`, 1.1, 130}, {"not known", "unknown", unknownColour, ` stroke-dasharray="3 3"`, 1.1, 0}} {
		fmt.Fprintf(s, `<path class="bo-%s" d="M%.1f %.1fh30" stroke="%s" stroke-width="%.1f"%s/><text x="%.1f" y="%.1f">%s</text>`,
			l.class, x, y+7, l.colour, l.wide, l.dash, x+37, y+11, l.text)
		x += l.room
	}
	fmt.Fprintf(s, `<text x="%.1f" y="%.1f">v = votes</text>`, x+108, y+11)
	s.WriteString("</g>\n")
}
