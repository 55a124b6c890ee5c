package ownership

import "github.com/bonafide-go/bonafide"

// A Party is what an export says of an entity beside its place in the structure.
// It may hold personal data: an export is made for somebody who may see it.
type Party struct {
	Name        string             // full name of a person, registered name of a company
	Country     bonafide.Country   // of incorporation; not of a person
	Nationality []bonafide.Country // of a person
	Born        bonafide.Date      // of a person
	Founded     bonafide.Date      // of a company
	Identifiers []Identifier
}

// An Identifier is an entity's number in some register.
type Identifier struct {
	ID     string // the number
	Scheme string // org-id.guide code such as "GB-COH"; may be empty
	Name   string // of the scheme, such as "UK Companies House"; may be empty
}

// Parties are the details of entities, by id. Whoever is missing is shown by id.
type Parties map[string]Party

func (p Parties) name(id string) string {
	if n := p[id].Name; n != "" {
		return n
	}
	return id
}

// picture is what all pictures of a structure have in common.
type picture struct {
	a       *Analysis
	parties Parties
	owners  map[string]bool
	control map[int32]bool // by holding: its holder controls the company
}

func newPicture(a *Analysis, parties Parties, found Finding) *picture {
	p := &picture{a: a, parties: parties, owners: make(map[string]bool), control: make(map[int32]bool)}
	for _, o := range found.Owners {
		p.owners[o.ID] = true
	}
	steer := newSteering(a.ix)
	for _, h := range a.ix.above {
		steer.of(h)
		for _, k := range a.ix.of(h) {
			p.control[k] = steer.controls(a.ix.held[k])
		}
	}
	return p
}

// label is the text of an entity: the lines of its name, and what it comes to.
func (p *picture) label(i int32) (lines []string, title int) {
	ix := p.a.ix
	lines = wrap(p.parties.name(ix.id(i)), 24, 2)
	title = len(lines)
	e := ix.entity(i)
	if e.Type != Individual && e.Type != Company {
		lines = append(lines, "("+map[EntityType]string{ListedCompany: "listed", State: "state", Trust: "trust"}[e.Type]+")")
	}
	if own := ix.own[ownership][i]; !own.isZero() {
		lines = append(lines, "own shares "+figureText(percentOf(own)))
	}
	if i == ix.main {
		return lines, title
	}
	own, vote := p.total(ownership, i), p.total(voting, i)
	text := "total " + figureText(own)
	if own.Cmp(vote) != 0 {
		text += " / v " + figureText(vote)
	}
	return append(lines, text), title
}

// total is the figure to show: of companies in a circle the net one.
func (p *picture) total(m measure, i int32) Percent {
	_, net, _ := p.a.integral[m].figures(i)
	return net
}

// share is the text on a line.
func (p *picture) share(k int32) string {
	ix := p.a.ix
	own, vote := percentOf(ix.share[ownership][k]), percentOf(ix.share[voting][k])
	switch {
	case own.Cmp(vote) != 0:
		return figureText(own) + " / v " + figureText(vote)
	case own.Sign() == 0:
		return ""
	}
	return figureText(own)
}

// figureText rounds for a picture; a figure that is not exactly what is shown has
// a sign before it.
func figureText(p Percent) string {
	short, err := ParsePercent(trimZeros(p.Round(2)))
	if err != nil {
		return ""
	}
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
