package program_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// A namesake of a listed person: without a valid photo id the user must upload
// one, else the reviewer must decide (Synapse, possible watchlists values).
func TestNamesake(t *testing.T) {
	p := compiled(t, `{"document":{"types":["SSN"]}}`)
	custom := compiled(t, `{"document":{"types":["SSN"]}}`, `"screening":{"photo_ids":["DRIVER_LICENSE"]}`)
	expired := sub("GOVT_ID VALID")
	expired.ValidUntil = noon
	for name, c := range map[string]struct {
		program *program.Program
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
	b := compiled(t, `{"owners":{"complete":true,"scope":"RECEIVE"}}`)
	f := person()
	f.Kind, f.Documents[0].Watchlist = permission.Business, "SOFT_MATCH|PENDING_UPLOAD"
	assert.Equal(t, [][]string{{"EIN_DOC"}}, entry(t, b.Evaluate(f), "screening").Alternatives, "of a business its EIN letter")
}

func TestCountedLists(t *testing.T) {
	p := compiled(t, `{"document":{"types":["SSN"]}}`, `"screening":{"counted_lists":["ofac_sdn","pep"],"max_age":"P30D"}`)
	for name, c := range map[string]struct {
		lists   string // "list result, …"
		watch   string
		age     int // days
		what    string
		clear   bool
		errCode bonafide.Code
	}{
		"all clear":           {"ofac_sdn NO_MATCH,pep FALSE_POSITIVE,fbi MATCH", "NO_MATCH", 1, "watchlist", true, ""},
		"one missing":         {"ofac_sdn NO_MATCH", "NO_MATCH", 1, "watchlist", false, program.CodeNotScreened},
		"one pending":         {"ofac_sdn NO_MATCH,pep PENDING", "NO_MATCH", 1, "watchlist", false, program.CodeNotScreened},
		"one failed":          {"ofac_sdn NO_MATCH,pep FAILED", "NO_MATCH", 1, "watchlist", false, program.CodeScreeningFailed},
		"unknown result":      {"ofac_sdn NO_MATCH,pep SURE", "NO_MATCH", 1, "watchlist", false, program.CodeNotScreened},
		"hit":                 {"ofac_sdn MATCH,pep NO_MATCH", "NO_MATCH", 1, "watchlist.photo_id", false, program.CodeSoftMatch},
		"roll-up is worse":    {"ofac_sdn NO_MATCH,pep NO_MATCH", "MATCH", 1, "watchlist.review", false, program.CodeMatch},
		"same list twice":     {"ofac_sdn NO_MATCH,pep NO_MATCH,pep MATCH", "NO_MATCH", 1, "watchlist.photo_id", false, program.CodeSoftMatch},
		"on the last day":     {"ofac_sdn NO_MATCH,pep NO_MATCH", "NO_MATCH", 29, "watchlist", true, ""},
		"too old":             {"ofac_sdn NO_MATCH,pep NO_MATCH", "NO_MATCH", 30, "watchlist", false, program.CodeNotScreened},
		"screened at no time": {"ofac_sdn NO_MATCH,pep NO_MATCH", "NO_MATCH", -1, "watchlist", false, program.CodeNotScreened},
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

// The edition of a list has an age of its own, whenever it was searched: the decision
// is due when the oldest counted edition counts no more, and the ledger names it.
func TestMaxEditionAge(t *testing.T) {
	day := bonafide.DateOf(noon)
	p := compiled(t, `{"document":{"types":["SSN"]}}`, `"screening":{"counted_lists":["ofac_sdn","pep"],"max_edition_age":"P30D"}`)
	any := compiled(t, `{"document":{"types":["SSN"]}}`, `"screening":{"max_edition_age":"P30D"}`)
	list := func(key string, edition bonafide.Date) permission.ListResult {
		return permission.ListResult{List: key, Result: "NO_MATCH", Edition: edition}
	}
	old := func(key string) permission.Problem {
		return permission.Problem{Code: program.CodeEditionOld, Reason: program.Reason(program.CodeEditionOld), ID: key}
	}
	for name, c := range map[string]struct {
		program *program.Program
		lists   []permission.ListResult
		want    []permission.Problem // empty = permitted
		due     bonafide.Date
	}{
		"of today":                  {p, []permission.ListResult{list("ofac_sdn", day), list("pep", day)}, nil, day.AddDays(30)},
		"the oldest counts":         {p, []permission.ListResult{list("ofac_sdn", day.AddDays(-20)), list("pep", day)}, nil, day.AddDays(10)},
		"the last day":              {p, []permission.ListResult{list("ofac_sdn", day.AddDays(-29)), list("pep", day)}, nil, day.AddDays(1)},
		"too old":                   {p, []permission.ListResult{list("ofac_sdn", day.AddDays(-30)), list("pep", day)}, []permission.Problem{old("ofac_sdn")}, day.AddDays(30)},
		"of 1990":                   {p, []permission.ListResult{list("ofac_sdn", bonafide.Date{Year: 1990, Month: 1, Day: 1}), list("pep", bonafide.Date{})}, []permission.Problem{old("ofac_sdn"), old("pep")}, bonafide.Date{}},
		"not counted":               {p, []permission.ListResult{list("ofac_sdn", day), list("pep", day), list("interpol", day.AddDays(-99))}, nil, day.AddDays(30)},
		"no list counted, all do":   {any, []permission.ListResult{list("ofac_sdn", day), list("interpol", day.AddDays(-29))}, nil, day.AddDays(1)},
		"no list counted, one old":  {any, []permission.ListResult{list("ofac_sdn", day), list("interpol", day.AddDays(-99))}, []permission.Problem{{Code: program.CodeNotScreened, Reason: program.Reason(program.CodeNotScreened)}}, bonafide.Date{}},
		"no list counted, none is":  {any, nil, []permission.Problem{{Code: program.CodeNotScreened, Reason: program.Reason(program.CodeNotScreened)}}, bonafide.Date{}},
		"one of several is too old": {p, []permission.ListResult{list("ofac_sdn", day), list("ofac_sdn", day.AddDays(-30)), list("pep", day)}, []permission.Problem{old("ofac_sdn")}, day.AddDays(30)},
	} {
		t.Run(name, func(t *testing.T) {
			f := person("SSN VALID")
			f.Documents[0].Lists = c.lists
			d := c.program.Evaluate(f)
			var out program.Outcome
			c.program.Scopes(&f, &out)
			assert.Equal(t, d.Permission, out.Permission)
			r := entry(t, d, "screening")
			assert.Equal(t, c.want, r.Errors)
			if c.want == nil {
				assert.Equal(t, permission.SendAndReceive, d.Permission)
				assert.Equal(t, c.due.In(noon.Location()), d.Due)
				assert.Equal(t, d.Due, r.DueAt)
				f.At = d.Due
				assert.Equal(t, permission.Unverified, c.program.Evaluate(f).Permission, "then it counts no more")
				return
			}
			assert.Equal(t, permission.Unverified, d.Permission)
			assert.Equal(t, permission.Pending, r.State)
			assert.Equal(t, bonafide.ActorVerifier, r.Actor)
		})
	}
	f := person("SSN VALID")
	f.Documents[0].Lists = []permission.ListResult{list("ofac_sdn", day)}
	before := f.Hash()
	f.Documents[0].Lists[0].Edition = day.AddDays(-1)
	assert.NotEqual(t, before, f.Hash(), "the edition is an input of the decision")
}

// A counted list that is missing is named: what is waited for can be told.
func TestMissingListIsNamed(t *testing.T) {
	p := compiled(t, `{"document":{"types":["SSN"]}}`, `"screening":{"counted_lists":["ofac_sdn","pep","eucl"]}`)
	f := person("SSN VALID")
	f.Documents[0].Watchlist = "PENDING"
	f.Documents[0].Lists = []permission.ListResult{{List: "ofac_sdn", Result: "NO_MATCH"}, {List: "pep", Result: "FAILED"}}
	r := entry(t, p.Evaluate(f), "screening")
	var got []string
	for _, e := range r.Errors {
		got = append(got, string(e.Code)+" "+e.ID)
	}
	assert.Equal(t, []string{"not_screened eucl", "screening_failed pep"}, got)
}
