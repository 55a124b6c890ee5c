package casefile_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
)

// Canaries of one case. Nothing else in the tests looks like them.
const (
	canaryFirst, canaryLast, canaryMaiden = "Canaria", "Quellenfeld", "Kanarienhof"
	canaryFirm, canaryRegistration        = "Quellbach Holding SA", "REG-987-1042"
	canaryMail, canaryPhone               = "canary@quellenfeld.example", "+14155559871"
	canaryStreet, canaryPlace             = "77 Canary Wharf Lane", "Quellenstadt"
	canarySSN, canaryTax                  = "512-43-9871", "FR83987142039"
	canaryIBAN                            = "GB82 WEST 1234 5698 7654 32"
	canaryExternal, canaryUser            = "crm-canary-9871", "subject-0077" // an id: actors of events are named by it
	canaryWord, canaryTag                 = "canary inheritance", "canary-vip"
)

func withCanaries(req *casefile.CreateRequest) {
	req.Key, req.ExternalID, req.Name = "create", canaryExternal, canaryFirm
	req.Tags, req.Metadata = []string{canaryTag}, map[string]string{"crm": canaryExternal}
	req.Properties = property.Values{"funds": property.Text(canaryWord), "phone": property.Text(canaryPhone)}
	c := &req.Companies[0]
	c.Name, c.CommercialName, c.Registration, c.Address.City = canaryFirm, canaryFirm+" trading", canaryRegistration, canaryPlace
	c.TaxNumber, c.IBAN = bonafide.NewSecret(canaryTax), bonafide.NewSecret(canaryIBAN)
	x := &req.Individuals[0]
	x.FirstName, x.LastName, x.MaidenName, x.Email, x.Phone = canaryFirst, canaryLast, canaryMaiden, canaryMail, canaryPhone
	x.Address.Street, x.BirthPlace, x.Position, x.UserID = canaryStreet, canaryPlace, canaryWord+" officer", canaryUser
	x.SocialSecurityNumber = bonafide.NewSecret(canarySSN)
}

// everything is a case that has something personal in every place that can hold
// it, and is closed; the retention is over but for a while.
func (b *bundle) everything(t testing.TB, short time.Duration) casefile.Case {
	t.Helper()
	b.screener.listed[canaryFirst+" "+canaryLast] = "7"
	c := b.advance(t, b.create(t, withCanaries).ID)
	id := c.ID
	must := func(_ any, err error) { t.Helper(); require.NoError(t, err) }
	hits := slices.IndexFunc(c.Checks, func(k casefile.Check) bool { return k.Screening != nil && len(k.Screening.Result.Hits) > 0 })
	require.GreaterOrEqual(t, hits, 0)
	must(b.cases.DecideHits(ctx, officer, id, casefile.DecideHitsRequest{Key: "hit", Check: c.Checks[hits].ID, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "7"}},
		Disposition: screening.FalsePositive, Reason: canaryWord, Expires: start.AddDate(1, 0, 0)}))
	must(b.cases.SubmitCheck(ctx, bonafide.User(canaryUser), id, casefile.SubmitCheckRequest{Check: of(t, c, casefile.IDDocument).ID, Evidence: []string{canaryExternal + ".png"}}))
	must(b.cases.ForceReview(ctx, officer, id, casefile.ForceReviewRequest{Check: of(t, c, casefile.IDDocument).ID}))
	must(b.cases.ReviewCheck(ctx, officer, id,
		casefile.ReviewCheckRequest{Check: of(t, c, casefile.IDDocument).ID, Kind: casefile.RejectRetry, Public: canaryWord, Private: canaryWord}))
	must(b.cases.AddNote(ctx, officer, id, casefile.AddNoteRequest{Key: "note", Text: canaryWord + " again"}))
	must(b.cases.CommentNote(ctx, officer, id, casefile.CommentNoteRequest{Note: b.get(t, id).Notes[0].ID, Text: canaryWord + " indeed"}))
	must(b.cases.AddTask(ctx, officer, id, casefile.AddTaskRequest{Title: "Ask " + canaryFirst}))
	must(b.cases.SetControl(ctx, officer, id, casefile.SetControlRequest{Control: "call", Completed: true, Comment: canaryWord}))
	must(b.cases.OverrideRisk(ctx, officer, id, casefile.OverrideRiskRequest{Level: risk.Low, Comment: canaryWord}))
	in := affiliate(canaryLast + " Trust")
	must(b.cases.AddCompany(ctx, officer, id, in))
	must(b.cases.Hold(ctx, officer, id, casefile.HoldRequest{Key: "hold", ID: "matter-1", Reason: canaryWord}))
	must(b.cases.Release(ctx, officer2, id, casefile.ReleaseRequest{Key: "release", ID: "matter-1", Reason: canaryWord}))
	b.shut(t, id, short)
	return b.get(t, id)
}

// shut closes a case and lets the retention pass but for a while.
func (b *bundle) shut(t testing.TB, id string, short time.Duration) {
	t.Helper()
	_, err := b.cases.Review(ctx, officer, id, casefile.ReviewRequest{Status: casefile.Closed, Comment: canaryWord})
	require.NoError(t, err)
	b.mu.Lock()
	b.clock = b.clock.AddDate(5, 0, 0).Add(-short)
	b.mu.Unlock()
}

var ended = casefile.EraseRequest{Reason: bonafide.RetentionEnded}

func (b *bundle) erase(t testing.TB, id string) casefile.Case {
	t.Helper()
	c, err := b.cases.Erase(ctx, officer, id, ended)
	require.NoError(t, err)
	require.True(t, c.Erased())
	return c
}

func (b *bundle) erasable(t testing.TB) []string {
	t.Helper()
	page, err := b.cases.Erasable(ctx, officer, bonafide.PageRequest{Limit: 100})
	require.NoError(t, err)
	require.Empty(t, page.Next)
	return page.Items
}

// stored reads a case as the store keeps it.
func (b *bundle) stored(t testing.TB, id string) casefile.Case {
	t.Helper()
	r, err := b.records.Get(ctx, casefile.Kind, id)
	require.NoError(t, err)
	var wire struct {
		State casefile.Case `json:"state"`
	}
	require.NoError(t, json.Unmarshal(r.Body, &wire))
	return wire.State
}

func refusedAs(t *testing.T, err error, code bonafide.Code) {
	t.Helper()
	var r *bonafide.RefusedError
	require.ErrorAs(t, err, &r)
	assert.Equal(t, code, r.Code)
}

// After Erase, everything that the store still holds is revealed and searched
// for every personal value that was put in, for every sealed value, and for the
// terms it was found by; no version of the case is left.
func TestEraseLeavesNothingPersonal(t *testing.T) {
	b := setup(t)
	all := aggregatetest.NewRecords(b.store)
	b.cases = b.cases.WithStore(all)
	c := b.everything(t, 0)
	before := b.stored(t, c.ID)
	then, err := b.cases.AsOf(ctx, officer, c.ID, start)
	require.NoError(t, err)
	require.Equal(t, canaryFirm, then.Name, "versions are there before")

	var canaries []string
	for _, v := range []string{canaryFirst, canaryLast, canaryMaiden, canaryFirm, canaryRegistration, canaryMail, canaryPhone, canaryStreet, canaryPlace, canarySSN, canaryTax,
		canaryIBAN, canaryExternal, canaryWord, canaryTag, "canary", "quellen", "quellb", "1980-05-14"} {
		canaries = append(canaries, aggregatetest.Forms(v, strings.ToLower(v))...)
	}
	hits := 0
	look := func(where, text string) (in []string) {
		for _, canary := range canaries {
			if strings.Contains(strings.ToLower(text), strings.ToLower(canary)) {
				in, hits = append(in, where), hits+1
			}
		}
		return in
	}
	var terms []string
	versions := 0
	for _, r := range all.All(t, b.records) {
		look(r.Kind, string(r.Body))
		if r.Kind == casefile.KindVersion {
			versions++
			require.NotEmpty(t, r.Body)
		}
		for _, term := range append(slices.Clone(r.Unique), r.Labels...) {
			if _, index, _ := strings.Cut(term, "="); len(index) == 22 || len(index) == 32 {
				terms = append(terms, index)
			}
		}
	}
	require.Greater(t, hits, 20, "the search finds them before")
	require.Greater(t, len(terms), 5)
	require.Greater(t, versions, 8)
	sealed := [][]byte{before.DataKey, before.Companies[0].TaxNumber.Data, before.Companies[0].IBAN.Data, before.Individuals[0].SocialSecurityNumber.Data}

	c = b.erase(t, c.ID)
	assert.Equal(t, bonafide.Erasure{At: b.now(), By: officer, Reason: bonafide.RetentionEnded, FinishedAt: b.now()}, c.Erasure)
	clean := func(where, text string) {
		assert.Empty(t, look(where, text), where)
		for _, blob := range sealed {
			require.NotEmpty(t, blob)
			assert.False(t, strings.Contains(text, base64.StdEncoding.EncodeToString(blob)), "something sealed is left in %s", where)
		}
		for _, term := range terms {
			assert.False(t, strings.Contains(text, term), "a term is left in %s", where)
		}
	}
	emptied := map[string]int{}
	for _, r := range all.All(t, b.records) {
		assert.False(t, strings.Contains(string(r.Body), canaryUser), "the link to the user is left in %s", r.Kind)
		clean("record "+r.Kind, r.ID+"\n"+string(r.Body)+"\n"+strings.Join(r.Unique, "\n")+strings.Join(r.Labels, "\n"))
		if r.Kind == casefile.KindVersion || r.Kind == casefile.KindEntity {
			assert.Empty(t, r.Body, r.Kind)
			assert.Empty(t, r.Labels, r.Kind)
			emptied[r.Kind]++
		}
	}
	assert.Equal(t, map[string]int{casefile.KindVersion: versions, casefile.KindEntity: 3}, emptied)
	events, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err, "the chain survives")
	data, err := json.Marshal(events)
	require.NoError(t, err)
	clean("events", string(data))
	clean("log", b.log.String())
	assert.Equal(t, []string{"erased", "erasure_finished"}, types(events)[len(events)-2:])
	assert.Equal(t, map[string]string{"reason": "retention_ended"}, events[len(events)-2].Data)
	assert.Equal(t, map[string]string{"versions": fmt.Sprint(versions), "entities": "3", "files": "0"}, events[len(events)-1].Data)

	assert.Empty(t, c.DataKey)
	assert.Equal(t, casefile.Closed, c.Status)
	assert.Equal(t, before.CreatedAt, c.CreatedAt)
	require.Len(t, c.Reviews, 1)
	assert.Equal(t, casefile.Closed, c.Reviews[0].Status)
	assert.Equal(t, risk.Low, c.Reviews[0].Risk, "codes survive")
	assert.Empty(t, c.Reviews[0].Comment)
}

// Keys are remembered as long as the host says, and swept then.
func TestKeyLife(t *testing.T) {
	for life, want := range map[time.Duration]time.Duration{0: 24 * time.Hour, time.Hour: time.Hour} {
		b := setup(t, func(o *casefile.Options) { o.KeyLife = life })
		c := b.create(t)
		note := func(text string) error {
			_, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Key: "k", Text: text})
			return err
		}
		sweep := func() int {
			n, err := b.cases.Sweep(ctx, 10)
			require.NoError(t, err)
			return n
		}
		require.NoError(t, note("a"))
		b.wait(want - time.Second)
		require.ErrorIs(t, note("b"), bonafide.ErrKeyReused)
		assert.Zero(t, sweep())
		b.wait(time.Second)
		require.NoError(t, note("b"))
		b.wait(want + time.Second)
		assert.Equal(t, 1, sweep())
		assert.Zero(t, sweep())
	}
}

// Erasure takes what is remembered of requests with it; keys are swept in time.
func TestErasureForgetsRequests(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.KeyLife = time.Hour })
	req := request()
	req.Key = "create"
	c, err := b.cases.Create(ctx, acme, req)
	require.NoError(t, err)
	for i := range 3 {
		_, err = b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Key: fmt.Sprint("k", i), Text: "x"})
		require.NoError(t, err)
	}
	memories := func() []bonafide.Record {
		page, err := b.records.List(ctx, bonafide.Query{Kind: "case.command"})
		require.NoError(t, err)
		return page.Records
	}
	assert.Len(t, memories(), 4)
	b.shut(t, c.ID, 0)
	b.erase(t, c.ID)
	require.Len(t, memories(), 1)
	assert.NotContains(t, string(memories()[0].Body), `"request"`)
	n, err := b.cases.Sweep(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	_, err = b.cases.Sweep(ctx, -1)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = casefile.New(b.store, b.keys, &casefile.Options{KeyLife: time.Minute})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("options.key_life", bonafide.CodeOutOfRange))
}

func TestErasedCase(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.KeyLife = 50 * 365 * 24 * time.Hour }) // a retry may come after the retention
	c := b.everything(t, 0)
	id, check, entity := c.ID, c.Checks[0].ID, c.Companies[0].ID
	b.erase(t, id)
	create := func(key string) (casefile.Case, error) {
		req := request()
		withCanaries(&req)
		req.Key = key
		return b.cases.Create(ctx, acme, req)
	}
	refused := map[string]func() error{
		"AddCompany":    func() error { _, err := b.cases.AddCompany(ctx, officer, id, affiliate("x")); return err },
		"AddIndividual": func() error { _, err := b.cases.AddIndividual(ctx, officer, id, person("x", "y")); return err },
		"AddNote": func() error {
			_, err := b.cases.AddNote(ctx, officer, id, casefile.AddNoteRequest{Text: "x"})
			return err
		},
		"OpenFile": func() error {
			_, _, err := b.cases.OpenFile(ctx, officer, id, casefile.OpenFileRequest{File: "f", Purpose: "document_review"})
			return err
		},
		"AttachFile": func() error {
			_, err := b.cases.AttachFile(ctx, officer, id, casefile.AttachFileRequest{Check: check})
			return err
		},
		"CommentNote": func() error {
			_, err := b.cases.CommentNote(ctx, officer, id, casefile.CommentNoteRequest{Note: "n", Text: "x"})
			return err
		},
		"AddRelation": func() error {
			_, err := b.cases.AddRelation(ctx, officer, id, casefile.RelationInput{From: entity})
			return err
		},
		"AddTask": func() error {
			_, err := b.cases.AddTask(ctx, officer, id, casefile.AddTaskRequest{Title: "x"})
			return err
		},
		"Advance": func() error { _, err := b.cases.Advance(ctx, id); return err },
		"Amend": func() error {
			_, err := b.cases.Amend(ctx, acme, id, casefile.AmendRequest{Status: casefile.Open, LabelRequest: casefile.LabelRequest{AddTags: []string{"x"}}})
			return err
		},
		"AnswerCheck": func() error {
			_, err := b.cases.AnswerCheck(ctx, vendor, id, casefile.AnswerCheckRequest{Check: check, Outcome: casefile.AnswerApproved})
			return err
		},
		"Report": func() error { _, err := b.cases.Report(ctx, officer, id); return err },
		"AsOf":   func() error { _, err := b.cases.AsOf(ctx, officer, id, start); return err },
		"AutomateRisk": func() error {
			_, err := b.cases.AutomateRisk(ctx, officer, id, casefile.AutomateRiskRequest{})
			return err
		},
		"CompleteTask": func() error {
			_, err := b.cases.CompleteTask(ctx, officer, id, casefile.CompleteTaskRequest{Task: "t"})
			return err
		},
		"Create": func() error { _, err := create("create"); return err },
		"DecideHits": func() error {
			_, err := b.cases.DecideHits(ctx, officer, id, casefile.DecideHitsRequest{Check: check})
			return err
		},
		"DiscardChange": func() error {
			_, err := b.cases.DiscardChange(ctx, officer, id, casefile.DiscardChangeRequest{Change: "c"})
			return err
		},
		"Obstacles":  func() error { _, err := b.cases.Obstacles(ctx, officer, id); return err },
		"Duplicates": func() error { _, err := b.cases.Duplicates(ctx, officer, id); return err },
		"ForceReview": func() error {
			_, err := b.cases.ForceReview(ctx, officer, id, casefile.ForceReviewRequest{Check: check})
			return err
		},
		"Hold": func() error {
			_, err := b.cases.Hold(ctx, officer, id, casefile.HoldRequest{ID: "m", Reason: "r"})
			return err
		},
		"Label": func() error {
			_, err := b.cases.Label(ctx, acme, id, casefile.LabelRequest{AddTags: []string{"x"}})
			return err
		},
		"Open": func() error { _, err := b.cases.Open(ctx, acme, id, casefile.OpenRequest{}); return err },
		"OverrideRisk": func() error {
			_, err := b.cases.OverrideRisk(ctx, officer, id, casefile.OverrideRiskRequest{Level: risk.High, Comment: "x"})
			return err
		},
		"Ownership": func() error { _, err := b.cases.Ownership(ctx, officer, id); return err },
		"OwnershipOn": func() error {
			_, err := b.cases.OwnershipOn(ctx, officer, id, bonafide.Date{Year: 2026, Month: 1, Day: 1})
			return err
		},
		"PushRisk": func() error { _, err := b.cases.PushRisk(ctx, acme, id, casefile.PushRiskRequest{}); return err },
		"Recollect": func() error {
			_, err := b.cases.Recollect(ctx, officer, id, casefile.RecollectRequest{Check: check})
			return err
		},
		"Release": func() error {
			_, err := b.cases.Release(ctx, officer, id, casefile.ReleaseRequest{ID: "m", Reason: "r"})
			return err
		},
		"RemoveEntity": func() error {
			_, err := b.cases.RemoveEntity(ctx, officer, id, casefile.RemoveEntityRequest{Entity: entity})
			return err
		},
		"RemoveRelation": func() error {
			_, err := b.cases.RemoveRelation(ctx, officer, id, casefile.RemoveRelationRequest{Relation: "r"})
			return err
		},
		"Reopen": func() error { _, err := b.cases.Reopen(ctx, officer, id, casefile.ReopenRequest{}); return err },
		"Reveal": func() error {
			_, err := b.cases.Reveal(ctx, officer, id, casefile.RevealRequest{Entity: entity, Field: "iban", Purpose: "sar_filing"})
			return err
		},
		"Review": func() error {
			_, err := b.cases.Review(ctx, officer, id, casefile.ReviewRequest{Status: casefile.Closed, Comment: "x"})
			return err
		},
		"ReviewCheck": func() error {
			_, err := b.cases.ReviewCheck(ctx, officer, id, casefile.ReviewCheckRequest{Check: check})
			return err
		},
		"SetControl": func() error {
			_, err := b.cases.SetControl(ctx, officer, id, casefile.SetControlRequest{Control: "call"})
			return err
		},
		"SetMonitored": func() error {
			_, err := b.cases.SetMonitored(ctx, officer, id, casefile.SetMonitoredRequest{Check: check})
			return err
		},
		"SetRelevant": func() error {
			_, err := b.cases.SetRelevant(ctx, officer, id, casefile.SetRelevantRequest{Entity: entity})
			return err
		},
		"StartCheck": func() error {
			_, err := b.cases.StartCheck(ctx, officer, id, casefile.StartCheckRequest{Entity: entity})
			return err
		},
		"SubmitCheck": func() error {
			_, err := b.cases.SubmitCheck(ctx, acme, id, casefile.SubmitCheckRequest{Check: check})
			return err
		},
		"Update": func() error {
			_, err := b.cases.Update(ctx, acme, id, casefile.UpdateRequest{Name: casefile.To("x")})
			return err
		},
		"UpdateCompany": func() error {
			_, err := b.cases.UpdateCompany(ctx, acme, id, casefile.UpdateCompanyRequest{})
			return err
		},
		"UpdateIndividual": func() error {
			_, err := b.cases.UpdateIndividual(ctx, acme, id, casefile.UpdateIndividualRequest{})
			return err
		},
		"UpdateRelation": func() error {
			_, err := b.cases.UpdateRelation(ctx, acme, id, casefile.UpdateRelationRequest{})
			return err
		},
		"DismissFinding": func() error {
			_, err := b.cases.DismissFinding(ctx, officer, id, casefile.DismissFindingRequest{Check: check, Reason: "r"})
			return err
		},
		"WithdrawProposal": func() error {
			_, err := b.cases.WithdrawProposal(ctx, officer, id, casefile.WithdrawProposalRequest{Proposal: "none"})
			return err
		},
		"WithdrawCheck": func() error {
			_, err := b.cases.WithdrawCheck(ctx, officer, id, casefile.WithdrawCheckRequest{Check: check})
			return err
		},
	}
	reads := map[string]func(t *testing.T){
		"PlanErasure": func(t *testing.T) {
			p, err := b.cases.PlanErasure(ctx, officer, id)
			require.NoError(t, err)
			assert.Equal(t, bonafide.RefusedErased, p.Refused)
			assert.Empty(t, p.Goes)
		},
		"Get": func(t *testing.T) {
			for _, by := range []bonafide.Actor{acme, officer, bonafide.System()} {
				c, err := b.cases.Get(ctx, by, id)
				require.NoError(t, err)
				assert.True(t, c.Erased())
				assert.Equal(t, !by.Is(bonafide.ActorPlatform), len(c.Holds) == 1, "holds are for reviewers")
			}
			_, err := b.cases.Get(ctx, bonafide.User(canaryUser), id)
			require.ErrorIs(t, err, bonafide.ErrNotFound, "nobody is a contact any more")
		},
		"Find": func(t *testing.T) {
			_, err := b.cases.Find(ctx, acme, id)
			require.NoError(t, err)
			_, err = b.cases.Find(ctx, acme, canaryExternal)
			require.ErrorIs(t, err, bonafide.ErrNotFound)
		},
		"List": func(t *testing.T) {
			for _, by := range []bonafide.Actor{acme, officer} {
				cases, err := b.cases.List(ctx, by, casefile.ListRequest{Status: casefile.Closed})
				require.NoError(t, err)
				require.Len(t, cases.Items, 1)
				assert.True(t, cases.Items[0].Erased())
			}
			cases, err := b.cases.List(ctx, officer, casefile.ListRequest{Tag: canaryTag})
			require.NoError(t, err)
			assert.Empty(t, cases.Items)
		},
		"Count": func(t *testing.T) {
			n, err := b.cases.Count(ctx, officer, casefile.ListRequest{Tag: canaryTag})
			require.NoError(t, err)
			assert.Zero(t, n)
		},
		"Events": func(t *testing.T) {
			events, err := eventsOf(b.cases, officer, id)
			require.NoError(t, err)
			assert.NotEmpty(t, events)
		},
		"Timeline": func(t *testing.T) {
			lines, err := timelineOf(b.cases, officer, id)
			require.NoError(t, err)
			assert.Equal(t, "erasure_finished", lines[len(lines)-1].What)
		},
		"Erasable":     func(t *testing.T) { assert.Empty(t, b.erasable(t)) },
		"VerifyEvents": func(t *testing.T) { require.NoError(t, b.cases.VerifyEvents(ctx, officer, c.ID)) },
		"Editions": func(t *testing.T) {
			changes, err := b.cases.Editions(ctx, officer)
			require.NoError(t, err)
			assert.Empty(t, changes, "of lists, never of a subject")
		},
		"RecordEditions": func(t *testing.T) { require.NoError(t, b.cases.RecordEditions(ctx, officer, nil)) },
		"Sweep":          func(t *testing.T) { _, err := b.cases.Sweep(ctx, 10); require.NoError(t, err) },
		"Rotate":         func(t *testing.T) { _, _, err := b.cases.Rotate(ctx, "", 10); require.NoError(t, err) },
		"AdvanceDue": func(t *testing.T) {
			n, err := b.cases.AdvanceDue(ctx, 10)
			require.NoError(t, err)
			assert.Zero(t, n, "nothing of an erased case is ever due")
		},
		"Run": func(t *testing.T) {
			for _, over := range []time.Duration{0, 30 * time.Millisecond} {
				ctx, cancel := context.WithTimeout(ctx, over)
				require.NoError(t, b.cases.Run(ctx, casefile.WorkerOptions{Interval: 10 * time.Millisecond}))
				cancel()
			}
		},
		"Erase": func(t *testing.T) {
			for _, r := range []casefile.EraseRequest{ended, {Key: "k", Reason: bonafide.SubjectRequest}, {Key: "k", Reason: bonafide.SubjectRequest}} {
				c, err := b.cases.Erase(ctx, acme, id, r)
				require.NoError(t, err, "erasing twice is no error")
				assert.Equal(t, bonafide.RetentionEnded, c.Erasure.Reason)
			}
			_, err := b.cases.Erase(ctx, other, id, ended)
			require.ErrorIs(t, err, bonafide.ErrNotFound)
			_, err = b.cases.Erase(ctx, vendor, id, ended)
			require.ErrorIs(t, err, bonafide.ErrForbidden)
		},
		"DeleteDraft": func(t *testing.T) {
			c, err := b.cases.DeleteDraft(ctx, acme, id, casefile.DeleteDraftRequest{})
			require.NoError(t, err, "it is gone")
			assert.Equal(t, bonafide.RetentionEnded, c.Erasure.Reason)
		},
		"Files": func(t *testing.T) {
			page, err := b.cases.Files(ctx, officer, bonafide.PageRequest{})
			require.NoError(t, err)
			assert.Empty(t, page.Items, "no file is left")
		},
		"Holders": func(t *testing.T) {
			c, err := b.cases.Get(ctx, officer, id)
			require.NoError(t, err)
			assert.Empty(t, b.cases.Holders(ctx, c, b.now()), "nobody is left")
		},
		"Ping": func(t *testing.T) { require.NoError(t, b.cases.Ping(ctx), "it is about no case") },
		"WithStore": func(t *testing.T) {
			_, err := b.cases.WithStore(b.store).Get(ctx, officer, id)
			require.NoError(t, err)
		},
	}
	methods := reflect.TypeOf(b.cases)
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		t.Run(name, func(t *testing.T) {
			before := b.stored(t, id)
			if read := reads[name]; read != nil {
				read(t)
			} else if command := refused[name]; assert.NotNil(t, command, "a new method: what does it do with an erased case?") {
				refusedAs(t, command(), bonafide.RefusedErased)
			}
			assert.Equal(t, before, b.stored(t, id), "nothing changes an erased case")
		})
	}
	assert.Equal(t, methods.NumMethod(), len(reads)+len(refused))

	_, err := b.cases.AddNote(ctx, officer, id, casefile.AddNoteRequest{Key: "note", Text: canaryWord + " again"})
	refusedAs(t, err, bonafide.RefusedErased) // a key of before
	again, err := create("again")
	require.NoError(t, err, "the same customer may come again, with the same external id")
	assert.NotEqual(t, id, again.ID)
	found, err := b.cases.Duplicates(ctx, officer, again.ID)
	require.NoError(t, err)
	assert.Empty(t, found, "the erased case is no duplicate of anything")
}

// Status x retention x hold: a hold wins over all, then comes the open case, then
// the retention.
func TestMayErase(t *testing.T) {
	cells := 0
	for _, status := range casefile.Statuses() {
		for _, over := range []bool{false, true} {
			for _, held := range []bool{false, true} {
				name := fmt.Sprintf("%s, retention over %v, held %v", status, over, held)
				b := setup(t)
				c := b.create(t, func(r *casefile.CreateRequest) { r.Status = casefile.Draft })
				id := c.ID
				if status != casefile.Draft {
					_, err := b.cases.Open(ctx, acme, id, casefile.OpenRequest{})
					require.NoError(t, err)
				}
				switch status {
				case casefile.Approved:
					b = setup(t)
					id = b.approved(t).ID
				case casefile.Rejected, casefile.Closed:
					_, err := b.cases.Review(ctx, officer, id, casefile.ReviewRequest{Status: status, Comment: "x"})
					require.NoError(t, err)
				}
				if held {
					_, err := b.cases.Hold(ctx, officer, id, casefile.HoldRequest{ID: "matter", Reason: "subpoena"})
					require.NoError(t, err)
				}
				b.clock = start.AddDate(5, 0, 0)
				if !over {
					b.clock = b.clock.Add(-time.Microsecond)
				}
				before := b.stored(t, id)
				listed := slices.Contains(b.erasable(t), id)
				_, err := b.cases.Erase(ctx, officer, id, ended)
				switch {
				case held:
					refusedAs(t, err, bonafide.RefusedHold)
				case status != casefile.Closed:
					assert.Equal(t, &bonafide.StateError{Kind: "case", From: string(status), To: "erase"}, err)
				case !over:
					refusedAs(t, err, bonafide.RefusedRetention)
				default:
					require.NoError(t, err, name)
				}
				assert.Equal(t, err == nil, listed, name)
				if err != nil {
					assert.Equal(t, before, b.stored(t, id), "%s: what is refused changes nothing", name)
				}
				cells++
			}
		}
	}
	assert.Equal(t, 20, cells)

	b := setup(t)
	c := b.everything(t, 0)
	for _, by := range []bonafide.Actor{bonafide.User(canaryUser), vendor} {
		_, err := b.cases.Erase(ctx, by, c.ID, ended)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err := b.cases.Erase(ctx, other, c.ID, ended)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = b.cases.Erase(ctx, officer, c.ID, casefile.EraseRequest{})
	invalid(t, err, "reason", bonafide.CodeRequired)
	_, err = b.cases.Erase(ctx, officer, c.ID, casefile.EraseRequest{Reason: "because"})
	invalid(t, err, "reason", bonafide.CodeUnknown)
	for _, by := range []bonafide.Actor{acme, vendor, contact} {
		_, err = b.cases.Erasable(ctx, by, bonafide.PageRequest{Limit: 10})
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.cases.Erasable(ctx, bonafide.Actor{}, bonafide.PageRequest{Limit: 10})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = b.cases.Erase(ctx, bonafide.System(), c.ID, ended)
	require.NoError(t, err, "a job of the host may")
}

// Five years after the closure by the clock, ten where somebody is on the OFAC
// list (31 CFR 501.601); the host may keep longer or shorter, by case.
func TestRetention(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	assert.Zero(t, b.get(t, c.ID).Retention.Until)
	b.wait(24 * time.Hour)
	closing := b.now()
	_, err := b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "x", ReviewedAt: start})
	require.NoError(t, err)
	assert.Equal(t, closing.AddDate(5, 0, 0), b.get(t, c.ID).Retention.Until, "a review that is dated back shortens nothing")
	b.wait(24 * time.Hour)
	_, err = b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "still"})
	require.NoError(t, err)
	assert.Equal(t, closing.AddDate(5, 0, 0), b.get(t, c.ID).Retention.Until, "and one that confirms the closure prolongs nothing")
	_, err = b.cases.Reopen(ctx, officer, c.ID, casefile.ReopenRequest{})
	require.NoError(t, err)
	assert.Zero(t, b.get(t, c.ID).Retention.Until)
	reclosed := b.now()
	b.shut(t, c.ID, 0)
	assert.Equal(t, reclosed.AddDate(5, 0, 0), b.get(t, c.ID).Retention.Until)
	assert.Equal(t, []string{c.ID}, b.erasable(t))

	b = setup(t)
	c = b.advance(t, b.create(t, func(r *casefile.CreateRequest) {
		r.Individuals[0].FirstName, r.Individuals[0].LastName = "Jane", "Listed"
	}).ID)
	hits := slices.IndexFunc(c.Checks, func(k casefile.Check) bool { return k.Screening != nil && len(k.Screening.Result.Hits) > 0 })
	c, err = b.cases.DecideHits(ctx, officer, c.ID, casefile.DecideHitsRequest{Check: c.Checks[hits].ID, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "7"}},
		Disposition: screening.TruePositive, Reason: "passport compared"})
	require.NoError(t, err)
	assert.Equal(t, "P10Y", casefile.DefaultRetention(c).String())
	b.shut(t, c.ID, 0)
	_, err = b.cases.Erase(ctx, officer, c.ID, ended)
	refusedAs(t, err, bonafide.RefusedRetention)
	b.clock = start.AddDate(10, 0, 0)
	b.erase(t, c.ID)

	keep := bonafide.Duration{}
	b = setup(t, func(o *casefile.Options) { o.Retention = func(casefile.Case) bonafide.Duration { return keep } })
	c = b.create(t)
	b.shut(t, c.ID, 0)
	require.Equal(t, []string{c.ID}, b.erasable(t), "nothing said means the default")
	keep = bonafide.Days(365 * 7)
	_, err = b.cases.Erase(ctx, officer, c.ID, ended)
	refusedAs(t, err, bonafide.RefusedRetention)
	keep = bonafide.Days(1)
	b.erase(t, c.ID)
}

func TestHolds(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	hold := func(by bonafide.Actor, id string) error {
		_, err := b.cases.Hold(ctx, by, c.ID, casefile.HoldRequest{ID: id, Reason: "subpoena"})
		return err
	}
	release := func(by bonafide.Actor, id string) error {
		_, err := b.cases.Release(ctx, by, c.ID, casefile.ReleaseRequest{ID: id, Reason: "dismissed"})
		return err
	}
	for request, fault := range map[casefile.HoldRequest]bonafide.Fault{
		{Reason: "r"}:                                {Path: "hold", Code: bonafide.CodeRequired},
		{ID: "m", Reason: " "}:                       {Path: "reason", Code: bonafide.CodeRequired},
		{ID: "a name", Reason: "r"}:                  {Path: "hold", Code: bonafide.CodeMalformed},
		{ID: strings.Repeat("m", 129), Reason: "r"}:  {Path: "hold", Code: bonafide.CodeTooLong},
		{ID: "m", Reason: strings.Repeat("r", 1001)}: {Path: "reason", Code: bonafide.CodeTooLong},
	} {
		_, err := b.cases.Hold(ctx, officer, c.ID, request)
		invalid(t, err, fault.Path, fault.Code)
		_, err = b.cases.Release(ctx, officer, c.ID, casefile.ReleaseRequest(request))
		invalid(t, err, fault.Path, fault.Code)
	}
	require.NoError(t, hold(officer, "m-1"))
	require.ErrorIs(t, hold(officer2, "m-1"), bonafide.ErrInvalid, "once is enough")
	require.NoError(t, hold(officer2, "m-2"))
	b.shut(t, c.ID, 0)
	require.NoError(t, release(officer2, "m-1"))
	require.ErrorIs(t, release(officer2, "m-1"), bonafide.ErrNotFound)
	_, err := b.cases.Erase(ctx, officer, c.ID, ended)
	refusedAs(t, err, bonafide.RefusedHold)
	assert.Empty(t, b.erasable(t))
	now, err := b.cases.Get(ctx, officer, c.ID)
	require.NoError(t, err)
	require.Len(t, now.Holds, 2)
	assert.Equal(t, bonafide.Hold{ID: "m-1", Reason: "subpoena", By: officer, At: start, ReleasedAt: b.now(), ReleasedBy: officer2, ReleaseReason: "dismissed"}, now.Holds[0])
	require.NoError(t, release(officer, "m-2"))
	assert.Equal(t, []string{c.ID}, b.erasable(t))
	for i := range 60 { // released ones are forgotten in time, those in force never
		require.NoError(t, hold(officer, fmt.Sprint("n", i)))
		if i >= 45 {
			require.NoError(t, release(officer, fmt.Sprint("n", i)))
		}
	}
	for i := range 5 {
		require.NoError(t, hold(officer, fmt.Sprint("o", i)))
	}
	_, err = b.cases.Hold(ctx, officer, c.ID, casefile.HoldRequest{ID: "more", Reason: "r"})
	invalid(t, err, "hold", bonafide.CodeTooMany)
	assert.LessOrEqual(t, len(b.get(t, c.ID).Holds), 100)
}

// A case with more versions and entities than one write holds.
func TestEraseManyVersions(t *testing.T) {
	figuretest.OneGoroutine(t)
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		for i := range 70 {
			r.Individuals = append(r.Individuals, person("First", numbered("Last", i)))
		}
	})
	for i := range 60 {
		_, err := b.cases.AddIndividual(ctx, acme, c.ID, person("Second", numbered("Last", i)))
		require.NoError(t, err)
	}
	for i := range 60 {
		_, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: fmt.Sprint(i)})
		require.NoError(t, err)
	}
	b.shut(t, c.ID, 0)
	b.erase(t, c.ID)
	for kind, want := range map[string]int{casefile.KindVersion: 122, casefile.KindEntity: 132} {
		page, err := b.records.List(ctx, bonafide.Query{Kind: kind, Limit: bonafide.MaxPage})
		require.NoError(t, err)
		assert.Len(t, page.Records, want)
		for _, r := range page.Records {
			assert.Empty(t, r.Body)
			assert.Empty(t, r.Labels)
		}
	}
}

// Every store call of an erasure fails once, before and after it took effect.
// Either nothing happened, or the key is gone; a retry finishes it, with one
// event of each kind.
func TestEraseUnderEveryStoreFailure(t *testing.T) {
	met := aggregatetest.Every(t, func(t *testing.T, fault *aggregatetest.Fault) {
		b := setup(t)
		all := aggregatetest.NewRecords(b.store)
		b.cases = b.cases.WithStore(all)
		c := b.create(t, withCanaries)
		_, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: canaryWord})
		require.NoError(t, err)
		b.shut(t, c.ID, 0)
		whole := b.stored(t, c.ID)
		fault.Store = all
		request := casefile.EraseRequest{Key: "erase", Reason: bonafide.RetentionEnded}
		_, err = b.cases.WithStore(fault).Erase(ctx, officer, c.ID, request)
		if err == nil {
			return
		}
		require.ErrorIs(t, err, aggregatetest.ErrStore)
		now := b.stored(t, c.ID)
		if now.Erased() {
			assert.Empty(t, now.DataKey, "call %d, after=%v: erased with the key alive", fault.N, fault.After)
			assert.Empty(t, now.Individuals)
			if now.Erasure.FinishedAt.IsZero() {
				assert.Equal(t, []string{c.ID}, b.erasable(t), "call %d, after=%v", fault.N, fault.After)
			}
		} else {
			assert.Equal(t, whole, now, "call %d, after=%v: nothing happened", fault.N, fault.After)
		}
		done, err := b.cases.Erase(ctx, officer, c.ID, request)
		require.NoError(t, err, "call %d, after=%v", fault.N, fault.After)
		assert.False(t, done.Erasure.FinishedAt.IsZero())
		assert.Empty(t, b.erasable(t))
		for _, r := range all.All(t, b.records) {
			assert.False(t, strings.Contains(strings.ToLower(string(r.Body)), "quellen"), "call %d, after=%v: %s", fault.N, fault.After, r.Kind)
			if r.Kind == casefile.KindVersion || r.Kind == casefile.KindEntity {
				assert.Empty(t, r.Body, "call %d, after=%v: %s", fault.N, fault.After, r.Kind)
			}
		}
		events, err := eventsOf(b.cases, officer, c.ID)
		require.NoError(t, err, "the chain holds")
		assert.Equal(t, []string{"erased", "erasure_finished"}, types(events)[len(events)-2:])
	})
	assert.Greater(t, met, 24)
}

// Erasures race with each other and with whatever else can be done with a closed
// case. What the winner decided stays.
func TestEraseRaces(t *testing.T) {
	for round := range figuretest.Part(30) {
		b := setup(t)
		c := b.everything(t, 0)
		whole := b.stored(t, c.ID)
		others := []func() error{
			func() error { _, err := b.cases.Erase(ctx, acme, c.ID, ended); return err },
			func() error { _, err := b.cases.Erase(ctx, officer2, c.ID, ended); return err },
			func() error { _, err := b.cases.Reopen(ctx, officer, c.ID, casefile.ReopenRequest{}); return err },
			func() error {
				_, err := b.cases.Hold(ctx, officer, c.ID, casefile.HoldRequest{ID: "m", Reason: "r"})
				return err
			},
			func() error {
				_, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "x"})
				return err
			},
			func() error {
				_, err := b.cases.Label(ctx, acme, c.ID, casefile.LabelRequest{AddTags: []string{"x"}})
				return err
			},
			func() error { _, err := b.cases.Advance(ctx, c.ID); return err },
			func() error {
				_, err := b.cases.Reveal(ctx, officer, c.ID, casefile.RevealRequest{Entity: whole.Companies[0].ID, Field: "iban", Purpose: "sar_filing"})
				return err
			},
		}
		errs := aggregatetest.Together(others...)
		for i, err := range errs {
			if err != nil {
				known := errors.Is(err, bonafide.ErrRefused) || errors.Is(err, bonafide.ErrState)
				assert.True(t, known, "round %d, command %d: %v", round, i, err)
			}
		}
		now := b.stored(t, c.ID)
		if !now.Erased() {
			assert.Equal(t, whole.DataKey, now.DataKey)
			assert.Equal(t, whole.Individuals, now.Individuals)
			continue
		}
		assert.NoError(t, errors.Join(errs[0], errs[1]), "of racing erasures none fails")
		assert.Empty(t, now.DataKey)
		assert.Empty(t, now.Companies)
		assert.Empty(t, now.Notes)
		assert.False(t, now.Erasure.FinishedAt.IsZero())
		page, err := b.records.List(ctx, bonafide.Query{Kind: casefile.KindVersion, Limit: bonafide.MaxPage})
		require.NoError(t, err)
		for _, r := range page.Records {
			assert.Empty(t, r.Body)
		}
		events, err := eventsOf(b.cases, officer, c.ID)
		require.NoError(t, err)
		assert.Equal(t, 1, strings.Count(strings.Join(types(events), " ")+" ", "erased "))
		assert.Equal(t, "erasure_finished", types(events)[len(events)-1])
	}
}

// The stored shape of an erased case is released. UPDATE_GOLDEN=1 writes it.
func TestErasedShape(t *testing.T) {
	b := setup(t)
	c := b.everything(t, 0)
	b.erase(t, c.ID)
	r, err := b.records.Get(ctx, casefile.Kind, c.ID)
	require.NoError(t, err)
	assert.Empty(t, r.Unique)
	assert.Equal(t, []string{"status=closed", "platform=acme", "erased=true"}, r.Labels)
	assert.Zero(t, r.Due)
	aggregatetest.Shape(t, "testdata/erased.json", r.Body)
}

// A case that was closed five years ago is forgotten; what happened is not.
func ExampleService_Erase() {
	ctx, now := context.Background(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	cases, err := casefile.New(memory.New("acme"), bonafide.EphemeralKeys(), &casefile.Options{Now: func() time.Time { return now }})
	if err != nil {
		panic(err)
	}
	platform, officer := bonafide.Platform("acme"), bonafide.Reviewer("officer-1")
	c := must(cases.Create(ctx, platform, casefile.CreateRequest{
		Name: "Bolt", Companies: []casefile.CompanyInput{{CompanyFields: casefile.CompanyFields{Name: "Bolt SAS", Country: "FR"}}},
	}))
	erase := func() {
		_, err := cases.Erase(ctx, officer, c.ID, casefile.EraseRequest{Reason: bonafide.RetentionEnded})
		fmt.Println(err)
	}
	erase()
	c = must(cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "left"}))
	fmt.Println("kept until", c.Retention.Until.Format(time.DateOnly))
	erase()
	now = now.AddDate(5, 0, 0)
	erase()
	c = must(cases.Get(ctx, platform, c.ID))
	fmt.Printf("%s %q %d %s\n", c.Status, c.Name, len(c.Companies), c.Erasure.Reason)
	_, err = cases.Reopen(ctx, officer, c.ID, casefile.ReopenRequest{})
	fmt.Println(err)
	lines, err := timelineOf(cases, officer, c.ID)
	fmt.Println(lines[len(lines)-2].What, err)
	// Output:
	// bonafide: case cannot go from "open" to "erase"
	// kept until 2031-03-02
	// bonafide: refused: retention
	// <nil>
	// closed "" 0 retention_ended
	// bonafide: refused: erased
	// erased <nil>
}

// A platform cannot ask by an erasure whether there is a legal hold.
func TestHoldIsNotToldOutside(t *testing.T) {
	for _, shut := range []bool{false, true} {
		var told []error
		for _, held := range []bool{false, true} {
			b := setup(t)
			c := b.create(t)
			if held {
				_, err := b.cases.Hold(ctx, officer, c.ID, casefile.HoldRequest{ID: "m-1", Reason: "court"})
				require.NoError(t, err)
			}
			if shut {
				b.shut(t, c.ID, 0)
				if !held {
					b.clock = b.clock.Add(-time.Microsecond)
				}
			}
			_, err := b.cases.Erase(ctx, acme, c.ID, ended)
			require.Error(t, err)
			told = append(told, err)
		}
		assert.Equal(t, told[0], told[1])
	}
}
