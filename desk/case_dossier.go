package desk

import (
	"errors"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// A dossier is a case as its pages show it.
type dossier struct {
	casefile.Case
	q *request
}

// dossier reads the case of a page, as the reviewer may see it.
func (q *request) dossier() (dossier, error) {
	c, err := q.desk.cases.Get(q.Context(), q.by, q.PathValue("case"))
	return dossier{c, q}, err
}

// view is a page about a case: its title names the case.
func (d dossier) view(template, about string, data any) view {
	title := d.Title()
	if about != "" {
		title = about + " of " + title
	}
	return view{template: template, title: title, data: data}
}

// Title is what a case is called: its name, or its id once that is erased.
func (d dossier) Title() string { return named(d.Name, d.ID) }

func named(name, id string) string {
	if strings.TrimSpace(name) == "" {
		return id
	}
	return name
}

// Sections are the pages about the case.
func (d dossier) Sections() []entry {
	out := []entry{{Word: "File", Link: d.q.to("cases", d.ID)}}
	for _, s := range []entry{{Word: "Owners", Link: "ownership"}, {Word: "Risk", Link: "risk"}, {Word: "Review", Link: "review"}, {Word: "Elsewhere", Link: "duplicates"}, {Word: "Timeline", Link: "timeline"}, {Word: "Earlier state", Link: "past"}, {Word: "Retention", Link: "keeping"}} {
		out = append(out, entry{Word: s.Word, Link: d.q.to("cases", d.ID, s.Link)})
	}
	for i := range out {
		out[i].Here = out[i].Link == d.q.base+d.q.URL.EscapedPath()
	}
	return out
}

// Percent writes a percentage for people, to four places at most.
func (dossier) Percent(p ownership.Percent) string {
	text := p.Round(4)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text + " %"
}

// Called is the name of an entity of the case, or its id.
func (d dossier) Called(id string) string {
	if x, ok := d.Company(id); ok {
		return named(x.Name, id)
	}
	if x, ok := d.Individual(id); ok {
		return named(x.Name(), id)
	}
	return id
}

// Present reports whether an entity is in the case, and so has a page.
func (d dossier) Present(id string) bool {
	_, company := d.Company(id)
	_, person := d.Individual(id)
	return company || person
}

// Open are the hits of a check that wait for a decision.
func (d dossier) Open(k casefile.Check) []screening.Hit {
	if k.Screening == nil {
		return nil
	}
	return k.Screening.Open(d.q.now())
}

// An obstacle is one thing that stands in the way of an approval, in words.
type obstacle struct {
	What, Of, Who string
}

// Obstacles are all that stand in the way of an approval of the case; none of an erased
// one.
func (d dossier) Obstacles() ([]obstacle, error) {
	if d.Erased() {
		return nil, nil
	}
	found, err := d.q.desk.cases.Obstacles(d.q.Context(), d.q.by, d.ID)
	if err != nil {
		return nil, err
	}
	var out []obstacle
	for _, x := range found {
		o := obstacle{What: refusal(x.Code), Who: waits(x.Waits)}
		if x.Entity != "" {
			o.Of = d.Called(x.Entity)
		}
		if k, ok := d.Check(x.Check); ok {
			o.Of += ": " + checkTitle(k)
		}
		for _, k := range d.Controls {
			if k.Key == x.Control {
				o.Of = k.Label
			}
		}
		out = append(out, o)
	}
	return out, nil
}

// waits says who must act.
func waits(kind bonafide.ActorKind) string {
	switch kind {
	case bonafide.ActorUser:
		return "the contact"
	case bonafide.ActorPlatform:
		return "the platform"
	case bonafide.ActorVerifier:
		return "the vendor"
	case bonafide.ActorSystem:
		return "nobody: it comes by itself"
	}
	return "a reviewer"
}

// Standing reports whether the approval of the case still rests on its evidence.
func (d dossier) Standing() bool { return d.InForce(d.q.now()) }

// Editable reports whether the case's content can change without a review.
func (d dossier) Editable() bool { return d.Status == casefile.Draft || d.Status == casefile.Open }

// refusal puts the code of a refusal into words.
func refusal(code bonafide.Code) string {
	switch code {
	case casefile.CodeRiskNotDefined:
		return "the risk was never assessed"
	case casefile.CodeUnscreened:
		return "nobody screened it against the watchlists"
	case casefile.CodeSearchOld:
		return "the watchlists were searched too long ago: let the check be monitored"
	case casefile.CodeOwnerUnchecked:
		return "a beneficial owner whom nobody looked at"
	case casefile.CodeProposalGone:
		return "the proposal does not stand any more"
	case casefile.CodeNoChecks:
		return "nothing was checked yet"
	case casefile.CodeChecksOpen:
		return "a check is not approved"
	case casefile.CodeControlsOpen:
		return "a control is not complete"
	case casefile.CodeRiskProhibited:
		return "the risk is prohibited"
	case casefile.CodeRiskStale:
		return "the risk model has not assessed the case as it now is"
	case casefile.CodeNoEntities:
		return "nobody is in the case"
	case casefile.CodeHitsOpen:
		return "a hit waits for a decision"
	case casefile.CodeTrueMatch:
		return "a true match that nobody accepted"
	case casefile.CodeBlocked:
		return "somebody in the case is on a sanctions list"
	case casefile.CodeNoMainCompany:
		return "the case has no main company"
	case bonafide.RefusedErased:
		return "the personal data was erased"
	}
	return plain(string(code))
}

// refused puts the refusal of an error into words; empty if it is none.
func refused(err error) string {
	var r *bonafide.RefusedError
	if !errors.As(err, &r) {
		return ""
	}
	return refusal(r.Code)
}

// checkTitle names a check: what it looks at, and of which kind.
func checkTitle(k casefile.Check) string {
	title := plain(string(k.Type))
	switch k.Type {
	case casefile.AML:
		title = "watchlists"
	case casefile.EKYC:
		title = "data sources"
	case casefile.IDDocument, casefile.IDVerification:
		title = strings.Replace(title, "id ", "identity ", 1)
	}
	if k.Subtype != "" {
		_, name, _ := strings.Cut(k.Subtype, ":")
		title += " (" + plain(name) + ")"
	}
	return title
}

// CheckTitle names a check: what it looks at, and of which kind.
func (dossier) CheckTitle(k casefile.Check) string { return checkTitle(k) }

// Actor names who did something.
func (dossier) Actor(a bonafide.Actor) string {
	if a.ID == "" {
		return string(a.Kind)
	}
	return string(a.Kind) + " " + a.ID
}

// Tone is the colour of a status, which its words say as well.
func (dossier) Tone(status any) string {
	switch status {
	case casefile.Approved, casefile.CheckApproved, risk.Low:
		return "good"
	case casefile.Rejected, casefile.CheckRejected, casefile.CheckExpired, risk.Critical, risk.Prohibited:
		return "bad"
	case casefile.CheckNeedReview, casefile.CheckInProgress, casefile.Draft, risk.High:
		return "warn"
	}
	return ""
}
