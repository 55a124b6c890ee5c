package register_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/register"
)

func individual(natures ...string) register.PSC {
	return register.PSC{Kind: "individual-person-with-significant-control", Name: "Ada Brook", Natures: natures}
}

func band(low, high int, above bool) *ownership.Band {
	return &ownership.Band{Min: ownership.Whole(low), Max: ownership.Whole(high), Above: above}
}

// All natures of control that the register has are read, and say something.
func TestEveryNature(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "natures.txt"))
	require.NoError(t, err)
	natures := strings.Fields(string(text))
	require.Len(t, natures, 86)
	for _, n := range natures {
		f, err := register.PSCs([]register.PSC{individual(n)}, nil)
		require.NoError(t, err, n)
		r := f.Individuals[0].Relations
		require.Len(t, r, 1, n)
		if r[0].ToRef != "" {
			require.Len(t, f.Companies, 1, n)
			assert.NotEmpty(t, r[0].Roles, n)
			r = f.Companies[0].Relations
		}
		more := r[0].Band.Min.Sign() > 0 || r[0].VotesBand.Min.Sign() > 0 || len(r[0].Roles) > 0
		assert.Equal(t, !strings.HasPrefix(n, "registered-owner"), more, n)
	}
}

// What natures mean together, and in which capacity.
func TestNatures(t *testing.T) {
	small := band(0, 25, false)
	controls := []ownership.Role{ownership.Controller}
	for _, c := range []struct {
		name    string
		natures []string
		between ownership.EntityType // the trust or firm
		role    ownership.Role       // of the person in it
		main    casefile.RelationInput
	}{
		{"shares and votes", []string{"ownership-of-shares-25-to-50-percent", "voting-rights-50-to-75-percent"}, "", "",
			casefile.RelationInput{Band: band(25, 50, true), VotesBand: band(50, 75, true)}},
		{"shares alone: of the votes at most a quarter", []string{"ownership-of-shares-75-to-100-percent"}, "", "",
			casefile.RelationInput{Band: band(75, 100, false), VotesBand: small}},
		{"the board", []string{"right-to-appoint-and-remove-directors"}, "", "", casefile.RelationInput{Band: small, VotesBand: small, Roles: controls}},
		{"an LLP", []string{"right-to-share-surplus-assets-25-to-50-percent-limited-liability-partnership"}, "", "",
			casefile.RelationInput{Band: band(25, 50, true), VotesBand: small}},
		{"a Scottish partnership", []string{"part-right-to-share-surplus-assets-75-to-100-percent"}, "", "",
			casefile.RelationInput{Band: band(75, 100, false), VotesBand: small}},
		{"control over a trust", []string{"voting-rights-25-to-50-percent-as-trust"}, ownership.Trust, ownership.Controller,
			casefile.RelationInput{Band: small, VotesBand: band(25, 50, true)}},
		{"control over a firm", []string{"significant-influence-or-control-as-firm"}, ownership.Partnership, ownership.Controller,
			casefile.RelationInput{Band: small, VotesBand: small, Roles: controls}},
		{"a trustee, of an overseas entity", []string{"ownership-of-shares-more-than-25-percent-as-trust-registered-overseas-entity"}, ownership.Trust, ownership.Trustee,
			casefile.RelationInput{Band: band(25, 100, true), VotesBand: small}},
		{"a member of a firm, of an overseas entity", []string{"voting-rights-more-than-25-percent-as-firm-registered-overseas-entity"}, ownership.Partnership, ownership.Partner,
			casefile.RelationInput{Band: small, VotesBand: band(25, 100, true)}},
		{"control over a trust, of an overseas entity", []string{"voting-rights-more-than-25-percent-as-control-over-trust-registered-overseas-entity"}, ownership.Trust, ownership.Controller,
			casefile.RelationInput{Band: small, VotesBand: band(25, 100, true)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := register.PSCs([]register.PSC{individual(c.natures...)}, nil)
			require.NoError(t, err)
			if c.between == "" {
				assert.Empty(t, f.Companies)
				assert.Equal(t, []casefile.RelationInput{c.main}, f.Individuals[0].Relations)
				return
			}
			require.Len(t, f.Companies, 1)
			assert.Equal(t, c.between, f.Companies[0].Structure)
			assert.Equal(t, []casefile.RelationInput{c.main}, f.Companies[0].Relations)
			assert.Equal(t, []casefile.RelationInput{{ToRef: f.Companies[0].Ref, Roles: []ownership.Role{c.role}}}, f.Individuals[0].Relations)
		})
	}
}

func TestPSCFaults(t *testing.T) {
	_, err := register.PSCs([]register.PSC{
		individual("ownership-of-shares-25-to-50-percent"),
		individual("ownership-of-shares-10-to-20-percent", "golden-share"),
		{Kind: "individual-person-with-significant-control"},
		{Kind: "robot-person-with-significant-control", Name: "R2"},
		{Kind: "corporate-entity-person-with-significant-control"},
	}, nil)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	for path, code := range map[string]bonafide.Code{
		"[1].natures_of_control[0]": bonafide.CodeUnknown, "[1].natures_of_control[1]": bonafide.CodeUnknown,
		"[2].name": bonafide.CodeRequired, "[3].kind": bonafide.CodeUnknown, "[4].name": bonafide.CodeRequired,
	} {
		assert.True(t, invalid.Has(path, code), path)
	}
	assert.Len(t, invalid.Fields, 5)
}

// What the company says it does not know stays open; what it said before does not count.
func TestPSCStatements(t *testing.T) {
	f, err := register.PSCs([]register.PSC{{Kind: "super-secure-person-with-significant-control"}}, []register.PSCStatement{
		{Statement: "psc-exists-but-not-identified-partnership"},
		{Statement: "psc-has-failed-to-confirm-changed-details", Person: "Ada Brook"},
		{Statement: "steps-to-find-psc-not-yet-completed", Ceased: bonafide.Date{Year: 2020, Month: 1, Day: 1}},
	})
	require.NoError(t, err)
	assert.Equal(t, []register.Gap{
		{Code: "super-secure", About: "psc-1"}, {Code: "psc-exists-but-not-identified"}, {Code: "psc-has-failed-to-confirm-changed-details", About: "Ada Brook"},
	}, f.Gaps)
	assert.Empty(t, f.Individuals)
}

// The names that the register takes apart, and those that it does not.
func TestPSCEntries(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "psc.json"))
	require.NoError(t, err)
	var entries []register.PSC
	require.NoError(t, json.Unmarshal(text, &entries))
	f, err := register.PSCs(entries, nil)
	require.NoError(t, err)
	require.Len(t, f.Individuals, 2)
	assert.Equal(t, "Ada/Mary/Brook", f.Individuals[0].FirstName+"/"+f.Individuals[0].MiddleName+"/"+f.Individuals[0].LastName)
	assert.True(t, f.Individuals[0].BirthDate.IsZero(), "no day is made up")
	require.Len(t, f.Companies, 2)
	fernhill := f.Companies[0]
	assert.True(t, fernhill.Discloses)
	assert.Equal(t, bonafide.Country("GB"), fernhill.Country)
	assert.Equal(t, "01234567", fernhill.Registration)
	assert.Equal(t, "2019-09-30", f.Individuals[1].Relations[0].End.String())
	assert.Equal(t, "2019-09-30", f.Companies[1].Relations[0].End.String())
	f, err = register.PSCs([]register.PSC{{Kind: "individual-beneficial-owner", Name: "Ana Lucia Costa", Natures: []string{"significant-influence-or-control-registered-overseas-entity"}}}, nil)
	require.NoError(t, err)
	assert.Equal(t, "Ana Lucia|Costa", f.Individuals[0].FirstName+"|"+f.Individuals[0].LastName)
}

const (
	customer, parent, top, branch, fund, elsewhere = "5493000000000000C000", "5493000000000000P000", "5493000000000000T000", "5493000000000000B000", "5493000000000000F000", "5493000000000000E000"
)

// Parents have no percentages, and an ultimate one is entered where no chain leads to it.
func TestLEIs(t *testing.T) {
	entities := []register.LegalEntity{
		{LEI: customer, Name: "Customer GmbH", Country: "DE"}, {LEI: parent, Name: "Parent AG", Country: "DE", Registration: "HRB 1"},
		{LEI: top, Name: "Top plc", Country: "GB"}, {LEI: fund, Name: "Fund", Fund: true}, {LEI: elsewhere, Name: "Elsewhere"},
	}
	f, err := register.LEIs(customer, entities, []register.LegalRelationship{
		{Child: customer, Parent: parent, Type: "IS_DIRECTLY_CONSOLIDATED_BY", Active: true, Start: bonafide.Date{Year: 2018, Month: 1, Day: 1}},
		{Child: customer, Parent: top, Type: "IS_ULTIMATELY_CONSOLIDATED_BY", Active: true},
		{Child: parent, Parent: top, Type: "IS_DIRECTLY_CONSOLIDATED_BY", Active: true},
		{Child: parent, Parent: top, Type: "IS_ULTIMATELY_CONSOLIDATED_BY", Active: true},
		{Child: customer, Parent: fund, Type: "IS_FEEDER_TO", Active: true},
		{Child: customer, Parent: elsewhere, Type: "IS_DIRECTLY_CONSOLIDATED_BY"},
		{Child: elsewhere, Parent: parent, Type: "IS_DIRECTLY_CONSOLIDATED_BY", Active: true},
	}, []register.LegalException{{LEI: top, Reason: "NATURAL_PERSONS"}, {LEI: elsewhere, Reason: "NO_LEI"}})
	require.NoError(t, err)
	controls := []ownership.Role{ownership.Controller}
	require.Len(t, f.Companies, 3)
	assert.Equal(t, []casefile.RelationInput{{Roles: controls, Start: bonafide.Date{Year: 2018, Month: 1, Day: 1}}}, f.Companies[0].Relations)
	assert.Equal(t, []casefile.RelationInput{{ToRef: parent, Roles: controls}}, f.Companies[1].Relations, "through the parent alone")
	assert.Equal(t, []casefile.RelationInput{{}}, f.Companies[2].Relations, "tied, and no more")
	assert.Equal(t, ownership.Fund, f.Companies[2].Structure)
	assert.Equal(t, []register.Gap{{Code: "NATURAL_PERSONS", About: top}}, f.Gaps)

	f, err = register.LEIs(branch, entities, []register.LegalRelationship{
		{Child: branch, Parent: parent, Type: "IS_INTERNATIONAL_BRANCH_OF", Active: true},
		{Child: branch, Parent: parent, Type: "IS_DIRECTLY_CONSOLIDATED_BY", Active: true},
		{Child: branch, Parent: top, Type: "IS_ULTIMATELY_CONSOLIDATED_BY", Active: true},
		{Child: parent, Parent: branch, Type: "IS_SUBFUND_OF", Active: true},
	}, nil)
	require.NoError(t, err)
	assert.Equal(t, []casefile.RelationInput{{Ownership: ownership.Whole(100), Roles: controls}}, f.Companies[0].Relations, "one relation of a pair")
	assert.Equal(t, []casefile.RelationInput{{Roles: controls}}, f.Companies[1].Relations, "no chain leads to it")

	_, err = register.LEIs(customer, entities, []register.LegalRelationship{{Child: customer, Parent: "x", Type: "IS_FRIEND_OF", Active: true}}, nil)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("[0].type", bonafide.CodeUnknown) && invalid.Has("[0].parent", bonafide.CodeUnknown))
}
