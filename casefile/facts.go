package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/risk"
)

// facts are what the model may know of a case. It fails if the host's own part of
// it does.
func (s *Service) facts(c Case, at time.Time) (risk.Facts, error) {
	f := c.Facts(at, s.opts.Reviews.zone())
	if s.opts.Facts == nil {
		return f, nil
	}
	err := caught(func() error {
		f = s.opts.Facts(c, f)
		return nil
	})
	return f, err
}

// Facts are what a risk model may know of the case, on a day. What cannot be
// computed, such as an ownership structure without an answer, stays unknown. A nil zone is UTC.
func (c Case) Facts(at time.Time, zone *time.Location) risk.Facts {
	f := risk.Facts{AsOf: bonafide.DateOf(at.In(ReviewSettings{Zone: zone}.zone())), Screening: c.screeningCodes(at)}
	add := func(country bonafide.Country, role string) {
		fact := risk.CountryFact{Country: country, Role: role}
		if country != "" && !slices.Contains(f.Countries, fact) {
			f.Countries = append(f.Countries, fact)
		}
	}
	for _, x := range c.Companies {
		if x.Type == MainCompany {
			add(x.Country, "incorporation")
			add(x.Address.Country, "address")
			if !x.RegisteredOn.After(f.AsOf) {
				f.Founded = x.RegisteredOn
			}
			continue
		}
		add(x.Country, "affiliate")
	}
	for _, x := range c.Individuals {
		for _, n := range x.Nationalities {
			add(n, "nationality")
		}
		add(x.Address.Country, "residence")
	}
	o := c.kept(at)
	if o.Graph == "" {
		o = c.compute(nil, at, OwnershipPolicy{})
	}
	if o.Code != "" {
		return f
	}
	for _, owner := range o.Owners {
		if x, ok := c.Individual(owner); ok {
			for _, n := range x.Nationalities {
				add(n, "owner")
			}
		}
	}
	f.Structure = &risk.Structure{Layers: c.layers(), MayHideOwner: o.MayHideOwner, Unresolved: points(o.Unresolved), Circular: o.Circular, Trust: o.Trust}
	return f
}

// points rounds a percentage up to the millionths that a model works with: what
// is not known is never made smaller. What an over-allocated structure has too much
// is not accounted for either.
func points(p ownership.Percent) bonafide.Fixed {
	if p.Sign() < 0 {
		p = ownership.Whole(0).Sub(p)
	}
	rounded, err := bonafide.ParseFixed(p.Round(6))
	if err != nil {
		return bonafide.FixedOf(100)
	}
	if back, err := ownership.ParsePercent(rounded.String()); err == nil && back.Cmp(p) < 0 {
		rounded++
	}
	return rounded
}

// layers counts the companies between main and its farthest owner, each counted
// at its shortest distance, so that circles do not matter.
func (c Case) layers() int {
	main, ok := c.Main()
	if !ok {
		return 0
	}
	distance := map[string]int{main.ID: 0}
	deepest := 0
	for queue := []string{main.ID}; len(queue) > 0; queue = queue[1:] {
		for _, r := range c.Relations {
			if _, seen := distance[r.FromCompany]; r.ToCompany != queue[0] || r.FromCompany == "" || seen {
				continue
			}
			distance[r.FromCompany] = distance[queue[0]] + 1
			deepest = max(deepest, distance[r.FromCompany])
			queue = append(queue, r.FromCompany)
		}
	}
	return deepest
}

// riskInputs is the hash of the facts without the day: when it changes, the risk
// wants to be assessed again. Facts that could not be had are like no others.
func riskInputs(f risk.Facts, failure error) string {
	if failure != nil {
		return "unknown"
	}
	f.AsOf = bonafide.Date{}
	return canonical.SumJSON("risk 1", f)
}
