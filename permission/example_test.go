package permission_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

const exampleSheet = `{
  "id": "us-personal", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2024-01-01T00:00:00Z",
  "tiers": [
    {"scope": "RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"]}}],
     "limits": [{"direction": "receive", "per": "day", "currency": "USD", "max": "500"}]},
    {"scope": "SEND|RECEIVE|TIER|1", "requires": [
      {"any": [{"document": {"types": ["GOVT_ID"], "min_residual": "P30D"}}, {"document": {"types": ["PASSPORT_BIODATA"]}}]}]}
  ]
}`

func exampleFacts() permission.Facts {
	return permission.Facts{
		Kind: permission.Personal,
		At:   time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC),
		Documents: []permission.DocumentFacts{{
			ID: "base-1", Active: true, Country: "US", Age: 34, Watchlist: "NO_MATCH",
			Subs: []permission.SubFacts{{ID: "ssn-1", Class: "virtual", Type: "SSN", Status: "SUBMITTED|VALID"}},
		}},
	}
}

func ExampleParseProgram() {
	_, err := permission.ParseProgram([]byte(`{"id": "US", "version": 1, "user_kind": "personal",
	  "tiers": [{"scope": "SEND", "requires": []}], "color": "red"}`))
	var invalid *bonafide.InvalidError
	if errors.As(err, &invalid) {
		for _, f := range invalid.Fields {
			fmt.Println(f.Path, f.Code)
		}
	}
	// Output:
	// color unknown
	// id malformed
	// cip_tag required
	// effective_at required
	// tiers[0].scope malformed
	// tiers[0].requires required
}

func ExampleProgram_Evaluate() {
	program, err := permission.ParseProgram([]byte(exampleSheet))
	if err != nil {
		fmt.Println(err)
		return
	}
	decision := program.Evaluate(exampleFacts())
	fmt.Println(decision.Permission, decision.Scope)
	for _, r := range decision.Requirements {
		fmt.Println(r.What, r.State, r.Actor, r.Alternatives, r.Why.Rule)
	}
	// Output:
	// RECEIVE RECEIVE|TIER|1
	// watchlist satisfied  [] screening
	// SSN satisfied  [] tiers[0].requires[0]
	// GOVT_ID currently_due user [[GOVT_ID] [PASSPORT_BIODATA]] tiers[1].requires[0]
}

func ExampleProgram_Scopes() {
	program, _ := permission.ParseProgram([]byte(exampleSheet))
	facts := exampleFacts()
	var out permission.Outcome // kept and given again
	program.Scopes(&facts, &out)
	fmt.Println(out.Permission, out.Missing)
	// Output: RECEIVE [{base-1 GOVT_ID}]
}

func ExampleProgram_Explain() {
	program, _ := permission.ParseProgram([]byte(exampleSheet))
	fmt.Print(program.Explain(exampleFacts()))
	// Output:
	// + RECEIVE RECEIVE|TIER|1 (permission)
	//   + base-1 RECEIVE|TIER|1 (document)
	//     + watchlist satisfied (screening)
	//     + RECEIVE|TIER|1 (tiers[0])
	//       + SSN satisfied (tiers[0].requires[0])
	//         + SSN (tiers[0].requires[0].document)
	//     - SEND|RECEIVE|TIER|1 (tiers[1])
	//       - GOVT_ID currently_due (tiers[1].requires[0])
	//         - any (tiers[1].requires[0])
	//           - GOVT_ID (tiers[1].requires[0].any[0].document)
	//           - PASSPORT_BIODATA (tiers[1].requires[0].any[1].document)
}

func ExampleProgram_Authorize() {
	program, _ := permission.ParseProgram([]byte(exampleSheet))
	decision := program.Evaluate(exampleFacts())
	amount, _ := bonafide.ParseMoney("600", "USD")
	a, err := program.Authorize(decision, permission.Ledger{}, permission.Transaction{
		ID: "t-1", Direction: permission.Inbound, Amount: amount, At: decision.At})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Allowed, a.Refusals[0].Code, a.Refusals[0].Rule, a.Limits[0].Remaining)
	fmt.Println(a.Raise.Scope, a.Raise.Requirements[0].What)
	// Output:
	// false limit_amount tiers[0].limits[0] 500.00 USD
	// SEND|RECEIVE|TIER|1 GOVT_ID
}

func ExampleReplay() {
	program, _ := permission.ParseProgram([]byte(exampleSheet))
	facts := exampleFacts()
	recorded := program.Evaluate(facts)
	fmt.Println(permission.Replay(program, facts, recorded))
	recorded.Permission = permission.SendAndReceive
	fmt.Println(permission.Replay(program, facts, recorded))
	// Output:
	// <nil>
	// permission: decision does not replay: permission
}

func ExampleAdverseActions() {
	program, _ := permission.ParseProgram([]byte(exampleSheet))
	facts := exampleFacts()
	facts.Documents[0].Subs[0].Status = "SUBMITTED|INVALID"
	facts.Documents[0].Subs[0].Reasons = []string{"name_mismatch"}
	for _, a := range permission.AdverseActions(program.Evaluate(facts), "") {
		fmt.Println(a.What, a.Text)
	}
	// Output:
	// [SSN] The name on the document is not the name you gave.
	// [GOVT_ID] Something that is required has not been given yet.
}

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

func ExampleSimulate() {
	current, _ := permission.ParseProgram([]byte(exampleSheet))
	sheet := current.Sheet()
	sheet.Version, sheet.EffectiveAt = 2, time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC)
	sheet.Tiers[0].Requires = append(sheet.Tiers[0].Requires, permission.Rule{Attestation: &permission.AttestationRule{ID: "terms"}})
	candidate, err := permission.NewProgram(sheet)
	if err != nil {
		fmt.Println(err)
		return
	}
	change := permission.Simulate(current, candidate, exampleFacts())
	fmt.Println(change.From, "->", change.To, change.Added[0].What)
	// Output: RECEIVE -> UNVERIFIED attestation.terms
}
