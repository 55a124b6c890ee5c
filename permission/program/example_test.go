package program_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
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

func ExampleParse() {
	_, err := program.Parse([]byte(`{"id": "US", "version": 1, "user_kind": "personal",
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
	p, err := program.Parse([]byte(exampleSheet))
	if err != nil {
		fmt.Println(err)
		return
	}
	decision := p.Evaluate(exampleFacts())
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
	p, _ := program.Parse([]byte(exampleSheet))
	facts := exampleFacts()
	var out program.Outcome // kept and given again
	p.Scopes(&facts, &out)
	fmt.Println(out.Permission, out.Missing)
	// Output: RECEIVE [{base-1 GOVT_ID}]
}

func ExampleProgram_Explain() {
	p, _ := program.Parse([]byte(exampleSheet))
	fmt.Print(p.Explain(exampleFacts()))
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
	p, _ := program.Parse([]byte(exampleSheet))
	decision := p.Evaluate(exampleFacts())
	amount, _ := bonafide.ParseMoney("600", "USD")
	a, err := p.Authorize(decision, money.Ledger{}, money.Transaction{
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
	p, _ := program.Parse([]byte(exampleSheet))
	facts := exampleFacts()
	recorded := p.Evaluate(facts)
	fmt.Println(program.Replay(p, facts, recorded))
	recorded.Permission = permission.SendAndReceive
	fmt.Println(program.Replay(p, facts, recorded))
	// Output:
	// <nil>
	// program: decision does not replay: permission
}

func ExampleAdverseActions() {
	p, _ := program.Parse([]byte(exampleSheet))
	facts := exampleFacts()
	facts.Documents[0].Subs[0].Status = "SUBMITTED|INVALID"
	facts.Documents[0].Subs[0].Reasons = []string{"name_mismatch"}
	for _, a := range program.AdverseActions(p.Evaluate(facts), "") {
		fmt.Println(a.What, a.Text)
	}
	// Output:
	// [SSN] The name on the document is not the name you gave.
	// [GOVT_ID] Something that is required has not been given yet.
}

func ExampleSimulate() {
	current, _ := program.Parse([]byte(exampleSheet))
	sheet := current.Sheet()
	sheet.Version, sheet.EffectiveAt = 2, time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC)
	sheet.Tiers[0].Requires = append(sheet.Tiers[0].Requires, program.Rule{Attestation: &program.AttestationRule{ID: "terms"}})
	candidate, err := program.New(sheet)
	if err != nil {
		fmt.Println(err)
		return
	}
	change := program.Simulate(current, candidate, exampleFacts())
	fmt.Println(change.From, "->", change.To, change.Added[0].What)
	// Output: RECEIVE -> UNVERIFIED attestation.terms
}
