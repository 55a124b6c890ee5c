package browsertest

import (
	"bytes"
	"context"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// The sandbox leaves whatever ends so to reviewers.
const forReview = "6666"

// papers are somebody's number and photo that wait for a reviewer, and a lock that one
// reviewer proposed.
type papers struct {
	of                      user.User
	number, photo, proposal string
}

func (w *world) papers(ctx context.Context) papers {
	w.t.Helper()
	u, err := w.person(ctx, false,
		document.SubSubmission{Type: document.SSN, Value: bonafide.NewSecret("512-43-" + forReview)},
		document.SubSubmission{Type: document.GovtID, Upload: bytes.NewReader(document.SandboxImage(forReview)), MediaType: upload.PNG})
	require.NoError(w.t, err)
	require.NotEmpty(w.t, u.Documents)
	p := papers{of: u}
	for d := range u.Documents[0].Subs() {
		switch d.Type {
		case document.SSN:
			p.number = d.ID
		case document.GovtID:
			p.photo = d.ID
		}
	}
	u, err = w.users.Propose(ctx, first, u.ID, user.ProposeRequest{
		Key: "lock", Request: user.StandingRequest{Permission: permission.Locked, Code: permission.BlockedList}, Expires: today.AddDate(0, 0, 2),
	})
	require.NoError(w.t, err)
	p.proposal = u.Proposals[len(u.Proposals)-1].ID
	return p
}

// paperActs are those on documents, proposals and what is handed out of a file.
func (w *town) paperActs() []act {
	p := w.paper
	file := "/users/" + p.of.ID
	number, photo := file+"/documents/"+p.number, file+"/documents/"+p.photo
	proposal := file + "/proposals/" + p.proposal
	return []act{
		{Name: "go to a document", Path: file, As: first.ID, Expect: "Base document",
			Steps: []step{{To: "main a[href*='/documents/']", Press: "Enter"}}},
		{Name: "read a number in clear", Path: number, As: first.ID, Expect: "51243" + forReview,
			Steps: []step{{To: "#d-purpose", Type: "document_review", Press: "Enter"}}},
		{Name: "keep a number as valid", Path: number, As: first.ID, Expect: "seen on the card itself",
			Steps: []step{{To: "[name=decision]", Press: "Space"}, {To: "#d-reason", Type: "seen on the card itself", Press: "Enter"}}},
		{Name: "open and measure a photo", Path: photo, As: first.ID, Expect: "16 by 16 pixels",
			Steps: []step{{To: "#d-photo-purpose", Press: "Enter"}}},
		{Name: "compare a zone", Path: photo, As: first.ID, Expect: "Machine-readable zone beside the base document",
			Steps: []step{{To: "#d-lines", Type: "P<UTOERIKSSON<<ANNA<MARIA"}, {To: "form[action$=zone] button", Press: "Enter"}}},
		{Name: "withdraw a photo", Path: photo, As: first.ID, Expect: "Changed.",
			Steps: []step{{To: "#x-reason", Type: "another person's card", Press: "Enter"}}},
		{Name: "withdraw is the maker's, approve and carry out as second", Path: proposal, As: second.ID, Expect: "Approved and carried out.",
			Steps: []step{{To: "[value=approve]", Press: "Enter"}}},
		{Name: "export a file", Path: file + "/export", As: first.ID, Saves: true, Expect: string(p.of.Documents[0].Email),
			Steps: []step{{To: "[name=form]", Press: "Space"}, {To: "form[action$=export] button", Press: "Enter"}}},
		{Name: "export a file for machines", Path: file + "/export", As: first.ID, Saves: true, Expect: `"legal_names"`,
			Steps: []step{{To: "[value=json]", Press: "Space"}, {To: "form[action$=export] button", Press: "Enter"}}},
		{Name: "reset codes", Path: file + "/access", As: first.ID, Expect: "Changed.",
			Steps: []step{{To: "form[action$=codes] button", Press: "Enter"}}},
	}
}
