package program_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// The shapes that a host stores.
func TestGolden(t *testing.T) {
	p, f := goldenCase(t)
	data, err := json.MarshalIndent(struct {
		Facts    permission.Facts    `json:"facts"`
		Decision permission.Decision `json:"decision"`
	}{f, p.Evaluate(f)}, "", "  ")
	require.NoError(t, err)
	golden(t, "decision.golden.json", data)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSpace(string(want)), strings.TrimSpace(string(got)))
}

// goldenCase is a user with something in every member of facts and decision.
func goldenCase(t testing.TB) (*program.Program, permission.Facts) {
	p := compiled(t, `[{"scope":"RECEIVE|TIER|1","requires":[{"document":{"types":["SSN"]}},{"id":"terms","waivable":true,"attestation":{"id":"terms"}}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"id":"photo","due_in":"P14D","grace":"P7D","any":[{"document":{"types":["GOVT_ID"],"min_residual":"P30D"}},
  {"option":"foreign","all":[{"document":{"types":["PASSPORT_BIODATA"]}},{"test":{"fact":"id_score","min":0.7}}]}]},
  {"id":"w9","when":[{"fact":"total","total":{"direction":"receive","per":"year","currency":"USD","at_least":"600"}}],"document":{"types":["W9_DOC"]}}]}]`)
	score, err := permission.ScoreOf(0.5)
	require.NoError(t, err)
	sum, err := bonafide.ParseMoney("12.5", "USD")
	require.NoError(t, err)
	f := person("SSN VALID")
	f.OFACStatus, f.TINStatus, f.RiskLevel, f.Standing = "unflagged", "matched", "low", permission.Locked
	f.ProgramUntil = datatest.At("2025-01-01")
	f.Totals = permission.Totals{
		AsOf: noon,
		Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: sum, Count: 2, Until: datatest.At("2025-01-01")}},
	}
	f.Attestations = []permission.Attestation{{ID: "other", At: noon}}
	f.Waivers = []permission.Waiver{{Rule: "terms", DocumentID: "d1", Until: datatest.At("2024-09-01"), By: bonafide.Reviewer("r1")}}
	f.Clocks = []permission.Clock{{Rule: "photo", DocumentID: "d1", Since: datatest.At("2024-05-20")}}
	f.Owners = permission.OwnersFacts{
		Complete: true, Exemption: "other",
		Members: []permission.Owner{{ID: "o1", Controls: true, Share: bonafide.FixedOf(30), Scope: "RECEIVE", Until: datatest.At("2024-12-01")}},
	}
	d := &f.Documents[0]
	d.EntityType, d.EntityScope, d.Activities, d.Subdivision, d.NextBirthday = "F", "Hotel", []string{"PRIVATE"}, "CA", datatest.At("2024-11-01")
	d.DesiredScope, d.DocOptionKey, d.Fields, d.IDScore, d.TrustLevel, d.EDDStatus = "SEND|RECEIVE|TIER|1", "foreign", []string{"alias", "ip"}, &score, "medium", "VALID"
	d.ScreenedAt, d.Lists = datatest.At("2024-05-30"), []permission.ListResult{{List: "ofac_sdn", Result: "NO_MATCH"}}
	bad := sub("GOVT_ID INVALID")
	bad.Class, bad.Country, bad.SubmittedAt, bad.ValidUntil, bad.Reasons, bad.AttemptsLeft =
		"physical", "US", datatest.At("2024-05-10"), datatest.At("2028-01-01"), []string{"poor_image_quality"}, 1
	d.Subs = append(d.Subs, bad)
	return p, f
}
