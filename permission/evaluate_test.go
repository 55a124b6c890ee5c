package permission_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// program makes a program of one tier, or of what is given instead.
func program(t testing.TB, rules string, extra ...string) *permission.Program {
	head := `"id":"p","version":1,"cip_tag":1,"user_kind":"personal","effective_at":"2024-01-01T00:00:00Z"`
	if strings.Contains(rules, `"owners"`) {
		head = strings.Replace(head, "personal", "business", 1)
	}
	tiers := `[{"scope":"SEND|RECEIVE","requires":[` + rules + `]}]`
	if strings.HasPrefix(rules, "[") {
		tiers = rules
	}
	p, err := permission.ParseProgram([]byte(`{` + head + `,"tiers":` + tiers + strings.Join(append([]string{""}, extra...), ",") + `}`))
	require.NoError(t, err)
	return p
}

func moment(text string) time.Time {
	layout := time.RFC3339
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		panic(err)
	}
	return t
}

var noon = moment("2024-06-01T12:00:00Z")

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
	return permission.Facts{Kind: permission.Personal, At: noon, OpenedAt: moment("2024-05-01"), Documents: []permission.DocumentFacts{d}}
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
	p := program(t, `{"document":{"types":["SSN"]}}`)
	full := person("SSN VALID")
	require.Equal(t, permission.SendAndReceive, p.Evaluate(full).Permission, "so that what follows is what withholds")
	for name, c := range map[string]struct {
		program *permission.Program
		change  func(*permission.Facts)
		what    string
		actor   bonafide.ActorKind
	}{
		"no program":        {nil, func(*permission.Facts) {}, "program", bonafide.ActorPlatform},
		"not yet in effect": {p, func(f *permission.Facts) { f.At = moment("2023-12-31") }, "program", bonafide.ActorPlatform},
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
	p := program(t, `[{"scope":"RECEIVE|TIER|1","requires":[{"document":{"types":["SSN"]}}]},{"scope":"SEND|RECEIVE","requires":[{"document":{"types":["GOVT_ID"]}}]}]`)
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
	p := program(t, `{"document":{"types":["SSN"]}}`)
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

// A namesake of a listed person: the user must upload a photo id if none is
// valid, else the reviewer must decide (Synapse, possible watchlists values).
func TestNamesake(t *testing.T) {
	p := program(t, `{"document":{"types":["SSN"]}}`)
	custom := program(t, `{"document":{"types":["SSN"]}}`, `"screening":{"photo_ids":["DRIVER_LICENSE"]}`)
	expired := sub("GOVT_ID VALID")
	expired.ValidUntil = noon
	for name, c := range map[string]struct {
		program *permission.Program
		subs    []permission.SubFacts
		what    string
		state   permission.State
		actor   bonafide.ActorKind
	}{
		"nothing":            {p, nil, "watchlist.photo_id", permission.CurrentlyDue, bonafide.ActorUser},
		"invalid":            {p, []permission.SubFacts{sub("GOVT_ID INVALID")}, "watchlist.photo_id", permission.CurrentlyDue, bonafide.ActorUser},
		"expired":            {p, []permission.SubFacts{expired}, "watchlist.photo_id", permission.CurrentlyDue, bonafide.ActorUser},
		"being reviewed":     {p, []permission.SubFacts{sub("GOVT_ID REVIEWING")}, "watchlist.photo_id", permission.Pending, bonafide.ActorVerifier},
		"valid":              {p, []permission.SubFacts{sub("GOVT_ID VALID")}, "watchlist.review", permission.Pending, bonafide.ActorReviewer},
		"passport":           {p, []permission.SubFacts{sub("PASSPORT_BIODATA VALID")}, "watchlist.review", permission.Pending, bonafide.ActorReviewer},
		"one of another set": {custom, []permission.SubFacts{sub("GOVT_ID VALID")}, "watchlist.photo_id", permission.CurrentlyDue, bonafide.ActorUser},
		"one of the set":     {custom, []permission.SubFacts{sub("DRIVER_LICENSE VALID")}, "watchlist.review", permission.Pending, bonafide.ActorReviewer},
	} {
		t.Run(name, func(t *testing.T) {
			f := person("SSN VALID")
			f.Documents[0].Watchlist = "SOFT_MATCH|PENDING_UPLOAD"
			f.Documents[0].Subs = append(f.Documents[0].Subs, c.subs...)
			d := c.program.Evaluate(f)
			assert.Equal(t, permission.Unverified, d.Permission)
			r := entry(t, d, "screening")
			assert.Equal(t, c.what, r.What)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.actor, r.Actor)
			assert.Equal(t, "d1", r.DocumentID)
			assert.Equal(t, c.state == permission.CurrentlyDue, len(r.Alternatives) > 0, "the types that will do")

			f.Documents[0].Watchlist = "FALSE_POSITIVE"
			assert.Equal(t, permission.SendAndReceive, c.program.Evaluate(f).Permission, "cleared by the reviewer")
		})
	}
	b := program(t, `{"owners":{"complete":true,"scope":"RECEIVE"}}`)
	f := person()
	f.Kind, f.Documents[0].Watchlist = permission.Business, "SOFT_MATCH|PENDING_UPLOAD"
	assert.Equal(t, [][]string{{"EIN_DOC"}}, entry(t, b.Evaluate(f), "screening").Alternatives, "of a business its EIN letter")
}

func TestCountedLists(t *testing.T) {
	p := program(t, `{"document":{"types":["SSN"]}}`, `"screening":{"counted_lists":["ofac_sdn","pep"],"max_age":"P30D"}`)
	for name, c := range map[string]struct {
		lists   string // "list result, …"
		watch   string
		age     int // days
		what    string
		clear   bool
		errCode bonafide.Code
	}{
		"all clear":           {"ofac_sdn NO_MATCH,pep FALSE_POSITIVE,fbi MATCH", "NO_MATCH", 1, "watchlist", true, ""},
		"one missing":         {"ofac_sdn NO_MATCH", "NO_MATCH", 1, "watchlist", false, permission.CodeNotScreened},
		"one pending":         {"ofac_sdn NO_MATCH,pep PENDING", "NO_MATCH", 1, "watchlist", false, permission.CodeNotScreened},
		"one failed":          {"ofac_sdn NO_MATCH,pep FAILED", "NO_MATCH", 1, "watchlist", false, permission.CodeScreeningFailed},
		"unknown result":      {"ofac_sdn NO_MATCH,pep SURE", "NO_MATCH", 1, "watchlist", false, permission.CodeNotScreened},
		"hit":                 {"ofac_sdn MATCH,pep NO_MATCH", "NO_MATCH", 1, "watchlist.photo_id", false, permission.CodeSoftMatch},
		"roll-up is worse":    {"ofac_sdn NO_MATCH,pep NO_MATCH", "MATCH", 1, "watchlist.review", false, permission.CodeMatch},
		"same list twice":     {"ofac_sdn NO_MATCH,pep NO_MATCH,pep MATCH", "NO_MATCH", 1, "watchlist.photo_id", false, permission.CodeSoftMatch},
		"on the last day":     {"ofac_sdn NO_MATCH,pep NO_MATCH", "NO_MATCH", 29, "watchlist", true, ""},
		"too old":             {"ofac_sdn NO_MATCH,pep NO_MATCH", "NO_MATCH", 30, "watchlist", false, permission.CodeNotScreened},
		"screened at no time": {"ofac_sdn NO_MATCH,pep NO_MATCH", "NO_MATCH", -1, "watchlist", false, permission.CodeNotScreened},
	} {
		t.Run(name, func(t *testing.T) {
			f := person("SSN VALID")
			d := &f.Documents[0]
			d.Watchlist = c.watch
			if c.age >= 0 {
				d.ScreenedAt = noon.AddDate(0, 0, -c.age)
			}
			for _, text := range strings.Split(c.lists, ",") {
				list, result, _ := strings.Cut(text, " ")
				d.Lists = append(d.Lists, permission.ListResult{List: list, Result: result})
			}
			got := p.Evaluate(f)
			assert.Equal(t, c.clear, got.Permission == permission.SendAndReceive)
			r := entry(t, got, "screening")
			assert.Equal(t, c.what, r.What)
			if c.clear {
				assert.Equal(t, permission.Satisfied, r.State)
				assert.Equal(t, d.ScreenedAt.AddDate(0, 0, 30), r.DueAt)
				assert.Equal(t, r.DueAt, got.Due)
			} else {
				assert.Equal(t, []bonafide.Code{c.errCode}, codesOf(r))
			}
		})
	}
}

// How one document rule stands, by the sub-documents that are there.
func TestDocumentStates(t *testing.T) {
	p := program(t, `{"document":{"types":["GOVT_ID"],"class":"physical","countries":["US"],"valid_for":"P1Y","min_residual":"P30D","warn_before":"P60D"}}`)
	good := sub("GOVT_ID VALID")
	good.Class, good.Country, good.SubmittedAt, good.ValidUntil = "physical", "US", noon.AddDate(0, -1, 0), moment("2030-01-01")
	with := func(change func(*permission.SubFacts)) permission.SubFacts {
		s := good
		change(&s)
		return s
	}
	invalid := with(func(s *permission.SubFacts) {
		s.ID, s.Status, s.Reasons, s.AttemptsLeft = "bad", "SUBMITTED|INVALID", []string{"name_mismatch", "expired_document"}, 2
	})
	final := invalid
	final.Final, final.AttemptsLeft = true, 0
	for name, c := range map[string]struct {
		subs   []permission.SubFacts
		state  permission.State
		actor  bonafide.ActorKind
		codes  []bonafide.Code
		due    string
		counts bool
	}{
		"nothing":                            {nil, permission.CurrentlyDue, bonafide.ActorUser, nil, "", false},
		"valid":                              {[]permission.SubFacts{good}, permission.Satisfied, "", nil, "2025-05-01T12:00:00Z", true},
		"received":                           {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED" })}, permission.Pending, bonafide.ActorVerifier, nil, "", false},
		"being reviewed":                     {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|REVIEWING" })}, permission.Pending, bonafide.ActorVerifier, nil, "", false},
		"waits for code":                     {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|MFA_PENDING" })}, permission.Pending, bonafide.ActorUser, nil, "", false},
		"invalid":                            {[]permission.SubFacts{invalid}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{"expired_document", "name_mismatch"}, "", false},
		"invalid for good":                   {[]permission.SubFacts{final}, permission.CurrentlyDue, bonafide.ActorReviewer, []bonafide.Code{"expired_document", "name_mismatch"}, "", false},
		"no reason given":                    {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|INVALID" })}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{permission.CodeInvalid}, "", false},
		"unknown status":                     {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Status = "VALID" })}, permission.CurrentlyDue, bonafide.ActorPlatform, []bonafide.Code{permission.CodeUnknownStatus}, "", false},
		"invalid, then valid":                {[]permission.SubFacts{invalid, good}, permission.Satisfied, "", nil, "2025-05-01T12:00:00Z", true},
		"invalid, then another under review": {[]permission.SubFacts{invalid, with(func(s *permission.SubFacts) { s.Status = "SUBMITTED|REVIEWING" })}, permission.Pending, bonafide.ActorVerifier, []bonafide.Code{"expired_document", "name_mismatch"}, "", false},
		"other class":                        {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Class = "virtual" })}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{permission.CodeNotAccepted}, "", false},
		"other country":                      {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Country = "DE" })}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{permission.CodeNotAccepted}, "", false},
		"country unknown":                    {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.Country = "" })}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{permission.CodeNotAccepted}, "", false},
		"date unknown":                       {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = time.Time{} })}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{permission.CodeNotAccepted}, "", false},
		"warned":                             {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = noon.AddDate(0, -11, 0) })}, permission.CurrentlyDue, bonafide.ActorUser, nil, "2024-07-01T12:00:00Z", true},
		"last instant":                       {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = noon.AddDate(-1, 0, 0).Add(time.Microsecond) })}, permission.CurrentlyDue, bonafide.ActorUser, nil, "2024-06-01T12:00:00.000001Z", true},
		"too old":                            {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.SubmittedAt = noon.AddDate(-1, 0, 0) })}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{permission.CodeExpired}, "", false},
		"residual left":                      {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.ValidUntil = noon.AddDate(0, 0, 30).Add(time.Hour) })}, permission.CurrentlyDue, bonafide.ActorUser, nil, "2024-06-01T13:00:00Z", true},
		"residual gone":                      {[]permission.SubFacts{with(func(s *permission.SubFacts) { s.ValidUntil = noon.AddDate(0, 0, 30) })}, permission.CurrentlyDue, bonafide.ActorUser, []bonafide.Code{permission.CodeExpired}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := person()
			f.Documents[0].Subs = c.subs
			d := p.Evaluate(f)
			r := entry(t, d, firstRule)
			assert.Equal(t, "GOVT_ID", r.What)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.actor, r.Actor)
			assert.Equal(t, c.codes, codesOf(r))
			assert.Equal(t, c.counts, d.Permission == permission.SendAndReceive)
			due := ""
			if !r.DueAt.IsZero() {
				due = r.DueAt.Format(time.RFC3339Nano)
			}
			assert.Equal(t, c.due, due)
			for _, problem := range r.Errors {
				assert.NotEmpty(t, problem.Reason)
				assert.NotEmpty(t, problem.ID)
			}
		})
	}
	f := person()
	f.Documents[0].Subs = []permission.SubFacts{invalid}
	assert.Equal(t, 2, entry(t, p.Evaluate(f), firstRule).Errors[0].AttemptsLeft)
	assert.Equal(t, permission.Why{Program: "p", Version: 1, Rule: firstRule}, entry(t, p.Evaluate(f), firstRule).Why)
	assert.Equal(t, permission.Impact{Withholds: "SEND|RECEIVE"}, entry(t, p.Evaluate(f), firstRule).Impact)
}

func TestOnRecord(t *testing.T) {
	p := program(t, `{"document":{"types":["OTHER"],"on_record":true}}`)
	for status, counts := range map[string]bool{"SUBMITTED": true, "SUBMITTED|VALID": true, "SUBMITTED|REVIEWING": false, "SUBMITTED|INVALID": false, "": false} {
		f := person()
		f.Documents[0].Subs = []permission.SubFacts{{ID: "o", Type: "OTHER", Status: status}}
		assert.Equal(t, counts, p.Evaluate(f).Permission == permission.SendAndReceive, status)
	}
}

// Ways to satisfy a rule: which are shown, in which order, who must act.
func TestAlternatives(t *testing.T) {
	const rule = `{"any":[{"option":"us","document":{"types":["GOVT_ID","PASSPORT_CARD"]}},
 {"option":"foreign","all":[{"document":{"types":["PASSPORT_BIODATA"]}},{"document":{"types":["SELFIE"]}}]},
 {"all":[{"test":{"fact":"id_score","min":"0.8"}},{"document":{"types":["SSN"]}}]}]}`
	p := program(t, rule)
	low := permission.FixedOf(0)
	for name, c := range map[string]struct {
		subs   []string
		option string
		score  *permission.Fixed
		what   string
		state  permission.State
		actor  bonafide.ActorKind
		ways   [][]string
	}{
		"nothing":              {nil, "", &low, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser, [][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA", "SELFIE"}}},
		"score not there yet":  {nil, "", nil, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser, [][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA", "SELFIE"}, {"id_score", "SSN"}}},
		"chosen option first":  {nil, "foreign", &low, "PASSPORT_BIODATA", permission.CurrentlyDue, bonafide.ActorUser, [][]string{{"PASSPORT_BIODATA", "SELFIE"}, {"GOVT_ID"}, {"PASSPORT_CARD"}}},
		"unknown option":       {nil, "martian", &low, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser, [][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA", "SELFIE"}}},
		"half a way":           {[]string{"SELFIE VALID"}, "", &low, "GOVT_ID", permission.CurrentlyDue, bonafide.ActorUser, [][]string{{"GOVT_ID"}, {"PASSPORT_CARD"}, {"PASSPORT_BIODATA"}}},
		"half pending":         {[]string{"SELFIE REVIEWING"}, "foreign", &low, "PASSPORT_BIODATA", permission.CurrentlyDue, bonafide.ActorUser, [][]string{{"PASSPORT_BIODATA", "SELFIE"}, {"GOVT_ID"}, {"PASSPORT_CARD"}}},
		"all of a way pending": {[]string{"SELFIE REVIEWING", "PASSPORT_BIODATA REVIEWING"}, "", &low, "PASSPORT_BIODATA", permission.Pending, bonafide.ActorVerifier, nil},
		"waits for the score":  {[]string{"SSN VALID"}, "", nil, "id_score", permission.Pending, bonafide.ActorVerifier, nil},
		"satisfied":            {[]string{"PASSPORT_CARD VALID"}, "", &low, "GOVT_ID", permission.Satisfied, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := person(c.subs...)
			f.Documents[0].DocOptionKey, f.Documents[0].IDScore = c.option, c.score
			r := entry(t, p.Evaluate(f), firstRule)
			assert.Equal(t, c.what, r.What)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.actor, r.Actor)
			assert.Equal(t, c.ways, r.Alternatives)
		})
	}
	n := program(t, `{"n_of":{"n":2,"of":[{"document":{"types":["A"]}},{"document":{"types":["B"]}},{"document":{"types":["C"]}}]}}`)
	assert.Equal(t, [][]string{{"A", "B"}, {"A", "C"}, {"B", "C"}}, entry(t, n.Evaluate(person()), firstRule).Alternatives)
	assert.Equal(t, [][]string{{"A"}, {"B"}}, entry(t, n.Evaluate(person("C VALID")), firstRule).Alternatives, "what asks for more is left out")
	assert.Equal(t, permission.Satisfied, entry(t, n.Evaluate(person("C VALID", "A VALID")), firstRule).State)
}

// Tests of facts: what is not known fails a rule, and takes no rule away.
func TestFacts(t *testing.T) {
	score := func(text string) *permission.Fixed {
		f, err := permission.ParseFixed(text)
		require.NoError(t, err)
		return &f
	}
	for name, c := range map[string]struct {
		test    string
		unknown func(*permission.Facts)
		pass    func(*permission.Facts)
		fail    func(*permission.Facts)
		code    bonafide.Code
		who     bonafide.ActorKind // where it is not known
		state   permission.State
	}{
		"age":             {`"fact":"age","min":18`, func(f *permission.Facts) { f.Documents[0].Age = 0 }, func(f *permission.Facts) { f.Documents[0].Age = 18 }, func(f *permission.Facts) { f.Documents[0].Age = 17 }, bonafide.CodeUnderAge, bonafide.ActorUser, permission.CurrentlyDue},
		"age at most":     {`"fact":"age","max":75`, func(f *permission.Facts) { f.Documents[0].Age = 0 }, func(f *permission.Facts) { f.Documents[0].Age = 75 }, func(f *permission.Facts) { f.Documents[0].Age = 76 }, permission.CodeAge, bonafide.ActorUser, permission.CurrentlyDue},
		"id_score":        {`"fact":"id_score","min":0.7`, func(f *permission.Facts) { f.Documents[0].IDScore = nil }, func(f *permission.Facts) { f.Documents[0].IDScore = score("0.7") }, func(f *permission.Facts) { f.Documents[0].IDScore = score("0.699999") }, permission.CodeIDScoreLow, bonafide.ActorVerifier, permission.Pending},
		"country":         {`"fact":"country","in":["US","CA"]`, func(f *permission.Facts) { f.Documents[0].Country = "" }, func(f *permission.Facts) { f.Documents[0].Country = "CA" }, func(f *permission.Facts) { f.Documents[0].Country = "us" }, permission.CodeCountry, bonafide.ActorUser, permission.CurrentlyDue},
		"not country":     {`"fact":"country","not_in":["IR"]`, func(f *permission.Facts) { f.Documents[0].Country = "" }, func(f *permission.Facts) { f.Documents[0].Country = "FR" }, func(f *permission.Facts) { f.Documents[0].Country = "IR" }, permission.CodeCountry, bonafide.ActorUser, permission.CurrentlyDue},
		"subdivision":     {`"fact":"subdivision","not_in":["NY"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].Subdivision = "CA" }, func(f *permission.Facts) { f.Documents[0].Subdivision = "NY" }, permission.CodeSubdivision, bonafide.ActorUser, permission.CurrentlyDue},
		"entity_type":     {`"fact":"entity_type","in":["M","F"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].EntityType = "F" }, func(f *permission.Facts) { f.Documents[0].EntityType = "LLC" }, permission.CodeEntityType, bonafide.ActorUser, permission.CurrentlyDue},
		"entity_scope":    {`"fact":"entity_scope","not_in":["Bar"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].EntityScope = "Hotel" }, func(f *permission.Facts) { f.Documents[0].EntityScope = "Bar" }, permission.CodeIndustry, bonafide.ActorUser, permission.CurrentlyDue},
		"activity":        {`"fact":"activity","not_in":["CRYPTO","MSB"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE"} }, func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE", "MSB"} }, permission.CodeIndustry, bonafide.ActorUser, permission.CurrentlyDue},
		"activity in":     {`"fact":"activity","in":["PUBLIC","LISTED-US"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE", "LISTED-US"} }, func(f *permission.Facts) { f.Documents[0].Activities = []string{"PRIVATE"} }, permission.CodeIndustry, bonafide.ActorUser, permission.CurrentlyDue},
		"trust_level":     {`"fact":"trust_level","in":["medium","high"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].TrustLevel = "high" }, func(f *permission.Facts) { f.Documents[0].TrustLevel = "low" }, permission.CodeTrustLevelLow, bonafide.ActorVerifier, permission.Pending},
		"edd_status":      {`"fact":"edd_status","in":["VALID"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].EDDStatus = "VALID" }, func(f *permission.Facts) { f.Documents[0].EDDStatus = "INVALID" }, permission.CodeEDD, bonafide.ActorPlatform, permission.CurrentlyDue},
		"phone":           {`"fact":"phone","in":["plausible"]`, nil, func(f *permission.Facts) { f.Documents[0].PhonePlausible = true }, func(f *permission.Facts) { f.Documents[0].PhonePlausible = false }, permission.CodePhone, "", ""},
		"ofac_status":     {`"fact":"ofac_status","in":["unflagged"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.OFACStatus = "unflagged" }, func(f *permission.Facts) { f.OFACStatus = "in_review" }, permission.CodeOFAC, bonafide.ActorVerifier, permission.Pending},
		"tin_status":      {`"fact":"tin_status","in":["matched"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.TINStatus = "matched" }, func(f *permission.Facts) { f.TINStatus = "mismatched" }, permission.CodeTIN, bonafide.ActorUser, permission.CurrentlyDue},
		"risk_level":      {`"fact":"risk_level","in":["low","medium"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.RiskLevel = "medium" }, func(f *permission.Facts) { f.RiskLevel = "high" }, permission.CodeRisk, bonafide.ActorPlatform, permission.CurrentlyDue},
		"doc_option":      {`"fact":"doc_option","in":["a"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].DocOptionKey = "a" }, func(f *permission.Facts) { f.Documents[0].DocOptionKey = "b" }, permission.CodeOption, bonafide.ActorUser, permission.CurrentlyDue},
		"desired_scope":   {`"fact":"desired_scope","in":["RECEIVE"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].DesiredScope = "RECEIVE" }, func(f *permission.Facts) { f.Documents[0].DesiredScope = "SEND|RECEIVE" }, permission.CodeOption, bonafide.ActorUser, permission.CurrentlyDue},
		"owner_exemption": {`"fact":"owner_exemption","in":["publicly_traded"]`, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Owners.Exemption = "publicly_traded" }, func(f *permission.Facts) { f.Owners.Exemption = "other" }, permission.CodeEntityType, "", permission.CurrentlyDue},
		"relationship":    {`"fact":"relationship","in":["self"]`, nil, func(f *permission.Facts) {}, func(f *permission.Facts) { f.Documents[0].Relationship = "UBO" }, permission.CodeEntityType, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			rule := program(t, `{"test":{`+c.test+`}}`)
			when := program(t, `{"when":[{`+c.test+`}],"document":{"types":["NEVER"]}}`)
			f := person()
			c.pass(&f)
			assert.Equal(t, permission.Satisfied, entry(t, rule.Evaluate(f), firstRule).State)
			assert.Equal(t, permission.CurrentlyDue, entry(t, when.Evaluate(f), firstRule).State)
			f = person()
			c.fail(&f)
			r := entry(t, rule.Evaluate(f), firstRule)
			assert.True(t, r.State.Open())
			assert.Equal(t, []bonafide.Code{c.code}, codesOf(r))
			assert.Equal(t, permission.Waived, entry(t, when.Evaluate(f), firstRule).State)
			if c.unknown == nil {
				return
			}
			f = person()
			c.unknown(&f)
			r = entry(t, rule.Evaluate(f), firstRule)
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, c.who, r.Actor)
			assert.Empty(t, r.Errors, "missing, not wrong")
			assert.Equal(t, permission.CurrentlyDue, entry(t, when.Evaluate(f), firstRule).State, "what is not known takes no rule away")
		})
	}
}

func TestStepsOfTheLadder(t *testing.T) {
	p := program(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"document":{"types":["GOVT_ID"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"document":{"types":["PROOF_OF_ADDRESS"]}}]}]`, `"target":"SEND|RECEIVE|TIER|1"`)
	states := func(desired string) string {
		f := person("SSN VALID")
		f.Documents[0].DesiredScope = desired
		var all []string
		for _, r := range p.Evaluate(f).Requirements[1:] {
			all = append(all, string(r.State))
		}
		return strings.Join(all, " ")
	}
	assert.Equal(t, "satisfied currently_due eventually_due", states(""), "the target of the program")
	assert.Equal(t, "satisfied eventually_due eventually_due", states("RECEIVE"))
	assert.Equal(t, "satisfied eventually_due eventually_due", states("RECEIVE|TIER|1"), "the lowest tier that gives as much")
	assert.Equal(t, "satisfied currently_due currently_due", states("SEND|RECEIVE"))
	assert.Equal(t, "satisfied currently_due eventually_due", states("nonsense"))

	// The fixed point: doing what is currently due ends, and ends at the top.
	f := person()
	f.Documents[0].DesiredScope = "SEND|RECEIVE"
	for range 10 {
		d := p.Evaluate(f)
		open := d.Open()
		if len(open) == 0 {
			assert.Equal(t, permission.Scope("SEND|RECEIVE"), d.Scope)
			return
		}
		f.Documents[0].Subs = append(f.Documents[0].Subs, sub(open[0].What+" VALID"))
	}
	t.Fatal("no fixed point")
}

// due_in lets a tier be had before a rule is met; past it and its grace the
// restriction bites.
func TestDeadlines(t *testing.T) {
	p := program(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"id":"address","due_in":"P30D","grace":"P7D","document":{"types":["PROOF_OF_ADDRESS"],"valid_for":"P1Y"}}]}]`)
	hard := program(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"id":"address","due_in":"P30D","grace":"P7D","restrict_to":"UNVERIFIED","document":{"types":["PROOF_OF_ADDRESS"],"valid_for":"P1Y"}}]}]`)
	late := sub("PROOF_OF_ADDRESS VALID")
	late.SubmittedAt = moment("2023-07-01") // counted until 2024-07-01
	for name, c := range map[string]struct {
		at     string
		subs   []permission.SubFacts
		opened string
		state  permission.State
		due    string
		next   string // Decision.Due
		soft   permission.Scope
		hard   permission.Scope
	}{
		"in time":                {"2024-06-01", nil, "2024-05-15", permission.CurrentlyDue, "2024-06-14", "2024-06-14", "SEND|RECEIVE", "SEND|RECEIVE"},
		"last instant":           {"2024-06-13", nil, "2024-05-15", permission.CurrentlyDue, "2024-06-14", "2024-06-14", "SEND|RECEIVE", "SEND|RECEIVE"},
		"grace":                  {"2024-06-14", nil, "2024-05-15", permission.PastDue, "2024-06-14", "2024-06-21", "SEND|RECEIVE", "SEND|RECEIVE"},
		"over":                   {"2024-06-21", nil, "2024-05-15", permission.PastDue, "2024-06-14", "", "RECEIVE", "UNVERIFIED"},
		"pending in time":        {"2024-06-01", []permission.SubFacts{sub("PROOF_OF_ADDRESS REVIEWING")}, "2024-05-15", permission.Pending, "2024-06-14", "2024-06-14", "SEND|RECEIVE", "SEND|RECEIVE"},
		"pending too late":       {"2024-06-21", []permission.SubFacts{sub("PROOF_OF_ADDRESS REVIEWING")}, "2024-05-15", permission.Pending, "2024-06-14", "", "RECEIVE", "UNVERIFIED"},
		"older than the program": {"2024-01-15", nil, "2020-01-01", permission.CurrentlyDue, "2024-01-31", "2024-01-31", "SEND|RECEIVE", "SEND|RECEIVE"},
		"met":                    {"2024-06-01", []permission.SubFacts{late}, "2023-01-01", permission.Satisfied, "2024-07-01", "2024-07-01", "SEND|RECEIVE", "SEND|RECEIVE"},
		"expired since":          {"2024-07-10", []permission.SubFacts{late}, "2023-01-01", permission.CurrentlyDue, "2024-07-31", "2024-07-31", "SEND|RECEIVE", "SEND|RECEIVE"},
		"expired long since":     {"2024-08-07", []permission.SubFacts{late}, "2023-01-01", permission.PastDue, "2024-07-31", "", "RECEIVE", "UNVERIFIED"},
	} {
		t.Run(name, func(t *testing.T) {
			f := person("SSN VALID")
			f.At, f.OpenedAt = moment(c.at), moment(c.opened)
			f.Documents[0].Subs = append(f.Documents[0].Subs, c.subs...)
			d := p.Evaluate(f)
			r := entry(t, d, "tiers[1].requires[0]")
			assert.Equal(t, c.state, r.State)
			assert.Equal(t, moment(c.due), r.DueAt)
			assert.Equal(t, c.soft, d.Scope)
			assert.Equal(t, permission.Impact{Withholds: "SEND|RECEIVE", FallsTo: "RECEIVE"}, r.Impact)
			if c.next == "" {
				assert.Zero(t, d.Due)
			} else {
				assert.Equal(t, moment(c.next), d.Due)
			}
			d = hard.Evaluate(f)
			assert.Equal(t, c.hard, d.Scope)
			assert.Equal(t, permission.Scope("UNVERIFIED"), entry(t, d, "tiers[1].requires[0]").Impact.FallsTo)
		})
	}
}

// A deadline that a condition starts runs from when it is first seen, by the
// clocks that the decision before handed on.
func TestClocks(t *testing.T) {
	p := program(t, `[{"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"id":"edd","when":[{"fact":"risk_level","in":["high"]}],"due_in":"P10D","document":{"types":["BANK_STATEMENT"]}}]}]`)
	f := person("SSN VALID")
	f.RiskLevel = "low"
	d := p.Evaluate(f)
	assert.Equal(t, permission.Waived, entry(t, d, "tiers[1].requires[0]").State)
	assert.Empty(t, d.Clocks)

	f.RiskLevel = "high"
	d = p.Evaluate(f)
	assert.Equal(t, []permission.Clock{{Rule: "edd", DocumentID: "d1", Since: noon}}, d.Clocks)
	assert.Equal(t, noon.AddDate(0, 0, 10), entry(t, d, "tiers[1].requires[0]").DueAt)
	for _, days := range []int{3, 9, 10} {
		f.Clocks, f.At = d.Clocks, noon.AddDate(0, 0, days)
		d = p.Evaluate(f)
		assert.Equal(t, noon.AddDate(0, 0, 10), entry(t, d, "tiers[1].requires[0]").DueAt, "it does not slide")
	}
	assert.Equal(t, permission.Receive, d.Permission)
	f.Clocks[0].Since = f.At.AddDate(1, 0, 0)
	assert.Equal(t, f.At, p.Evaluate(f).Clocks[0].Since, "a clock ahead of time wins nothing")
}

func TestWaivers(t *testing.T) {
	const rule = `{"id":"address","waivable":true,"document":{"types":["PROOF_OF_ADDRESS"]}}`
	waiver := permission.Waiver{Rule: "address", DocumentID: "d1", Until: noon.AddDate(0, 1, 0), By: bonafide.Reviewer("r1")}
	for name, c := range map[string]struct {
		rule   string
		change func(*permission.Waiver)
		waived bool
	}{
		"by a reviewer":    {rule, func(*permission.Waiver) {}, true},
		"by a platform":    {rule, func(w *permission.Waiver) { w.By = bonafide.Platform("p1") }, false},
		"by nobody":        {rule, func(w *permission.Waiver) { w.By.ID = "" }, false},
		"without end":      {rule, func(w *permission.Waiver) { w.Until = time.Time{} }, false},
		"over":             {rule, func(w *permission.Waiver) { w.Until = noon }, false},
		"another rule":     {rule, func(w *permission.Waiver) { w.Rule = "other" }, false},
		"another document": {rule, func(w *permission.Waiver) { w.DocumentID = "d2" }, false},
		"not waivable":     {strings.Replace(rule, `"waivable":true,`, ``, 1), func(*permission.Waiver) {}, false},
	} {
		w := waiver
		c.change(&w)
		f := person()
		f.Waivers = []permission.Waiver{w}
		d := program(t, c.rule).Evaluate(f)
		assert.Equal(t, c.waived, d.Permission == permission.SendAndReceive, name)
		assert.Equal(t, c.waived, entry(t, d, firstRule).State == permission.Waived, name)
		if c.waived {
			assert.Equal(t, w.Until, d.Due, name)
		}
	}
}

// A requirement that starts with a running total (such as USD 600 in a calendar
// year, 26 USC 6041(a)).
func TestThresholds(t *testing.T) {
	p := program(t, `{"document":{"types":["SSN"]}},{"id":"w9","when":[{"fact":"total","total":{"direction":"receive","per":"year","currency":"USD","at_least":"600"}}],"document":{"types":["W9_DOC"]}}`)
	usd := func(text string) bonafide.Money {
		m, err := bonafide.ParseMoney(text, "USD")
		require.NoError(t, err)
		return m
	}
	for name, c := range map[string]struct {
		totals permission.Totals
		state  permission.State
		due    time.Time
	}{
		"not known":    {permission.Totals{}, permission.CurrentlyDue, time.Time{}},
		"nothing yet":  {permission.Totals{AsOf: noon}, permission.EventuallyDue, time.Time{}},
		"a cent below": {permission.Totals{AsOf: noon, Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: usd("599.99"), Until: moment("2025-01-01")}}}, permission.EventuallyDue, time.Time{}},
		"reached":      {permission.Totals{AsOf: noon, Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: usd("600"), Until: moment("2025-01-01")}}}, permission.CurrentlyDue, moment("2025-01-01")},
		"last year":    {permission.Totals{AsOf: noon, Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: usd("600"), Until: moment("2024-01-01")}}}, permission.EventuallyDue, time.Time{}},
		"sent":         {permission.Totals{AsOf: noon, Sums: []permission.Total{{Direction: permission.Outbound, Per: permission.PerYear, Amount: usd("600"), Until: moment("2025-01-01")}}}, permission.EventuallyDue, time.Time{}},
		"in a month":   {permission.Totals{AsOf: noon, Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerMonth, Amount: usd("600"), Until: moment("2025-01-01")}}}, permission.EventuallyDue, time.Time{}},
	} {
		f := person("SSN VALID")
		f.Totals = c.totals
		d := p.Evaluate(f)
		r := entry(t, d, "tiers[0].requires[1]")
		assert.Equal(t, c.state, r.State, name)
		assert.Equal(t, bonafide.ActorUser, r.Actor, name)
		assert.Equal(t, c.state == permission.EventuallyDue, d.Permission == permission.SendAndReceive, name)
		assert.Equal(t, c.due, d.Due, "%s: a new period takes the requirement away", name)
	}
}

// A business waits for its controlling person and its owners (31 CFR 1010.230(d):
// 25 percent or more, and one person with control).
func TestOwners(t *testing.T) {
	p := program(t, `[{"scope":"RECEIVE","requires":[{"when":[{"fact":"relationship","in":["self"]}],"document":{"types":["EIN_DOC"]}},
  {"when":[{"fact":"relationship","not_in":["self"]}],"document":{"types":["SSN"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"owners":{"controlling":1,"share":25,"scope":"SEND|RECEIVE","complete":true,"exempt":["publicly_traded"]}},
  {"when":[{"fact":"relationship","not_in":["self"]}],"document":{"types":["GOVT_ID"]}}]}]`)
	business := func(subs ...string) permission.DocumentFacts {
		d := person(subs...).Documents[0]
		d.ID = "biz"
		return d
	}
	owner := func(id, relationship string, share int, subs ...string) permission.DocumentFacts {
		d := person(subs...).Documents[0]
		d.ID, d.Relationship, d.Share = id, relationship, permission.FixedOf(share)
		return d
	}
	boss := owner("boss", "CONTROLLING_PERSON", 0, "SSN VALID", "GOVT_ID VALID")
	member := func(controls bool, share int, scope permission.Scope) permission.Owner {
		return permission.Owner{ID: "o1", Controls: controls, Share: permission.FixedOf(share), Scope: scope}
	}
	for name, c := range map[string]struct {
		documents []permission.DocumentFacts
		owners    permission.OwnersFacts
		codes     []bonafide.Code
		scope     permission.Scope // of the business's own document
	}{
		"all there":             {[]permission.DocumentFacts{boss}, permission.OwnersFacts{Complete: true}, nil, "SEND|RECEIVE"},
		"not declared":          {[]permission.DocumentFacts{boss}, permission.OwnersFacts{}, []bonafide.Code{permission.CodeOwnersNotDeclared}, "RECEIVE"},
		"nobody controls":       {nil, permission.OwnersFacts{Complete: true}, []bonafide.Code{permission.CodeControllingMissing}, "RECEIVE"},
		"control not verified":  {[]permission.DocumentFacts{owner("boss", "CONTROLLING_PERSON", 0, "SSN VALID")}, permission.OwnersFacts{Complete: true}, []bonafide.Code{permission.CodeOwnerNotVerified}, "RECEIVE"},
		"owner of 25":           {[]permission.DocumentFacts{boss, owner("big", "UBO", 25, "SSN VALID")}, permission.OwnersFacts{Complete: true}, []bonafide.Code{permission.CodeOwnerNotVerified}, "RECEIVE"},
		"owner of 24":           {[]permission.DocumentFacts{boss, owner("small", "UBO", 24, "SSN VALID")}, permission.OwnersFacts{Complete: true}, nil, "SEND|RECEIVE"},
		"inactive owner":        {[]permission.DocumentFacts{boss, func() permission.DocumentFacts { d := owner("big", "UBO", 60); d.Active = false; return d }()}, permission.OwnersFacts{Complete: true}, nil, "SEND|RECEIVE"},
		"exempt":                {[]permission.DocumentFacts{boss, owner("big", "UBO", 60, "SSN VALID")}, permission.OwnersFacts{Exemption: "publicly_traded"}, nil, "SEND|RECEIVE"},
		"exempt, no control":    {nil, permission.OwnersFacts{Exemption: "publicly_traded"}, []bonafide.Code{permission.CodeControllingMissing}, "RECEIVE"},
		"other exemption":       {[]permission.DocumentFacts{boss}, permission.OwnersFacts{Exemption: "because"}, []bonafide.Code{permission.CodeOwnersNotDeclared}, "RECEIVE"},
		"controls elsewhere":    {nil, permission.OwnersFacts{Complete: true, Members: []permission.Owner{member(true, 0, "SEND|RECEIVE")}}, nil, "SEND|RECEIVE"},
		"elsewhere, too little": {nil, permission.OwnersFacts{Complete: true, Members: []permission.Owner{member(true, 0, "RECEIVE")}}, []bonafide.Code{permission.CodeOwnerNotVerified}, "RECEIVE"},
		"owns elsewhere":        {[]permission.DocumentFacts{boss}, permission.OwnersFacts{Complete: true, Members: []permission.Owner{member(false, 25, "")}}, []bonafide.Code{permission.CodeOwnerNotVerified}, "RECEIVE"},
		"owns little elsewhere": {[]permission.DocumentFacts{boss}, permission.OwnersFacts{Complete: true, Members: []permission.Owner{member(false, 10, "")}}, nil, "SEND|RECEIVE"},
	} {
		t.Run(name, func(t *testing.T) {
			f := permission.Facts{Kind: permission.Business, At: noon, Owners: c.owners, Documents: append(c.documents, business("EIN_DOC VALID"))}
			d := p.Evaluate(f)
			require.Contains(t, d.Documents, permission.DocumentDecision{ID: "biz", Scope: c.scope})
			for _, r := range d.Requirements {
				if r.What == "owners" {
					assert.Equal(t, "biz", r.DocumentID)
					assert.Equal(t, c.codes, codesOf(r))
				}
			}
			if c.codes == nil && name != "owner of 24" && name != "exempt" {
				assert.Equal(t, permission.SendAndReceive, d.Permission)
			}
		})
	}
	// The decision about an owner elsewhere lasts only as long as that decision.
	m := member(true, 0, "SEND|RECEIVE")
	m.Until = noon.AddDate(0, 0, 3)
	f := permission.Facts{Kind: permission.Business, At: noon, Owners: permission.OwnersFacts{Complete: true, Members: []permission.Owner{m}},
		Documents: []permission.DocumentFacts{business("EIN_DOC VALID")}}
	d := p.Evaluate(f)
	assert.Equal(t, permission.SendAndReceive, d.Permission)
	assert.Equal(t, m.Until, d.Due)
	f.At = m.Until
	assert.Equal(t, permission.Receive, p.Evaluate(f).Permission)
}

func TestBirthdayAndAttestationEndADecision(t *testing.T) {
	p := program(t, `{"test":{"fact":"age","min":18}},{"attestation":{"id":"tax","valid_for":"P1Y","warn_before":"P1M"}}`)
	f := person()
	f.Documents[0].Age, f.Documents[0].NextBirthday = 17, moment("2024-06-20")
	f.Attestations = []permission.Attestation{{ID: "tax", At: moment("2023-07-15")}}
	d := p.Evaluate(f)
	assert.Equal(t, moment("2024-06-15"), d.Due, "a month before the statement ends")
	f.At = moment("2024-06-15")
	d = p.Evaluate(f)
	assert.Equal(t, moment("2024-06-20"), d.Due, "the birthday")
	r := entry(t, d, "tiers[0].requires[1]")
	assert.Equal(t, permission.CurrentlyDue, r.State)
	assert.Equal(t, moment("2024-07-15"), r.DueAt)
	f.At, f.Documents[0].Age, f.Documents[0].NextBirthday = moment("2024-06-20"), 18, moment("2025-06-20")
	d = p.Evaluate(f)
	assert.Equal(t, permission.SendAndReceive, d.Permission)
	f.Attestations[0].At = moment("2024-06-21")
	assert.Equal(t, moment("2024-06-21"), p.Evaluate(f).Due, "a statement of tomorrow counts tomorrow")
	assert.Equal(t, permission.Unverified, p.Evaluate(f).Permission)
}

func TestStale(t *testing.T) {
	d := program(t, `{"document":{"types":["SSN"]}}`).Evaluate(person("SSN VALID"))
	assert.False(t, d.Stale(noon.AddDate(50, 0, 0)), "nothing ends it")
	d.Due = noon.Add(time.Hour)
	assert.False(t, d.Stale(noon))
	assert.True(t, d.Stale(d.Due))
	assert.True(t, permission.Decision{}.Stale(noon), "never made")
}

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
func goldenCase(t testing.TB) (*permission.Program, permission.Facts) {
	p := program(t, `[{"scope":"RECEIVE|TIER|1","requires":[{"document":{"types":["SSN"]}},{"id":"terms","waivable":true,"attestation":{"id":"terms"}}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"id":"photo","due_in":"P14D","grace":"P7D","any":[{"document":{"types":["GOVT_ID"],"min_residual":"P30D"}},
  {"option":"foreign","all":[{"document":{"types":["PASSPORT_BIODATA"]}},{"test":{"fact":"id_score","min":0.7}}]}]},
  {"id":"w9","when":[{"fact":"total","total":{"direction":"receive","per":"year","currency":"USD","at_least":"600"}}],"document":{"types":["W9_DOC"]}}]}]`)
	score, err := permission.ScoreOf(0.5)
	require.NoError(t, err)
	money, err := bonafide.ParseMoney("12.5", "USD")
	require.NoError(t, err)
	f := person("SSN VALID")
	f.OFACStatus, f.TINStatus, f.RiskLevel, f.Standing = "unflagged", "matched", "low", permission.Locked
	f.ProgramUntil = moment("2025-01-01")
	f.Totals = permission.Totals{AsOf: noon, Sums: []permission.Total{{Direction: permission.Inbound, Per: permission.PerYear, Amount: money, Count: 2, Until: moment("2025-01-01")}}}
	f.Attestations = []permission.Attestation{{ID: "other", At: noon}}
	f.Waivers = []permission.Waiver{{Rule: "terms", DocumentID: "d1", Until: moment("2024-09-01"), By: bonafide.Reviewer("r1")}}
	f.Clocks = []permission.Clock{{Rule: "photo", DocumentID: "d1", Since: moment("2024-05-20")}}
	f.Owners = permission.OwnersFacts{Complete: true, Exemption: "other", Members: []permission.Owner{{ID: "o1", Controls: true, Share: permission.FixedOf(30), Scope: "RECEIVE", Until: moment("2024-12-01")}}}
	d := &f.Documents[0]
	d.EntityType, d.EntityScope, d.Activities, d.Subdivision, d.NextBirthday = "F", "Hotel", []string{"PRIVATE"}, "CA", moment("2024-11-01")
	d.DesiredScope, d.DocOptionKey, d.Fields, d.IDScore, d.TrustLevel, d.EDDStatus = "SEND|RECEIVE|TIER|1", "foreign", []string{"alias", "ip"}, &score, "medium", "VALID"
	d.ScreenedAt, d.Lists = moment("2024-05-30"), []permission.ListResult{{List: "ofac_sdn", Result: "NO_MATCH"}}
	bad := sub("GOVT_ID INVALID")
	bad.Class, bad.Country, bad.SubmittedAt, bad.ValidUntil, bad.Reasons, bad.AttemptsLeft = "physical", "US", moment("2024-05-10"), moment("2028-01-01"), []string{"poor_image_quality"}, 1
	d.Subs = append(d.Subs, bad)
	return p, f
}
