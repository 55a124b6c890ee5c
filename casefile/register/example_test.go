package register_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/register"
	"github.com/bonafide-go/bonafide/store/memory"
)

// A case is filled with what the register says of a British company. Who is an owner
// follows from the bands: certainly, or for some of the percentages within them.
func Example() {
	text, err := os.ReadFile(filepath.Join("testdata", "psc.json"))
	if err != nil {
		fmt.Println(err)
		return
	}
	var entries []register.PSC
	if err := json.Unmarshal(text, &entries); err != nil {
		fmt.Println(err)
		return
	}
	filing, err := register.PSCs(entries, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, platform := context.Background(), bonafide.Platform("shop")
	cases, err := casefile.New(memory.New("acme"), bonafide.EphemeralKeys(), &casefile.Options{
		Ownership: casefile.OwnershipPolicy{Rules: ownership.RulesIn}, // British law for a British company
		Now:       func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := cases.Create(ctx, platform, filing.Fill(casefile.CreateRequest{
		Name:      "Brook & Sons",
		Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Brook & Sons Limited", Country: "GB", Registration: "07654321"}}},
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	o, err := cases.Ownership(ctx, platform, c.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("by", o.Findings[0].Rules)
	for _, owner := range append(o.Findings[0].Owners, o.Findings[0].Entities...) {
		x, _ := c.Individual(owner.ID)
		y, _ := c.Company(owner.ID)
		fmt.Println(strings.TrimSpace(x.Name()+y.Name), owner.Codes())
	}
	// of the votes most are not entered: a register that is complete leaves no room for another owner, the figures do
	fmt.Println("may hide another owner:", o.Findings[0].MayHideOwner)
	// Output:
	// by psc
	// Ada Mary Brook [psc:1 psc:2]
	// Fernhill Holdings Limited [psc:1 psc:4]
	// may hide another owner: true
}
