package export_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

type statement struct {
	StatementID, StatementDate, RecordID, RecordType, RecordStatus string
	Source                                                         *export.Source
	RecordDetails                                                  struct {
		InterestedParty any
		PublicListing   *struct{ HasPublicListing bool }
		Interests       []struct{ BeneficialOwnershipOrControl bool }
	}
}

func bods(t *testing.T, g ownership.Graph, rules ownership.RuleSet, pub export.Publication) ([]byte, []statement) {
	t.Helper()
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	text, err := export.BODS(a, nil, a.Owners(rules), pub)
	require.NoError(t, err)
	var out []statement
	require.NoError(t, json.Unmarshal(text, &out))
	return text, out
}

func holds(from, to string, percent int) ownership.Relation {
	return ownership.Relation{From: from, To: to, Ownership: ownership.Whole(percent)}
}

func entity(id string, kind ownership.EntityType) ownership.Entity {
	return ownership.Entity{ID: id, Type: kind}
}

// What is said of the owners of main is true: who is one, or why nobody is named.
func TestBODSSaysNothingFalse(t *testing.T) {
	m, h := entity("M", ownership.Company), entity("H", ownership.Company)
	disclosing := h
	disclosing.Discloses = true
	p := entity("p", ownership.Individual)
	for name, c := range map[string]struct {
		graph  ownership.Graph
		rules  ownership.RuleSet
		owner  bool   // p is a beneficial owner
		reason string // why nobody is named
	}{
		"direct owner":               {ownership.Graph{Entities: []ownership.Entity{m, p}, Relations: []ownership.Relation{holds("p", "M", 60)}}, ownership.AMLR(), true, ""},
		"indirect owner":             {ownership.Graph{Entities: []ownership.Entity{m, h, p}, Relations: []ownership.Relation{holds("p", "H", 60), holds("H", "M", 60)}}, ownership.AMLR(), true, ""},
		"behind a disclosing entity": {ownership.Graph{Entities: []ownership.Entity{m, disclosing, p}, Relations: []ownership.Relation{holds("p", "H", 100), holds("H", "M", 100)}}, ownership.PSC(), true, ""},
		"too little behind one":      {ownership.Graph{Entities: []ownership.Entity{m, disclosing, p}, Relations: []ownership.Relation{holds("p", "H", 40), holds("H", "M", 100)}}, ownership.PSC(), false, ""},
		"main is listed":             {ownership.Graph{Entities: []ownership.Entity{entity("M", ownership.ListedCompany)}}, ownership.AMLR(), false, "subjectExemptFromDisclosure"},
		"owned by the state":         {ownership.Graph{Entities: []ownership.Entity{m, entity("S", ownership.State)}, Relations: []ownership.Relation{holds("S", "M", 100)}}, ownership.AMLR(), false, "subjectExemptFromDisclosure"},
		"listed parent":              {ownership.Graph{Entities: []ownership.Entity{m, entity("L", ownership.ListedCompany)}, Relations: []ownership.Relation{holds("L", "M", 100)}}, ownership.AMLR(), false, "subjectExemptFromDisclosure"},
		"state and unknown":          {ownership.Graph{Entities: []ownership.Entity{m, entity("S", ownership.State)}, Relations: []ownership.Relation{holds("S", "M", 60)}}, ownership.AMLR(), false, "subjectUnableToConfirmOrIdentifyBeneficialOwner"},
		"unknown":                    {ownership.Graph{Entities: []ownership.Entity{m}}, ownership.AMLR(), false, "subjectUnableToConfirmOrIdentifyBeneficialOwner"},
		"small holders": {ownership.Graph{
			Entities:  []ownership.Entity{m, p, entity("q", ownership.Individual), entity("r", ownership.Individual), entity("s", ownership.Individual), entity("u", ownership.Individual)},
			Relations: []ownership.Relation{holds("p", "M", 20), holds("q", "M", 20), holds("r", "M", 20), holds("s", "M", 20), holds("u", "M", 20)},
		}, ownership.AMLR(), false, "noBeneficialOwners"},
	} {
		t.Run(name, func(t *testing.T) {
			c.graph.Main = "M"
			_, out := bods(t, c.graph, c.rules, export.Publication{Date: day, Publisher: "x"})
			owner, reason := false, ""
			for _, s := range out {
				if s.RecordID == "relationship:owner>entity:M" || s.RecordID == "relationship:owner>M" {
					reason = s.RecordDetails.InterestedParty.(map[string]any)["reason"].(string)
				}
				for _, in := range s.RecordDetails.Interests {
					owner = owner || in.BeneficialOwnershipOrControl && s.RecordDetails.InterestedParty == "person:p"
				}
			}
			assert.Equal(t, c.owner, owner, "p is a beneficial owner")
			assert.Equal(t, c.reason, reason)
		})
	}
	_, out := bods(t, ownership.Graph{Main: "M", Entities: []ownership.Entity{entity("M", ownership.ListedCompany)}}, ownership.AMLR(),
		export.Publication{Date: day, Publisher: "x", Source: export.Source{Types: []string{"officialRegister"}}})
	assert.True(t, out[0].RecordDetails.PublicListing.HasPublicListing)
	assert.Equal(t, []string{"officialRegister"}, out[0].Source.Types)
}

// An export after another says what is new, updated and closed, and repeats nothing.
func TestBODSVersions(t *testing.T) {
	g := ownership.Graph{
		Main:      "M",
		Entities:  []ownership.Entity{entity("M", ownership.Company), entity("p", ownership.Individual), entity("q", ownership.Individual)},
		Relations: []ownership.Relation{holds("p", "M", 60), holds("q", "M", 40)},
	}
	first, before := bods(t, g, ownership.AMLR(), export.Publication{Date: day, Publisher: "x"})
	next := export.Publication{Date: bonafide.Date{Year: 2026, Month: 4, Day: 1}, Publisher: "x", Earlier: first}
	_, same := bods(t, g, ownership.AMLR(), next)
	assert.Equal(t, before, same, "nothing changed: nothing is added")

	g.Entities[2].ID = "r"
	g.Relations = []ownership.Relation{holds("p", "M", 70), holds("r", "M", 30)}
	second, after := bods(t, g, ownership.AMLR(), next)
	status, ids := map[string]string{}, map[string]bool{}
	for i, s := range after {
		assert.False(t, ids[s.StatementID], "ids are unique")
		ids[s.StatementID] = true
		if i >= len(before) {
			status[s.RecordID] = s.RecordStatus
		}
	}
	assert.Equal(t, map[string]string{
		"person:r": "new", "relationship:r>M": "new", "relationship:p>M": "updated", "relationship:q>M": "closed", "person:q": "closed",
	}, status)
	_, third := bods(t, g, ownership.AMLR(), export.Publication{Date: bonafide.Date{Year: 2026, Month: 5, Day: 1}, Publisher: "x", Earlier: second})
	assert.Equal(t, after, third, "what was closed stays closed")
}

func TestBODSRefusesWhatIsNoEarlierExport(t *testing.T) {
	a, f, _ := everyKind(t)
	good, err := export.BODS(a, nil, f, export.Publication{Date: day, Publisher: "x"})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		pub   export.Publication
		field string
		code  bonafide.Code
	}{
		"not JSON":      {export.Publication{Date: day, Publisher: "x", Earlier: []byte("{")}, "earlier", bonafide.CodeMalformed},
		"not an export": {export.Publication{Date: day, Publisher: "x", Earlier: []byte("[{}]")}, "earlier", bonafide.CodeMalformed},
		"the same day":  {export.Publication{Date: day, Publisher: "x", Earlier: good}, "date", bonafide.CodeMismatch},
		"source":        {export.Publication{Date: day, Publisher: "x", Source: export.Source{Types: []string{"hearsay"}}}, "source.type[0]", bonafide.CodeUnknown},
	} {
		_, err := export.BODS(a, nil, f, c.pub)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		assert.True(t, invalid.Has(c.field, c.code), name)
	}
}
