package main

import (
	"context"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// windows plays two windows of one customer that log in with one token, a reply that
// gets lost, and a thief who uses an old token later.
func (h *host) windows(ctx context.Context) error {
	u, err := h.users.Create(ctx, h.platform, user.CreateRequest{Phone: "+14155552690", LegalNames: []string{"Ana Maria Lopez"}})
	if err != nil {
		return err
	}
	token, err := h.users.IssueToken(ctx, h.platform, u.ID, user.IssueTokenRequest{})
	if err != nil {
		return err
	}
	ask := func(token bonafide.Secret, pin bonafide.Secret, contact string) (user.Grant, error) {
		return h.users.OAuth(ctx, h.platform, user.OAuthRequest{RefreshToken: token, Fingerprint: bonafide.NewSecret("her laptop"), Device: contact, PIN: pin})
	}
	grant, err := ask(token, bonafide.Secret{}, "")
	if err != nil {
		return err
	}
	fmt.Printf("a new device: %s, the code may go to %v\n", grant.Step, grant.Contacts)
	if grant, err = ask(token, bonafide.Secret{}, "+14155552690"); err != nil {
		return err
	}
	if grant, err = ask(token, h.code, ""); err != nil {
		return err
	}
	fmt.Printf("the code is answered: %s\n", grant.Step)

	h.clock = h.clock.Add(time.Hour)
	first, err := ask(grant.RefreshToken, bonafide.Secret{}, "")
	if err != nil {
		return err
	}
	h.clock = h.clock.Add(2 * time.Second)
	second, err := ask(grant.RefreshToken, bonafide.Secret{}, "")
	if err != nil {
		return err
	}
	fmt.Printf("two windows ask with one token: %s and %s, with the same answer: %t\n",
		first.Step, second.Step, first.RefreshToken.Reveal() == second.RefreshToken.Reveal())
	_, err = h.users.Authenticate(ctx, second.AccessKey, bonafide.NewSecret("her laptop"), scope.TransPost)
	tell(h.platform, "uses her key", err)

	h.clock = h.clock.Add(time.Minute)
	_, err = ask(grant.RefreshToken, bonafide.Secret{}, "")
	tell(h.platform, "brings the old token a minute later", err)
	_, err = ask(second.RefreshToken, bonafide.Secret{}, "")
	tell(h.platform, "brings the new one: one of two is a thief", err)
	return nil
}
