package program_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// A business waits for its controlling person and its owners (31 CFR 1010.230(d):
// 25 percent or more, and one person with control).
func TestOwners(t *testing.T) {
	p := compiled(t, `[{"scope":"RECEIVE","requires":[{"when":[{"fact":"relationship","in":["self"]}],"document":{"types":["EIN_DOC"]}},
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
		d.ID, d.Relationship, d.Share = id, relationship, bonafide.FixedOf(share)
		return d
	}
	boss := owner("boss", "CONTROLLING_PERSON", 0, "SSN VALID", "GOVT_ID VALID")
	member := func(controls bool, share int, scope permission.Scope) permission.Owner {
		return permission.Owner{ID: "o1", Controls: controls, Share: bonafide.FixedOf(share), Scope: scope}
	}
	for name, c := range map[string]struct {
		documents []permission.DocumentFacts
		owners    permission.OwnersFacts
		codes     []bonafide.Code
		scope     permission.Scope // of the business's own document
	}{
		"all there":       {[]permission.DocumentFacts{boss}, permission.OwnersFacts{Complete: true}, nil, "SEND|RECEIVE"},
		"not declared":    {[]permission.DocumentFacts{boss}, permission.OwnersFacts{}, []bonafide.Code{program.CodeOwnersNotDeclared}, "RECEIVE"},
		"nobody controls": {nil, permission.OwnersFacts{Complete: true}, []bonafide.Code{program.CodeControllingMissing}, "RECEIVE"},
		"control not verified": {[]permission.DocumentFacts{owner("boss", "CONTROLLING_PERSON", 0, "SSN VALID")},
			permission.OwnersFacts{Complete: true}, []bonafide.Code{program.CodeOwnerNotVerified}, "RECEIVE"},
		"owner of 25": {[]permission.DocumentFacts{boss, owner("big", "UBO", 25, "SSN VALID")}, permission.OwnersFacts{Complete: true},
			[]bonafide.Code{program.CodeOwnerNotVerified}, "RECEIVE"},
		"owner of 24": {[]permission.DocumentFacts{boss, owner("small", "UBO", 24, "SSN VALID")}, permission.OwnersFacts{Complete: true}, nil, "SEND|RECEIVE"},
		"inactive owner": {[]permission.DocumentFacts{boss, func() permission.DocumentFacts { d := owner("big", "UBO", 60); d.Active = false; return d }()},
			permission.OwnersFacts{Complete: true}, nil, "SEND|RECEIVE"},
		"exempt":             {[]permission.DocumentFacts{boss, owner("big", "UBO", 60, "SSN VALID")}, permission.OwnersFacts{Exemption: "publicly_traded"}, nil, "SEND|RECEIVE"},
		"exempt, no control": {nil, permission.OwnersFacts{Exemption: "publicly_traded"}, []bonafide.Code{program.CodeControllingMissing}, "RECEIVE"},
		"other exemption":    {[]permission.DocumentFacts{boss}, permission.OwnersFacts{Exemption: "because"}, []bonafide.Code{program.CodeOwnersNotDeclared}, "RECEIVE"},
		"controls elsewhere": {nil, permission.OwnersFacts{Complete: true, Members: []permission.Owner{member(true, 0, "SEND|RECEIVE")}}, nil, "SEND|RECEIVE"},
		"elsewhere, too little": {nil, permission.OwnersFacts{Complete: true, Members: []permission.Owner{member(true, 0, "RECEIVE")}},
			[]bonafide.Code{program.CodeOwnerNotVerified}, "RECEIVE"},
		"owns elsewhere": {[]permission.DocumentFacts{boss},
			permission.OwnersFacts{Complete: true, Members: []permission.Owner{member(false, 25, "")}},
			[]bonafide.Code{program.CodeOwnerNotVerified}, "RECEIVE"},
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
