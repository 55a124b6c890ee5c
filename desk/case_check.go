package desk

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// A checkPage is one check of a case.
type checkPage struct {
	dossier
	Check casefile.Check
	About string // name of its entity
	Hits  []hitLine

	Opened *openedFile // on the answer to who asked for it alone
}

// A hitLine is one hit of a check with what reviewers made of it.
type hitLine struct {
	screening.Hit
	Disposition screening.Disposition
	Decisions   []screening.Decision // oldest first
	Explained   screening.Explanation
	Seen        string // by which what changes since is told
}

// Undecided reports whether the hit waits for a decision.
func (h hitLine) Undecided() bool { return h.Disposition == screening.Potential }

// Awaits reports whether a first reviewer decided, and a second one is due.
func (h hitLine) Awaits() bool {
	return len(h.Decisions) > 0 && h.Decisions[len(h.Decisions)-1].Awaits
}

// Decidable reports whether reviewers may decide on the check now, or ask for its evidence
// once more.
func (p checkPage) Decidable() bool {
	underway := p.Check.Withdrawn == nil && !p.Erased() && (p.Status == casefile.Open || p.Status == casefile.Approved)
	return underway && !slices.Contains([]casefile.CheckStatus{casefile.CheckInProgress, casefile.CheckProcessing}, p.Check.Status)
}

// check finds the check of a page.
func (q *request) check() (checkPage, error) {
	d, err := q.dossier()
	if err != nil {
		return checkPage{}, err
	}
	k, ok := d.Check(q.PathValue("check"))
	if !ok {
		return checkPage{}, bonafide.ErrNotFound
	}
	p := checkPage{dossier: d, Check: k, About: d.Called(k.Entity)}
	at := q.now()
	if k.Withdrawn != nil { // it stands as it stood then
		at = k.Withdrawn.At
	}
	if k.Screening != nil {
		for _, hit := range k.Screening.Result.Hits {
			line := hitLine{Hit: hit, Disposition: k.Screening.Disposition(hit, at), Explained: hit.Explanation, Seen: k.Screening.Seen(hit.List, hit.EntryID)}
			for _, was := range k.Screening.Decisions {
				if was.List == hit.List && was.EntryID == hit.EntryID {
					line.Decisions = append(line.Decisions, was)
				}
			}
			p.Hits = append(p.Hits, line)
		}
	}
	return p, nil
}

// showCheck shows a check with its evidence, its result and its hits.
func showCheck(q *request) (view, error) {
	p, err := q.check()
	if err != nil {
		return view{}, err
	}
	return p.view(), nil
}

func (p checkPage) view() view {
	return view{template: "case_check", title: p.About + ": " + checkTitle(p.Check), data: p}
}

// decideHit keeps what a reviewer makes of one hit of a check. A clearance holds for as
// long as [Options.Clearance] says.
func decideCaseHit(q *request) (view, error) {
	req := casefile.DecideHitsRequest{
		Key: q.PostFormValue("key"), Check: q.PathValue("check"), Reason: q.PostFormValue("reason"),
		Hits:        []casefile.HitID{{List: q.PostFormValue("list"), EntryID: q.PostFormValue("entry"), Seen: q.PostFormValue("seen")}},
		Disposition: screening.Disposition(q.PostFormValue("disposition")),
	}
	if req.Disposition.Clears() {
		req.Expires = q.desk.opts.Clearance.After(q.now())
	}
	_, err := q.desk.cases.DecideHits(q.Context(), q.by, q.PathValue("case"), req)
	return q.backTo("decided", "cases", q.PathValue("case"), "checks", req.Check), err
}

// reviewCheck decides on a check.
func reviewCheck(q *request) (view, error) {
	req := casefile.ReviewCheckRequest{
		Key: q.PostFormValue("key"), Check: q.PathValue("check"), Attempt: q.PostFormValue("attempt"),
		Public: q.PostFormValue("public_reason"), Private: q.PostFormValue("private_reason"), Override: q.PostFormValue("override") != "",
	}
	if decision := q.PostFormValue("decision"); decision == "approve" {
		req.Approve = true
	} else {
		req.Kind = casefile.RejectKind(decision)
	}
	_, err := q.desk.cases.ReviewCheck(q.Context(), q.by, q.PathValue("case"), req)
	return q.backTo("decided", "cases", q.PathValue("case"), "checks", req.Check), err
}

// recollect asks for evidence once more.
func recollect(q *request) (view, error) {
	req := casefile.RecollectRequest{Key: q.PostFormValue("key"), Check: q.PathValue("check"), Public: q.PostFormValue("public_reason")}
	_, err := q.desk.cases.Recollect(q.Context(), q.by, q.PathValue("case"), req)
	return q.backTo("changed", "cases", q.PathValue("case"), "checks", req.Check), err
}

// backTo goes on to a page after something was done.
func (q *request) backTo(done string, parts ...string) view {
	return view{goTo: q.to(parts...), done: done}
}
