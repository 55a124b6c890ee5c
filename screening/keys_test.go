package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/bonafide-go/bonafide/screening"
)

// The keys of the Synapse user object's screening results, in its order, and who
// publishes each list. A key is part of stored results: none may change.
func TestKnownLists(t *testing.T) {
	want := []struct{ key, source string }{
		{"ofac_sdn", "US Treasury, OFAC"},
		{"ofac_ssi_list", "US Treasury, OFAC"},
		{"ofac_ukraine-eo13662", "US Treasury, OFAC"},
		{"usa_csl_list", "US Commerce, International Trade Administration"},
		{"hm_treasury_sanctions", "UK Treasury, OFSI"},
		{"futures_sanctions", "US National Futures Association"},
		{"fincen_311_sanctions", "US Treasury, FinCEN"},
		{"mas_sanctions", "Monetary Authority of Singapore"},
		{"ofac_fse_list", "US Treasury, OFAC"},
		{"ofac_iran", "US Treasury, OFAC"},
		{"usa_tel_list", "US State Department"},
		{"ofac_ns-plc", "US Treasury, OFAC"},
		{"ofac_sdgt", "US Treasury, OFAC"},
		{"ofac_561_list", "US Treasury, OFAC"},
		{"ofac_syria", "US Treasury, OFAC"},
		{"ofac_fse-sy", "US Treasury, OFAC"},
		{"osfi", "Canada, Office of the Superintendent of Financial Institutions"},
		{"fbi_counter_intelligence", "US Federal Bureau of Investigation"},
		{"fbi_domestic", "US Federal Bureau of Investigation"},
		{"fbi_cyber", "US Federal Bureau of Investigation"},
		{"fbi_white_collar", "US Federal Bureau of Investigation"},
		{"fbi_crimes_against_children", "US Federal Bureau of Investigation"},
		{"fbi_bank_robbers", "US Federal Bureau of Investigation"},
		{"fbi_wanted_terrorists", "US Federal Bureau of Investigation"},
		{"bis_dpl_sanctions", "US Commerce, Bureau of Industry and Security"},
		{"fbi_violent_crimes", "US Federal Bureau of Investigation"},
		{"fbi_domestic_terrorism", "US Federal Bureau of Investigation"},
		{"fbi_human_trafficking", "US Federal Bureau of Investigation"},
		{"fbi_criminal_enterprise_investigations", "US Federal Bureau of Investigation"},
		{"fbi_terrorism", "US Federal Bureau of Investigation"},
		{"fbi_murders", "US Federal Bureau of Investigation"},
		{"pep", "no single publisher"},
		{"aucl", "Australia, Department of Foreign Affairs and Trade"},
		{"eucl", "European Commission"},
		{"uk_sanctions", "UK Foreign, Commonwealth and Development Office"},
		{"switzerland_sanctions", "Switzerland, State Secretariat for Economic Affairs"},
		{"dtc_list", "US State Department, Directorate of Defense Trade Controls"},
		{"cftc_sanctions", "US Commodity Futures Trading Commission"},
		{"finra_sanctions", "US Financial Industry Regulatory Authority"},
		{"euro", "Europol"},
		{"fto_sanctions", "US State Department"},
		{"hardcode_list", "the platform"},
		{"russian_sanctions", "no single publisher"},
		{"singapore_sanctions", "Singapore, Ministry of Home Affairs"},
		{"nk_sanctions", "no single publisher"},
		{"cftc_reparations_sanctions", "US Commodity Futures Trading Commission"},
		{"interpol", "Interpol"},
		{"usa_rfj", "US State Department"},
		{"belgian_list", "Belgium, Federal Public Service Finance"},
		{"canada_sema", "Canada, Global Affairs"},
		{"canada_rcmp", "Royal Canadian Mounted Police"},
		{"cftc_red", "US Commodity Futures Trading Commission"},
		{"ice_sanctions", "US Immigration and Customs Enforcement"},
		{"unsc_cons", "United Nations Security Council"},
		{"cons_sdn", "US Treasury, OFAC"},
	}
	require.Len(t, want, 55)
	known := KnownLists()
	require.Len(t, known, 55)
	seen := make(map[string]bool)
	for i, l := range known {
		assert.Equal(t, want[i].key, l.Key)
		assert.Equal(t, want[i].source, l.Source, l.Key)
		assert.NotEmpty(t, l.Name, l.Key)
		assert.False(t, seen[l.Key], l.Key)
		seen[l.Key] = true
	}
	for _, key := range []string{KeyOFACSDN, KeyOFACConsolidated, KeyUSCSL, KeyUN, KeyBISDPL, KeyEU, KeyUK} {
		assert.True(t, seen[key], key)
	}
	known[0] = KnownList{}
	assert.Equal(t, KeyOFACSDN, KnownLists()[0].Key, "the caller's copy")
}
