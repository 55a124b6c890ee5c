package export

import "github.com/bonafide-go/bonafide/casefile/ownership"

// picture is what all pictures of a structure have in common.
type picture struct {
	structure
	parties Parties
	owners  map[string]bool
}

func newPicture(a *ownership.Analysis, parties Parties, found ownership.Finding) (*picture, error) {
	s, err := read(a)
	if err != nil {
		return nil, err
	}
	return &picture{structure: s, parties: parties, owners: owners(found)}, nil
}

// label is the text of an entity: the lines of its name, and what it comes to.
func (p *picture) label(i int) (lines []string, title int) {
	n := &p.Nodes[i]
	lines = wrap(p.parties.name(n.ID), 24, 2)
	title = len(lines)
	if n.Type != ownership.Individual && n.Type != ownership.Company {
		lines = append(lines, "("+map[ownership.EntityType]string{ownership.ListedCompany: "listed", ownership.State: "state", ownership.Trust: "trust"}[n.Type]+")")
	}
	if n.Treasury.Sign() != 0 {
		lines = append(lines, "own shares "+figure(n.Treasury))
	}
	if i == p.Main {
		return lines, title
	}
	return append(lines, "total "+figures(n.Ownership, n.Voting)), title
}

// share is the text on a line.
func (p *picture) share(k int) string {
	h := &p.Holdings[k]
	if h.Ownership.Sign() == 0 && h.Voting.Sign() == 0 {
		return ""
	}
	return figures(h.Ownership, h.Voting)
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

// wrap breaks a name into at most n lines of a width, at spaces where it can.
func wrap(text string, width, n int) []string {
	runes := []rune(text)
	var lines []string
	for len(runes) > width && len(lines) < n-1 {
		cut := width
		for i := width; i > width/3; i-- {
			if runes[i] == ' ' {
				cut = i
				break
			}
		}
		lines = append(lines, string(runes[:cut]))
		runes = runes[cut:]
		if runes[0] == ' ' {
			runes = runes[1:]
		}
	}
	if len(runes) > width {
		runes = append(runes[:width-1:width-1], '…')
	}
	return append(lines, string(runes))
}
