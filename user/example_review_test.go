package user_test

import (
	"bytes"
	"context"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A flag asks for documents within a time; once they are in and seen, it is taken
// back.
func ExampleService_SetFlag() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	u, err := users.SetFlag(ctx, officerA, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})
	fmt.Println(u.Standing.Flag, u.Standing.FlagCode, err)
	u, err = users.SetFlag(ctx, officerA, u.ID, user.FlagRequest{Flag: permission.NotFlagged})
	fmt.Println(u.Standing.Flag, err)
	_, err = users.SetFlag(ctx, bonafide.User(u.ID), u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})
	fmt.Println(err)
	// Output:
	// FLAGGED PENDING_UPLOAD|DOC_REQUEST|UAR <nil>
	// NOT-FLAGGED <nil>
	// bonafide: actor may not do this
}

// What a base document proves stops counting while it is taken out.
func ExampleService_SetDocumentActive() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	users.Advance(ctx, u.ID)
	for _, active := range []bool{false, true} {
		_, err := users.SetDocumentActive(ctx, officerA, u.ID, user.SetDocumentActiveRequest{Document: u.Documents[0].ID, Active: active, Reason: "papers of somebody else"})
		now, _ := users.Advance(ctx, u.ID) // who is named anew is screened anew
		fmt.Println(active, now.Permission(), err)
	}
	// Output:
	// false UNVERIFIED <nil>
	// true SEND-AND-RECEIVE <nil>
}

// A waiver lets a rule wait that its program lets be waived, for this document
// and until a time.
func ExampleService_Waive() {
	ctx, users := context.Background(), serviceOf(`{"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal",
		"effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "RECEIVE", "requires": [{"id": "photo", "waivable": true, "document": {"types": ["GOVT_ID"]}}]}]}`, &screener{})
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(u.Permission())
	u, err := users.Waive(ctx, officerA, u.ID, user.WaiveRequest{Waiver: permission.Waiver{
		Rule: "photo", DocumentID: u.Documents[0].ID, Until: today.AddDate(0, 1, 0),
	}})
	fmt.Println(u.Permission(), u.Decision.Due.Format("2006-01-02"), err)
	// Output:
	// UNVERIFIED
	// RECEIVE 2026-04-02 <nil>
}

// A reviewer reads a number in clear; the user's events tell who did.
func ExampleService_Reveal() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	number := u.Documents[0].Virtual[0]
	fmt.Println(number.Value.Mask)
	value, err := users.Reveal(ctx, officerA, u.ID, user.RevealRequest{SubDocument: number.ID, Purpose: "sar_filing"})
	fmt.Println(value, len(value.Reveal()), err)
	events, _ := users.Events(ctx, officerB, u.ID, bonafide.PageRequest{Limit: bonafide.MaxItems})
	last := events.Items[len(events.Items)-1]
	fmt.Println(last.Type, last.Actor.ID)
	// Output:
	// ***-**-2222
	// [redacted] 9 <nil>
	// user.value_revealed officer-a
}

// A reviewer looks at an upload; the user's events tell who did, and what for.
func ExampleService_OpenUpload() {
	ctx := context.Background()
	users, _ := user.New(memory.New("shop"), bonafide.EphemeralKeys(), &user.Options{Files: document.NewMemoryFiles()})
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: []document.Submission{{ID: u.Documents[0].ID,
		PhysicalDocs: []document.SubSubmission{{Type: document.GovtID, Upload: bytes.NewReader(document.SandboxImage("ok")), MediaType: upload.PNG}}}}})
	photo := u.Documents[0].Physical[0]
	content, err := users.OpenUpload(ctx, officerA, u.ID, user.OpenUploadRequest{SubDocument: photo.ID, Purpose: "document_review"})
	fmt.Println(photo.File.MediaType, len(content) == photo.File.Size, err)
	events, _ := users.Events(ctx, officerB, u.ID, bonafide.PageRequest{Limit: bonafide.MaxItems})
	last := events.Items[len(events.Items)-1]
	fmt.Println(last.Type, last.Actor.ID, last.Data["purpose"])
	// Output:
	// image/png true <nil>
	// user.upload_opened officer-a document_review
}

// After a new edition of a list a search of it is asked for; Advance makes it.
func ExampleService_Rescreen() {
	list := &screener{}
	ctx, users := context.Background(), serviceOf(shopSheet, list)
	u := customer(users, "Ana Maria Lopez")
	u, _ = users.Advance(ctx, u.ID)
	fmt.Println(u.Watchlist(), u.Permission())

	list.listed = "Ana Maria Lopez"
	if _, err := users.Rescreen(ctx, shop, u.ID, user.RescreenRequest{}); err != nil {
		fmt.Println(err)
	}
	u, err := users.Advance(ctx, u.ID)
	fmt.Println(u.Watchlist(), u.Permission(), err)
	// Output:
	// NO_MATCH SEND-AND-RECEIVE
	// SOFT_MATCH|PENDING_UPLOAD UNVERIFIED <nil>
}

// Of two users that are the same person one is closed, and the other goes on.
func ExampleService_SwapDuplicate() {
	ctx, users := context.Background(), shopService()
	first := registered(users, "Ana Maria Lopez", "+1 415 555 2671")
	second := registered(users, "Ana Maria Lopez", "+1 415 555 2672")
	found, err := users.Duplicates(ctx, officerA, first.ID)
	fmt.Println(found.Open[0] == second.ID, found.Reason, err)
	now, err := users.SwapDuplicate(ctx, officerA, first.ID, user.SwapRequest{To: second.ID})
	fmt.Println(now.ID == second.ID, now.Permission(), err)
	first, _ = users.Get(ctx, shop, first.ID)
	fmt.Println(first.Permission(), first.Standing.PermissionCode)
	// Output:
	// true duplicate_ssn <nil>
	// true UNVERIFIED <nil>
	// CLOSED DUPLICATE_ACCOUNT
}

// Two users who share a number wait for a reviewer, until one says that they are not
// the same.
func ExampleService_DismissDuplicate() {
	ctx, users := context.Background(), shopService()
	first := registered(users, "Ana Maria Lopez", "+1 415 555 2671")
	second := registered(users, "Ana Maria Lopez", "+1 415 555 2672")
	users.Advance(ctx, first.ID)
	queue, err := users.Queue(ctx, officerA, user.QueueRequest{For: user.ForDuplicate})
	fmt.Println(len(queue.Items), err)
	_, err = users.DismissDuplicate(ctx, officerA, first.ID, user.DismissDuplicateRequest{User: second.ID, Reason: "a mistyped number"})
	fmt.Println(err)
	users.Advance(ctx, first.ID) // tells the other one's record
	queue, err = users.Queue(ctx, officerA, user.QueueRequest{For: user.ForDuplicate})
	fmt.Println(len(queue.Items), err)
	// Output:
	// 2 <nil>
	// <nil>
	// 0 <nil>
}

// What is known of a person stays known when its document goes: only the document
// is withdrawn, and the lock is a reviewer's to lift.
func ExampleService_WithdrawDocument() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Jane Listed Person")
	u, _ = users.Advance(ctx, u.ID)
	base := u.Documents[0].ID
	hit := u.Screening(base).Result.Hits[0]
	users.DecideHit(ctx, officerA, u.ID, user.DecideHitRequest{
		Document: base, List: hit.List, EntryID: hit.EntryID, Disposition: screening.TruePositive, Reason: "the same passport number",
	})
	_, err := users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: []document.Submission{
		{ID: base, PermissionScope: document.DeleteDocument}}})
	fmt.Println(err)
	u, err = users.WithdrawDocument(ctx, officerA, u.ID, user.WithdrawDocumentRequest{Document: base, Reason: "the wrong person's papers"})
	fmt.Println(len(u.Documents), len(u.Withdrawn), u.Watchlist(), u.Permission(), err)
	// Output:
	// bonafide: refused: withdrawal_refused
	// 0 1 MATCH LOCKED <nil>
}
