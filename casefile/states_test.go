package casefile_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// A stand is where a case stands when somebody asks for something.
type stand struct {
	status casefile.Status
	held   bool
	hit    string // none, open or true
	on     string // what is under way: proposed, an approval, or a change, of an approved case; or erased
}

func (s stand) String() string {
	if s.on != "" {
		return string(s.status) + "/" + s.on
	}
	held := "free"
	if s.held {
		held = "held"
	}
	return fmt.Sprintf("%s/%s/%s", s.status, held, s.hit)
}

// stands are all that there are: nothing is screened in a draft.
func stands() (out []stand) {
	for _, status := range casefile.Statuses() {
		for _, held := range []bool{false, true} {
			for _, hit := range []string{"none", "open", "true"} {
				if hit == "none" || status != casefile.Draft {
					out = append(out, stand{status, held, hit, ""})
				}
			}
		}
	}
	return append(out, underWay()...)
}

// underWay are the stands where something is.
func underWay() []stand {
	return []stand{
		{casefile.Open, false, "none", "proposed"}, {casefile.Approved, false, "none", "proposed"},
		{casefile.Approved, false, "none", "change"}, {casefile.Closed, false, "none", "erased"},
	}
}

// arrive makes a case that stands there: of a company, its contact and Jane. One that
// is closed can be erased if that is all that is in the way.
func (s stand) arrive(t *testing.T) listedCase {
	t.Helper()
	b := setup(t, automatic, func(o *casefile.Options) {
		o.Retention = func(casefile.Case) bonafide.Duration { return bonafide.Days(1) }
	})
	b.screener.listed = nil
	c := b.create(t, func(r *casefile.CreateRequest) {
		jane := person("Jane", "Listed")
		jane.Relations = []casefile.RelationInput{{Ownership: percent(100)}, {ToRef: "nut"}}
		r.Individuals = append(r.Individuals, jane)
		nut := affiliate("Nut")
		nut.Ref = "nut"
		r.Companies = append(r.Companies, nut)
		if s.status == casefile.Draft {
			r.Status = casefile.Draft
		}
	})
	l := listedCase{bundle: b, id: c.ID, jane: c.Individuals[1].ID, main: c.Companies[0].ID}
	if s.status != casefile.Draft {
		c = b.advance(t, c.ID)
		l.check = c.ChecksOf(l.jane)[0].ID
	}
	if s.status == casefile.Approved {
		l.low(t)
	}
	if s.hit != "none" {
		b.screener.listed = map[string]string{"Jane Listed": "7"}
		b.wait(25 * time.Hour)
		b.advance(t, c.ID)
	}
	if s.hit == "true" {
		l.decide(t, officer, screening.TruePositive)
	}
	if s.status == casefile.Rejected || s.status == casefile.Closed {
		l.in(t, s.status)
	}
	if s.held {
		_, err := b.cases.Hold(ctx, officer, c.ID, casefile.HoldRequest{ID: "matter-1", Reason: "claim"})
		require.NoError(t, err)
	}
	b.wait(48 * time.Hour)
	require.Equal(t, s.status, b.get(t, c.ID).Status, s)
	s.begin(t, l)
	return l
}

// begin begins what is under way.
func (s stand) begin(t *testing.T, l listedCase) {
	t.Helper()
	var err error
	switch s.on {
	case "proposed":
		if s.status == casefile.Open {
			_, err = l.cases.PushRisk(ctx, acme, l.id, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Medium}})
			require.NoError(t, err)
		}
		_, err = l.review(t, officer, l.get(t, l.id), casefile.Approved)
		require.NoError(t, err)
		require.NotNil(t, l.get(t, l.id).Proposal)
	case "change":
		_, err = l.cases.Update(ctx, acme, l.id, casefile.UpdateRequest{Name: casefile.To("Changed")})
		require.NoError(t, err)
		require.NotNil(t, l.get(t, l.id).Change)
	case "erased":
		_, err = l.cases.Erase(ctx, officer, l.id, casefile.EraseRequest{Reason: bonafide.SubjectRequest})
		require.NoError(t, err)
	}
}

// dry is a store that reads, and tells what would be written from what would not.
type dry struct{ bonafide.Store }

var errWritten = errors.New("written")

func (dry) Put(context.Context, ...bonafide.Write) error { return errWritten }

// asks are the commands on a case.
func (l listedCase) asks(t *testing.T) map[string]func(by bonafide.Actor) error {
	s, id := l.cases, l.id
	c := l.get(t, id)
	content, proposal, pending := l.content(t, id), "none", "none"
	if c.Proposal != nil {
		proposal = c.Proposal.ID
	}
	if c.Change != nil {
		pending = c.Change.ID
	}
	review := func(status casefile.Status) func(bonafide.Actor) error {
		return func(by bonafide.Actor) error {
			r := casefile.ReviewRequest{Status: status, Comment: "x"}
			if status == casefile.Approved {
				r.Content = content
			}
			_, err := s.Review(ctx, by, id, r)
			return err
		}
	}
	with := func(name, reason string) func(bonafide.Actor) error {
		return func(by bonafide.Actor) error { return conceal[name](l, by, reason) }
	}
	return map[string]func(by bonafide.Actor) error{
		"open":    func(by bonafide.Actor) error { _, err := s.Open(ctx, by, id, casefile.OpenRequest{}); return err },
		"reopen":  func(by bonafide.Actor) error { _, err := s.Reopen(ctx, by, id, casefile.ReopenRequest{}); return err },
		"approve": review(casefile.Approved),
		"approve/confirm": func(by bonafide.Actor) error {
			_, err := s.Review(ctx, by, id, casefile.ReviewRequest{Status: casefile.Approved, Comment: "x", Proposal: proposal})
			return err
		},
		"approve/take back": func(by bonafide.Actor) error {
			_, err := s.WithdrawProposal(ctx, by, id, casefile.WithdrawProposalRequest{Proposal: proposal})
			return err
		},
		"reject": review(casefile.Rejected),
		"close":  review(casefile.Closed),
		"edit": func(by bonafide.Actor) error {
			_, err := s.Update(ctx, by, id, casefile.UpdateRequest{Name: casefile.To("B")})
			return err
		},
		"edit/company": func(by bonafide.Actor) error { _, err := s.AddCompany(ctx, by, id, affiliate("Screw")); return err },
		"edit/person": func(by bonafide.Actor) error {
			_, err := s.AddIndividual(ctx, by, id, person("Bea", "Second"))
			return err
		},
		"edit/rename":        with("rename", ""),
		"edit/rename why":    with("rename", "r"),
		"edit/relation":      with("share", ""),
		"edit/relation why":  with("share", "r"),
		"edit/unrelate":      with("unrelate", ""),
		"edit/unrelate why":  with("unrelate", "r"),
		"edit/control":       with("control", ""),
		"edit/control why":   with("control", "r"),
		"edit/structure":     with("structure", ""),
		"edit/structure why": with("structure", "r"),
		"edit/treasury":      with("treasury", ""),
		"edit/treasury why":  with("treasury", "r"),
		"edit/nominate":      with("nominate", ""),
		"edit/nominate why":  with("nominate", "r"),
		"edit/contact":       with("email", ""),
		"edit/discard": func(by bonafide.Actor) error {
			_, err := s.DiscardChange(ctx, by, id, casefile.DiscardChangeRequest{Change: pending})
			return err
		},
		"edit/remove":         with("remove", ""),
		"edit/remove why":     with("remove", "r"),
		"edit/irrelevant":     with("irrelevant", ""),
		"edit/irrelevant why": with("irrelevant", "r"),
		"collect": func(by bonafide.Actor) error {
			_, err := s.SubmitCheck(ctx, by, id, casefile.SubmitCheckRequest{Check: "none"})
			return err
		},
		"answer": func(by bonafide.Actor) error {
			_, err := s.AnswerCheck(ctx, by, id, casefile.AnswerCheckRequest{Check: "none"})
			return err
		},
		"check/start": func(by bonafide.Actor) error {
			_, err := s.StartCheck(ctx, by, id, casefile.StartCheckRequest{Entity: l.main, Type: casefile.DocumentCheck, Subtype: "document_type:tax_form"})
			return err
		},
		"check/withdraw":     with("withdraw", ""),
		"check/withdraw why": with("withdraw", "r"),
		"check/hits": func(by bonafide.Actor) error {
			_, err := s.DecideHits(ctx, by, id, casefile.DecideHitsRequest{Check: l.check, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "7"}},
				Disposition: screening.FalsePositive, Reason: "r", Expires: l.now().AddDate(0, 6, 0)})
			return err
		},
		"check/dismiss": func(by bonafide.Actor) error {
			_, err := s.DismissFinding(ctx, by, id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
			return err
		},
		"push": func(by bonafide.Actor) error {
			_, err := s.PushRisk(ctx, by, id, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.High}})
			return err
		},
		"assess": func(by bonafide.Actor) error {
			_, err := s.OverrideRisk(ctx, by, id, casefile.OverrideRiskRequest{Level: risk.High, Comment: "x"})
			return err
		},
		"annotate": func(by bonafide.Actor) error {
			_, err := s.AddNote(ctx, by, id, casefile.AddNoteRequest{Text: "x"})
			return err
		},
		"label": func(by bonafide.Actor) error {
			_, err := s.Label(ctx, by, id, casefile.LabelRequest{AddTags: []string{"vip"}})
			return err
		},
		"reveal": func(by bonafide.Actor) error {
			_, err := s.Reveal(ctx, by, id, casefile.RevealRequest{Entity: l.jane, Field: "iban", Purpose: "sar_filing"})
			return err
		},
		"hold": func(by bonafide.Actor) error {
			_, err := s.Hold(ctx, by, id, casefile.HoldRequest{ID: "matter-2", Reason: "r"})
			return err
		},
		"hold/release": func(by bonafide.Actor) error {
			_, err := s.Release(ctx, by, id, casefile.ReleaseRequest{ID: "matter-1", Reason: "r"})
			return err
		},
		"erase": func(by bonafide.Actor) error {
			_, err := s.Erase(ctx, by, id, casefile.EraseRequest{Reason: bonafide.SubjectRequest})
			return err
		},
		"erase/draft": func(by bonafide.Actor) error {
			_, err := s.DeleteDraft(ctx, by, id, casefile.DeleteDraftRequest{})
			return err
		},
	}
}

// rules are the rows of the table in the comment of the package: in which statuses a
// verb may be used, and by whom. P = the case's platform, U = its contact, R =
// reviewers, V = verifiers, S = the system, x = another platform.
var rules = map[string]struct{ in, by string }{
	"open":     {"draft", "PR"},
	"approve":  {"open approved", "R"},
	"reject":   {"open approved rejected", "PR"},
	"close":    {"draft open approved rejected closed", "PR"},
	"reopen":   {"approved rejected closed", "PR"},
	"edit":     {"draft open approved", "PR"},
	"collect":  {"open approved", "UPR"},
	"answer":   {"open approved", "V"},
	"check":    {"open approved", "R"},
	"push":     {"draft open approved rejected closed", "PS"},
	"assess":   {"open approved", "R"},
	"annotate": {"draft open approved rejected closed", "R"},
	"label":    {"draft open approved rejected closed", "PR"},
	"reveal":   {"draft open approved rejected closed", "R"},
	"hold":     {"draft open approved rejected closed", "R"},
	"erase":    {"closed", "PRS"},
}

// expected is what comes of a command, by the rules as they are written down.
func (s stand) expected(command, by string) string {
	verb, _, _ := strings.Cut(command, "/")
	rule := rules[verb]
	switch {
	case by == "x":
		return "missing" // it does not know of the case
	case s.on == "erased" && by == "U":
		return "missing" // nothing says any more whose contact it was
	case s.on == "erased" && verb != "erase":
		return "erased"
	case !strings.Contains(rule.by, by):
		return "forbidden"
	case s.on == "erased":
		return "done" // nothing is left to do
	case verb == "erase" && s.held && by != "P":
		return "legal_hold" // speaks before the status does
	case command == "erase/draft" && s.status != casefile.Draft, command != "erase/draft" && !slices.Contains(strings.Fields(rule.in), string(s.status)):
		return "state"
	}
	found := s.hit != "none"
	switch command {
	case "approve/confirm":
		if s.on == "proposed" {
			return "maker"
		}
		return "proposal_gone"
	case "approve/take back":
		if s.on != "proposed" {
			return "proposal_gone"
		}
	case "approve":
		if s.status == casefile.Open && !found && s.on == "" {
			return "risk_not_defined" // nobody said what it is
		}
		return map[string]string{"none": "done", "open": "hits_open", "true": "blocked"}[s.hit]
	case "edit/relation", "edit/unrelate", "edit/control", "edit/structure", "edit/treasury", "edit/nominate":
		if found && by == "P" {
			return "reviewer_needed"
		} else if found {
			return "invalid"
		}
	case "edit/relation why", "edit/unrelate why", "edit/control why", "edit/structure why", "edit/treasury why", "edit/nominate why":
		if found && by == "P" {
			return "reviewer_needed"
		}
	case "edit/discard":
		if s.on != "change" {
			return "missing"
		}
	case "edit/rename", "edit/irrelevant", "edit/remove":
		// What is found is taken out of sight by reviewers alone, and they say why.
		switch {
		case found && by == "P":
			return "reviewer_needed"
		case found:
			return "invalid"
		case command == "edit/remove" && s.status != casefile.Draft:
			return "decided" // the check of whom nothing was found about
		}
	case "edit/rename why", "edit/irrelevant why", "edit/remove why":
		switch {
		case found && by == "P":
			return "reviewer_needed"
		case command == "edit/remove why" && s.status != casefile.Draft:
			return "decided" // it was approved before it found anything
		}
	case "check/withdraw", "check/withdraw why":
		return "decided"
	case "check/hits":
		if !found {
			return "missing"
		}
	case "check/dismiss":
		return "nothing_found" // of a check that was withdrawn
	case "collect", "answer", "reveal":
		return "missing" // such a check, such a value
	case "hold/release":
		if !s.held {
			return "missing"
		}
	case "erase", "erase/draft":
		if s.held {
			return "retention" // a platform does not learn of a hold
		}
	}
	return "done"
}

// Every status with every command, kind of actor, hold and hit. The golden file shows
// all outcomes: UPDATE_GOLDEN=1 writes it.
func TestStates(t *testing.T) {
	columns := []string{"P", "U", "R", "V", "S", "x"}
	rows := map[string]map[string][]stand{} // by command and outcomes
	for _, s := range stands() {
		l := s.arrive(t)
		l.cases = l.cases.WithStore(dry{l.store})
		actors := []bonafide.Actor{acme, contact, officer, vendor, bonafide.System(), other}
		for command, ask := range l.asks(t) {
			var outcomes []string
			for i, by := range actors {
				err := ask(by)
				if errors.Is(err, errWritten) {
					err = nil
				}
				got := outcome(err)
				assert.Equal(t, s.expected(command, columns[i]), got, "%s in %s by %s", command, s, columns[i])
				outcomes = append(outcomes, fmt.Sprintf("%-15s", got))
			}
			if rows[command] == nil {
				rows[command] = map[string][]stand{}
			}
			line := strings.TrimSpace(strings.Join(outcomes, " "))
			rows[command][line] = append(rows[command][line], s)
		}
	}
	var out strings.Builder
	for _, command := range slices.Sorted(maps.Keys(rows)) {
		fmt.Fprintf(&out, "%-60s %s\n", command, strings.Join(columns, strings.Repeat(" ", 15)))
		lines := []string{}
		for outcomes, in := range rows[command] {
			lines = append(lines, fmt.Sprintf("  %-58s %s\n", briefly(in), outcomes))
		}
		slices.Sort(lines)
		out.WriteString(strings.Join(lines, ""))
	}
	datatest.Golden(t, "states.txt", []byte(out.String()))
}

// briefly names stands: a status alone stands for all of them.
func briefly(in []stand) string {
	parts := []struct {
		name string
		has  func(stand) bool
	}{
		{"", func(stand) bool { return true }},
		{" free", func(s stand) bool { return !s.held }},
		{" held", func(s stand) bool { return s.held }},
		{" no hit", func(s stand) bool { return s.hit == "none" }},
		{" open hit", func(s stand) bool { return s.hit == "open" }},
		{" true hit", func(s stand) bool { return s.hit == "true" }},
		{" hit", func(s stand) bool { return s.hit != "none" }},
	}
	var out []string
	for _, status := range casefile.Statuses() {
		of := func(list []stand, has func(stand) bool) []stand {
			return slices.DeleteFunc(slices.Clone(list), func(s stand) bool { return s.status != status || s.on != "" || !has(s) })
		}
		found := of(in, parts[0].has)
		for _, part := range parts {
			if len(found) > 0 && slices.Equal(found, of(stands(), part.has)) {
				out, found = append(out, string(status)+part.name), nil
			}
		}
		for _, s := range found {
			out = append(out, s.String())
		}
		for _, s := range in {
			if s.status == status && s.on != "" {
				out = append(out, s.String())
			}
		}
	}
	return strings.Join(out, "; ")
}
