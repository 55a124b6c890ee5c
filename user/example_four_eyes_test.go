package user_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A clearance takes two people where the program says so. The second one agrees to
// the hash of what was read; whoever carries it out decodes what was approved.
func ExampleService_Proposed() {
	const sheet = `{"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"four_eyes": ["decide_match", "override_risk"], "screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"document": {"types": ["SSN"]}}]}]}`
	ctx, users := context.Background(), serviceOf(sheet, &screener{listed: "Jane Listed Person"})
	u := customer(users, "Jane Listed Person")
	u, _ = users.Advance(ctx, u.ID)
	u, _ = users.Get(ctx, officerA, u.ID) // hits are for reviewers
	base := u.Documents[0].ID
	hit := u.Screening(base).Open(today)[0]
	clearance := user.DecideHitRequest{Document: base, List: hit.List, EntryID: hit.EntryID,
		Disposition: screening.FalsePositive, Reason: "another date of birth", Expires: today.AddDate(1, 0, 0)}

	_, err := users.DecideHit(ctx, officerA, u.ID, clearance)
	fmt.Println(err)
	u, err = users.Propose(ctx, officerA, u.ID, user.ProposeRequest{Request: clearance, Expires: today.Add(24 * time.Hour)})
	fmt.Println(err)
	id := u.Proposals[len(u.Proposals)-1].ID

	read, err := users.Proposed(ctx, officerB, u.ID, user.ReadProposalRequest{Proposal: id})
	fmt.Println(read.Op, err)
	_, err = users.Approve(ctx, officerB, u.ID, user.ApproveRequest{Proposal: id, Hash: read.Hash})
	fmt.Println(err)

	var approved user.DecideHitRequest
	if err := json.Unmarshal(read.Request, &approved); err != nil {
		fmt.Println(err)
	}
	approved.Key = "clear-1" // the key takes no part in what was approved
	u, err = users.DecideHit(ctx, officerA, u.ID, approved)
	fmt.Println(u.Watchlist(), err)
	// Output:
	// bonafide: refused: no_approval
	// <nil>
	// user.decide_hit <nil>
	// <nil>
	// FALSE_POSITIVE <nil>
}
