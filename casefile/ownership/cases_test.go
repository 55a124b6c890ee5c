package ownership_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// A published case: see the fields in the README of the data.
type published struct {
	Name  string `json:"name"`
	Main  string `json:"main"`
	Nodes []struct {
		ID   string               `json:"id"`
		Type ownership.EntityType `json:"type"`
	} `json:"nodes"`
	Edges []struct {
		From   string              `json:"from"`
		To     string              `json:"to"`
		Own    ownership.Percent   `json:"ownership"`
		Voting ownership.Percent   `json:"voting"`
		Range  []ownership.Percent `json:"ownership_range"`
	} `json:"edges"`
	Expect struct {
		Ownership  map[string]ownership.Percent `json:"total_ownership"`
		Exact      map[string]string            `json:"total_ownership_exact"`
		Voting     map[string]ownership.Percent `json:"total_voting"`
		Attributed map[string]ownership.Percent `json:"attributed_voting"`
		Unresolved ownership.Percent            `json:"unresolved_ownership"`
		Companies  map[string]struct {
			Gross ownership.Percent `json:"gross_brioschi"`
			Net   ownership.Percent `json:"net_baldone"`
		} `json:"companies"`
		Controllers []string `json:"controllers"`
		UBO25       []string `json:"ubo_25"`
		AMLD        []string `json:"ubo_amld_gwg_gt25"`
		AMLR        []struct {
			ID      string   `json:"id"`
			Reasons []string `json:"reasons"`
		} `json:"ubo_amlr"`
		Seed           []string                       `json:"ofac_seed"`
		Blocked        []string                       `json:"ofac_blocked"`
		Flags          []string                       `json:"flags"`
		Values         map[string]ownership.Percent   `json:"published_values"`
		Tolerance      json.Number                    `json:"published_tolerance"`
		PubVoting      map[string]ownership.Percent   `json:"published_voting"`
		PubAttributed  map[string]ownership.Percent   `json:"published_attributed_voting"`
		PubControllers []string                       `json:"published_controllers"`
		NotControllers []string                       `json:"published_not_controllers"`
		Range          map[string][]ownership.Percent `json:"total_ownership_range"`
		Midpoint       map[string]ownership.Percent   `json:"published_midpoint"`
		Pairs          [][2]string                    `json:"all_control_pairs"`
	} `json:"expect"`
}

func (p published) graph() ownership.Graph {
	g := ownership.Graph{Main: p.Main}
	for _, n := range p.Nodes {
		g.Entities = append(g.Entities, ownership.Entity{ID: n.ID, Type: n.Type})
	}
	for _, e := range p.Edges {
		r := ownership.Relation{From: e.From, To: e.To, Ownership: e.Own, Voting: e.Voting}
		if len(e.Range) == 2 {
			r.Band = &ownership.Band{Min: e.Range[0], Max: e.Range[1]}
		}
		g.Relations = append(g.Relations, r)
	}
	return g
}

func loadCases(t testing.TB) []published {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(datatest.Published(t), "ownership-cases", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var cases []published
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		var c published
		require.NoError(t, json.Unmarshal(text, &c), f)
		cases = append(cases, c)
	}
	return cases
}

// same reports that the exact figure is the printed one at ten decimals.
func same(t *testing.T, want, got ownership.Percent, what string) {
	t.Helper()
	assert.Equal(t, rounded(want), rounded(got), what)
}

func rounded(p ownership.Percent) string {
	if p.IsZero() {
		return ""
	}
	return p.Round(10)
}

func near(t *testing.T, want, got ownership.Percent, tolerance json.Number, what string) {
	t.Helper()
	limit, ok := new(big.Rat).SetString(tolerance.String())
	require.True(t, ok)
	diff := new(big.Rat).Sub(want.Rat(), got.Rat())
	assert.LessOrEqual(t, diff.Abs(diff).Cmp(limit), 0, "%s: %s is not %s", what, got, want)
}

func TestPublishedCases(t *testing.T) {
	for _, c := range loadCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			g := c.graph()
			if c.Expect.Range != nil {
				t.Skip("a case of bands: see TestPublishedBands")
			}
			a, err := ownership.Compute(g, nil)
			require.NoError(t, err)
			e := c.Expect
			for id, want := range e.Exact {
				h, _ := a.Holder(id)
				exact, ok := new(big.Rat).SetString(want)
				require.True(t, ok)
				assert.Zero(t, exact.Cmp(h.Ownership.Rat()), "%s: %s", id, h.Ownership)
			}
			assert.Len(t, a.Holders, len(e.Ownership))
			for _, h := range a.Holders {
				same(t, e.Ownership[h.ID], h.Ownership, "ownership of "+h.ID)
				if e.Voting != nil {
					same(t, e.Voting[h.ID], h.Voting, "voting of "+h.ID)
				}
				same(t, e.Attributed[h.ID], h.AttributedVoting, "attributed votes of "+h.ID)
			}
			if !e.Unresolved.IsZero() {
				same(t, e.Unresolved, a.UnresolvedOwnership, "unresolved")
			}
			if e.Companies != nil {
				assert.Len(t, a.Companies, len(e.Companies))
				for _, i := range a.Companies {
					want := e.Companies[i.ID]
					same(t, want.Gross, i.Gross, "gross of "+i.ID)
					if !want.Net.IsZero() {
						same(t, want.Net, i.Net, "net of "+i.ID)
					} else {
						same(t, want.Gross, i.Net, "net of "+i.ID)
					}
				}
			}
			assert.ElementsMatch(t, e.Controllers, a.Controllers)
			for _, id := range e.PubControllers {
				assert.Contains(t, a.Controllers, id)
			}
			for _, id := range e.NotControllers {
				assert.NotContains(t, a.Controllers, id)
			}
			for id, want := range e.Values {
				near(t, want, figure(a, id), e.Tolerance, "published value of "+id)
			}
			for id, want := range e.PubVoting {
				h, _ := a.Holder(id)
				near(t, want, h.Voting, "0.05", "published votes of "+id)
			}
			for id, want := range e.PubAttributed {
				h, _ := a.Holder(id)
				same(t, want, h.AttributedVoting, "published attributed votes of "+id)
			}
			assert.ElementsMatch(t, e.UBO25, ids(a.Owners(custom25()).Owners))
			if e.AMLR != nil {
				found := a.Owners(ownership.AMLR()).Owners
				require.Len(t, found, len(e.AMLR))
				for i, o := range found {
					assert.Equal(t, e.AMLR[i].ID, o.ID)
					assert.Equal(t, e.AMLR[i].Reasons, o.Codes(), o.ID)
				}
				assert.ElementsMatch(t, e.AMLD, byVotes(a.Owners(ownership.AMLD())))
			}
			if e.Seed != nil {
				f, err := a.OFAC50(e.Seed...)
				require.NoError(t, err)
				assert.ElementsMatch(t, e.Blocked, ids(f.Owners))
			}
			for _, flag := range e.Flags {
				part := strings.Split(flag, ":")
				assert.True(t, warned(a, part[0], part[1], part[2]), flag)
			}
		})
	}
}

func figure(a *ownership.Analysis, id string) ownership.Percent {
	if h, ok := a.Holder(id); ok {
		return h.Ownership
	}
	for _, c := range a.Companies {
		if c.ID == id {
			return c.Gross
		}
	}
	return ownership.Percent{}
}

func warned(a *ownership.Analysis, code, entity, percentage string) bool {
	for _, w := range a.Warnings {
		if string(w.Code) == code && w.Entity == entity && w.Percentage.String() == percentage {
			return true
		}
	}
	return false
}

func custom25() ownership.RuleSet {
	return ownership.Custom("custom_25", ownership.Whole(25), false, ownership.TotalOwnership, ownership.TotalVoting)
}

func ids(owners []ownership.Owner) []string {
	list := []string{}
	for _, o := range owners {
		list = append(list, o.ID)
	}
	return list
}

// byVotes keeps those with more than 25 % of the attributed votes, which is what
// the cases list.
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
