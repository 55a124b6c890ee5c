package program_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// 31 CFR 1020.320(e): what a list, a risk model or another user's lock says about the
// user reads the same, whatever it is.
func TestRequirementsForTheSubject(t *testing.T) {
	review := permission.Requirement{What: "review", Why: permission.Why{Program: "p", Version: 1, Rule: "review"}, State: permission.Pending}
	met := review
	met.State = permission.Satisfied
	later := review
	later.State = permission.EventuallyDue
	photo := [][]string{{"GOVT_ID"}, {"PASSPORT_BIODATA"}}
	for name, c := range map[string]struct{ given, want permission.Requirement }{
		"a true match": {permission.Requirement{What: "watchlist.review", State: permission.CurrentlyDue, Actor: bonafide.ActorReviewer,
			Errors: []permission.Problem{{Code: program.CodeMatch}}}, review},
		"a potential one": {permission.Requirement{What: "watchlist.review", State: permission.Pending, Actor: bonafide.ActorReviewer,
			Errors: []permission.Problem{{Code: program.CodeSoftMatch}}}, review},
		"not screened yet": {permission.Requirement{What: "watchlist", State: permission.Pending, Actor: bonafide.ActorVerifier,
			Errors: []permission.Problem{{Code: program.CodeNotScreened}}}, review},
		"nothing found":      {permission.Requirement{What: "watchlist", State: permission.Satisfied}, met},
		"a locked number":    {permission.Requirement{What: "blacklist", State: permission.CurrentlyDue, Actor: bonafide.ActorReviewer}, review},
		"a risk":             {permission.Requirement{What: "risk_level", State: permission.CurrentlyDue, Actor: bonafide.ActorPlatform}, review},
		"a duplicate":        {permission.Requirement{What: "duplicates", State: permission.Pending, Actor: bonafide.ActorReviewer}, review},
		"a list":             {permission.Requirement{What: "list.pep", State: permission.EventuallyDue}, later},
		"a fact to come":     {permission.Requirement{What: "adverse_media", State: permission.PastDue}, review},
		"a hint in a ledger": {permission.Requirement{What: "SSN", State: permission.CurrentlyDue, Errors: []permission.Problem{{Code: program.CodeBlacklisted, ID: "d"}}}, review},
		"a photo id that is wanted": {permission.Requirement{What: "watchlist.photo_id", State: permission.CurrentlyDue, Actor: bonafide.ActorUser, Alternatives: photo,
			Errors: []permission.Problem{{Code: program.CodeSoftMatch}}},
			permission.Requirement{What: "GOVT_ID", Why: review.Why, State: permission.CurrentlyDue, Actor: bonafide.ActorUser, Alternatives: photo}},
	} {
		c.given.Why = permission.Why{Program: "p", Version: 1, Rule: "screening", ID: "watch"}
		given := []permission.Requirement{c.given}
		assert.Equal(t, []permission.Requirement{c.want}, program.ForSubject(given), name)
		assert.Equal(t, "screening", given[0].Why.Rule, "what was given stays")
	}
	for _, r := range []permission.Requirement{
		{What: "GOVT_ID", State: permission.CurrentlyDue, Actor: bonafide.ActorUser, Errors: []permission.Problem{{Code: "name_mismatch", ID: "d"}}},
		{What: "field.alias", State: permission.CurrentlyDue, Actor: bonafide.ActorUser},
		{What: "attestation.owners_complete", State: permission.Satisfied},
		{What: "age", State: permission.PastDue, Errors: []permission.Problem{{Code: bonafide.CodeUnderAge}}},
	} {
		assert.Equal(t, []permission.Requirement{r}, program.ForSubject([]permission.Requirement{r}), r.What)
	}
	either := permission.Requirement{What: "GOVT_ID", State: permission.CurrentlyDue, Alternatives: [][]string{{"GOVT_ID"}, {"list.pep", "SSN"}}}
	assert.Equal(t, [][]string{{"GOVT_ID"}}, program.ForSubject([]permission.Requirement{either})[0].Alternatives)
}
