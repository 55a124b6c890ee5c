package screening_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
)

// A known list is of its kind whatever is said; what nobody can read is of the gravest.
func TestKindOf(t *testing.T) {
	for _, row := range []struct {
		key  string
		said ListKind
		want ListKind
	}{
		{KeyOFACSDN, "", SanctionList}, {KeyOFACSDN, PEPList, SanctionList}, {KeyEU, "", SanctionList},
		{KeyPEP, "", PEPList}, {KeyPEP, SanctionList, PEPList},
		{"interpol", "", WarningList}, {"finra_sanctions", "", WarningList}, {"fbi_cyber", "", WarningList}, {"hardcode_list", "", InternalList},
		{"pep_fr", "", PEPList}, {"pep_fr", InternalList, InternalList}, {"adverse_media_2026", "", AdverseMediaList}, {"fbi_new", "", WarningList},
		{"ours", "", SanctionList}, {"ours", AdverseMediaList, AdverseMediaList}, {"ours", FitnessList, FitnessList}, {"ours", "pepp", SanctionList}, {"pep_fr", "pepp", SanctionList},
	} {
		assert.Equal(t, row.want, KindOf(row.key, row.said), "%s said to be %q", row.key, row.said)
	}
	for _, l := range KnownLists() {
		assert.True(t, l.Kind.Known(), l.Key)
	}
	assert.False(t, ListKind("").Known())
}

// Who may accept a true match: one reviewer one of politically exposed persons or of
// adverse media, nobody one of sanctions, two any other; to take a true match back takes
// two for every kind.
func TestReviewersByKind(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	first, second := bonafide.Actor{Kind: bonafide.ActorReviewer, ID: "r1"}, bonafide.Actor{Kind: bonafide.ActorReviewer, ID: "r2"}
	for kind, one := range map[ListKind]bool{
		SanctionList: false, WarningList: false, FitnessList: false, InternalList: false, PEPList: true, AdverseMediaList: true,
	} {
		t.Run(string(kind), func(t *testing.T) {
			edition := bonafide.Date{Year: 2026, Month: 2, Day: 1}
			found := Result{At: at, Subject: "s", Lists: []ListRun{{Key: "ours", Kind: kind, Edition: edition, Result: ListMatch}},
				Hits: []Hit{{List: "ours", EntryID: "1", EntryHash: "h", Score: 1}}}
			r, _ := Record{}.Apply(found, at)
			assert.Equal(t, kind, r.Result.Hits[0].Kind, "the hit is of the kind of its list")

			yes, err := r.Decide("ours", "1", TruePositive, first, "it is her", at, time.Time{})
			require.NoError(t, err)
			if kind == SanctionList {
				for _, on := range []Record{r, yes} {
					_, err = on.Decide("ours", "1", TrueButAccepted, first, "looked closer", at, at.AddDate(1, 0, 0))
					var fault *bonafide.InvalidError
					require.ErrorAs(t, err, &fault)
					assert.True(t, fault.Has("disposition", bonafide.CodeNotAllowed))
				}
				return
			}
			accepted, err := yes.Decide("ours", "1", TrueButAccepted, first, "looked closer", at, at.AddDate(1, 0, 0))
			require.NoError(t, err)
			assert.Equal(t, kind, accepted.Decisions[1].Kind)
			assert.Equal(t, one, accepted.Disposition(r.Result.Hits[0], at) == TrueButAccepted)
			_, err = accepted.Decide("ours", "1", TrueButAccepted, second, "so did I", at, at.AddDate(1, 0, 0))
			require.NoError(t, err)

			if one {
				later := at.AddDate(2, 0, 0)
				alone, err := r.Decide("ours", "1", TrueButAccepted, first, "it is her, and she may", at, at.AddDate(1, 0, 0))
				require.NoError(t, err)
				alone, err = alone.Decide("ours", "1", FalsePositive, second, "it is not", later, later.AddDate(1, 0, 0))
				require.NoError(t, err)
				assert.Equal(t, Potential, alone.Disposition(r.Result.Hits[0], later), "nor one whose acceptance is over")
				alone, err = alone.Decide("ours", "1", FalsePositive, first, "it is not indeed", later, later.AddDate(1, 0, 0))
				require.NoError(t, err)
				assert.Equal(t, FalsePositive, alone.Disposition(r.Result.Hits[0], later))
			}

			cleared, err := yes.Decide("ours", "1", FalsePositive, second, "it is not", at, at.AddDate(1, 0, 0))
			require.NoError(t, err)
			assert.Equal(t, TruePositive, cleared.Disposition(r.Result.Hits[0], at), "one alone takes no true match back")
		})
	}
}

// Matches of sanctions that two reviewers accepted while that could be done are true ones.
func TestAcceptedSanctions(t *testing.T) {
	r := apply(Record{}, result("s", run(sdn, ListMatch), sdn+"/1/h"))
	r.Decisions = []Decision{{List: sdn, EntryID: "1", EntryHash: "h", Subject: "s", Disposition: TrueButAccepted, By: anna, Second: ben, Reason: "r", At: noon, Expires: noon.AddDate(1, 0, 0)}}
	assert.Equal(t, TruePositive, r.Disposition(r.Result.Hits[0], noon))
	assert.Equal(t, WatchlistMatch, r.Watchlist(nil, true, noon))
	failed := apply(r, result("s", run(sdn, ListFailed)))
	assert.Equal(t, WatchlistMatch, failed.Watchlist(nil, true, noon), "whatever becomes of the hit")
	gone := apply(r, result("s", run(sdn, ListNoMatch)))
	assert.Equal(t, WatchlistNoMatch, gone.Watchlist(nil, true, noon), "delisted")
	r.Decisions[0].Awaits = true
	assert.Equal(t, Potential, r.Disposition(r.Result.Hits[0], noon), "what never took effect takes none now")
}

// A list says its kind, if one that is known.
func TestListSaysItsKind(t *testing.T) {
	l, err := NewList("ours", bonafide.Date{Year: 2026, Month: 2, Day: 1}, []Entry{{ID: "1", Names: []Name{{Text: "Ada"}}}})
	require.NoError(t, err)
	l.Kind = AdverseMediaList
	require.NoError(t, l.Check())
	l.Kind = "gossip"
	var fault *bonafide.InvalidError
	require.ErrorAs(t, l.Check(), &fault)
}

// What the topics of FollowTheMoney say of their bearer.
func TestKindOfTopic(t *testing.T) {
	for topic, want := range map[string]ListKind{
		"sanction": SanctionList, "sanction.linked": SanctionList, "sanction.counter": SanctionList, "asset.frozen": SanctionList, "export.control": SanctionList,
		"role.pep": PEPList, "role.rca": PEPList, "role.pep.natl": PEPList, "crime": AdverseMediaList, "crime.fraud": AdverseMediaList, "forced.labor": AdverseMediaList,
		"wanted": WarningList, "debarment": WarningList, "reg.warn": WarningList, "reg.action": WarningList, "corp.disqual": FitnessList,
		" Role.PEP ": PEPList, "role.lawyer": "", "gov.soe": "", "corp.offshore": "", "fin.bank": "", "rolepep": "", "": "",
	} {
		assert.Equal(t, want, KindOfTopic(topic), topic)
		assert.True(t, want == "" || want.Known(), topic)
	}
}
