package casefile_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// asking keeps what was asked of a screener, which several checks ask at once.
type asking struct {
	*screener
	mu    *sync.Mutex
	asked *[]screening.Query
}

func (s asking) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	s.mu.Lock()
	*s.asked = append(*s.asked, q)
	s.mu.Unlock()
	return s.screener.Screen(ctx, q)
}

// A check is searched for by its own terms, the first time and whenever it is again.
func TestSearchTerms(t *testing.T) {
	var asked []screening.Query
	b := setup(t, func(o *casefile.Options) { o.Screener = asking{o.Screener.(*screener), new(sync.Mutex), &asked} })
	c := b.advance(t, b.create(t).ID)
	require.NotEmpty(t, asked)
	for _, q := range asked {
		assert.Empty(t, q.Kinds)
		assert.Zero(t, q.MinScore, "what a template plans without terms is searched for on all lists")
	}
	var req casefile.StartCheckRequest
	require.NoError(t, json.Unmarshal([]byte(`{"type":"aml","automation":{"is_monitored":true},"search":{"list_types":["pep","internal"],"min_score":0.65}}`), &req))
	req.Entity, asked = c.Individuals[0].ID, nil
	c, err := b.cases.StartCheck(ctx, officer, c.ID, req)
	require.NoError(t, err)
	b.advance(t, c.ID)
	require.Len(t, asked, 1)
	b.wait(31 * 24 * time.Hour)
	b.advance(t, c.ID)
	require.Greater(t, len(asked), 1, "monitored")
	restricted := 0
	for _, q := range asked {
		if len(q.Kinds) > 0 {
			restricted++
			assert.Equal(t, []screening.ListKind{screening.PEPList, screening.InternalList}, q.Kinds)
			assert.Equal(t, 0.65, q.MinScore)
		}
	}
	assert.Equal(t, 2, restricted)
}

func TestSearchTermsAreChecked(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	req := casefile.StartCheckRequest{Entity: c.Individuals[0].ID, Type: casefile.AML, Search: casefile.SearchTerms{
		Kinds: []screening.ListKind{"gossip", screening.PEPList, screening.PEPList}, MinScore: bonafide.FixedOf(2),
	}}
	_, err := b.cases.StartCheck(ctx, officer, c.ID, req)
	for path, code := range map[string]bonafide.Code{
		"search.list_types[0]": bonafide.CodeUnknown, "search.list_types[2]": bonafide.CodeRepeated, "search.min_score": bonafide.CodeOutOfRange,
	} {
		invalid(t, err, path, code)
	}
	req.Type, req.Search = casefile.DocumentCheck, casefile.SearchTerms{MinScore: bonafide.FixedOf(1)}
	_, err = b.cases.StartCheck(ctx, officer, c.ID, req)
	invalid(t, err, "search", bonafide.CodeNotAllowed)
}
