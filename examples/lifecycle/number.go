package main

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide/user"
)

// recycle plays a number that a network gave to somebody else: who has it now claims
// it and answers a code, and a reviewer takes it from who had it. Neither does it alone.
func (h *host) recycle(ctx context.Context) error {
	before, err := h.join(ctx, h.platform, papers("Dora Lindqvist", "dora@example.com", "+14155552680", "512-55-2222", 1968))
	if err != nil {
		return err
	}
	next, err := h.users.Create(ctx, h.other, user.CreateRequest{Phone: "+14155552680", LegalNames: []string{"Emil Sandoval"}, Claim: true})
	if err != nil {
		return err
	}
	fmt.Printf("       the next owner: %s\n", seen(next))
	release := func() {
		_, err := h.users.ReleaseNumber(ctx, h.officer, before.ID, user.ReleaseNumberRequest{To: next.ID})
		tell(h.officer, "releases the number", err)
	}
	release()
	if _, err := h.users.SendCode(ctx, h.other, next.ID, user.SendCodeRequest{}); err != nil {
		return err
	}
	_, err = h.users.VerifyCode(ctx, h.other, next.ID, user.VerifyCodeRequest{Code: h.code})
	tell(h.other, "answers the code for the next owner", err)
	release()
	if err := h.show(ctx, "the next owner, who has the number and no documents yet", next.ID, h.other); err != nil {
		return err
	}
	return h.show(ctx, "who had the number before", before.ID, h.platform)
}
