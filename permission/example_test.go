package permission_test

import (
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

func ExampleFourEyes_Permit() {
	gate := permission.FourEyes{Verbs: []permission.Verb{permission.VerbUnlock}}
	at := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	command := []byte(`{"user":"u-1","code":"DOCS_NOT_PROVIDED"}`)
	proposal, _ := bonafide.NewApproval("p-1", string(permission.VerbUnlock), "u-1", command, 1, bonafide.Reviewer("ada"), at, at.AddDate(0, 0, 1))

	_, err := proposal.Consent(proposal.Hash, bonafide.Reviewer("ada"), at)
	fmt.Println(err)
	proposal, _ = proposal.Consent(proposal.Hash, bonafide.Reviewer("bob"), at)
	_, err = gate.Permit(permission.VerbUnlock, "u-1", []byte(`{"user":"u-1","code":"OTHER"}`), &proposal, at)
	fmt.Println(err)
	executed, err := gate.Permit(permission.VerbUnlock, "u-1", command, &proposal, at)
	fmt.Println(executed.State, err)
	// Output:
	// bonafide: refused: same_person
	// bonafide: refused: other_text
	// executed <nil>
}

func ExampleTimers_Advance() {
	flagged := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	standing := permission.Standing{Permission: permission.Receive, Flag: permission.Flagged, FlagCode: permission.FlagUploadCIP, FlaggedAt: flagged}
	next, passed := permission.DefaultTimers().Advance(standing, flagged.AddDate(0, 0, 20))
	fmt.Println(next.Permission, next.PermissionCode, passed[0].At.Format(time.DateOnly))
	// Output: LOCKED DOCS_NOT_PROVIDED 2024-06-15
}

func ExamplePolicy_Set() {
	platform := bonafide.Platform("acme")
	fmt.Println(permission.Rules2021().Set(permission.Receive, permission.Closed, permission.UserRequest, platform))
	fmt.Println(permission.Rules2021().Set(permission.Receive, permission.Locked, permission.HighReturns, platform))
	// Output:
	// <nil>
	// bonafide: actor may not do this
}

func ExampleParseScope() {
	a, _ := permission.ParseScope("SEND|RECEIVE|TIER|1")
	b, _ := permission.ParseScope("RECEIVE")
	fmt.Println(permission.Worst(a, b), permission.Worst(a, b).Permission(), a.Tier())
	// Output: RECEIVE RECEIVE 1
}
