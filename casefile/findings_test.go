package casefile_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// automatic approves by itself whatever is clear.
func automatic(o *casefile.Options) {
	aml := []casefile.CheckPlan{{Type: casefile.AML, Automation: casefile.Automation{Approval: true, Monitored: true}}}
	o.Templates = []casefile.Template{{Key: "kyb", Name: "automatic", Main: aml, Affiliated: aml, Individual: aml, AutoApprove: []risk.Level{risk.Low}}}
}

// A listedCase is a case with Jane, who owns the main company, and what reviewers made of
// the entry that she was found on.
type listedCase struct {
	*bundle
	id, jane, check string
	main            string // that she owns
	list            string // where she was found
}

// listedWith makes such a case: hit is none, cleared, open or true, of sanctions, or
// accepted, of a list of warnings: nobody accepts a match of sanctions.
func listedWith(t testing.TB, hit string) listedCase {
	t.Helper()
	list := screening.KeyOFACSDN
	if hit == "accepted" {
		list = "interpol"
	}
	l := listedOn(t, list, hit != "none")
	switch hit {
	case "cleared":
		l.decide(t, officer, screening.FalsePositive)
	case "true":
		l.decide(t, officer, screening.TruePositive)
	case "accepted":
		l.decide(t, officer, screening.TruePositive)
		l.decide(t, officer, screening.TrueButAccepted)
		l.decide(t, officer2, screening.TrueButAccepted)
	}
	return l
}

// listedOn makes one whose hit, if there is one, nobody decided on.
func listedOn(t testing.TB, list string, hit bool) listedCase {
	t.Helper()
	b := setup(t, automatic, func(o *casefile.Options) { o.Screener = relisted{o.Screener.(*screener), list} })
	if !hit {
		b.screener.listed = map[string]string{}
	}
	c := b.create(t, func(r *casefile.CreateRequest) {
		jane := person("Jane", "Listed")
		jane.Relations = []casefile.RelationInput{{Ownership: percent(100)}}
		r.Individuals = append(r.Individuals, jane)
	})
	c = b.advance(t, c.ID)
	l := listedCase{bundle: b, id: c.ID, jane: c.Individuals[1].ID, main: c.Companies[0].ID, list: list}
	l.check = c.ChecksOf(l.jane)[0].ID
	return l
}

// aml is the check that Jane was found by.
func (l listedCase) aml(t testing.TB) casefile.Check {
	t.Helper()
	k, ok := l.get(t, l.id).Check(l.check)
	require.True(t, ok)
	return k
}

func (l listedCase) decide(t testing.TB, by bonafide.Actor, d screening.Disposition) {
	t.Helper()
	req := casefile.DecideHitsRequest{Check: l.check, Hits: []casefile.HitID{{List: cmp.Or(l.list, screening.KeyOFACSDN), EntryID: "7"}}, Disposition: d, Reason: "r"}
	if d != screening.TruePositive {
		req.Expires = l.now().Add(300 * 24 * time.Hour)
	}
	_, err := l.cases.DecideHits(ctx, by, l.id, req)
	require.NoError(t, err)
}

// conceal are the verbs that would take a hit out of sight.
var conceal = map[string]func(l listedCase, by bonafide.Actor, reason string) error{
	"remove": func(l listedCase, by bonafide.Actor, reason string) error {
		_, err := l.cases.RemoveEntity(ctx, by, l.id, casefile.RemoveEntityRequest{Entity: l.jane, Reason: reason})
		return err
	},
	"irrelevant": func(l listedCase, by bonafide.Actor, reason string) error {
		_, err := l.cases.SetRelevant(ctx, by, l.id, casefile.SetRelevantRequest{Entity: l.jane, Reason: reason})
		return err
	},
	"rename": func(l listedCase, by bonafide.Actor, reason string) error {
		return l.change(by, reason, func(f *casefile.IndividualFields) { f.LastName = "Person" })
	},
	"birth": func(l listedCase, by bonafide.Actor, reason string) error {
		return l.change(by, reason, func(f *casefile.IndividualFields) { f.BirthDate = bonafide.Date{Year: 1999, Month: 1, Day: 1} })
	},
	"email": func(l listedCase, by bonafide.Actor, reason string) error { // says nothing about who it is
		return l.change(by, reason, func(f *casefile.IndividualFields) { f.Email = "jane@example.com" })
	},
	"control": func(l listedCase, by bonafide.Actor, reason string) error { // what she controls without shares
		return l.change(by, reason, func(f *casefile.IndividualFields) { f.IsControllingPerson = true })
	},
	"share": func(l listedCase, by bonafide.Actor, reason string) error {
		_, err := l.cases.UpdateRelation(ctx, by, l.id, casefile.UpdateRelationRequest{Relation: l.holding(), Ownership: casefile.To(percent(10)), Reason: reason})
		return err
	},
	"unrelate": func(l listedCase, by bonafide.Actor, reason string) error {
		_, err := l.cases.RemoveRelation(ctx, by, l.id, casefile.RemoveRelationRequest{Relation: l.holding(), Reason: reason})
		return err
	},
	"treasury": func(l listedCase, by bonafide.Actor, reason string) error { // of what she owns: her share is another
		c, err := l.cases.Get(ctx, officer, l.id)
		if err != nil {
			return err
		}
		main, _ := c.Main()
		_, err = l.cases.AddRelation(ctx, by, l.id, casefile.RelationInput{From: main.ID, To: main.ID, Ownership: percent(10), Reason: reason})
		return err
	},
	"nominate": func(l listedCase, by bonafide.Actor, reason string) error { // somebody for whom she holds
		bob := person("Bob", "Behind")
		bob.Relations = []casefile.RelationInput{{Roles: []ownership.Role{ownership.Nominator}}}
		bob.Reason = reason
		_, err := l.cases.AddIndividual(ctx, by, l.id, bob)
		return err
	},
	"nominate company": func(l listedCase, by bonafide.Actor, reason string) error {
		bob := affiliate("Behind")
		bob.Relations = []casefile.RelationInput{{Roles: []ownership.Role{ownership.Nominator}}}
		bob.Reason = reason
		_, err := l.cases.AddCompany(ctx, by, l.id, bob)
		return err
	},
	"structure": func(l listedCase, by bonafide.Actor, reason string) error { // of what she owns
		c, err := l.cases.Get(ctx, officer, l.id)
		if err != nil {
			return err
		}
		main, _ := c.Main()
		fields := main.CompanyFields
		fields.Structure = ownership.ListedCompany
		_, err = l.cases.UpdateCompany(ctx, by, l.id, casefile.UpdateCompanyRequest{Company: main.ID, Fields: &fields, Seen: main.UpdatedAt, Reason: reason})
		return err
	},
	"withdraw": func(l listedCase, by bonafide.Actor, reason string) error {
		_, err := l.cases.WithdrawCheck(ctx, by, l.id, casefile.WithdrawCheckRequest{Check: l.check, Reason: reason})
		return err
	},
}

// holding is the relation by which Jane holds the main company.
func (l listedCase) holding() string {
	c, err := l.cases.Get(ctx, officer, l.id)
	if err != nil {
		return ""
	}
	main, _ := c.Main()
	for _, r := range c.Relations {
		if r.From() == l.jane && r.ToCompany == main.ID {
			return r.ID
		}
	}
	return ""
}

func (l listedCase) change(by bonafide.Actor, reason string, edit func(*casefile.IndividualFields)) error {
	c, err := l.cases.Get(ctx, officer, l.id)
	if err != nil {
		return err
	}
	x, _ := c.Individual(l.jane)
	fields := x.IndividualFields
	edit(&fields)
	_, err = l.cases.UpdateIndividual(ctx, by, l.id, casefile.UpdateIndividualRequest{Individual: l.jane, Fields: &fields, Seen: x.UpdatedAt, Reason: reason})
	return err
}

// in brings the case to a status.
func (l listedCase) in(t testing.TB, status casefile.Status) {
	t.Helper()
	c := l.get(t, l.id)
	if status == casefile.Open && c.Status == casefile.Open {
		return
	}
	_, err := l.review(t, officer, c, status)
	require.NoError(t, err)
}

// outcome is the answer of a command in one word.
func outcome(err error) string {
	var refused *bonafide.RefusedError
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &refused):
		return string(refused.Code)
	case errors.Is(err, bonafide.ErrForbidden):
		return "forbidden"
	case errors.Is(err, bonafide.ErrNotFound):
		return "missing"
	case errors.Is(err, bonafide.ErrState):
		return "state"
	case errors.Is(err, bonafide.ErrInvalid):
		return "invalid"
	}
	return err.Error()
}

// Status x verb x actor x hit: who may take what was found out of sight.
func TestWhoMayConceal(t *testing.T) {
	actors := []struct {
		name   string
		by     bonafide.Actor
		reason string
	}{
		{"platform", acme, ""}, {"platform with reason", acme, "r"}, {"other platform", other, "r"}, {"reviewer", officer, ""}, {"reviewer with reason", officer, "r"},
		{"contact", contact, "r"}, {"verifier", vendor, "r"}, {"system", bonafide.System(), "r"},
	}
	free := "done done missing done done forbidden forbidden forbidden"
	guarded := "reviewer_needed reviewer_needed missing invalid done forbidden forbidden forbidden"
	decided := "decided decided missing decided decided forbidden forbidden forbidden"
	reasoned := "forbidden forbidden missing invalid done forbidden forbidden forbidden"
	late := "forbidden forbidden missing decided decided forbidden forbidden forbidden"
	edits := map[string]string{"none": free, "cleared": free, "open": guarded, "true": guarded, "accepted": free}
	table := map[string]map[string]string{
		"remove":     {"none": decided, "cleared": decided, "open": guarded, "true": guarded, "accepted": decided},
		"irrelevant": edits, "rename": edits, "birth": edits, "treasury": edits, "nominate": edits, "nominate company": edits,
		"email":    {"none": free, "cleared": free, "open": free, "true": free, "accepted": free},
		"withdraw": {"none": late, "cleared": late, "open": reasoned, "true": reasoned, "accepted": late},
	}
	cells := 0
	cases := map[string]*listedCase{} // as they were made: what is refused leaves them so
	for verb, run := range conceal {
		for hit, row := range table[verb] {
			var words [8]string
			_, err := fmt.Sscan(row, &words[0], &words[1], &words[2], &words[3], &words[4], &words[5], &words[6], &words[7])
			require.NoError(t, err)
			for i, a := range actors {
				for _, status := range []casefile.Status{casefile.Open, casefile.Rejected, casefile.Closed} {
					key := hit + " " + string(status)
					l := cases[key]
					if l == nil {
						made := listedWith(t, hit)
						l, cases[key] = &made, &made
						l.in(t, status)
					}
					want := words[i]
					if status != casefile.Open && want != "missing" && want != "forbidden" {
						want = "state"
					}
					got := outcome(run(*l, a.by, a.reason))
					assert.Equal(t, want, got, "%s by %s, %s hit, %s", verb, a.name, hit, status)
					if got == "done" {
						delete(cases, key)
					}
					cells++
				}
			}
		}
	}
	assert.Equal(t, 9*5*8*3, cells)
}

// Whoever was found on a sanctions list is in the way of an approval, whatever became
// of the entity: out of sight is not out of the case.
func TestFindingsOutliveEntities(t *testing.T) {
	for _, verb := range []string{"remove", "irrelevant", "rename", "withdraw"} {
		for _, hit := range []string{"open", "true"} {
			t.Run(verb+" "+hit, func(t *testing.T) {
				l := listedWith(t, hit)
				l.low(t)
				require.NoError(t, conceal[verb](l, officer, "sold her shares"))
				c := l.settle(t)
				if verb == "rename" && hit == "open" {
					assert.Equal(t, casefile.Approved, c.Status, "a reviewer said that she is somebody else")
					assert.Equal(t, "sold her shares", c.Notes[0].Text)
					return
				}
				assert.Equal(t, casefile.Open, c.Status)
				k, ok := c.Check(l.check)
				require.True(t, ok)
				assert.NotEmpty(t, k.Screening.Result.Lists)
				want := map[string]bonafide.Code{"open": casefile.CodeHitsOpen, "true": casefile.CodeBlocked}[hit]
				assert.Equal(t, want, l.obstacles(t, c.ID)[0])
				if hit == "true" {
					assert.Contains(t, c.Blocked(l.now()), l.jane)
					assert.Equal(t, bonafide.Years(10), casefile.DefaultRetention(c))
				}
				if verb == "rename" {
					return
				}
				assert.Equal(t, officer, k.Withdrawn.By)
				assert.Equal(t, "sold her shares", k.Withdrawn.Reason)
				_, err := l.cases.DismissFinding(ctx, acme, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
				require.ErrorIs(t, err, bonafide.ErrForbidden)
				c, err = l.cases.DismissFinding(ctx, officer, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "no longer an owner"})
				require.NoError(t, err)
				if hit == "true" {
					assert.Equal(t, casefile.CodeBlocked, l.obstacles(t, c.ID)[0], "one reviewer alone")
					_, err = l.cases.DismissFinding(ctx, officer, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
					require.ErrorIs(t, err, bonafide.ErrForbidden)
					c, err = l.cases.DismissFinding(ctx, officer2, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "seen too"})
					require.NoError(t, err)
					k, _ = c.Check(l.check)
					assert.Equal(t, officer, k.Dismissal.By)
					assert.Equal(t, officer2, k.Dismissal.Second)
					assert.Equal(t, "seen too", k.Dismissal.SecondReason)
				}
				c = l.settle(t)
				switch verb {
				case "irrelevant": // an owner of all of it is never without interest
					assert.Equal(t, casefile.Open, c.Status)
					assert.Equal(t, []bonafide.Code{casefile.CodeOwnerUnchecked}, l.obstacles(t, c.ID))
				case "remove": // after a withdrawal the template asks for another check, which finds her again
					assert.Equal(t, casefile.Approved, c.Status)
					assert.True(t, c.InForce(l.now()))
				}
				_, err = l.cases.DismissFinding(ctx, officer3, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
				assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeNothingFound}, err)
				if hit == "true" {
					assert.Equal(t, bonafide.Years(10), casefile.DefaultRetention(c), "dismissed, and kept")
				}
			})
		}
	}
}

// low is the risk at which the template approves by itself.
func (l listedCase) low(t testing.TB) {
	t.Helper()
	_, err := l.cases.PushRisk(ctx, acme, l.id, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
	require.NoError(t, err)
}

// settle runs what happens by itself until nothing more does.
func (l listedCase) settle(t testing.TB) casefile.Case {
	t.Helper()
	l.advance(t, l.id)
	return l.advance(t, l.id)
}

// A dismissal is void once the hits are decided on again.
func TestDismissedAndDecidedAgain(t *testing.T) {
	l := listedWith(t, "open")
	require.NoError(t, conceal["remove"](l, officer, "r"))
	c, err := l.cases.DismissFinding(ctx, officer, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
	require.NoError(t, err)
	assert.Empty(t, c.Blocked(l.now()))
	l.decide(t, officer2, screening.TruePositive)
	assert.Equal(t, []string{l.jane}, l.get(t, l.id).Blocked(l.now()))
}

// Two reviewers who end a finding at once read the same: the second is refused, and learns
// that somebody was before. So it is where the finding became a graver one.
func TestNobodyDismissesUnawares(t *testing.T) {
	for name, meanwhile := range map[string]func(l listedCase) error{
		"another dismissed it": func(l listedCase) error {
			_, err := l.cases.DismissFinding(ctx, officer, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
			return err
		},
		"another decided on it": func(l listedCase) error {
			l.decide(t, officer, screening.TruePositive)
			return nil
		},
	} {
		l := listedWith(t, "true")
		require.NoError(t, conceal["remove"](l, officer, "r"))
		k, _ := l.get(t, l.id).Check(l.check)
		require.NoError(t, meanwhile(l), name)
		req := casefile.DismissFindingRequest{Check: l.check, Reason: "r", Seen: k.UpdatedAt}
		_, err := l.cases.DismissFinding(ctx, officer2, l.id, req)
		require.ErrorIs(t, err, bonafide.ErrConflict, name)
		k, _ = l.get(t, l.id).Check(l.check)
		req.Seen = k.UpdatedAt
		_, err = l.cases.DismissFinding(ctx, officer2, l.id, req)
		require.NoError(t, err, name)
	}
}

// Who was found to be the listed one, and was accepted for a time, is no open hit like
// another once that time is over: it stands in the way, and one reviewer ends it nowhere.
func TestLapsedAcceptanceTakesTwo(t *testing.T) {
	for name, first := range map[string]func(l listedCase){
		"found, then accepted": func(l listedCase) { l.decide(t, officer3, screening.TruePositive) },
		"accepted at once":     func(listedCase) {},
	} {
		l := listedOn(t, "interpol", true)
		first(l)
		l.decide(t, officer, screening.TrueButAccepted)
		l.decide(t, officer2, screening.TrueButAccepted)
		require.Equal(t, casefile.CheckApproved, l.aml(t).Status, name)
		l.wait(301 * 24 * time.Hour)
		l.settle(t)
		require.Equal(t, casefile.CheckNeedReview, l.aml(t).Status, name)
		_, err := l.cases.ReviewCheck(ctx, officer, l.id, casefile.ReviewCheckRequest{Check: l.check, Approve: true, Private: "x"})
		require.Error(t, err, name)
		require.NoError(t, conceal["irrelevant"](l, officer, "sold"), name)
		before := l.obstacles(t, l.id)
		for _, by := range []bonafide.Actor{officer, officer2} {
			require.Equal(t, before, l.obstacles(t, l.id), "%s: by one alone", name)
			_, err = l.cases.DismissFinding(ctx, by, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
			require.NoError(t, err, name)
		}
		require.NotEqual(t, before, l.obstacles(t, l.id), name)
	}
}

// The subject that was removed and is added again has the decisions it had.
func TestDecisionsComeBack(t *testing.T) {
	l := listedWith(t, "true")
	l.low(t)
	require.NoError(t, conceal["remove"](l, officer, "r"))
	jane := person("Jane", "Listed")
	jane.Relations = []casefile.RelationInput{{Ownership: percent(100)}}
	c, err := l.cases.AddIndividual(ctx, acme, l.id, jane)
	require.NoError(t, err)
	c = l.advance(t, c.ID)
	again := c.ChecksOf(c.Individuals[1].ID)[0]
	assert.Equal(t, casefile.ResultRejected, again.Result)
	assert.Len(t, c.Blocked(l.now()), 2)
	l.check = again.ID
	l.decide(t, officer, screening.FalsePositive)
	k, _ := l.get(t, l.id).Check(again.ID)
	assert.Equal(t, casefile.ResultRejected, k.Result, "to clear a true match takes two")
}

// Two reviewers may accept a match of warnings, nobody one of sanctions.
func TestAccepted(t *testing.T) {
	l := listedWith(t, "accepted")
	l.low(t)
	c := l.settle(t)
	assert.True(t, c.HasFlag(casefile.AllChecksApproved))
	assert.Empty(t, c.Blocked(l.now()))

	for _, hit := range []string{"open", "true"} {
		l = listedWith(t, hit)
		_, err := l.cases.DecideHits(ctx, officer, l.id, casefile.DecideHitsRequest{Check: l.check, Hits: []casefile.HitID{{List: l.list, EntryID: "7"}},
			Disposition: screening.TrueButAccepted, Reason: "r", Expires: l.now().Add(time.Hour)})
		invalid(t, err, "disposition", bonafide.CodeNotAllowed)
	}
	l.screener.failed = true
	c = l.advance(t, l.id)
	assert.Equal(t, []string{l.jane}, c.Blocked(l.now()), "also while the list is out of reach")
}

// Random commands of the platform after a true match: the case is never approved, and
// is kept no shorter.
func TestPlatformNeverSheds(t *testing.T) {
	figuretest.OneGoroutine(t)
	done := 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 11))
		l := listedWith(t, "true")
		l.low(t)
		name := func() casefile.IndividualInput {
			x := person([]string{"Jane", "Bea"}[r.IntN(2)], []string{"Listed", "Person"}[r.IntN(2)])
			x.Relations = []casefile.RelationInput{{Ownership: percent(r.IntN(101))}}
			return x
		}
		entity := func() string {
			c := l.get(t, l.id)
			return c.Individuals[r.IntN(len(c.Individuals))].ID
		}
		commands := []func() error{
			func() error { return conceal["remove"](l, acme, "r") },
			func() error { return conceal["irrelevant"](l, acme, "r") },
			func() error { return conceal["rename"](l, acme, "r") },
			func() error { return conceal["birth"](l, acme, "r") },
			func() error { return conceal["withdraw"](l, acme, "r") },
			func() error { _, err := l.cases.AddIndividual(ctx, acme, l.id, name()); return err },
			func() error {
				_, err := l.cases.RemoveEntity(ctx, acme, l.id, casefile.RemoveEntityRequest{Entity: entity(), Reason: "r"})
				return err
			},
			func() error {
				_, err := l.cases.SetRelevant(ctx, acme, l.id, casefile.SetRelevantRequest{Entity: entity(), Relevant: r.IntN(2) == 0})
				return err
			},
			func() error {
				c := l.get(t, l.id)
				if len(c.Relations) == 0 {
					return nil
				}
				_, err := l.cases.RemoveRelation(ctx, acme, l.id, casefile.RemoveRelationRequest{Relation: c.Relations[r.IntN(len(c.Relations))].ID})
				return err
			},
			func() error {
				_, err := l.cases.Update(ctx, acme, l.id, casefile.UpdateRequest{Name: casefile.To(fmt.Sprint("Bolt ", r.IntN(9)))})
				return err
			},
			func() error {
				_, err := l.cases.DismissFinding(ctx, acme, l.id, casefile.DismissFindingRequest{Check: l.check, Reason: "r"})
				return err
			},
			func() error {
				_, err := l.cases.Review(ctx, acme, l.id, casefile.ReviewRequest{Status: []casefile.Status{casefile.Rejected, casefile.Closed, casefile.Approved}[r.IntN(3)], Comment: "r", Content: l.content(t, l.id)})
				return err
			},
			func() error {
				_, err := l.cases.Reopen(ctx, acme, l.id, casefile.ReopenRequest{})
				return err
			},
			func() error { l.screener.failed = !l.screener.failed; return nil },
			func() error { l.wait(time.Duration(r.IntN(40)) * 24 * time.Hour); return nil },
			func() error { _, err := l.cases.Advance(ctx, l.id); return err },
		}
		for range 60 {
			if commands[r.IntN(len(commands))]() == nil {
				done++
			}
			c := l.get(t, l.id)
			require.NotEqual(t, casefile.Approved, c.Status, "seed %d", seed)
			require.NotEmpty(t, c.Blocked(l.now()), "seed %d", seed)
			require.False(t, c.InForce(l.now()), "seed %d", seed)
			require.Equal(t, bonafide.Years(10), casefile.DefaultRetention(c), "seed %d", seed)
		}
	}
	assert.Greater(t, done, 400, "some of it takes effect")
}

// What cannot be read as a name cannot be searched for on a list: it is refused.
func TestNamesThatCannotBeScreened(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	for name, ok := range map[string]bool{"12345 67890": false, "U5ama": false, "&#74;ane": false, "...": false, "O’Neill-Šimić Jr.": true, "李": true, "María José": true} {
		x := person(name, "Person")
		_, err := b.cases.AddIndividual(ctx, acme, c.ID, x)
		if ok {
			require.NoError(t, err, name)
			continue
		}
		invalid(t, err, "first_name", bonafide.CodeMalformed)
	}
	for name, ok := range map[string]bool{"24 Seven & Sons": true, "Smith &amp; Sons": false, "&#65;cme": false, "...": false, "Acme\x00": false} {
		for path, fill := range map[string]func(*casefile.CompanyInput){
			"name":            func(f *casefile.CompanyInput) { f.Name = name },
			"commercial_name": func(f *casefile.CompanyInput) { f.CommercialName = name },
		} {
			f := affiliate("Acme")
			fill(&f)
			_, err := b.cases.AddCompany(ctx, acme, c.ID, f)
			if ok {
				require.NoError(t, err, name)
				continue
			}
			invalid(t, err, path, bonafide.CodeMalformed)
		}
	}
}

// A rejection for good is out of the platform's reach as a finding is: it neither takes
// the entity out of the investigation nor gives it another name, under which its check
// would begin anew.
func TestFinalRejectionStays(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		paul := person("Paul", "Dupont")
		paul.Relations = []casefile.RelationInput{{Ownership: percent(30)}}
		r.Individuals[0].Relations[0].Ownership = percent(70)
		r.Individuals = append(r.Individuals, paul)
	})
	c = b.advance(t, c.ID)
	paul := c.Individuals[1]
	_, err := b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{
		Check: c.ChecksOf(paul.ID)[0].ID, Kind: casefile.RejectFinal, Override: true, Private: "adverse media"})
	require.NoError(t, err)
	status := func() casefile.CheckStatus { return b.get(t, c.ID).ChecksOf(paul.ID)[0].Status }
	rename := func(by bonafide.Actor, reason string) error {
		now, _ := b.get(t, c.ID).Individual(paul.ID)
		fields := now.IndividualFields
		fields.LastName = "Durand"
		_, err := b.cases.UpdateIndividual(ctx, by, c.ID, casefile.UpdateIndividualRequest{Individual: paul.ID, Fields: &fields, Seen: now.UpdatedAt, Reason: reason})
		return err
	}
	leave := func(by bonafide.Actor, reason string) error {
		_, err := b.cases.SetRelevant(ctx, by, c.ID, casefile.SetRelevantRequest{Entity: paul.ID, Reason: reason})
		return err
	}
	for name, try := range map[string]func(bonafide.Actor, string) error{"rename": rename, "leave": leave} {
		refusedAs(t, try(acme, "a typo"), casefile.CodeReviewerNeeded)
		require.ErrorIs(t, try(officer, ""), bonafide.ErrInvalid, name)
		b.advance(t, c.ID)
		assert.Equal(t, casefile.CheckRejected, status(), name)
	}
	_, err = b.cases.RemoveEntity(ctx, acme, c.ID, casefile.RemoveEntityRequest{Entity: paul.ID})
	refusedAs(t, err, casefile.CodeDecided)
	require.NoError(t, leave(officer, "sold his share"))
}
