package report_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/report"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
)

var (
	platform = bonafide.Platform("shop")
	officer  = bonafide.Reviewer("ann")
)

// listed finds one entry for everybody whose name is on it.
type listed struct{}

func (listed) Screen(_ context.Context, q screening.Query) (screening.Result, error) {
	r := screening.Result{Lists: []screening.ListRun{{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 2, Day: 28}, Result: screening.ListNoMatch}}}
	if strings.HasPrefix(q.Name, "Ben") {
		r.Lists[0].Result = screening.ListMatch
		r.Hits = []screening.Hit{{List: "ofac_sdn", EntryID: "306", EntryHash: "h", Score: 0.92, MatchedName: "BEN OWNER"}}
	}
	return r, nil
}

// investigated is a case with owners, a decided hit, a note and a proposal, at a fixed time.
func investigated(t testing.TB) (*casefile.Service, casefile.Case) {
	t.Helper()
	ctx, n := context.Background(), 0
	cases, err := casefile.New(memory.New("acme"), bonafide.EphemeralKeys(), &casefile.Options{
		Screener: listed{},
		Now:      func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
		NewID:    func() (string, error) { n++; return fmt.Sprintf("id-%d", n), nil },
	})
	require.NoError(t, err)
	c, err := cases.Create(ctx, platform, casefile.CreateRequest{
		Name: "Shop <&> Sons",
		Companies: []casefile.CompanyInput{{Type: casefile.MainCompany, CompanyFields: casefile.CompanyFields{Name: "The Shop Ltd", Country: "GB", Registration: "123"},
			CompanySecrets: casefile.CompanySecrets{TaxNumber: bonafide.NewSecret("GB987654321")}}},
		Individuals: []casefile.IndividualInput{{
			IndividualFields: casefile.IndividualFields{FirstName: "Ben", LastName: "Owner", BirthDate: bonafide.Date{Year: 1970, Month: 5, Day: 6}},
			Relations:        []casefile.RelationInput{{Ownership: ownership.Whole(60)}},
		}},
	})
	require.NoError(t, err)
	c, err = cases.StartCheck(ctx, officer, c.ID, casefile.StartCheckRequest{Entity: c.Individuals[0].ID, Type: casefile.AML})
	require.NoError(t, err)
	c, err = cases.Advance(ctx, c.ID)
	require.NoError(t, err)
	c, err = cases.DecideHits(ctx, officer, c.ID, casefile.DecideHitsRequest{
		Check: c.Checks[0].ID, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "306"}}, Disposition: screening.FalsePositive, Reason: "born elsewhere",
		Expires: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC),
	})
	require.NoError(t, err)
	_, err = cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "SECRET SUSPICION"})
	require.NoError(t, err)
	return cases, c
}

func TestReport(t *testing.T) {
	cases, c := investigated(t)
	r, err := cases.Report(context.Background(), officer, c.ID)
	require.NoError(t, err)
	assert.NotEmpty(t, r.Case.Content)
	r.Case.Content = "hash" // of sealed values, which are never twice the same
	var page bytes.Buffer
	require.NoError(t, report.HTML(&page, r))
	datatest.Golden(t, "report.html", page.Bytes())
	for _, want := range []string{"The Shop Ltd", "Ben Owner", "ofac sdn 306", "born elsewhere", "false positive", "art. 52(1)", "<svg", "Not reviewed yet", "Shop &lt;&amp;&gt; Sons", "@page{size:A4"} {
		assert.Contains(t, page.String(), want)
	}
	for _, never := range []string{"SECRET SUSPICION", "note added", "987654321", "<script", "http://", "https://", "@import", "url("} {
		assert.NotContains(t, strings.NewReplacer("http://www.w3.org/2000/svg", "", "url(#", "").Replace(page.String()), never)
	}
}

func TestWhoMayHaveAReport(t *testing.T) {
	cases, c := investigated(t)
	for name, by := range map[string]bonafide.Actor{"platform": platform, "contact": bonafide.User("u"), "verifier": bonafide.VerifierActor("v")} {
		_, err := cases.Report(context.Background(), by, c.ID)
		assert.ErrorIs(t, err, bonafide.ErrForbidden, name)
	}
	_, err := cases.Report(context.Background(), bonafide.System(), c.ID)
	assert.NoError(t, err)
	_, err = cases.Report(context.Background(), officer, "nothing")
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
}

func ExampleHTML() {
	cases, c := investigated(&testing.T{})
	r, err := cases.Report(context.Background(), officer, c.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	var page strings.Builder
	fmt.Println(report.HTML(&page, r), strings.Count(page.String(), "<h2>"), "sections")
	// Output: <nil> 7 sections
}

// Bands, groups and days stand in the report as they are known, and whoever may be an owner
// beside who is.
func TestReportOfBands(t *testing.T) {
	cases, c := investigated(t)
	ctx := context.Background()
	c, err := cases.UpdateRelation(ctx, officer, c.ID, casefile.UpdateRelationRequest{
		Relation: c.Relations[0].ID, Reason: "as the register says", Ownership: casefile.Null[ownership.Percent](), Group: casefile.To("family"),
		Band: casefile.To(&ownership.Band{Min: ownership.Whole(10), Max: ownership.Whole(30), Above: true}), Start: casefile.To(bonafide.Date{Year: 2020, Month: 1, Day: 2}),
	})
	require.NoError(t, err)
	r, err := cases.Report(ctx, officer, c.ID, ownership.AMLR())
	require.NoError(t, err)
	var page bytes.Buffer
	require.NoError(t, report.HTML(&page, r))
	for _, want := range []string{"more than 10 to 30 %", "in concert: family", "from 2020-01-02", "by amlr: Ben Owner", "10 % to 30 %", "70 % to 90 %"} {
		assert.Contains(t, page.String(), want)
	}
	assert.NotContains(t, page.String(), "20 %", "no middle of a band")
}

// A circle above the customer is told: none of its figures shows it.
func TestCirclesAreTold(t *testing.T) {
	ctx := context.Background()
	cases, _ := investigated(t)
	between := func(ref, name string, relations ...casefile.RelationInput) casefile.CompanyInput {
		return casefile.CompanyInput{Ref: ref, Type: casefile.AffiliatedCompany, CompanyFields: casefile.CompanyFields{Name: name}, Relations: relations}
	}
	c, err := cases.Create(ctx, platform, casefile.CreateRequest{Name: "Ring", Companies: []casefile.CompanyInput{
		{CompanyFields: casefile.CompanyFields{Name: "Main"}},
		between("a", "Over Ltd", casefile.RelationInput{Ownership: ownership.Whole(60)}, casefile.RelationInput{ToRef: "b", Ownership: ownership.Whole(30)}),
		between("b", "Under Ltd", casefile.RelationInput{ToRef: "a", Ownership: ownership.Whole(20)}),
	}})
	require.NoError(t, err)
	r, err := cases.Report(ctx, officer, c.ID)
	require.NoError(t, err)
	var page bytes.Buffer
	require.NoError(t, report.HTML(&page, r))
	for _, name := range []string{"Over Ltd", "Under Ltd"} {
		assert.Contains(t, page.String(), name+" holds a part of itself")
	}
	assert.NotContains(t, page.String(), "Main holds a part of itself")
}
