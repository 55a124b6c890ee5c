package desk

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

func programPages() []page {
	return []page{
		{pattern: "GET /programs", title: "Programs", nav: "Programs", serve: listPrograms},
		{pattern: "GET /programs/{program}/{version}", title: "Program", serve: showProgram},
		{pattern: "POST /programs/what-if", title: "Who would change", serve: simulate},
	}
}

// Bounds of one answer of the what-if: so many users are gone through at most, and so
// many changes shown.
const (
	simulatedAtOnce = 1000
	changesAtOnce   = 50
)

// A programList is every version of every program, with a form for a candidate.
type programList struct {
	Programs []program.Sheet
	Sheet    string // what the form begins with
}

// listPrograms shows the programs that the host told of.
func listPrograms(q *request) (view, error) {
	var out programList
	for _, p := range q.desk.opts.Programs.Programs() {
		out.Programs = append(out.Programs, p.Sheet())
	}
	slices.SortFunc(out.Programs, func(a, b program.Sheet) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(b.Version, a.Version))
	})
	return view{template: "program_list", data: out}, nil
}

// showProgram shows a version in words and as its sheet, from which a candidate is made.
func showProgram(q *request) (view, error) {
	for _, p := range q.desk.opts.Programs.Programs() {
		sheet := p.Sheet()
		if sheet.ID != q.PathValue("program") || strconv.Itoa(sheet.Version) != q.PathValue("version") {
			continue
		}
		text, err := json.MarshalIndent(sheet, "", "  ")
		if err != nil {
			return view{}, err
		}
		return view{template: "program_list", title: "Program " + sheet.ID + ", version " + strconv.Itoa(sheet.Version),
			data: programList{Sheet: string(text)}}, nil
	}
	return view{}, bonafide.ErrNotFound
}

// A whatIf is a page of the users for whom a candidate would change something.
type whatIf struct {
	Sheet     string
	Candidate program.Sheet
	Faults    []bonafide.Fault // of the sheet: nothing was gone through
	Changes   []changed
	Seen      int    // users gone through on this page, at most
	Next      string // the cursor of the page that follows
	First     bool
}

// A changed is what a candidate would change for one user.
type changed struct {
	user.SimulatedChange
	Raised, Lowered bool
}

// simulate goes through the users of a candidate's CIP tag, a bounded number at a time,
// and shows for whom it would change what. It changes nothing. The sheet travels in
// the body from page to page.
func simulate(q *request) (view, error) {
	out := whatIf{Sheet: q.PostFormValue("sheet"), First: q.PostFormValue("cursor") == "", Next: q.PostFormValue("cursor")}
	v := view{template: "program_whatif"}
	candidate, err := program.Parse([]byte(out.Sheet))
	var invalid *bonafide.InvalidError
	if errors.As(err, &invalid) {
		out.Faults = invalid.Fields
		v.data = out
		return v, nil
	}
	if err != nil {
		return v, err
	}
	out.Candidate = candidate.Sheet()
	for out.Seen < simulatedAtOnce && len(out.Changes) < changesAtOnce {
		found, err := q.desk.users.Simulate(q.Context(), q.by, user.SimulateRequest{
			Candidate: candidate, PageRequest: bonafide.PageRequest{Cursor: out.Next, Limit: changesAtOnce},
		})
		if err = v.partly(err); err != nil {
			return v, err
		}
		for _, c := range found.Items {
			out.Changes = append(out.Changes, changed{
				SimulatedChange: c, Raised: c.Change.ToScope.Compare(c.Change.FromScope) > 0, Lowered: c.Change.ToScope.Compare(c.Change.FromScope) < 0,
			})
		}
		out.Seen += changesAtOnce
		if out.Next = found.Next; out.Next == "" {
			break
		}
	}
	v.data = out
	return v, nil
}
