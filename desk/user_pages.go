package desk

import (
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user"
)

func userPages() []page {
	return []page{
		{pattern: "GET /users/{user}", title: "User", serve: showUser},
		{pattern: "GET /users/{user}/access", title: "Devices and sessions", serve: showAccess},
		{pattern: "POST /users/{user}/devices", title: "Devices and sessions", serve: distrust},
		{pattern: "POST /users/{user}/codes", title: "Devices and sessions", serve: resetCodes},
		{pattern: "GET /users/{user}/money", title: "Money", serve: showMoney},
		{pattern: "GET /users/{user}/explanation", title: "Why", serve: showExplanation},
		{pattern: "GET /users/{user}/duplicates", title: "Duplicates", serve: showDuplicates},
	}
}

// user reads the user that the path names.
func (q *request) user() (user.User, error) {
	return q.desk.users.Get(q.Context(), q.by, q.PathValue("user"))
}

// A userPage is a user's file.
type userPage struct {
	User  user.User
	Name  string
	Hits  []hit
	Risk  risk.Risk
	Codes []permission.PermissionCode
	Flags []permission.FlagCode
	Rules []ruleOf // that a reviewer may waive, as far as they are open
	Waits []wait
	Holds []bonafide.Hold

	TaxAsked bool // the taxpayer number waits for an answer

	Permissions []permission.Permission // that a reviewer may set
}

// A wait is what a user waits for, with the page where it is decided.
type wait struct {
	user.Wait
	Link string
}

// A ruleOf is a rule of the program about a base document.
type ruleOf struct{ Rule, Document string }

func showUser(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	p := userPage{User: u, Name: nameOf(u), Hits: hitsOf(u, q), Risk: u.Risk.Current(), Codes: permission.PermissionCodes(), Flags: permission.FlagCodes(),
		Holds: u.Holds, TaxAsked: u.Tax.TIN.State() == tax.Pending, Permissions: []permission.Permission{permission.Locked, permission.Closed, permission.MakeItGoAway}}
	for _, w := range u.Waits {
		p.Waits = append(p.Waits, wait{w, q.whereDecided(u, p.Hits, w)})
	}
	for _, r := range u.Decision.Open() {
		if rule := (ruleOf{r.Why.ID, r.DocumentID}); r.Why.ID != "" && r.DocumentID != "" && !slices.Contains(p.Rules, rule) {
			p.Rules = append(p.Rules, rule)
		}
	}
	return view{template: "user", title: p.Name, data: p}, nil
}

// whereDecided links to where a reviewer ends a wait.
func (q *request) whereDecided(u user.User, hits []hit, w user.Wait) string {
	switch w.For {
	case user.ForHit, user.ForSecond:
		for _, h := range hits {
			if h.Subject == w.Ref && (w.For == user.ForHit && h.Open() || w.For == user.ForSecond && h.Awaiting != nil) {
				return q.to("users", u.ID, "hits", h.Ref)
			}
		}
	case user.ForProposal:
		return q.to("users", u.ID, "proposals", w.Ref)
	case user.ForDocument, user.ForFailed:
		for _, b := range u.Documents {
			if _, ok := b.Find(w.Ref); ok {
				return q.to("users", u.ID, "documents", w.Ref)
			}
		}
	case user.ForDiligence:
		return q.to("users", u.ID, "bases", w.Ref)
	case user.ForNumber:
		return q.to("users", u.ID, "number")
	case user.ForDuplicate:
		return q.to("users", u.ID, "duplicates")
	}
	return q.to("users", u.ID) + "#actions"
}

// An accessPage tells who may act as a user.
type accessPage struct {
	User   user.User
	Name   string
	Access user.Access
	Codes  user.CodeState
}

func showAccess(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	access, err := q.desk.users.Access(q.Context(), q.by, u.ID)
	if err != nil {
		return view{}, err
	}
	codes, err := q.desk.users.Codes(q.Context(), q.by, u.ID)
	return view{template: "access", title: "Devices of " + nameOf(u), data: accessPage{u, nameOf(u), access, codes}}, err
}

// distrust ends the trust in a device and the sessions that it holds.
func distrust(q *request) (view, error) {
	id := q.PathValue("user")
	return q.perform(id, "user.distrust_device", user.DistrustDeviceRequest{Device: q.PostFormValue("device")}, q.to("users", id, "access"))
}

func resetCodes(q *request) (view, error) {
	id := q.PathValue("user")
	return q.perform(id, "user.reset_codes", user.ResetCodesRequest{}, q.to("users", id, "access"))
}

// A moneyPage is what a user moved; of what is kept one by one the newest.
type moneyPage struct {
	User   user.User
	Name   string
	Ledger money.Ledger
	Left   int // older transactions that are not shown
}

// mostTransactions bounds what one page shows of a ledger.
const mostTransactions = 100

func showMoney(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	ledger, err := q.desk.users.Ledger(q.Context(), q.by, u.ID)
	p := moneyPage{User: u, Name: nameOf(u), Ledger: ledger}
	if p.Left = len(ledger.Entries) - mostTransactions; p.Left > 0 {
		p.Ledger.Entries = ledger.Entries[p.Left:]
	} else {
		p.Left = 0
	}
	p.Ledger.Entries = slices.Clone(p.Ledger.Entries)
	slices.Reverse(p.Ledger.Entries)
	return view{template: "money", title: "Money of " + p.Name, data: p}, err
}

// An explanationPage derives a decision, rule by rule.
type explanationPage struct {
	User user.User
	Name string
	Root program.Explanation
	Next *program.Future // of the program's next version
}

func showExplanation(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	p := explanationPage{User: u, Name: nameOf(u)}
	if p.Root, err = q.desk.users.Explain(q.Context(), q.by, u.ID); err != nil {
		return view{}, err
	}
	next, ok, err := q.desk.users.Future(q.Context(), q.by, u.ID)
	if ok {
		p.Next = &next
	}
	return view{template: "explanation", title: "Why: " + p.Name, data: p}, err
}

// A duplicatesPage shows who else seems to be the same.
type duplicatesPage struct {
	User  user.User
	Name  string
	Twins []twin
	Links []user.Link // pending links of platforms that named somebody else
}

// A twin is another user beside what it shares.
type twin struct {
	user.Twin
	Other *user.User // nil: it cannot be read
	Name  string
	Open  bool // not dismissed
}

// mostTwins bounds how many other users one page reads.
const mostTwins = 50

func showDuplicates(q *request) (view, error) {
	u, err := q.user()
	if err != nil {
		return view{}, err
	}
	v := view{template: "duplicates", title: "Duplicates of " + nameOf(u)}
	p := duplicatesPage{User: u, Name: nameOf(u)}
	for i, t := range u.Twins.List {
		if i == mostTwins {
			v.warning = "There are more than these. Decide on some of them to see the others."
			break
		}
		shown := twin{Twin: t, Name: t.User, Open: len(t.Why) > 0 && t.Dismissed.At.IsZero()}
		other, err := q.desk.users.Get(q.Context(), q.by, t.User)
		switch {
		case err == nil:
			shown.Other, shown.Name = &other, nameOf(other)
		case !errors.Is(err, bonafide.ErrNotFound) && !errors.Is(err, bonafide.ErrUnreadable):
			return v, err
		}
		p.Twins = append(p.Twins, shown)
	}
	for _, l := range u.Platforms {
		if l.Pending && l.OtherName {
			p.Links = append(p.Links, l)
		}
	}
	v.data = p
	return v, nil
}

// subOf finds the sub-document that the path names.
func subOf(q *request) (user.User, document.Base, document.Sub, error) {
	u, err := q.user()
	if err != nil {
		return u, document.Base{}, document.Sub{}, err
	}
	for _, b := range u.Documents {
		if d, ok := b.Find(q.PathValue("document")); ok {
			return u, b, d, nil
		}
	}
	return u, document.Base{}, document.Sub{}, bonafide.ErrNotFound
}
