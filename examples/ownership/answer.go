package main

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// answer is the whole output.
type answer struct {
	Main        string              `json:"main"`
	Holders     []holder            `json:"holders"`
	Companies   []company           `json:"companies"`
	Controllers []string            `json:"controllers"`
	Unresolved  ownership.Percent   `json:"unresolved_ownership_percentage"`
	Owners      owners              `json:"beneficial_owners"`
	Blocked     *[]string           `json:"ofac_blocked,omitempty"`
	Warnings    []ownership.Warning `json:"warnings"`
	Explanation *explanation        `json:"explanation,omitempty"`
	Bounds      *bounds             `json:"bounds,omitempty"`
}

type holder struct {
	ID         string               `json:"id"`
	Type       ownership.EntityType `json:"type"`
	Ownership  ownership.Percent    `json:"total_ownership_percentage"`
	Voting     ownership.Percent    `json:"total_voting_percentage"`
	Attributed ownership.Percent    `json:"attributed_voting_percentage"`
	Controls   bool                 `json:"controls"`
}

type company struct {
	ID    string               `json:"id"`
	Type  ownership.EntityType `json:"type"`
	Gross ownership.Percent    `json:"gross_percentage"` // null in a closed loop, where it is infinite
	Net   ownership.Percent    `json:"net_percentage"`
}

type owners struct {
	AMLR   []reasoned `json:"amlr"`
	AMLD   []string   `json:"amld"`
	PSC    []string   `json:"psc"`
	FINCEN []string   `json:"fincen"`
	Custom []string   `json:"custom_25"`
}

type reasoned struct {
	ID      string   `json:"id"`
	Reasons []string `json:"reasons"`
}

var errMalformed = errors.New("the input is not one JSON object")

// read computes the structure that a text describes.
func read(text []byte) (*ownership.Analysis, *bounds, error) {
	var g ownership.Graph
	if err := json.Unmarshal(text, &g); err != nil {
		return nil, nil, errors.Join(errMalformed, err)
	}
	b, g, err := bound(g)
	if err != nil {
		return nil, nil, err
	}
	a, err := ownership.Compute(g, nil)
	return a, b, err
}

// answerFor says what follows from an analysis.
func answerFor(a *ownership.Analysis, s settings) (answer, error) {
	out := answer{
		Main: a.Main, Controllers: a.Controllers, Unresolved: a.UnresolvedOwnership,
		Holders: []holder{}, Companies: []company{}, Warnings: []ownership.Warning{},
		Owners: owners{
			AMLR: []reasoned{}, AMLD: byVotes(a.Owners(ownership.AMLD())),
			PSC: ids(a.Owners(ownership.PSC())), FINCEN: ids(a.Owners(ownership.FINCEN())),
			Custom: ids(a.Owners(ownership.Custom("custom_25", ownership.Whole(25), false, ownership.TotalOwnership, ownership.TotalVoting))),
		},
	}
	for _, w := range a.Warnings {
		if !slices.ContainsFunc(out.Warnings, func(o ownership.Warning) bool { return o.Code == w.Code && o.Entity == w.Entity }) {
			out.Warnings = append(out.Warnings, w) // once, even where shares and votes both differ
		}
	}
	for _, h := range a.Holders {
		out.Holders = append(out.Holders, holder{h.ID, ownership.Individual, h.Ownership, h.Voting, h.AttributedVoting, h.Controls})
	}
	for _, c := range a.Companies {
		out.Companies = append(out.Companies, company{c.ID, c.Type, c.Gross, c.Net})
	}
	for _, o := range a.Owners(ownership.AMLR()).Owners {
		out.Owners.AMLR = append(out.Owners.AMLR, reasoned{o.ID, o.Codes()})
	}
	if s.explain != "" {
		out.Explanation = explain(a, s.explain)
	}
	if s.withBlocked {
		f, err := a.OFAC50(s.blocked...)
		if err != nil {
			return answer{}, err
		}
		list := ids(f)
		out.Blocked = &list
	}
	return out, nil
}

func ids(f ownership.Finding) []string {
	list := []string{}
	for _, o := range f.Owners {
		list = append(list, o.ID)
	}
	return list
}

// byVotes lists those with more than 25 % of the attributed votes: the indirect
// control of the directive as it is applied in practice. The rule set itself also
// looks at shares without votes.
func byVotes(f ownership.Finding) []string {
	list := []string{}
	for _, o := range f.Owners {
		for _, r := range o.Reasons {
			if r.Measure == ownership.AttributedVoting {
				list = append(list, o.ID)
			}
		}
	}
	return list
}
