package main

import (
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// shed plays a customer who is on a list: it waits for a reviewer, is locked when the
// reviewer confirms the hit, and loses neither by another name nor by deleting its
// document nor by coming again.
func (h *host) shed(ctx context.Context) error {
	u, err := h.join(ctx, h.platform, papers("Oskar Ilmari Vestergren", "oskar@example.com", "+14155552671", "512-43-2222", 1971))
	if err != nil {
		return err
	}
	if err := h.show(ctx, "his papers are in, and his name is on a list", u.ID, h.platform); err != nil {
		return err
	}
	base, subject := u.Documents[0].ID, bonafide.User(u.ID)
	rename := document.Submission{ID: base, Name: "Ole Westergaard"}
	remove := document.Submission{ID: base, PermissionScope: document.DeleteDocument}

	_, err = h.users.SubmitDocuments(ctx, subject, u.ID, user.SubmitRequest{Documents: []document.Submission{remove}})
	tell(subject, "deletes the document", err)
	_, err = h.users.SubmitDocuments(ctx, subject, u.ID, user.SubmitRequest{Documents: []document.Submission{rename}})
	tell(subject, "takes another name", err)
	if _, err := h.work(ctx, u.ID); err != nil {
		return err
	}
	if err := h.show(ctx, "under his new name", u.ID, h.platform); err != nil {
		return err
	}

	kept, err := h.users.Get(ctx, h.officer, u.ID)
	if err != nil {
		return err
	}
	for subject, sc := range kept.Screenings {
		for _, hit := range sc.Open(h.clock) {
			_, err := h.users.DecideHit(ctx, h.officer, u.ID, user.DecideHitRequest{
				Subject: subject, List: hit.List, EntryID: hit.EntryID, Disposition: screening.TruePositive, Reason: "same birth date and place",
			})
			tell(h.officer, "confirms the hit of "+hit.List, err)
		}
	}
	_, err = h.users.SubmitDocuments(ctx, subject, u.ID, user.SubmitRequest{Documents: []document.Submission{remove}})
	tell(subject, "deletes the document", err)
	if err := h.pay(ctx, u.ID, "pay-1", "moves his money"); err != nil {
		return err
	}
	if err := h.show(ctx, "locked", u.ID, h.platform); err != nil {
		return err
	}

	// He comes again, through another platform, under another name and number.
	again, err := h.join(ctx, h.other, papers("Ole Westergaard", "ole@example.com", "+14155552672", "512-43-2222", 1971))
	if err != nil {
		return err
	}
	if err := h.show(ctx, "he comes again through another platform", again.ID, h.other); err != nil {
		return err
	}
	same, err := h.users.Duplicates(ctx, h.officer, again.ID)
	if err != nil {
		return err
	}
	fmt.Printf("       reviewer asks for duplicates: %s, locked %v\n", same.Reason, same.Locked)
	return nil
}
