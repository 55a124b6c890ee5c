package program_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// compiled makes a program of one tier, or of what is given instead.
func compiled(t testing.TB, rules string, extra ...string) *program.Program {
	head := `"id":"p","version":1,"cip_tag":1,"user_kind":"personal","effective_at":"2024-01-01T00:00:00Z"`
	if strings.Contains(rules, `"owners"`) {
		head = strings.Replace(head, "personal", "business", 1)
	}
	tiers := `[{"scope":"SEND|RECEIVE","requires":[` + rules + `]}]`
	if strings.HasPrefix(rules, "[") {
		tiers = rules
	}
	p, err := program.Parse([]byte(`{` + head + `,"tiers":` + tiers + strings.Join(append([]string{""}, extra...), ",") + `}`))
	require.NoError(t, err)
	return p
}

var noon = datatest.At("2024-06-01T12:00:00Z")

// sub is "TYPE STATUS", the status without "SUBMITTED|".
func sub(text string) permission.SubFacts {
	typ, status, _ := strings.Cut(text, " ")
	return permission.SubFacts{ID: strings.ToLower(typ), Type: typ, Status: "SUBMITTED|" + status}
}

// person is a screened adult with sub-documents.
func person(subs ...string) permission.Facts {
	d := permission.DocumentFacts{ID: "d1", Active: true, Country: "US", Age: 30, Watchlist: "NO_MATCH", PhonePlausible: true}
	for _, s := range subs {
		d.Subs = append(d.Subs, sub(s))
	}
	return permission.Facts{Kind: permission.Personal, At: noon, OpenedAt: datatest.At("2024-05-01"), Documents: []permission.DocumentFacts{d}}
}

// entry returns the only requirement of a rule.
func entry(t *testing.T, d permission.Decision, rule string) permission.Requirement {
	t.Helper()
	var found []permission.Requirement
	for _, r := range d.Requirements {
		if r.Why.Rule == rule {
			found = append(found, r)
		}
	}
	require.Len(t, found, 1, rule)
	return found[0]
}

const firstRule = "tiers[0].requires[0]"

func codesOf(r permission.Requirement) (codes []bonafide.Code) {
	for _, p := range r.Errors {
		codes = append(codes, p.Code)
	}
	return codes
}

// Nothing is permitted by default.
func TestNothingByDefault(t *testing.T) {
	p := compiled(t, `{"document":{"types":["SSN"]}}`)
	full := person("SSN VALID")
	require.Equal(t, permission.SendAndReceive, p.Evaluate(full).Permission, "so that what follows is what withholds")
	for name, c := range map[string]struct {
		program *program.Program
		change  func(*permission.Facts)
		what    string
		actor   bonafide.ActorKind
	}{
		"no program":        {nil, func(*permission.Facts) {}, "program", bonafide.ActorPlatform},
		"not yet in effect": {p, func(f *permission.Facts) { f.At = datatest.At("2023-12-31") }, "program", bonafide.ActorPlatform},
		"no time":           {p, func(f *permission.Facts) { f.At = time.Time{} }, "program", bonafide.ActorPlatform},
		"other kind":        {p, func(f *permission.Facts) { f.Kind = permission.Business }, "program", bonafide.ActorPlatform},
		"no kind":           {p, func(f *permission.Facts) { f.Kind = "" }, "program", bonafide.ActorPlatform},
		"no base document":  {p, func(f *permission.Facts) { f.Documents = nil }, "base_document", bonafide.ActorUser},
		"only an inactive":  {p, func(f *permission.Facts) { f.Documents[0].Active = false }, "base_document", bonafide.ActorUser},
		"only an owner's":   {p, func(f *permission.Facts) { f.Documents[0].Relationship = "UBO" }, "base_document", bonafide.ActorUser},
		"not screened":      {p, func(f *permission.Facts) { f.Documents[0].Watchlist = "" }, "watchlist", bonafide.ActorVerifier},
		"screening":         {p, func(f *permission.Facts) { f.Documents[0].Watchlist = "PENDING" }, "watchlist", bonafide.ActorVerifier},
		"match":             {p, func(f *permission.Facts) { f.Documents[0].Watchlist = "MATCH" }, "watchlist.review", bonafide.ActorReviewer},
		"soft match":        {p, func(f *permission.Facts) { f.Documents[0].Watchlist = "SOFT_MATCH" }, "watchlist.review", bonafide.ActorReviewer},
		"unknown match":     {p, func(f *permission.Facts) { f.Documents[0].Watchlist = "no_match" }, "watchlist", bonafide.ActorPlatform},
		"blacklisted": {p, func(f *permission.Facts) {
			f.Documents[0].Subs = append(f.Documents[0].Subs, sub("TIN INVALID|BLACKLIST"))
		}, "blacklist", bonafide.ActorReviewer},
	} {
		t.Run(name, func(t *testing.T) {
			f := person("SSN VALID")
			c.change(&f)
			d := c.program.Evaluate(f)
			assert.Equal(t, permission.Unverified, d.Permission)
			assert.Equal(t, permission.ScopeUnverified, d.Scope)
			var open []string
			for _, r := range d.Open() {
				open = append(open, r.What+" "+string(r.Actor))
				assert.NotEmpty(t, r.Errors)
			}
			assert.Equal(t, []string{c.what + " " + string(c.actor)}, open)
		})
	}
}

// The worst scope over the active base documents decides the user (Synapse, base
// document permission scope).
func TestWorstDocumentDecides(t *testing.T) {
	p := compiled(t, `[{"scope":"RECEIVE|TIER|1","requires":[{"document":{"types":["SSN"]}}]},{"scope":"SEND|RECEIVE","requires":[{"document":{"types":["GOVT_ID"]}}]}]`)
	f := person("SSN VALID", "GOVT_ID VALID")
	second := person("SSN VALID").Documents[0]
	second.ID = "d0"
	f.Documents = append(f.Documents, second)
	d := p.Evaluate(f)
	assert.Equal(t, permission.Receive, d.Permission)
	assert.Equal(t, permission.Scope("RECEIVE|TIER|1"), d.Scope)
	assert.Equal(t, []permission.DocumentDecision{{ID: "d0", Scope: "RECEIVE|TIER|1"}, {ID: "d1", Scope: "SEND|RECEIVE"}}, d.Documents)
	f.Documents[1].Active = false
	d = p.Evaluate(f)
	assert.Equal(t, permission.SendAndReceive, d.Permission)
	assert.Equal(t, []permission.DocumentDecision{{ID: "d1", Scope: "SEND|RECEIVE"}}, d.Documents)
}

// What stands overrides what is computed; an unknown value permits nothing.
func TestStanding(t *testing.T) {
	p := compiled(t, `{"document":{"types":["SSN"]}}`)
	for standing, want := range map[permission.Permission]permission.Permission{
		"": permission.SendAndReceive, permission.Locked: permission.Locked, permission.Closed: permission.Closed,
		permission.MakeItGoAway: permission.MakeItGoAway, "VERIFIED": permission.Unverified, permission.SendAndReceive: permission.Unverified,
	} {
		f := person("SSN VALID")
		f.Standing = standing
		d := p.Evaluate(f)
		assert.Equal(t, want, d.Permission, standing)
		assert.Equal(t, permission.Scope("SEND|RECEIVE"), d.Scope, "what the evidence would give")
	}
}

func TestStale(t *testing.T) {
	d := compiled(t, `{"document":{"types":["SSN"]}}`).Evaluate(person("SSN VALID"))
	assert.False(t, d.Stale(noon.AddDate(50, 0, 0)), "nothing ends it")
	d.Due = noon.Add(time.Hour)
	assert.False(t, d.Stale(noon))
	assert.True(t, d.Stale(d.Due))
	assert.True(t, permission.Decision{}.Stale(noon), "never made")
}
