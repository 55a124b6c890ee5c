package desk

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

func proposalPages() []page {
	return []page{
		{pattern: "GET /users/{user}/proposals/{proposal}", title: "Proposal", serve: showProposal},
		{pattern: "POST /users/{user}/proposals/{proposal}", title: "Proposal", serve: judgeProposal},
	}
}

// alive reports whether a proposal can still come to something.
func alive(a bonafide.Approval, now time.Time) bool {
	return (a.State == bonafide.ApprovalOpen || a.State == bonafide.ApprovalGiven) && now.Before(a.ExpiresAt)
}

// wrote reports whether somebody had a hand in a proposal.
func wrote(a bonafide.Approval, by bonafide.Actor) bool {
	return a.Maker.Same(by) || slices.ContainsFunc(a.Editors, by.Same)
}

// A proposalPage is what is asked for, word by word.
type proposalPage struct {
	User   user.User
	Name   string
	Asked  bonafide.Approval
	Op     string
	Text   string // the request, as it will be carried out
	Hash   string
	Hits   []hit // that it decides
	Second bool  // the reader may approve
	Maker  bool  // the reader may withdraw
	Do     bool  // approved: the reader may carry it out
}

// proposal reads what a proposal asks for. It leaves an event that it was read, one for
// each reader and text.
func proposal(q *request) (user.User, bonafide.Approval, user.ProposedRequest, error) {
	u, err := q.user()
	if err != nil {
		return u, bonafide.Approval{}, user.ProposedRequest{}, err
	}
	id := q.PathValue("proposal")
	i := slices.IndexFunc(u.Proposals, func(a bonafide.Approval) bool { return a.ID == id })
	if i < 0 {
		return u, bonafide.Approval{}, user.ProposedRequest{}, bonafide.ErrNotFound
	}
	a := u.Proposals[i]
	read, err := q.desk.users.Proposed(q.Context(), q.by, u.ID, user.ReadProposalRequest{Key: "desk." + id + "." + a.Hash, Proposal: id})
	return u, a, read, err
}

func showProposal(q *request) (view, error) {
	u, a, read, err := proposal(q)
	if err != nil {
		return view{}, err
	}
	p := proposalPage{User: u, Name: nameOf(u), Asked: a, Op: read.Op, Hash: read.Hash}
	var text bytes.Buffer
	if json.Indent(&text, read.Request, "", "  ") == nil {
		p.Text = text.String()
	}
	var about user.DecideHitRequest
	if a.Verb == string(permission.VerbDecideMatch) && json.Unmarshal(read.Request, &about) == nil {
		p.Hits = slices.DeleteFunc(hitsOf(u, q), func(h hit) bool { return h.List != about.List || h.Entry != about.EntryID })
	}
	now := q.now()
	consented := slices.ContainsFunc(a.Consents, func(c bonafide.Consent) bool { return c.By.Same(q.by) })
	p.Second = alive(a, now) && a.State == bonafide.ApprovalOpen && !wrote(a, q.by) && !consented
	p.Maker = alive(a, now) && a.Maker == q.by
	_, known := deeds()[read.Op]
	p.Do = known && alive(a, now) && a.State == bonafide.ApprovalGiven
	return view{template: "proposal", title: "Proposal about " + p.Name, data: p}, nil
}

// judgeProposal approves and carries out, carries out what was approved, rejects or
// withdraws. What is approved is the text that the form showed.
func judgeProposal(q *request) (view, error) {
	u, a, read, err := proposal(q)
	if err != nil {
		return view{}, err
	}
	key, s := q.PostFormValue("key"), q.desk.users
	if key == "" {
		return view{}, bonafide.Invalid("key", bonafide.CodeRequired)
	}
	back := view{goTo: q.to("users", u.ID, "proposals", a.ID)}
	switch q.PostFormValue("decision") {
	case "approve":
		u, err = s.Approve(q.Context(), q.by, u.ID, user.ApproveRequest{Key: key, Proposal: a.ID, Hash: q.PostFormValue("hash")})
		back.done = "approved"
		if given := slices.ContainsFunc(u.Proposals, func(p bonafide.Approval) bool {
			return p.ID == a.ID && p.State == bonafide.ApprovalGiven
		}); err != nil || !given {
			return back, err
		}
		return q.carryOut(u.ID, key+".do", read, back)
	case "carry_out":
		return q.carryOut(u.ID, key, read, back)
	case "reject":
		_, err = s.Reject(q.Context(), q.by, u.ID, user.RejectRequest{Key: key, Proposal: a.ID})
		back.done = "rejected"
	case "withdraw":
		_, err = s.Withdraw(q.Context(), q.by, u.ID, user.WithdrawRequest{Key: key, Proposal: a.ID})
		back.done = "withdrawn"
	default:
		err = bonafide.Invalid("decision", bonafide.CodeRequired)
	}
	return back, err
}

// carryOut does what was approved, where it is something that the desk can do. Other
// requests are left to whoever proposed them.
func (q *request) carryOut(id, key string, read user.ProposedRequest, back view) (view, error) {
	d, ok := deeds()[read.Op]
	if !ok {
		return back, nil
	}
	r, err := d.decode(read.Request)
	if err != nil {
		return back, err
	}
	back.done = "done"
	err = d.do(q.Context(), q.desk.users, q.by, id, key, r)
	if _, ok := r.(user.SwapRequest); ok && err != nil {
		return q.proposed(id, r, back.goTo, err) // to open the other one may take a second reviewer too
	}
	return back, err
}
