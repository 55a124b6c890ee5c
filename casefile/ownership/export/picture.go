package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A Sheet is what stands on a picture beside the structure. The zero value is ready.
type Sheet struct {
	Case    string // name or number of the case, in the heading
	Holders int    // most names in a list of small holders, then "and 31 others, 78 %"; 0 = all
	// Bounds are those of the structure, where percentages are known as bands only: totals
	// are then shown as bounds, else as "about" the estimate that the analysis is of.
	Bounds *ownership.Bounds
	Light  bool // never dark, for paper and for pages that are always light
}

// picture is what all pictures of a structure have in common: the structure with boxes
// for what is not known and for lists of small holders.
type picture struct {
	structure
	sheet   Sheet
	parties Parties
	owners  map[string]bool
	asOf    string
	rules   string
	over    map[string]ownership.Percent // by company: what its shares add up to, where that is too much
	lists   map[int][]string             // by node: the rows of a list of holders
	missing map[int]string               // by company: what is not known of it, in a picture that is too large for more boxes
	known   int                          // nodes from here on stand for no entity
	groups  map[string][]string          // by entity: with whom it acts in concert, by the name of the group

	customer  int            // the main company, or nowhere on a page without it
	headline  string         // what stands above it
	elsewhere map[int]string // by node: on which page its holders are, or what it holds
	page      int            // 1 is the first; 0 = all is one picture

	estimated bool   // figures follow from bands
	remains   string // in whose hands is what no person has
}

func newPicture(a *ownership.Analysis, parties Parties, found ownership.Finding, sheet Sheet) (*picture, error) {
	s, err := read(a)
	if err != nil {
		return nil, err
	}
	p := &picture{
		structure: s, sheet: sheet, parties: parties, owners: owners(found), rules: found.Rules,
		over: make(map[string]ownership.Percent), lists: make(map[int][]string), missing: make(map[int]string),
		groups: make(map[string][]string),
	}
	if !a.AsOf.IsZero() {
		p.asOf = a.AsOf.String()
	}
	for _, w := range a.Warnings {
		if w.Code == ownership.CodeOverAllocated {
			p.over[w.Entity] = w.Percentage
		}
	}
	p.estimated = banded(p.Holdings)
	p.remains = remains(a.OwnershipRest, p.estimated)
	for _, g := range a.Groups {
		for _, id := range g.Members {
			p.groups[id] = append(p.groups[id], strings.TrimPrefix(g.ID, "group:"))
		}
	}
	p.gather()
	p.gaps(a.Warnings)
	p.structure = index(p.Structure)
	p.customer, p.headline = p.Main, p.head()
	return p, nil
}

// manyParties is how many boxes a picture may have before what is not known stands in the
// companies' own boxes.
const manyParties = 30

// gaps adds a box for what is not known of each company, or a line in the company's own.
func (p *picture) gaps(warnings []ownership.Warning) {
	at := make(map[string]int, len(p.Nodes))
	for i := range p.known {
		at[p.id(i)] = i
	}
	before := len(p.Holdings)
	holding := make(map[int]int) // by company: its gap among the holdings
	for _, w := range warnings {
		share := w.Percentage
		switch w.Code {
		case ownership.CodeUntraced:
			share = ownership.Whole(100)
		case ownership.CodeUnresolved:
		default:
			continue
		}
		c, there := at[w.Entity]
		if !there {
			continue
		}
		k, drawn := holding[c]
		if !drawn {
			k = len(p.Holdings)
			holding[c] = k
			p.Holdings = append(p.Holdings, ownership.Holding{Holder: len(p.Nodes), Company: c})
			p.Nodes = append(p.Nodes, ownership.Node{})
		}
		if h := &p.Holdings[k]; w.Code == ownership.CodeUntraced {
			h.Ownership, h.Voting = share, share
		} else if w.Measure == "voting" {
			h.Voting = share
		} else {
			h.Ownership = share
			if !drawn {
				h.Voting = share
			}
		}
	}
	if len(p.Nodes)-len(holding) > manyParties {
		for _, h := range p.Holdings[before:] {
			p.missing[h.Company] = p.about(&h)
		}
		p.Nodes, p.Holdings = p.Nodes[:len(p.Nodes)-len(holding)], p.Holdings[:before]
	}
}

// unknown reports a box for what is not known.
func (p *picture) unknown(i int) bool { return i >= p.known && p.lists[i] == nil }

// name is the full name of a node.
func (p *picture) name(i int) string {
	switch {
	case p.unknown(i):
		return "not known"
	case p.lists[i] != nil:
		return "Holders without a part in control"
	}
	return p.parties.name(p.id(i))
}

// label is the text of a box: the lines of its name, and what it comes to.
func (p *picture) label(i int) (lines []string, title int) {
	if p.lists[i] != nil {
		return p.lists[i], 0
	}
	n := &p.Nodes[i]
	lines = wrap(p.name(i), 22, 3)
	title = len(lines)
	if p.unknown(i) {
		return lines, title
	}
	var kind []string
	if c := p.parties[n.ID].Country; c != "" {
		kind = append(kind, string(c))
	}
	if n.Type != ownership.Individual && n.Type != ownership.Company {
		kind = append(kind, roleWord(string(n.Type)))
	}
	if len(kind) > 0 {
		lines = append(lines, strings.Join(kind, ", "))
	}
	if n.Treasury.Sign() != 0 {
		lines = append(lines, "own shares "+figure(n.Treasury))
	}
	if sum, ok := p.over[n.ID]; ok {
		lines = append(lines, "shares sum to "+figure(sum))
	}
	for _, group := range p.groups[n.ID] {
		lines = append(lines, wrap("in concert: "+group, 30, 1)...)
	}
	if gap := p.missing[i]; gap != "" {
		lines = append(lines, "not known "+gap)
	}
	if i != p.customer {
		lines = append(lines, p.total(i))
	}
	if text := p.elsewhere[i]; text != "" {
		lines = append(lines, text)
	}
	return lines, title
}

// about is what is not known of a company, which is an estimate where other holdings are.
func (p *picture) about(h *ownership.Holding) string {
	if p.estimated {
		return "about " + figures(round(h.Ownership, 2), round(h.Voting, 2))
	}
	return figures(h.Ownership, h.Voting)
}

// share is the text on a line: shares and votes, roles, dates.
func (p *picture) share(k int) []string {
	h := &p.Holdings[k]
	var lines []string
	if h.Ownership.Sign() != 0 || h.Voting.Sign() != 0 {
		lines = append(lines, p.figuresOf(k))
	}
	said := make(map[string]bool)
	for _, r := range h.Relations {
		for _, role := range r.Roles {
			if word := roleWord(string(role)); !said[word] && (role != ownership.Shareholder || len(lines) == 0) {
				said[word] = true
				lines = append(lines, word)
			}
		}
		dates := ""
		if !r.Start.IsZero() {
			dates = "from " + r.Start.String()
		}
		if !r.End.IsZero() {
			dates = strings.TrimSpace(dates + " to " + r.End.String())
		}
		if dates != "" && !said[dates] {
			said[dates] = true
			lines = append(lines, dates)
		}
	}
	return lines
}

// figuresOf are shares and votes of a holding, or of what is not known.
func (p *picture) figuresOf(k int) string {
	h := &p.Holdings[k]
	if p.unknown(h.Holder) || p.lists[h.Holder] != nil {
		return p.about(h)
	}
	return holdingFigures(h)
}

// head is what stands above the structure.
func (p *picture) head() string {
	parts := []string{"Ownership structure of " + p.parties.name(p.id(p.Main))}
	if p.sheet.Case != "" {
		parts = append(parts, "case "+p.sheet.Case)
	}
	if p.asOf != "" {
		parts = append(parts, "as of "+p.asOf)
	}
	return strings.Join(parts, " · ")
}

// summary says in words what the picture shows, for those who do not see it.
func (p *picture) summary() string {
	var named, unknown []string
	for i := range p.known {
		if p.owners[p.id(i)] {
			named = append(named, p.name(i))
		}
	}
	for k := range p.Holdings {
		if h := &p.Holdings[k]; p.unknown(h.Holder) {
			unknown = append(unknown, p.about(h)+" of "+p.name(h.Company))
		}
	}
	for i := range p.known {
		if gap := p.missing[i]; gap != "" {
			unknown = append(unknown, gap+" of "+p.name(i))
		}
	}
	text := fmt.Sprintf("%d parties.", p.known)
	if len(named) > 0 {
		text += " Beneficial owners: " + strings.Join(named, ", ") + "."
	}
	if len(unknown) > 0 {
		text += " Not known: " + strings.Join(unknown, ", ") + "."
	}
	if p.remains != "" {
		text += " " + p.remains + "."
	}
	return text
}

// figures are shares, and votes where they differ.
func figures(own, vote ownership.Percent) string {
	if own.Cmp(vote) != 0 {
		return figure(own) + " / v " + figure(vote)
	}
	return figure(own)
}

// figure rounds for a picture; a figure that is not exactly what is shown has a sign
// before it.
func figure(p ownership.Percent) string {
	short := round(p, 2)
	if short.Cmp(p) != 0 {
		return "≈" + short.String() + " %"
	}
	return short.String() + " %"
}

// wrap breaks a name into at most n lines of a width: at spaces, after hyphens, and
// within a word with a hyphen. Of one that is longer the last of several lines is its end: companies
// of one group differ by a number and a legal form there, and on paper nothing else tells
// them apart.
func wrap(text string, width, n int) []string {
	runes := []rune(text)
	var lines []string
	for len(runes) > width && len(lines) < n-1 {
		cut, mark := width-1, "-"
		for i := width; i > width/3; i-- {
			if runes[i] == ' ' || runes[i-1] == '-' {
				cut, mark = i, ""
				break
			}
		}
		lines = append(lines, string(runes[:cut])+mark)
		runes = runes[cut:]
		if runes[0] == ' ' {
			runes = runes[1:]
		}
	}
	switch {
	case len(runes) <= width:
	case n == 1:
		runes = append(runes[:width-1:width-1], '…')
	default:
		end := runes[len(runes)-width+1:]
		if i := slices.Index(end, ' '); i >= 0 && i < width*2/3 {
			end = end[i:]
		}
		runes = append([]rune{'…'}, end...)
	}
	return append(lines, string(runes))
}
