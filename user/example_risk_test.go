package user_test

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user"
)

// riskSheet takes nobody of high risk.
const riskSheet = `{"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"document": {"types": ["SSN"]}}, {"test": {"fact": "risk_level", "in": ["low", "medium"]}}]}]}`

// What the host's own engine finds counts in the next decision.
func ExampleService_PushRisk() {
	ctx, users := context.Background(), serviceOf(riskSheet, &screener{})
	u := customer(users, "Ana Maria Lopez")
	users.Advance(ctx, u.ID)
	for _, level := range []risk.Level{risk.Low, risk.High} {
		u, err := users.PushRisk(ctx, shop, u.ID, user.PushRiskRequest{Assessment: risk.Assessment{Level: level, Model: "engine@7"}})
		fmt.Println(level, u.Permission(), err)
	}
	// Output:
	// low SEND-AND-RECEIVE <nil>
	// high UNVERIFIED <nil>
}

// A reviewer overrules the engine, and says why; later findings of the engine are
// kept beside it. An empty level lets the engine count again.
func ExampleService_OverrideRisk() {
	ctx, users := context.Background(), serviceOf(riskSheet, &screener{})
	u := customer(users, "Ana Maria Lopez")
	users.Advance(ctx, u.ID)
	users.PushRisk(ctx, shop, u.ID, user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.High, Model: "engine@7"}})
	u, err := users.OverrideRisk(ctx, officerA, u.ID, user.OverrideRiskRequest{Level: risk.Low, Comment: "salary seen"})
	fmt.Println(u.Risk.Current().Level, u.Risk.Current().By.ID, u.Permission(), err)
	u, err = users.OverrideRisk(ctx, officerA, u.ID, user.OverrideRiskRequest{})
	fmt.Println(u.Risk.Current().Level, u.Permission(), err)
	// Output:
	// low officer-a SEND-AND-RECEIVE <nil>
	// high UNVERIFIED <nil>
}
