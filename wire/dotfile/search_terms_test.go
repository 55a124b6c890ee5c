package dotfile

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// Settings of a check mean what is searched for, and are told as they were given.
func TestSearchTerms(t *testing.T) {
	kinds := func(k ...screening.ListKind) []screening.ListKind { return k }
	for _, row := range []struct {
		settings string
		want     casefile.SearchTerms
		told     string
	}{
		{`{}`, casefile.SearchTerms{}, `{"exact_match":false,"fuzziness":null,"list_types":["sanction","warning","fitness_probity","pep","adverse_media"],"vendor":"bonafide"}`},
		{`{"fuzziness":0.5,"list_types":["pep","pep"]}`, casefile.SearchTerms{MinScore: 800_000, Kinds: kinds(screening.PEPList)},
			`{"exact_match":false,"fuzziness":0.5,"list_types":["pep"],"vendor":"bonafide"}`},
		{`{"fuzziness":1,"list_types":["warning"]}`, casefile.SearchTerms{MinScore: 600_000, Kinds: kinds(screening.WarningList, screening.InternalList)},
			`{"exact_match":false,"fuzziness":1,"list_types":["warning"],"vendor":"bonafide"}`},
		{`{"fuzziness":0.9,"exact_match":true}`, casefile.SearchTerms{MinScore: 1_000_000}, `{"exact_match":true,"fuzziness":0,"list_types":["sanction","warning","fitness_probity","pep","adverse_media"],"vendor":"bonafide"}`},
	} {
		var in checkInput
		require.NoError(t, json.Unmarshal([]byte(`{"individual_id":"p","settings":`+row.settings+`}`), &in))
		req, err := in.request(casefile.AML)
		require.NoError(t, err)
		assert.Equal(t, row.want, req.Search, row.settings)
		told, err := json.Marshal(searchSettings(req.Search))
		require.NoError(t, err)
		assert.JSONEq(t, row.told, string(told))
	}
	for path, settings := range map[string]string{"settings.fuzziness": `{"fuzziness":1.1}`, "settings.list_types": `{"list_types":["gossip"]}`} {
		var in checkInput
		require.NoError(t, json.Unmarshal([]byte(`{"individual_id":"p","settings":`+settings+`}`), &in))
		_, err := in.request(casefile.AML)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, path, invalid.Fields[0].Path)
	}
}
