package ownership

import (
	"fmt"
	"strconv"
	"strings"
)

// Mermaid writes the structure as a Mermaid flowchart, top down. Nodes have
// generated names ("n0", "n1", …); names of parties stand in quoted labels only,
// with everything escaped that could end one. Beneficial owners of the finding are
// filled, lines of control are bold.
func (a *Analysis) Mermaid(parties Parties, found Finding) string {
	if a.ix == nil {
		return ""
	}
	p := newPicture(a, parties, found)
	ix := a.ix
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	nodes := p.nodes()
	for n, i := range nodes {
		text, _ := p.label(i)
		for l := range text {
			text[l] = mermaidText(text[l])
		}
		open, closing := `["`, `"]`
		switch {
		case i == ix.main:
			open, closing = `[["`, `"]]`
		case ix.entity(i).Type == Individual:
			open, closing = `(["`, `"])`
		}
		class := ""
		if p.owners[ix.id(i)] {
			class = ":::owner"
		}
		fmt.Fprintf(&b, "  n%d%s%s%s%s\n", n, open, strings.Join(text, "<br/>"), closing, class)
	}
	p.holdings(nodes, func(k int32, from, to int) {
		arrow := "-->"
		if p.control[k] {
			arrow = "==>"
		}
		label := ""
		if text := p.share(k); text != "" {
			label = `|"` + mermaidText(text) + `"|`
		}
		fmt.Fprintf(&b, "  n%d %s%s n%d\n", from, arrow, label, to)
	})
	b.WriteString("  classDef owner fill:" + ownerFill + ",stroke:" + inkColour + "\n")
	return b.String()
}

// mermaidText escapes with Mermaid's entity codes all that it might read as syntax.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"':
			b.WriteString("#quot;")
		case strings.ContainsRune("#<>&;[](){}|`\\", r):
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		case r < ' ':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// DOT writes the structure in the language of GraphViz, owners on top. Nodes have
// generated names; names of parties stand in quoted labels only. Main has a double
// border, beneficial owners of the finding are filled, lines of control are bold,
// and lines that close a circle take no part in the ranking.
func (a *Analysis) DOT(parties Parties, found Finding) string {
	if a.ix == nil {
		return ""
	}
	p := newPicture(a, parties, found)
	ix := a.ix
	_, back := upwards(ix)
	var b strings.Builder
	b.WriteString("digraph structure {\n  rankdir=TB;\n  node [shape=box];\n")
	nodes := p.nodes()
	for n, i := range nodes {
		text, _ := p.label(i)
		var more string
		if ix.entity(i).Type == Individual {
			more += ", shape=ellipse"
		}
		if i == ix.main {
			more += ", peripheries=2"
		}
		if p.owners[ix.id(i)] {
			more += `, style=filled, fillcolor="` + ownerFill + `"`
		}
		fmt.Fprintf(&b, "  n%d [label=%s%s];\n", n, dotText(strings.Join(text, "\n")), more)
	}
	p.holdings(nodes, func(k int32, from, to int) {
		var more string
		if p.control[k] {
			more += ", penwidth=2.5"
		}
		if back[k] {
			more += ", style=dashed, constraint=false"
		}
		fmt.Fprintf(&b, "  n%d -> n%d [label=%s%s];\n", from, to, dotText(p.share(k)), more)
	})
	b.WriteString("}\n")
	return b.String()
}

// dotText is a quoted string of DOT, in which only quotes and backslashes have a
// meaning.
func dotText(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", " ").Replace(s)
	return `"` + s + `"`
}

// nodes lists the entities of a picture, main first.
func (p *picture) nodes() []int32 { return append([]int32{p.a.ix.main}, p.a.ix.above...) }

// holdings visits the holdings of a picture with the places of both ends in nodes.
func (p *picture) holdings(nodes []int32, visit func(k int32, from, to int)) {
	ix := p.a.ix
	at := make(map[int32]int, len(nodes))
	for n, i := range nodes {
		at[i] = n
	}
	for n, c := range nodes {
		first, last := ix.in(c)
		for k := first; k < last; k++ {
			visit(k, at[ix.holder[k]], n)
		}
	}
}
