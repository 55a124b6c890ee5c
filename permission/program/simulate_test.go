package program_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

func versions(t testing.TB) (v1, v2 *program.Program) {
	const text = `{"id":"us","version":1,"cip_tag":1,"user_kind":"personal","effective_at":"2024-01-01T00:00:00Z",
 "tiers":[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},{"scope":"SEND|RECEIVE","requires":[{"id":"photo","document":{"types":["GOVT_ID"]}}]}]}`
	var err error
	v1, err = program.Parse([]byte(text))
	require.NoError(t, err)
	next := strings.NewReplacer(`"version":1`, `"version":2`, `2024-01-01`, `2024-09-01`,
		`{"id":"photo"`, `{"id":"selfie","document":{"types":["VIDEO_AUTHORIZATION"]}},{"id":"terms","due_in":"P30D","attestation":{"id":"terms"}},{"id":"photo"`).Replace(text)
	v2, err = program.Parse([]byte(next))
	require.NoError(t, err)
	return v1, v2
}

func whats(list []permission.Requirement) (all []string) {
	for _, r := range list {
		all = append(all, r.What)
	}
	return all
}

func TestSimulate(t *testing.T) {
	v1, v2 := versions(t)
	c := program.Simulate(v1, v2, person("SSN VALID", "GOVT_ID VALID"))
	assert.Equal(t, permission.SendAndReceive, c.From)
	assert.Equal(t, permission.Receive, c.To)
	assert.Equal(t, []program.DocumentChange{{ID: "d1", From: "SEND|RECEIVE", To: "RECEIVE"}}, c.Documents)
	assert.Equal(t, []string{"VIDEO_AUTHORIZATION", "attestation.terms"}, whats(c.Added))
	assert.Equal(t, datatest.At("2024-10-01"), c.Added[1].DueAt)
	assert.Empty(t, c.Removed)
	assert.False(t, c.IsZero())

	back := program.Simulate(v2, v1, func() permission.Facts {
		f := person("SSN VALID", "GOVT_ID VALID")
		f.At = datatest.At("2025-01-01")
		return f
	}())
	assert.Equal(t, []string{"VIDEO_AUTHORIZATION", "attestation.terms"}, whats(back.Removed))
	assert.True(t, program.Simulate(v1, v1, person("SSN VALID")).IsZero())

	c = program.Simulate(nil, v1, person("SSN VALID", "GOVT_ID VALID"))
	assert.Equal(t, permission.Unverified, c.From)
	assert.Equal(t, permission.SendAndReceive, c.To)
	assert.Equal(t, permission.Receive, program.Simulate(v1, nil, person("SSN VALID")).From, "and none after")
}

func TestSimulateAll(t *testing.T) {
	v1, v2 := versions(t)
	users := map[string]permission.Facts{"a": person("SSN VALID", "GOVT_ID VALID"), "b": person("SSN VALID"), "c": person(),
		"d": person("SSN VALID", "GOVT_ID VALID", "VIDEO_AUTHORIZATION VALID"), "e": person("SSN VALID", "GOVT_ID VALID")}
	s := program.SimulateAll(v1, v2, func(yield func(string, permission.Facts) bool) {
		for _, id := range slices.Sorted(maps.Keys(users)) {
			if !yield(id, users[id]) {
				return
			}
		}
	})
	assert.Equal(t, program.Simulation{Users: 5, Lowered: []string{"a", "e"}, Moves: []program.Move{
		{From: "UNVERIFIED", To: "UNVERIFIED", Users: 1}, {From: "RECEIVE", To: "RECEIVE", Users: 1},
		{From: "SEND|RECEIVE", To: "RECEIVE", Users: 2}, {From: "SEND|RECEIVE", To: "SEND|RECEIVE", Users: 1}}}, s)
	s = program.SimulateAll(nil, v1, maps.All(users))
	assert.Len(t, s.Raised, 4)
}

// What the next version will ask for is known before it takes effect.
func TestFuture(t *testing.T) {
	v1, v2 := versions(t)
	book, err := program.NewBook(v1, v2)
	require.NoError(t, err)
	f := person("SSN VALID", "GOVT_ID VALID")
	d, _ := book.Evaluate(1, f)
	assert.Equal(t, permission.SendAndReceive, d.Permission, "it does not bite yet")
	assert.Empty(t, d.Open())
	future, ok := book.Future(1, f)
	require.True(t, ok)
	assert.Equal(t, 2, future.Version)
	assert.Equal(t, permission.Scope("RECEIVE"), future.ToScope)
	assert.Equal(t, []string{"VIDEO_AUTHORIZATION", "attestation.terms"}, whats(future.Requirements))
	assert.Equal(t, datatest.At("2024-09-01"), future.Requirements[0].DueAt)
	assert.Equal(t, datatest.At("2024-10-01"), future.Requirements[1].DueAt)
	f.At = d.Due
	d, _ = book.Evaluate(1, f)
	assert.Equal(t, 2, d.ProgramVersion)
	assert.Equal(t, permission.Receive, d.Permission, "now it does")
	_, ok = book.Future(1, f)
	assert.False(t, ok)
	_, ok = book.Future(7, f)
	assert.False(t, ok)
}

func TestExplain(t *testing.T) {
	p := compiled(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"any":[{"document":{"types":["GOVT_ID","PASSPORT_BIODATA"]}},{"all":[{"test":{"fact":"id_score","min":0.7}},{"fields":["alias"]}]}]},
 {"when":[{"fact":"country","not_in":["US"]}],"n_of":{"n":1,"of":[{"lists":["pep"]},{"attestation":{"id":"terms","valid_for":"P1Y"}}]}}]}]`)
	f := person("SSN VALID", "GOVT_ID INVALID")
	f.Documents[0].Country = "DE"
	f.Attestations = []permission.Attestation{{ID: "terms", At: datatest.At("2024-01-01")}}
	assert.Equal(t, strings.TrimLeft(`
+ RECEIVE (permission)
  + d1 RECEIVE (document)
    + watchlist satisfied (screening)
    + RECEIVE (tiers[0])
      + SSN satisfied (tiers[0].requires[0])
        + SSN (tiers[0].requires[0].document)
    - SEND|RECEIVE (tiers[1])
      - GOVT_ID currently_due !invalid (tiers[1].requires[0])
        - any (tiers[1].requires[0])
          - GOVT_ID or PASSPORT_BIODATA !invalid (tiers[1].requires[0].any[0].document)
          - all (tiers[1].requires[0].any[1])
            - id_score at least 0.7 pending (tiers[1].requires[0].any[1].all[0].test)
            - fields alias (tiers[1].requires[0].any[1].all[1].fields)
      + attestation.terms satisfied until 2025-01-01 (tiers[1].requires[1])
        + 1 of (tiers[1].requires[1])
          - clear of pep pending !not_screened (tiers[1].requires[1].n_of.of[0].lists)
          + attestation terms until 2025-01-01 (tiers[1].requires[1].n_of.of[1].attestation)
`, "\n"), explainText(p, f))

	f.Standing = permission.Locked
	x := p.Explain(f)
	assert.Equal(t, "LOCKED", x.What)
	assert.Equal(t, "standing", x.Because[0].Rule)
	x = (*program.Program)(nil).Explain(f)
	assert.Equal(t, "program", x.Because[1].Rule)
}

func explainText(p *program.Program, f permission.Facts) string { return p.Explain(f).String() }

// The derivation says what the decision says, for everything.
func TestExplainAgreesWithEvaluate(t *testing.T) {
	cases(t, 300, 4, func(t *testing.T, r dice, s program.Sheet, p *program.Program, f permission.Facts) {
		d, x := p.Evaluate(f), p.Explain(f)
		require.Equal(t, d.Scope, x.Scope)
		n := 0
		for _, doc := range x.Because {
			if doc.Rule != "document" {
				continue
			}
			require.Equal(t, d.Documents[n].ID, doc.What)
			require.Equal(t, d.Documents[n].Scope, doc.Scope)
			reached, engine := permission.ScopeUnverified, true
			for _, part := range doc.Because {
				if !strings.HasPrefix(part.Rule, "tiers[") {
					engine = engine && part.Holds
					continue
				}
				if part.Holds && engine {
					reached = part.Scope
				} else {
					engine = false
				}
			}
			if capped(s) {
				require.LessOrEqual(t, doc.Scope.Compare(reached), 0)
			} else {
				require.Equal(t, doc.Scope, reached, x)
			}
			n++
		}
	})
}

// capped reports whether a missed deadline may leave less than the tier below.
func capped(s program.Sheet) bool {
	for _, t := range s.Tiers {
		for _, r := range t.Requires {
			if r.RestrictTo != "" {
				return true
			}
		}
	}
	return false
}

func TestAdverseActions(t *testing.T) {
	p := compiled(t,
		`{"document":{"types":["SSN"]}},{"document":{"types":["GOVT_ID"]}},{"document":{"types":["W9_DOC"]}},{"document":{"types":["PROOF_OF_ADDRESS"]}},{"test":{"fact":"age","min":18}}`)
	bad := sub("GOVT_ID INVALID")
	bad.Reasons = []string{"name_mismatch", "something_new"}
	f := person("PROOF_OF_ADDRESS REVIEWING")
	f.Documents[0].Age = 17
	f.Documents[0].Subs = append(f.Documents[0].Subs, bad)
	f.Documents[0].Watchlist = "SOFT_MATCH"
	actions := program.AdverseActions(p.Evaluate(f), permission.DocsNotProvided)
	var got []string
	for _, a := range actions {
		got = append(got, fmt.Sprint(a.Code, " ", a.What))
		assert.NotEmpty(t, a.Text)
	}
	assert.Equal(t, []string{"DOCS_NOT_PROVIDED []", "watchlist_soft_match [watchlist.review]", "missing [SSN W9_DOC]", "name_mismatch [GOVT_ID]",
		"something_new [GOVT_ID]", "pending [PROOF_OF_ADDRESS]", "under_age [age]"}, got)
	assert.Empty(t, program.AdverseActions(p.Evaluate(func() permission.Facts {
		f := person("SSN VALID", "GOVT_ID VALID", "W9_DOC VALID", "PROOF_OF_ADDRESS VALID")
		return f
	}()), ""))
	assert.Equal(t, bonafide.CodeUnderAge, actions[6].Code)
}
