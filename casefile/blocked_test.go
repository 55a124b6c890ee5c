package casefile_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// relisted is the screener whose one list has another key.
type relisted struct {
	*screener
	key string
}

func (s relisted) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	r, err := s.screener.Screen(ctx, q)
	for i := range r.Lists {
		r.Lists[i].Key = s.key
	}
	for i := range r.Hits {
		r.Hits[i].List = s.key
	}
	return r, err
}

// The 50 percent rule is seeded by sanctioned owners alone (OFAC FAQ 401): who is
// politically exposed, wanted or fined blocks nobody by what it owns.
func TestWhoBlocksByOwnership(t *testing.T) {
	for list, blocks := range map[string]bool{
		screening.KeyOFACSDN: true, screening.KeyEU: true, "a_list_of_the_host": true,
		screening.KeyPEP: false, "pep_fr": false, "interpol": false, "fbi_cyber": false, "finra_sanctions": false,
	} {
		t.Run(list, func(t *testing.T) {
			b := setup(t, func(o *casefile.Options) {
				o.Screener = relisted{o.Screener.(*screener), list}
				o.Templates[0].Controls = []casefile.ControlPlan{{Key: "blocked", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionNotBlocked}}
			})
			c := b.create(t, func(r *casefile.CreateRequest) {
				jane := person("Jane", "Listed")
				jane.Relations = []casefile.RelationInput{{Ownership: percent(80)}}
				r.Individuals[0].Relations[0].Ownership = percent(20)
				r.Individuals = append(r.Individuals, jane)
			})
			c = b.advance(t, c.ID)
			for _, by := range []bonafide.Actor{officer, officer2} {
				for _, k := range c.ChecksOf(c.Individuals[1].ID) {
					var err error
					c, err = b.cases.DecideHits(ctx, by, c.ID, casefile.DecideHitsRequest{Check: k.ID, Hits: []casefile.HitID{{List: list, EntryID: "7"}},
						Disposition: screening.TruePositive, Reason: "r"})
					require.NoError(t, err)
				}
			}
			assert.Equal(t, blocks, len(c.Blocked(b.now())) > 0)
			assert.Len(t, c.Blocked(b.now(), list), 1, "asked for by its name")
			assert.Equal(t, !blocks, c.Controls[0].Completed)
			o, err := b.cases.Ownership(ctx, officer, c.ID)
			require.NoError(t, err)
			_, found := o.Finding("ofac50")
			assert.Equal(t, blocks, found)
		})
	}
}
