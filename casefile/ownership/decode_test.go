package ownership_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A graph says what it means, or what is wrong with it.
func TestGraphIsReadStrictly(t *testing.T) {
	var g ownership.Graph
	err := json.Unmarshal([]byte(`{"main":"m","entities":[{"id":"m","type":"company","name":"M"}],
		"relations":[{"from":"p","to":"m","ownership":"50","voting_percentage":"10","start_date":"2023-02-30","ownership_percentage":"x"}]}`), &g)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	var got []string
	for _, f := range invalid.Fields {
		got = append(got, f.Path+" "+string(f.Code))
	}
	assert.Equal(t, []string{
		"entities[0].name unknown", "relations[0].ownership unknown", "relations[0].voting_percentage unknown",
		"relations[0].start_date malformed", "relations[0].ownership_percentage malformed",
	}, got)
}
