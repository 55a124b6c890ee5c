package main

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

// vendor plays one that first says "later", then says yes twice, then something else
// with an older date.
func (h *host) vendor(ctx context.Context) error {
	h.verdict = func(document.Request) document.Verdict {
		return document.Verdict{Outcome: document.OutcomePending, Verifier: "vendor"}
	}
	defer func() { h.verdict = nil }()
	u, err := h.join(ctx, h.platform, papers("Bruno Keller", "bruno@example.com", "+14155552691", "512-43-3333", 1980))
	if err != nil {
		return err
	}
	if err := h.show(ctx, "the vendor will answer later", u.ID, h.platform); err != nil {
		return err
	}
	asked, vendor := h.asked[u.ID], bonafide.VerifierActor("vendor")
	said := h.clock.Add(time.Minute)
	h.clock = h.clock.Add(2 * time.Minute)
	answer := func(what string, v document.Verdict) error {
		_, err := h.users.Resolve(ctx, vendor, u.ID, user.ResolveRequest{SubDocument: asked.DocumentID, Attempt: asked.Attempt, Verdict: v})
		tell(vendor, what, err)
		return err
	}
	yes := document.Verdict{Outcome: document.OutcomeValid, DecidedAt: said}
	if err := answer("says yes", yes); err != nil {
		return err
	}
	if err := answer("says yes once more", yes); err != nil {
		return err
	}
	if err := h.show(ctx, "after two times yes", u.ID, h.platform); err != nil {
		return err
	}
	if err := answer("says, of an hour before, that it could not read it", document.Verdict{
		Outcome: document.OutcomeInvalid, Reasons: []string{"poor_image_quality"}, DecidedAt: said.Add(-time.Hour)}); err != nil {
		return err
	}
	if err := h.show(ctx, "after an older no", u.ID, h.platform); err != nil {
		return err
	}
	return nil
}
