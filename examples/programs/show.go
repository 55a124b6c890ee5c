package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
)

// show prints what a host would.
type show struct{ io.Writer }

func (s show) line(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

func day(t time.Time) string { return t.Format(time.DateOnly) }

// user prints the decision about one user, its ledger, and the answer to the
// transaction asked for.
func (s show) user(book *program.Book, u user) error {
	s.line("%s", u.About)
	p, err := book.Find(u.CIPTag, u.Facts.Kind, u.Facts.At)
	if err != nil {
		return err
	}
	ledger, err := money.NewLedger(p.TimeZone())
	if err != nil {
		return err
	}
	for _, t := range u.Moved {
		if ledger, _, err = ledger.Post(t); err != nil {
			return err
		}
	}
	if u.Facts.Totals, err = ledger.Totals(u.Facts.At); err != nil {
		return err
	}
	decision, facts := book.Evaluate(u.CIPTag, u.Facts)
	s.decision(decision)
	for _, a := range program.AdverseActions(decision, "") {
		s.line("  to the user: %s (%s)", a.Text, strings.Join(a.What, ", "))
	}
	if err := program.Replay(p, facts, decision); err != nil {
		return err
	}
	if u.Transaction != nil {
		if err := s.authorize(p, decision, ledger, *u.Transaction); err != nil {
			return err
		}
	}
	if future, ok := book.Future(u.CIPTag, u.Facts); ok && len(future.Requirements) > 0 {
		s.line("  from %s on, version %d also asks:", day(future.EffectiveAt), future.Version)
		for _, r := range future.Requirements {
			s.line("    %s by %s", r.What, day(r.DueAt))
		}
	}
	s.line("")
	return nil
}

func (s show) decision(d permission.Decision) {
	until := ""
	if !d.Due.IsZero() {
		until = ", until " + day(d.Due)
	}
	s.line("  %s (%s) by %s version %d%s", d.Permission, d.Scope, d.Program, d.ProgramVersion, until)
	for _, doc := range d.Documents {
		if len(d.Documents) > 1 {
			s.line("    %s: %s", doc.ID, doc.Scope)
		}
	}
	for _, r := range d.Requirements {
		if !r.State.Open() && r.State != permission.EventuallyDue {
			continue
		}
		s.requirement(r)
	}
}

func (s show) requirement(r permission.Requirement) {
	text := fmt.Sprintf("  [%s] %s for %s", r.State, r.What, r.DocumentID)
	if r.Actor != "" {
		text += ": " + string(r.Actor) + " must act"
	}
	if !r.DueAt.IsZero() {
		text += ", by " + day(r.DueAt)
	}
	s.line("%s", text)
	var ways []string
	for _, way := range r.Alternatives {
		ways = append(ways, strings.Join(way, " and "))
	}
	if len(ways) > 0 {
		s.line("      either %s", strings.Join(ways, ", or "))
	}
	for _, p := range r.Errors {
		left := ""
		if p.AttemptsLeft > 0 {
			left = fmt.Sprintf(" (%d attempts left)", p.AttemptsLeft)
		}
		s.line("      %s%s", p.Reason, left)
	}
	why := r.Why.Rule
	if r.Why.ID != "" {
		why += " " + r.Why.ID
	}
	effect := "withholds " + string(r.Impact.Withholds)
	if r.Impact.FallsTo != "" {
		effect += ", else " + string(r.Impact.FallsTo)
	}
	s.line("      by %s; %s", why, effect)
}

func (s show) authorize(p *program.Program, d permission.Decision, l money.Ledger, t money.Transaction) error {
	a, err := p.Authorize(d, l, t)
	if err != nil {
		return err
	}
	verdict := "allowed"
	if !a.Allowed {
		verdict = "refused"
	}
	s.line("  %s %s: %s", t.Direction, t.Amount, verdict)
	for _, r := range a.Refusals {
		s.line("      %s", strings.TrimSpace(string(r.Code)+" "+r.Rule))
	}
	for _, limit := range a.Limits {
		if !limit.Max.IsZero() {
			s.line("      %s left of %s per %s", limit.Remaining, limit.Max, limit.Per)
		}
	}
	if a.Raise != nil {
		var needs []string
		for _, r := range a.Raise.Requirements {
			needs = append(needs, r.What)
		}
		s.line("      %s would allow it, with %s", a.Raise.Scope, strings.Join(needs, ", "))
	}
	return nil
}

// payday pays Sam past the threshold, and shows what follows two weeks later.
func (s show) payday(book *program.Book, sam user) {
	s.line("Sam is paid, and passes USD 600")
	p, err := book.Find(sam.CIPTag, sam.Facts.Kind, sam.Facts.At)
	if err != nil {
		s.line("  %v", err)
		return
	}
	f := sam.Facts
	ledger, err := money.NewLedger(p.TimeZone())
	if err != nil {
		s.line("  %v", err)
		return
	}
	for _, t := range append(sam.Moved, *sam.Transaction) {
		if f.Totals, err = ledger.Totals(t.At); err != nil {
			s.line("  %v", err)
			return
		}
		f.At = t.At
		d, _ := book.Evaluate(sam.CIPTag, f)
		next, a, err := p.Move(d, ledger, t)
		if err != nil {
			s.line("  %v", err)
			return
		}
		s.line("  %s %s %s: %t", day(t.At), t.Direction, t.Amount, a.Allowed)
		ledger = next
	}
	for _, at := range []time.Time{f.At, f.At.AddDate(0, 0, 14)} {
		f.At = at
		if f.Totals, err = ledger.Totals(at); err != nil {
			s.line("  %v", err)
			return
		}
		d, _ := book.Evaluate(sam.CIPTag, f)
		f.Clocks = d.Clocks // a deadline runs on
		s.line("  on %s:", day(at))
		s.decision(d)
	}
	s.line("")
}

// simulate shows what version 2 of the first program would change for its users,
// had it been released today.
func (s show) simulate(book *program.Book, users []user) error {
	current, err := book.Version("us-personal", 1)
	if err != nil {
		return err
	}
	candidate, err := book.Version("us-personal", 2)
	if err != nil {
		return err
	}
	s.line("us-personal version 2, simulated")
	population := func(yield func(string, permission.Facts) bool) {
		for _, u := range users {
			if u.CIPTag == 1 && u.Facts.Kind == permission.Personal && !yield(u.Facts.Documents[0].ID, screenedAgain(u.Facts, candidate)) {
				return
			}
		}
	}
	for id, f := range population {
		c := program.Simulate(current, candidate, f)
		s.change(id, c)
	}
	sum := program.SimulateAll(current, candidate, population)
	s.line("  of %d users %d would have less, %d more", sum.Users, len(sum.Lowered), len(sum.Raised))

	terms, err := draft(current)
	if err != nil {
		return err
	}
	sum = program.SimulateAll(current, terms, population)
	s.line("  a draft of version %d that wants new terms: %d of them would have less", terms.Version(), len(sum.Lowered))
	return nil
}

// screenedAgain moves the screening to when the candidate takes effect: by then
// it will have been repeated, and what is asked is what the program changes.
func screenedAgain(f permission.Facts, candidate *program.Program) permission.Facts {
	docs := make([]permission.DocumentFacts, len(f.Documents))
	copy(docs, f.Documents)
	for i := range docs {
		docs[i].ScreenedAt = candidate.EffectiveAt()
	}
	f.Documents = docs
	return f
}

// change prints what another version means for one user.
func (s show) change(id string, c program.Change) {
	s.line("  %s: %s -> %s", id, c.FromScope, c.ToScope)
	for _, r := range c.Added {
		s.line("    asks for %s (%s)", r.What, r.State)
	}
	for _, r := range c.Removed {
		s.line("    no longer asks for %s", r.What)
	}
}
