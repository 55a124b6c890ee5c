package export_test

import (
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

func ExampleMermaid() {
	analysis, err := ownership.Compute(ownership.Graph{
		Main:      "shop",
		Entities:  []ownership.Entity{{ID: "shop", Type: ownership.Company}, {ID: "ben", Type: ownership.Individual}},
		Relations: []ownership.Relation{{From: "ben", To: "shop", Ownership: ownership.Whole(66)}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	parties := export.Parties{"shop": {Name: "The Shop Ltd"}, "ben": {Name: "Ben"}}
	diagram := export.Mermaid(analysis, parties, analysis.Owners(ownership.AMLR()))
	fmt.Println(strings.Join(strings.Split(diagram, "\n")[:7], "\n"))
	// Output:
	// flowchart TD
	//   accTitle: Ownership structure of The Shop Ltd
	//   accDescr: 2 parties. Beneficial owners: Ben. Not known: 34 % of The Shop Ltd.
	//   n0[["The Shop Ltd"]]
	//   n1(["Ben<br/>total 66 %"]):::owner
	//   n2["not known"]:::unknown
	//   n1 ==>|"66 %"| n0
}
