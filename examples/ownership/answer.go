package main

import (
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// answer is the whole output.
type answer struct {
	Main        string              `json:"main"`
	Holders     []holder            `json:"holders"`
	Companies   []company           `json:"companies"`
	Controllers []string            `json:"controllers"`
	Unresolved  ownership.Percent   `json:"unresolved_ownership_percentage"`
	Rest        rest                `json:"unresolved"`
	Owners      owners              `json:"beneficial_owners"`
	Named       *named              `json:"rules,omitempty"`
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
	StandsFor  []string             `json:"stands_for"` // trusts, foundations and the like whose party the holder is, or is behind
}

// rest splits what is unresolved of the shares.
type rest struct {
	Unknown        ownership.Percent  `json:"unknown"`
	State          ownership.Percent  `json:"state"`
	Listed         ownership.Percent  `json:"listed"`
	KnownParties   ownership.Percent  `json:"known_parties"`
	BelowThreshold *ownership.Percent `json:"below_threshold,omitempty"`
}

func restOf(r ownership.Rest) rest {
	zero := ownership.Whole(0)
	out := rest{r.Unknown, zero.Add(r.State), zero.Add(r.Listed), zero.Add(r.KnownParties), nil}
	if !r.BelowThreshold.IsZero() {
		out.BelowThreshold = &r.BelowThreshold
	}
	return out
}

// named is the finding of one rule set that was asked for.
type named struct {
	Name         string     `json:"name"`
	Owners       []reasoned `json:"owners"`
	Entities     []reasoned `json:"entities"`
	Officials    []reasoned `json:"officials"`
	MayHideOwner bool       `json:"may_hide_owner"`
}

func reasons(list []ownership.Owner) []reasoned {
	out := []reasoned{}
	for _, o := range list {
		out = append(out, reasoned{o.ID, o.Codes()})
	}
	return out
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

// read computes the structure that a text describes, on a day.
func read(text []byte, asOf bonafide.Date) (*ownership.Analysis, *bounds, error) {
	g, err := decode(text)
	if err != nil {
		return nil, nil, err
	}
	opts := &ownership.Options{AsOf: asOf}
	b, g, err := bound(g, opts)
	if err != nil {
		return nil, nil, err
	}
	a, err := ownership.Compute(g, opts)
	return a, b, err
}

// answerFor says what follows from an analysis.
func answerFor(a *ownership.Analysis, s settings) (answer, error) {
	out := answer{
		Main: a.Main, Controllers: a.Controllers, Unresolved: a.UnresolvedOwnership, Rest: restOf(a.OwnershipRest),
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
		out.Holders = append(out.Holders, holder{h.ID, ownership.Individual, h.Ownership, h.Voting, h.AttributedVoting, h.Controls, a.StandsFor(h.ID)})
	}
	for _, c := range a.Companies {
		out.Companies = append(out.Companies, company{c.ID, c.Type, c.Gross, c.Net})
	}
	for _, o := range a.Owners(ownership.AMLR()).Owners {
		out.Owners.AMLR = append(out.Owners.AMLR, reasoned{o.ID, o.Codes()})
	}
	if s.rules != "" {
		r, ok := ownership.RuleSetByName(s.rules)
		if !ok {
			return answer{}, bonafide.Invalid("rules", bonafide.CodeUnknown)
		}
		f := a.Owners(r)
		out.Named = &named{r.Name, reasons(f.Owners), reasons(f.Entities), reasons(f.Officials), f.MayHideOwner}
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

// byVotes lists parties of trusts, and those with more than 25 % of the attributed votes: the indirect
// control of the directive as it is applied in practice. The rule set itself also
// looks at shares without votes.
func byVotes(f ownership.Finding) []string {
	list := []string{}
	for _, o := range f.Owners {
		for _, r := range o.Reasons {
			if r.Measure == ownership.AttributedVoting || r.Measure == ownership.TrustParty {
				list = append(list, o.ID)
				break
			}
		}
	}
	return list
}
