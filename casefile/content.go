package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/screening"
)

// content computes [Case.Content]: all that a reviewer decides on, and no clocks. A
// screening that found the same leaves it as it is.
func (c Case) content() string {
	companies, individuals, relations := c.approvedParts()
	controls := slices.Clone(c.Controls)
	for i := range controls {
		controls[i].At, controls[i].By = time.Time{}, bonafide.Actor{}
	}
	var checks []checkContent
	for _, k := range c.Checks {
		checks = append(checks, k.content())
	}
	r := c.Risk.Current()
	return canonical.SumJSON("casefile 3", c.Name, c.Template, companies, individuals, relations, checks, controls, c.Properties, r.Level, r.Score, r.Mode)
}

// approvedParts are the entities and relations as an approval is about them: without
// working data, and without contact data, which may change at any time.
func (c Case) approvedParts() ([]Company, []Individual, []Relation) {
	companies, individuals, relations := slices.Clone(c.Companies), slices.Clone(c.Individuals), slices.Clone(c.Relations)
	for i := range companies {
		x := &companies[i]
		x.Marks, x.UpdatedAt, x.Website = nil, time.Time{}, ""
	}
	for i := range individuals {
		x := &individuals[i]
		x.Marks, x.UpdatedAt, x.Email, x.Phone, x.Position = nil, time.Time{}, "", "", ""
	}
	for i := range relations {
		relations[i].UpdatedAt, relations[i].Position = time.Time{}, ""
	}
	return companies, individuals, relations
}

// A checkContent is what a reviewer decides on in a check.
type checkContent struct {
	ID, Entity, Subtype, Attempt, Reference, Subject string

	Type      CheckType
	Status    CheckStatus
	Internal  bool
	Evidence  []string
	Result    Result
	Details   []string
	Contrary  *Answer
	Decisions []CheckDecision
	ExpiresAt time.Time

	Withdrawn *Withdrawal
	Dismissal *Dismissal

	Lists []screening.ListRun
	Hits  []hitContent
	Found []screening.Decision
}

// A hitContent is a hit of an aml check.
type hitContent struct {
	List, EntryID, EntryHash string
	Score                    float64
}

func (k Check) content() checkContent {
	out := checkContent{
		ID: k.ID, Entity: k.Entity, Subtype: k.Subtype, Attempt: k.Attempt, Reference: k.Reference, Subject: k.Subject,
		Type: k.Type, Status: k.Status, Internal: k.Internal, Evidence: k.Evidence, Result: k.Result, Details: k.Details,
		Decisions: k.History(), ExpiresAt: k.ExpiresAt, Contrary: k.Contrary, Withdrawn: k.Withdrawn, Dismissal: k.Dismissal,
	}
	if k.Screening == nil {
		return out
	}
	found := k.Screening.found()
	out.Lists, out.Found = found.Lists, k.Screening.Decisions
	for _, h := range found.Hits {
		out.Hits = append(out.Hits, hitContent{h.List, h.EntryID, h.EntryHash, h.Score})
	}
	return out
}

// named is a hash of content as events name it: under the case's salt, so that nobody
// can try what an erased case was about. Empty stays empty.
func (c Case) named(content string) string {
	if content == "" {
		return ""
	}
	return canonical.Keyed(c.Salt, "content", content)
}
