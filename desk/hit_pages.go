package desk

import (
	"cmp"
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

func hitPages() []page {
	return []page{
		{pattern: "GET /users/{user}/hits/{hit}", title: "Hit", serve: showHit},
		{pattern: "POST /users/{user}/hits/{hit}", title: "Hit", serve: decideHit, form: "hit", again: showHit},
	}
}

// A hit is what a list, or a reviewer without one, says of a subject of a user.
type hit struct {
	Ref         string // its address: follows from what it is about, and tells nobody
	Subject     string
	List, Entry string
	Hit         *screening.Hit // nil: a true match that stands without a hit of the last search
	Disposition screening.Disposition
	Decisions   []screening.Decision // on this entry, oldest first
	Names       string               // where the user bears the name, where no base document does
	Document    *document.Base
	Base        string // id of the base document that named the subject last
	Searched    screening.Result
	Awaiting    *screening.Decision // that a second reviewer has yet to agree to, or nil
	Seen        string              // by which what changes since is told
}

// Open reports whether the hit waits for a decision.
func (h hit) Open() bool { return h.Disposition == screening.Potential }

// hitsOf returns every hit of a user: open ones first, then by list and entry.
func hitsOf(u user.User, q *request) []hit {
	var out []hit
	for _, subject := range slices.Sorted(maps.Keys(u.Screenings)) {
		sc := u.Screenings[subject]
		seen := make(map[string]bool)
		add := func(list, entry string, found *screening.Hit) {
			ref := canonical.Sum([]byte(u.ID + "\x00" + subject + "\x00" + list + "\x00" + entry))[:20]
			if seen[ref] {
				return
			}
			seen[ref] = true
			h := hit{Ref: ref, Subject: subject, List: list, Entry: entry, Hit: found, Names: sc.Names, Base: sc.Document, Searched: sc.Result, Seen: sc.Seen(list, entry)}
			if b, ok := u.Document(sc.Document); ok {
				h.Document = &b
			}
			for _, d := range sc.Decisions {
				if d.List == list && d.EntryID == entry {
					h.Decisions = append(h.Decisions, d)
				}
			}
			for _, d := range sc.Awaiting(q.now()) {
				if d.List == list && d.EntryID == entry {
					h.Awaiting = &d
				}
			}
			if found != nil {
				h.Disposition = sc.Disposition(*found, q.now())
			} else {
				h.Disposition = h.Decisions[len(h.Decisions)-1].Disposition
			}
			out = append(out, h)
		}
		for _, found := range sc.Result.Hits {
			add(found.List, found.EntryID, &found)
		}
		for _, d := range sc.Decisions {
			if d.Disposition == screening.TruePositive && d.Ended.IsZero() {
				add(d.List, d.EntryID, nil)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b hit) int {
		if a.Open() != b.Open() {
			if a.Open() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.List, b.List), cmp.Compare(a.Entry, b.Entry))
	})
	return out
}

// A hitPage is a hit beside the subject.
type hitPage struct {
	User user.User
	Name string
	hit
	Second    bool // the reader may agree to what awaits a second reviewer
	Maker     bool // the reader made it
	Proposals []bonafide.Approval
}

// findHit reads the user and the hit that a path names.
func findHit(q *request) (user.User, hit, error) {
	u, err := q.user()
	if err != nil {
		return u, hit{}, err
	}
	for _, h := range hitsOf(u, q) {
		if h.Ref == q.PathValue("hit") {
			return u, h, nil
		}
	}
	return u, hit{}, bonafide.ErrNotFound
}

func showHit(q *request) (view, error) {
	u, h, err := findHit(q)
	if err != nil {
		return view{}, err
	}
	p := hitPage{User: u, Name: nameOf(u), hit: h}
	if d := h.Awaiting; d != nil {
		p.Maker = d.By == q.by
		p.Second = !p.Maker
	}
	for _, a := range u.Proposals {
		if alive(a, q.now()) && a.Verb == "decide_match" {
			p.Proposals = append(p.Proposals, a)
		}
	}
	return view{template: "hit", title: "Hit of " + p.Name, data: p}, nil
}

// decideHit takes the reviewer's word. A clearance ends by itself; see [Options.Clearance].
func decideHit(q *request) (view, error) {
	u, h, err := findHit(q)
	if err != nil {
		return view{}, err
	}
	r := user.DecideHitRequest{Subject: h.Subject, List: h.List, EntryID: h.Entry, Reason: q.PostFormValue("reason"), Seen: q.PostFormValue("seen")}
	switch choice := q.PostFormValue("decision"); choice {
	case "approve":
		q.sent = "second"
		d := h.Awaiting
		if d == nil {
			return view{}, bonafide.Invalid("decision", bonafide.CodeNotAllowed)
		}
		r.Disposition, r.Expires = d.Disposition, d.Expires
	case string(screening.FalsePositive), string(screening.TrueButAccepted):
		r.Disposition, r.Expires = screening.Disposition(choice), q.desk.opts.Clearance.After(q.day())
	case string(screening.TruePositive):
		r.Disposition = screening.TruePositive
	default:
		return view{}, bonafide.Invalid("decision", bonafide.CodeRequired)
	}
	return q.perform(u.ID, "user.decide_hit", r, q.to("users", u.ID, "hits", h.Ref))
}
