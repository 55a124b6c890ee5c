package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
)

// Every status with every step (Dots, OFAC compliance).
func TestOFACStatusSteps(t *testing.T) {
	const no = OFACStatus("refused")
	steps := OFACSteps()
	require.Equal(t, []OFACStep{OFACScreenedClean, OFACHit, OFACIDVerified, OFACConfirmed}, steps)
	table := map[OFACStatus][]OFACStatus{
		"":             {OFACUnflagged, OFACIDRequired, no, no},
		OFACUnflagged:  {OFACUnflagged, OFACIDRequired, OFACUnflagged, no},
		OFACIDRequired: {OFACUnflagged, OFACIDRequired, OFACInReview, OFACFlagged},
		OFACInReview:   {OFACUnflagged, OFACInReview, OFACInReview, OFACFlagged},
		OFACFlagged:    {OFACFlagged, OFACFlagged, OFACFlagged, OFACFlagged},
		"unheard_of":   {no, no, no, no},
	}
	assert.Len(t, table, len(OFACStatuses())+2)
	for from, row := range table {
		for i, step := range steps {
			got, err := from.Next(step)
			if row[i] == no {
				var state *bonafide.StateError
				require.ErrorAs(t, err, &state, "%s %s", from, step)
				assert.Equal(t, "ofac status", state.Kind)
				assert.Empty(t, got)
				continue
			}
			require.NoError(t, err, "%s %s", from, step)
			assert.Equal(t, row[i], got, "%s %s", from, step)
		}
		_, err := from.Next("unheard_of")
		assert.ErrorIs(t, err, bonafide.ErrState)
	}
}

func TestOFACStatusOfRecord(t *testing.T) {
	sdn := []string{"ofac_sdn"}
	clean := apply(Record{}, result("s1", run("ofac_sdn", ListNoMatch)))
	hit := apply(Record{}, result("s1", run("ofac_sdn", ListMatch), "ofac_sdn/1/h1"))
	failed := apply(Record{}, result("s1", run("ofac_sdn", ListFailed)))
	cleared := decide(t, hit, "ofac_sdn", "1", FalsePositive, anna)
	confirmed := decide(t, hit, "ofac_sdn", "1", TruePositive, anna)
	for _, c := range []struct {
		name       string
		record     Record
		idVerified bool
		want       OFACStatus
	}{
		{"never screened", Record{}, false, ""},
		{"never screened, id verified", Record{}, true, ""},
		{"failed", failed, true, ""},
		{"another list only", apply(Record{}, result("s1", run("unsc_cons", ListNoMatch))), false, ""},
		{"clean", clean, false, OFACUnflagged},
		{"hit", hit, false, OFACIDRequired},
		{"hit, id verified", hit, true, OFACInReview},
		{"cleared", cleared, true, OFACUnflagged},
		{"confirmed", confirmed, true, OFACFlagged},
		{"confirmed, then an outage", apply(confirmed, result("s1", run("ofac_sdn", ListFailed))), true, OFACFlagged},
	} {
		assert.Equal(t, c.want, c.record.OFACStatus(sdn, c.idVerified, noon), c.name)
	}
	assert.Equal(t, OFACIDRequired, cleared.OFACStatus(sdn, false, noon.AddDate(2, 0, 0)), "an expired clearance flags again")
	both := apply(Record{}, result("s1", run("ofac_sdn", ListMatch), run("cons_sdn", ListFailed), "ofac_sdn/1/h1"))
	assert.Equal(t, OFACIDRequired, both.OFACStatus([]string{"ofac_sdn", "cons_sdn"}, false, noon), "a hit counts while another list is out")
}
