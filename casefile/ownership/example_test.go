package ownership_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// graph reads a structure from JSON, as a host would.
func graph(text string) ownership.Graph {
	var g ownership.Graph
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		panic(err)
	}
	return g
}

var cosmetics = graph(`{
  "main": "shop",
  "entities": [
    {"id": "shop", "type": "company"}, {"id": "holding", "type": "company"},
    {"id": "anna", "type": "individual"}, {"id": "ben", "type": "individual"}
  ],
  "relations": [
    {"from": "anna", "to": "holding", "ownership_percentage": "60"},
    {"from": "ben", "to": "holding", "ownership_percentage": "40"},
    {"from": "holding", "to": "shop", "ownership_percentage": "33.34"},
    {"from": "shop", "to": "holding", "ownership_percentage": "0"},
    {"from": "ben", "to": "shop", "ownership_percentage": "66.66", "voting_rights_percentage": "20"}
  ]
}`)

func ExampleCompute() {
	analysis, err := ownership.Compute(cosmetics, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range analysis.Holders {
		fmt.Printf("%s: %s %% of the shares, %s %% of the votes\n", h.ID, h.Ownership, h.Voting)
	}
	fmt.Println("unresolved:", analysis.UnresolvedOwnership)
	// Output:
	// anna: 20.004 % of the shares, 20.004 % of the votes
	// ben: 79.996 % of the shares, 33.336 % of the votes
	// unresolved: 0
}

func ExampleAnalysis_Owners() {
	analysis, err := ownership.Compute(cosmetics, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, rules := range []ownership.RuleSet{ownership.AMLR(), ownership.PSC()} {
		for _, o := range analysis.Owners(rules).Owners {
			for _, r := range o.Reasons {
				fmt.Printf("%s: %s, %s (%s)\n", rules.Name, o.ID, r.Code, r.Source)
			}
		}
	}
	// Output:
	// amlr: anna, 54a (Regulation (EU) 2024/1624, art. 54(a))
	// amlr: ben, 52:ownership (Regulation (EU) 2024/1624, art. 52(1))
	// amlr: ben, 52:voting (Regulation (EU) 2024/1624, art. 52(1))
	// amlr: ben, 53:ownership>50 (Regulation (EU) 2024/1624, art. 53(2)(c))
	// psc: anna, psc:1 (Companies Act 2006, Sch. 1A para. 2)
	// psc: anna, psc:2 (Companies Act 2006, Sch. 1A para. 3)
	// psc: ben, psc:1 (Companies Act 2006, Sch. 1A para. 2)
}

func ExampleAnalysis_Stakes() {
	analysis, err := ownership.Compute(cosmetics, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range analysis.Stakes("ben") {
		fmt.Printf("%s %% of %s gives %s %%\n", s.Ownership, s.Company, s.OwnershipContribution)
	}
	// Output:
	// 66.66 % of shop gives 66.66 %
	// 40 % of holding gives 13.336 %
}

func ExampleAnalysis_OFAC50() {
	analysis, err := ownership.Compute(cosmetics, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	finding, err := analysis.OFAC50("ben")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range finding.Owners {
		fmt.Println(o.ID, "is blocked:", o.Reasons[0].Through, "has", o.Reasons[0].Value, "%")
	}
	// Output:
	// shop is blocked: ben has 66.66 %
}

func ExampleComputeBounds() {
	bounds, err := ownership.ComputeBounds(graph(`{
	  "main": "shop",
	  "entities": [{"id": "shop", "type": "company"}, {"id": "anna", "type": "individual"}, {"id": "ben", "type": "individual"}],
	  "relations": [
	    {"from": "anna", "to": "shop", "ownership_band": {"min": "25", "max": "50"}},
	    {"from": "ben", "to": "shop", "ownership_band": {"min": "60", "max": "75"}}
	  ]
	}`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range bounds.Holders {
		fmt.Printf("%s: %s to %s %%, controls: %v\n", h.ID, h.Ownership.Min, h.Ownership.Max, h.Controls)
	}
	// Output:
	// anna: 25 to 40 %, controls: false
	// ben: 60 to 75 %, controls: true
}

func ExampleAnalysis_Paths() {
	analysis, err := ownership.Compute(cosmetics, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	paths, all := analysis.Paths("ben", 5)
	for _, p := range paths {
		fmt.Println(strings.Join(p.Through, " > "), p.Share)
	}
	fmt.Println(all)
	// Output:
	// ben > shop 66.66
	// ben > holding > shop 13.336
	// true
}
