package export

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// Mermaid writes the structure of an analysis as a Mermaid flowchart, top down. Nodes have
// generated names ("n0", "n1", …); names of parties stand in quoted labels only,
// with everything escaped that could end one. Beneficial owners of the finding are
// filled, lines of control are bold. The text is empty for an analysis that was
// decoded, and not computed.
func Mermaid(a *ownership.Analysis, parties Parties, found ownership.Finding) string {
	return Sheet{}.Mermaid(a, parties, found)
}

// Mermaid is [Mermaid] with the sheet's bounds and heading.
func (s Sheet) Mermaid(a *ownership.Analysis, parties Parties, found ownership.Finding) string {
	p, err := newPicture(a, parties, found, s)
	if err != nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("flowchart TD\n  accTitle: " + mermaidText(p.head()) + "\n  accDescr: " + mermaidText(p.summary()) + "\n")
	for n, i := range p.order {
		text, _ := p.label(i)
		for l := range text {
			text[l] = mermaidText(text[l])
		}
		open, closing := `["`, `"]`
		switch {
		case i == p.Main:
			open, closing = `[["`, `"]]`
		case p.person(i):
			open, closing = `(["`, `"])`
		}
		class := ""
		switch {
		case p.owners[p.id(i)]:
			class = ":::owner"
		case p.unknown(i):
			class = ":::unknown"
		}
		fmt.Fprintf(&b, "  n%d%s%s%s%s\n", n, open, strings.Join(text, "<br/>"), closing, class)
	}
	p.visit(func(k, from, to int) {
		arrow := "-->"
		if p.Holdings[k].Controls {
			arrow = "==>"
		} else if p.unknown(p.Holdings[k].Holder) {
			arrow = "-.->"
		}
		label := ""
		if text := strings.Join(p.share(k), ", "); text != "" {
			label = `|"` + mermaidText(text) + `"|`
		}
		fmt.Fprintf(&b, "  n%d %s%s n%d\n", from, arrow, label, to)
	})
	b.WriteString("  classDef owner fill:" + ownerFill + ",stroke:" + inkColour + ",color:" + inkColour + "\n  classDef unknown stroke-dasharray:4 3\n")
	return b.String()
}

// mermaidText escapes with Mermaid's entity codes all that it might read as syntax: two
// percent signs begin a comment.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		switch {
		case r == '"':
			b.WriteString("#quot;")
		case strings.ContainsRune("#<>&;[](){}|`\\", r):
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		default:
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "%%", "%#37;")
}

// DOT writes the structure of an analysis in the language of GraphViz, owners on top. Nodes have
// generated names; names of parties stand in quoted labels only. Main has a double
// border, beneficial owners of the finding are filled, lines of control are bold,
// and lines that close a circle take no part in the ranking. The text is empty for an
// analysis that was decoded, and not computed.
func DOT(a *ownership.Analysis, parties Parties, found ownership.Finding) string {
	return Sheet{}.DOT(a, parties, found)
}

// DOT is [DOT] with the sheet's bounds and heading.
func (s Sheet) DOT(a *ownership.Analysis, parties Parties, found ownership.Finding) string {
	p, err := newPicture(a, parties, found, s)
	if err != nil {
		return ""
	}
	_, back := p.upwards()
	var b strings.Builder
	b.WriteString("digraph structure {\n  rankdir=TB;\n  node [shape=box];\n  label=" + dotText(p.head()) + ";\n")
	for n, i := range p.order {
		text, _ := p.label(i)
		var more string
		if p.person(i) {
			more += ", shape=ellipse"
		}
		if i == p.Main {
			more += ", peripheries=2"
		}
		if p.owners[p.id(i)] {
			more += `, style=filled, fillcolor="` + ownerFill + `"`
		} else if p.unknown(i) {
			more += ", style=dashed"
		}
		more += ", tooltip=" + dotText(p.name(i))
		fmt.Fprintf(&b, "  n%d [label=%s%s];\n", n, dotText(text...), more)
	}
	p.visit(func(k, from, to int) {
		var more string
		if p.Holdings[k].Controls {
			more += ", penwidth=2.5"
		}
		if p.unknown(p.Holdings[k].Holder) {
			more += ", style=dashed"
		}
		if back[k] {
			more += ", style=dashed, constraint=false"
		}
		fmt.Fprintf(&b, "  n%d -> n%d [label=%s%s];\n", from, to, dotText(p.share(k)...), more)
	})
	b.WriteString("}\n")
	return b.String()
}

// dotText is a quoted string of DOT, in which quotes, backslashes and the entities of HTML
// have a meaning. A NUL would end the file.
func dotText(lines ...string) string {
	for i, s := range lines {
		lines[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;").Replace(oneLine(s))
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}

// oneLine is a text without what some reader takes for the end of a line or of the text:
// readers written in JavaScript end lines at U+2028 too.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// visit calls back for each holding, with the places of both ends in the order of
// nodes.
func (p *picture) visit(each func(k, from, to int)) {
	at := make([]int, len(p.Nodes))
	for n, i := range p.order {
		at[i] = n
	}
	for n, c := range p.order {
		for _, k := range p.in[c] {
			each(k, at[p.Holdings[k].Holder], n)
		}
	}
}
