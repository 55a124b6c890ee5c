package export

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// What is known as a band is shown as a band: a figure in its place would be invented.

// bands of a holding: of its shares and of its votes; nil where the figure is exact. A
// holding of several relations, one of them in a band, has a figure that is an estimate.
func bands(h *ownership.Holding) (shares, votes *ownership.Band, estimate bool) {
	for _, r := range h.Relations {
		s, v := r.Bands()
		if len(h.Relations) == 1 {
			return s, v, false
		}
		estimate = estimate || s != nil || v != nil
	}
	return nil, nil, estimate
}

// banded reports whether figures of the structure follow from bands.
func banded(holdings []ownership.Holding) bool {
	return slices.ContainsFunc(holdings, func(h ownership.Holding) bool {
		s, v, estimate := bands(&h)
		return s != nil || v != nil || estimate
	})
}

// holdingFigures are the shares and votes of a holding, as far as they are known.
func holdingFigures(h *ownership.Holding) string {
	shares, votes, estimate := bands(h)
	switch {
	case estimate:
		return "about " + figures(h.Ownership, h.Voting)
	case shares == nil && votes == nil:
		return figures(h.Ownership, h.Voting)
	}
	own, vote := bandOr(shares, h.Ownership), bandOr(votes, h.Voting)
	if own == vote {
		return own
	}
	return own + " / v " + vote
}

func bandOr(b *ownership.Band, p ownership.Percent) string {
	if b == nil {
		return figure(p)
	}
	return bandFigure(*b)
}

// bandFigure rounds for a picture.
func bandFigure(b ownership.Band) string {
	low, high := round(b.Min, 2).String(), round(b.Max, 2).String()
	switch {
	case b.Above:
		return "> " + low + " to " + high + " %"
	case low == high:
		return low + " %"
	}
	return low + " to " + high + " %"
}

// total is what a node comes to in main.
func (p *picture) total(i int) string {
	n := &p.Nodes[i]
	if p.sheet.Bounds != nil {
		for _, h := range p.sheet.Bounds.Holders {
			if h.ID != n.ID {
				continue
			}
			own, vote := bandFigure(h.Ownership), bandFigure(h.Voting)
			if own == vote {
				return "total " + own
			}
			return "total " + own + " / v " + vote
		}
	}
	if p.estimated {
		return "total about " + figures(round(n.Ownership, 2), round(n.Voting, 2))
	}
	return "total " + figures(n.Ownership, n.Voting)
}

// remains says in whose hands the part of main is that is no person's; empty where all of
// it is unknown or there is none.
func remains(r ownership.Rest, about bool) string {
	word := ""
	if about {
		word = "about "
	}
	var parts []string
	for _, part := range []struct {
		name  string
		share ownership.Percent
	}{
		{"of states and public bodies", r.State}, {"of listed companies", r.Listed}, {"of known parties of trusts and the like", r.KnownParties},
		{"of classes of persons", r.BelowThreshold},
	} {
		if part.share.Sign() > 0 {
			parts = append(parts, word+figure(part.share)+" "+part.name)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if r.Unknown.Sign() > 0 {
		parts = append(parts, word+figure(r.Unknown)+" not known")
	}
	return "Without a person: " + strings.Join(parts, ", ")
}

// bandShare is a share of the standard with bounds.
func bandShare(b ownership.Band) *bodsShare {
	s := &bodsShare{Maximum: json.Number(round(b.Max, 10).String())}
	if least := json.Number(round(b.Min, 10).String()); b.Above {
		s.ExclusiveMinimum = least
	} else {
		s.Minimum = least
	}
	return s
}
