package export

import (
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// manyHolders is how many small holders of a company stand in one list, in place of a
// box each.
const manyHolders = 7

// gather puts the small holders of each company with many of them in one box, a row
// each, the largest first: individuals who hold nothing else, are named by no rule and
// have no office.
func (p *picture) gather() {
	small := make(map[int][]int) // by company: its holdings
	for k := range p.Holdings {
		h := &p.Holdings[k]
		plain := p.person(h.Holder) && len(p.of[h.Holder]) == 1 && !p.owners[p.id(h.Holder)] && !h.Controls && p.groups[p.id(h.Holder)] == nil
		for _, r := range h.Relations {
			for _, role := range r.Roles {
				plain = plain && role == ownership.Shareholder
			}
		}
		if plain {
			small[h.Company] = append(small[h.Company], k)
		}
	}
	gone := make(map[int]bool)
	for _, list := range small {
		if len(list) >= manyHolders {
			for _, k := range list {
				gone[p.Holdings[k].Holder] = true
			}
		}
	}
	old := p.Structure
	p.Structure = ownership.Structure{}
	at := make([]int, len(old.Nodes))
	for i, n := range old.Nodes {
		if at[i] = len(p.Nodes); !gone[i] {
			p.Nodes = append(p.Nodes, n)
		}
	}
	p.Main, p.known = at[old.Main], len(p.Nodes)
	for _, h := range old.Holdings {
		if !gone[h.Holder] {
			h.Holder, h.Company = at[h.Holder], at[h.Company]
			p.Holdings = append(p.Holdings, h)
		}
	}
	for c := range old.Nodes {
		if len(small[c]) >= manyHolders {
			p.list(old, small[c], at[c])
		}
	}
}

// list adds one box for the holdings of small holders in a company.
func (p *picture) list(old ownership.Structure, holdings []int, company int) {
	slices.SortStableFunc(holdings, func(a, b int) int { return old.Holdings[b].Ownership.Cmp(old.Holdings[a].Ownership) })
	bound := len(holdings)
	if p.sheet.Holders > 0 && p.sheet.Holders < bound {
		bound = p.sheet.Holders
	}
	all := ownership.Holding{Holder: len(p.Nodes), Company: company}
	var rest ownership.Percent
	var rows []string
	for n, k := range holdings {
		h := &old.Holdings[k]
		all.Ownership, all.Voting = all.Ownership.Add(h.Ownership), all.Voting.Add(h.Voting)
		if n < bound {
			lines := wrap(p.parties.name(old.Nodes[h.Holder].ID), 34, 2)
			lines[len(lines)-1] += "  " + holdingFigures(h)
			rows = append(rows, lines...)
		} else {
			rest = rest.Add(h.Ownership)
		}
	}
	if n := len(holdings) - bound; n > 0 {
		rows = append(rows, fmt.Sprintf("and %d others, %s", n, figure(rest)))
	}
	p.lists[len(p.Nodes)] = rows
	p.Nodes = append(p.Nodes, ownership.Node{Entity: ownership.Entity{Type: ownership.Company}})
	p.Holdings = append(p.Holdings, all)
}
