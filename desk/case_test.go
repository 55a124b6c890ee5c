package desk_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/desk"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/match"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

const hostileName = `<script>alert("x")</script>`

var (
	caseOfficer  = bonafide.Reviewer("officer-a")
	otherOfficer = bonafide.Reviewer("officer-b")
)

const caseSheet = `{"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["pep"]}, "tiers": [{"scope": "RECEIVE", "requires": [{"id": "ssn", "document": {"types": ["SSN"]}}]}]}`

// An office is a desk with one case: a company whose owner has a hit on a list of
// persons who may be accepted.
type office struct {
	t     *testing.T
	users *user.Service
	cases *casefile.Service
	desk  http.Handler
	id    string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t}
	engine := match.NewEngine(&match.Options{Record: func(changes []screening.EditionChange) error {
		return o.users.RecordEditions(context.Background(), bonafide.System(), changes)
	}})
	born := bonafide.Date{Year: 1966, Month: 2, Day: 9}
	list, err := screening.NewList(screening.KeyPEP, bonafide.Date{Year: 2026, Month: 3, Day: 1}, []screening.Entry{{
		ID: "90210", Type: screening.Person, Names: []screening.Name{{Text: "VORONTSOV, Gleb", Kind: screening.PrimaryName}},
		BirthDates: []screening.BirthDate{{From: born, To: born}},
	}})
	require.NoError(t, err)
	programs, err := program.ParseBook([]byte(caseSheet))
	require.NoError(t, err)
	store, keys, now := memory.New("shop"), bonafide.EphemeralKeys(), func() time.Time { return today }
	o.users, err = user.New(store, keys, &user.Options{Programs: programs, Screener: engine, Now: now})
	require.NoError(t, err)
	require.NoError(t, engine.Load(list))
	model, err := risk.New(risk.Standard())
	require.NoError(t, err)
	aml := casefile.CheckPlan{Type: casefile.AML, Automation: casefile.Automation{Approval: true}}
	o.cases, err = casefile.New(store, keys, &casefile.Options{Screener: engine, Model: model, Files: document.NewMemoryFiles(), Now: now, Templates: []casefile.Template{{
		Key: "business", Name: "Business", Individual: []casefile.CheckPlan{aml},
		Main:     []casefile.CheckPlan{aml, {Type: casefile.DocumentCheck, Subtype: "document_type:register_extract"}},
		Controls: []casefile.ControlPlan{{Key: "funds", Label: "Funds understood", Type: casefile.ManualControl}},
	}}})
	require.NoError(t, err)
	o.desk, err = desk.Handler(o.users, o.cases, &desk.Options{
		Actor: desk.Basic(func(_ *http.Request, name, _ string) (bonafide.Actor, error) { return bonafide.Reviewer(name), nil }),
		Now:   now, Programs: programs, Lists: engine.Editions,
		Runs: func(context.Context) ([]rescreen.Progress, error) {
			return []rescreen.Progress{{Run: rescreen.Run{Plan: rescreen.Plan{ID: "nightly-7"}, State: rescreen.Running, Planned: 900}, Worked: 450}}, nil
		},
	})
	require.NoError(t, err)
	o.open()
	return o
}

func (o *office) open() {
	all := casefile.RelationInput{ToRef: "main", Ownership: ownership.Whole(100)}
	c, err := o.cases.Create(context.Background(), otherOfficer, casefile.CreateRequest{
		Name: "Harbor " + hostileName, Template: "business", ExternalID: "customer-4711",
		Companies: []casefile.CompanyInput{{Ref: "main", Type: casefile.MainCompany,
			CompanyFields: casefile.CompanyFields{Name: hostileName + " SA", Country: "FR"}}},
		Individuals: []casefile.IndividualInput{{Relations: []casefile.RelationInput{all},
			IndividualFields:  casefile.IndividualFields{FirstName: "Gleb", LastName: "Vorontsov", BirthDate: bonafide.Date{Year: 1966, Month: 2, Day: 9}},
			IndividualSecrets: casefile.IndividualSecrets{SocialSecurityNumber: bonafide.NewSecret("512-43-2222")}}},
	})
	require.NoError(o.t, err)
	_, err = o.cases.Advance(context.Background(), c.ID)
	require.NoError(o.t, err)
	o.id = c.ID
}

// customer is a user with a base document who was screened.
func (o *office) customer() user.User {
	o.t.Helper()
	ctx, shop := context.Background(), bonafide.Platform("shop")
	u, err := o.users.Create(ctx, shop, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Ana Lopez"}})
	require.NoError(o.t, err)
	_, err = o.users.SubmitDocuments(ctx, shop, u.ID, user.SubmitRequest{Documents: []document.Submission{{
		Name: "Ana Lopez", Email: "ana@example.com", PhoneNumber: "+14155552671", IP: "203.0.113.7", EntityType: "F", EntityScope: "Education",
		Day: 14, Month: 5, Year: 1990, AddressStreet: "1 Market Street", AddressCity: "San Francisco", AddressSubdivision: "CA",
		AddressPostalCode: "94105", AddressCountryCode: "US",
	}}})
	require.NoError(o.t, err)
	u, err = o.users.Advance(ctx, u.ID)
	require.NoError(o.t, err)
	return u
}

func (o *office) now() casefile.Case {
	c, err := o.cases.Get(context.Background(), caseOfficer, o.id)
	require.NoError(o.t, err)
	return c
}

// check is the first check of the case in a state.
func (o *office) check(status casefile.CheckStatus) casefile.Check {
	for _, k := range o.now().Checks {
		if k.Status == status {
			return k
		}
	}
	require.Fail(o.t, "no check is "+string(status))
	return casefile.Check{}
}

// ready does all that an approval needs.
func (o *office) ready() {
	ctx := context.Background()
	k := o.check(casefile.CheckNeedReview)
	for _, by := range []bonafide.Actor{caseOfficer, otherOfficer} {
		_, err := o.cases.DecideHits(ctx, by, o.id, casefile.DecideHitsRequest{Check: k.ID, Hits: []casefile.HitID{{List: screening.KeyPEP, EntryID: "90210"}},
			Disposition: screening.TrueButAccepted, Reason: "no influence", Expires: today.AddDate(1, 0, 0)})
		require.NoError(o.t, err)
	}
	k = o.check(casefile.CheckInProgress)
	_, err := o.cases.SubmitCheck(ctx, otherOfficer, o.id, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{"upload-1"}})
	require.NoError(o.t, err)
	_, err = o.cases.ReviewCheck(ctx, otherOfficer, o.id, casefile.ReviewCheckRequest{Check: k.ID, Approve: true})
	require.NoError(o.t, err)
	_, err = o.cases.SetControl(ctx, otherOfficer, o.id, casefile.SetControlRequest{Control: "funds", Completed: true, Comment: "read"})
	require.NoError(o.t, err)
	_, err = o.cases.Advance(ctx, o.id)
	require.NoError(o.t, err)
	left, err := o.cases.Obstacles(ctx, otherOfficer, o.id)
	require.NoError(o.t, err)
	require.Empty(o.t, left)
}

// page gets a page of the desk as a reviewer.
func (o *office) page(as bonafide.Actor, path string) string {
	o.t.Helper()
	w := get(o.desk, path, func(r *http.Request) { r.SetBasicAuth(as.ID, "") })
	require.Equal(o.t, http.StatusOK, w.Code, "%s\n%s", path, w.Body.String())
	return w.Body.String()
}

// post sends a form, and returns the answer, or the page that it leads to.
func (o *office) post(as bonafide.Actor, path string, fields ...string) (int, string) {
	o.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.SetBasicAuth(as.ID, "")
	w := httptest.NewRecorder()
	o.desk.ServeHTTP(w, r)
	if w.Code == http.StatusSeeOther {
		return w.Code, o.page(as, w.Header().Get("Location"))
	}
	return w.Code, w.Body.String()
}

// done sends a form that must be carried out.
func (o *office) done(as bonafide.Actor, path string, fields ...string) string {
	o.t.Helper()
	code, body := o.post(as, path, fields...)
	require.Equal(o.t, http.StatusSeeOther, code, "%s\n%s", path, body)
	return body
}

var (
	linkOf  = regexp.MustCompile(`<a [^>]*href="([^"#]*)"`)
	formOf  = regexp.MustCompile(`(?s)<form .*?</form>`)
	fieldOf = regexp.MustCompile(`<(input|select|textarea) ([^>]*)>`)
	idOf    = regexp.MustCompile(` id="([^"]*)"`)
)

// Every page about cases is reached by plain links, shows hostileName names as text, labels
// every field, and gives no id twice.
func TestPagesOfCasesAreReached(t *testing.T) {
	o := newOffice(t)
	reached := map[string]bool{}
	queue := []string{"/cases", "/lists", "/programs"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if reached[path] || !strings.HasPrefix(path, "/cases") && !strings.HasPrefix(path, "/lists") && !strings.HasPrefix(path, "/programs") {
			continue
		}
		reached[path] = true
		body := o.page(caseOfficer, path)
		assert.NotContains(t, body, "<script", path)
		assert.NotContains(t, body, "ZgotmplZ", path)
		for _, form := range formOf.FindAllString(body, -1) {
			for _, f := range fieldOf.FindAllStringSubmatch(form, -1) {
				if id := idOf.FindStringSubmatch(" " + f[2]); id != nil {
					assert.Contains(t, form, `<label for="`+id[1]+`"`, "%s: %s", path, f[0])
				} else if !strings.Contains(f[2], `type="hidden"`) {
					assert.Contains(t, form, `<label class="choice">`+f[0], "%s: a field without a label", path)
				}
			}
		}
		seen := map[string]bool{}
		for _, id := range idOf.FindAllStringSubmatch(body, -1) {
			assert.False(t, seen[id[1]], "%s has id %s twice", path, id[1])
			seen[id[1]] = true
		}
		for _, link := range linkOf.FindAllStringSubmatch(body, -1) {
			queue = append(queue, html.UnescapeString(link[1]))
		}
	}
	base := "/cases/" + o.id
	for _, path := range []string{
		base, base + "/ownership", base + "/risk", base + "/review", base + "/timeline", base + "/duplicates", base + "/past", base + "/keeping", "/lists/2026-03-01", "/programs/shop/1",
		base + "/checks/" + o.check(casefile.CheckNeedReview).ID, base + "/entities/" + o.now().Individuals[0].ID,
	} {
		assert.True(t, reached[path], "%s is not reached", path)
	}
}

func TestActionsOnCases(t *testing.T) {
	for _, c := range []struct {
		name   string
		path   string // below the case
		fields []string
		shows  string
	}{
		{"take it", "/assign", []string{"assign", "me"}, "Give the case back"},
		{"give it back", "/assign", []string{"assign", "nobody"}, "Take the case"},
		{"a note", "/notes", []string{"text", "asked " + hostileName}, "asked &lt;script&gt;"},
		{"a task", "/tasks", []string{"title", "call them", "hours", "8"}, "Due in 8 hours"},
		{"a control", "/controls", []string{"control", "funds", "completed", "yes", "comment", "accounts read"}, "accounts read"},
		{"the risk", "/risk", []string{"level", "high", "comment", "press reports"}, "press reports"},
		{"rejection", "/review", []string{"decision", "reject", "comment", "not for us"}, "not for us"},
		{"closure", "/review", []string{"decision", "close", "comment", "withdrew"}, "Reopen the case"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			assert.Contains(t, o.done(caseOfficer, "/cases/"+o.id+c.path, append(c.fields, "key", "form-1")...), c.shows)
			version := o.now().UpdatedAt
			o.done(caseOfficer, "/cases/"+o.id+c.path, append(c.fields, "key", "form-1")...) // sent twice
			assert.Equal(t, version, o.now().UpdatedAt)
			assert.LessOrEqual(t, len(o.now().Notes)+len(o.now().Tasks)+len(o.now().Reviews), 1)
		})
	}
}

// A hit stands beside its subject with the words that were compared; who decides says why.
func TestHitOfCase(t *testing.T) {
	o := newOffice(t)
	path := "/cases/" + o.id + "/checks/" + o.check(casefile.CheckNeedReview).ID
	body := o.page(caseOfficer, path)
	for _, text := range []string{"Gleb Vorontsov", "VORONTSOV, Gleb", "Word by word", "same day", `value="false_positive"`, `value="true_positive"`} {
		assert.Contains(t, body, text)
	}
	hit := []string{"list", screening.KeyPEP, "entry", "90210"}
	code, body := o.post(caseOfficer, path+"/hits", append(hit, "disposition", "false_positive")...)
	assert.Equal(t, http.StatusUnprocessableEntity, code)
	assert.Contains(t, body, "reason")
	body = o.done(caseOfficer, path+"/hits", append(hit, "disposition", "false_positive", "reason", "another "+hostileName)...)
	assert.Contains(t, body, "another &lt;script&gt;")
	assert.Contains(t, body, "until 2027-03-02")
	body = o.done(caseOfficer, path+"/hits", append(hit, "disposition", "true_positive", "reason", "the same passport")...)
	assert.Contains(t, body, "the same passport")
	body = o.done(caseOfficer, path+"/hits", append(hit, "disposition", "true_but_accepted", "reason", "no influence")...)
	assert.Contains(t, body, "no influence")
	assert.NotContains(t, body, "a second reviewer is due", "one may accept who is politically exposed")
	body = o.done(caseOfficer, path+"/hits", append(hit, "disposition", "false_positive", "reason", "another passport")...)
	assert.Contains(t, body, "a second reviewer is due")
	code, _ = o.post(caseOfficer, path+"/hits", append(hit, "disposition", "false_positive", "reason", "another passport")...)
	assert.Equal(t, http.StatusForbidden, code, "the same reviewer again")
	body = o.done(otherOfficer, path+"/hits", append(hit, "disposition", "false_positive", "reason", "another passport")...)
	assert.Contains(t, body, "reviewer officer-a and reviewer officer-b")
}

func TestCheckOfCase(t *testing.T) {
	o := newOffice(t)
	k := o.check(casefile.CheckInProgress)
	path := "/cases/" + o.id + "/checks/" + k.ID
	assert.NotContains(t, o.page(caseOfficer, path), "Decide the check", "nothing was submitted")
	_, err := o.cases.SubmitCheck(context.Background(), otherOfficer, o.id, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{"upload-1"}})
	require.NoError(t, err)
	body := o.page(caseOfficer, path)
	assert.Contains(t, body, "Decide the check")
	assert.Contains(t, body, "upload-1")
	attempt := o.check(casefile.CheckNeedReview).Attempt
	for _, k := range o.now().Checks {
		if strings.HasSuffix(path, k.ID) {
			attempt = k.Attempt
		}
	}
	body = o.done(caseOfficer, path+"/review", "decision", "retry", "attempt", attempt, "public_reason", "it is cut off")
	assert.Contains(t, body, "it is cut off")
	body = o.done(caseOfficer, path+"/review", "decision", "approve", "attempt", attempt, "override", "yes", "private_reason", "seen at the counter")
	assert.Contains(t, body, "seen at the counter")
	assert.Contains(t, body, "against the result")
	body = o.done(caseOfficer, path+"/recollect", "public_reason", "a newer one please")
	assert.Contains(t, body, "in progress")
}

// An approval takes two: the maker gets no form for it, nor does whoever edited last.
func TestApprovalTakesTwo(t *testing.T) {
	o := newOffice(t)
	path := "/cases/" + o.id + "/review"
	body := o.page(caseOfficer, path)
	assert.Contains(t, body, "Stands in the way of an approval")
	assert.NotContains(t, body, `value="approve"`)

	o.ready()
	assert.Contains(t, o.page(caseOfficer, path), `value="approve"`)
	content := o.now().Content
	approve := []string{"decision", "approve", "comment", "all read", "content", content}
	body = o.done(caseOfficer, path, approve...)
	assert.Contains(t, body, "A second reviewer is due")
	assert.Contains(t, body, "Withdraw the proposal")
	assert.NotContains(t, body, `value="approve"`)
	approve = append(approve, "proposal", o.now().Proposal.ID)
	code, _ := o.post(caseOfficer, path, approve...)
	assert.Equal(t, http.StatusConflict, code)

	body = o.page(otherOfficer, path)
	if o.now().LastEditor == otherOfficer {
		assert.NotContains(t, body, `value="approve"`)
	}
	third := bonafide.Reviewer("officer-c")
	body = o.page(third, path)
	assert.Contains(t, body, `value="approve"`)
	body = o.done(third, path, approve...)
	assert.Contains(t, body, "by reviewer officer-c, proposed by reviewer officer-a")
	assert.Equal(t, casefile.Approved, o.now().Status)

	o.done(caseOfficer, "/cases/"+o.id+"/move", "move", "reopen")
	x := o.now().Companies[0]
	x.CompanyFields.Country = "LU"
	_, err := o.cases.UpdateCompany(context.Background(), otherOfficer, o.id, casefile.UpdateCompanyRequest{Company: x.ID, Fields: &x.CompanyFields, Seen: x.UpdatedAt})
	require.NoError(t, err)
	body = o.page(caseOfficer, path)
	assert.Contains(t, body, "<del>FR</del>")
	assert.Contains(t, body, "<ins>LU</ins>")
}

func TestProposalIsWithdrawn(t *testing.T) {
	o := newOffice(t)
	o.ready()
	path := "/cases/" + o.id + "/review"
	o.done(caseOfficer, path, "decision", "approve", "comment", "all read", "content", o.now().Content)
	assert.Contains(t, o.page(caseOfficer, "/cases?proposed=yes"), o.id)
	code, _ := o.post(otherOfficer, path+"/withdraw", "proposal", o.now().Proposal.ID)
	assert.Equal(t, http.StatusForbidden, code)
	assert.Contains(t, o.done(caseOfficer, path+"/withdraw", "proposal", o.now().Proposal.ID), "The proposal was withdrawn")
	assert.Nil(t, o.now().Proposal)
}

// What was changed in an approved case is found until somebody decides.
func TestPendingChangeIsFound(t *testing.T) {
	o := newOffice(t)
	o.ready()
	path := "/cases/" + o.id + "/review"
	approve := []string{"decision", "approve", "comment", "all read", "content", o.now().Content}
	o.done(caseOfficer, path, approve...)
	o.done(bonafide.Reviewer("officer-c"), path, append(approve, "proposal", o.now().Proposal.ID)...)
	assert.NotContains(t, o.page(caseOfficer, "/cases?change=pending"), o.id)

	x := o.now().Companies[0]
	x.CompanyFields.Country = "LU"
	_, err := o.cases.UpdateCompany(context.Background(), otherOfficer, o.id, casefile.UpdateCompanyRequest{Company: x.ID, Fields: &x.CompanyFields, Seen: x.UpdatedAt})
	require.NoError(t, err)
	assert.Contains(t, o.page(caseOfficer, "/cases?change=pending"), o.id)
	assert.Contains(t, o.page(caseOfficer, "/cases"), "Approved cases with a pending change")

	o.done(caseOfficer, "/cases/"+o.id+"/change", "change", o.now().Change.ID, "reason", "entered by mistake")
	assert.NotContains(t, o.page(caseOfficer, "/cases?change=pending"), o.id)
}

// A number is shown once, to whoever says what for, and the timeline tells.
func TestNumberOfCaseIsRevealed(t *testing.T) {
	o := newOffice(t)
	path := "/cases/" + o.id + "/entities/" + o.now().Individuals[0].ID
	assert.NotContains(t, o.page(caseOfficer, path), "512432222")
	code, body := o.post(caseOfficer, path+"/reveal", "field", "social_security_number")
	assert.Equal(t, http.StatusUnprocessableEntity, code, "no purpose")
	assert.NotContains(t, body, "512432222")
	code, body = o.post(caseOfficer, path+"/reveal", "field", "social_security_number", "purpose", "sar_filing")
	assert.Equal(t, http.StatusOK, code)
	assert.Contains(t, strings.ReplaceAll(body, "-", ""), "512432222")
	assert.Contains(t, o.page(otherOfficer, "/cases/"+o.id+"/timeline"), "revealed")
}

// file hands in a file for a check.
func (o *office) file(check string, content []byte, media upload.MediaType) casefile.File {
	o.t.Helper()
	c, err := o.cases.AttachFile(context.Background(), otherOfficer, o.id, casefile.AttachFileRequest{Check: check, Content: content, MediaType: media})
	require.NoError(o.t, err)
	return c.Files[len(c.Files)-1]
}

// A picture of a check is shown once, to whoever says what for; what is no picture is
// handed over. The timeline tells both.
func TestFileOfCaseIsOpened(t *testing.T) {
	o := newOffice(t)
	k := o.check(casefile.CheckInProgress)
	path := "/cases/" + o.id + "/checks/" + k.ID
	assert.NotContains(t, o.page(caseOfficer, path), "<h2>Files</h2>")
	picture, paper := o.file(k.ID, document.SandboxImage("ok"), upload.PNG), o.file(k.ID, uploadtest.PDF(""), upload.PDF)
	body := o.page(caseOfficer, path)
	assert.Contains(t, body, picture.ID)
	assert.Contains(t, body, paper.ID)
	assert.NotContains(t, body, "<img")
	labelled(t, path, body)
	code, body := o.post(caseOfficer, path+"/files", "file", picture.ID, "purpose", "document_review", "key", "k1")
	assert.Equal(t, http.StatusOK, code)
	assert.Contains(t, body, `src="data:image/png;base64,`)
	code, body = o.post(caseOfficer, path+"/files", "file", paper.ID, "purpose", "document_review", "key", "k2")
	assert.Equal(t, http.StatusOK, code)
	assert.Contains(t, body, "%PDF")
	code, _ = o.post(caseOfficer, path+"/files", "file", "none", "purpose", "document_review", "key", "k3")
	assert.Equal(t, http.StatusNotFound, code)
	assert.Equal(t, 2, strings.Count(o.page(otherOfficer, "/cases/"+o.id+"/timeline"), "<b>file opened</b> by reviewer officer-a"))
}

// A comment stands under its note, in the order of time, and was not there before.
func TestNoteIsCommentedOn(t *testing.T) {
	o := newOffice(t)
	base := "/cases/" + o.id
	o.done(caseOfficer, base+"/notes", "key", "k1", "text", "asked the bank")
	o.done(caseOfficer, base+"/notes", "key", "k2", "text", "asked the notary")
	note := o.now().Notes[1].ID
	for i, text := range []string{"no answer " + hostileName, "called again"} {
		for range 2 { // sent twice
			body := o.done(otherOfficer, base+"/notes/comments", "key", fmt.Sprint("c", i), "note", note, "text", text)
			assert.Contains(t, body, html.EscapeString(text))
			labelled(t, base, body)
		}
	}
	assert.Empty(t, o.now().Notes[0].Comments)
	assert.Len(t, o.now().Notes[1].Comments, 2)
	body := o.page(caseOfficer, base)
	assert.Less(t, strings.Index(body, "asked the notary"), strings.Index(body, "no answer"))
	assert.Less(t, strings.Index(body, "no answer"), strings.Index(body, "called again"))
	assert.Contains(t, body, "reviewer officer-b")
}

func TestCasesAreFound(t *testing.T) {
	o := newOffice(t)
	assert.Contains(t, o.done(caseOfficer, "/cases/find", "id", "customer-4711"), o.id)
	code, _ := o.post(caseOfficer, "/cases/find", "id", "nobody")
	assert.Equal(t, http.StatusNotFound, code)
	assert.Contains(t, o.page(caseOfficer, "/cases?status=open&waits=reviewer"), o.id)
	assert.NotContains(t, o.page(caseOfficer, "/cases?status=closed"), o.id)
	for _, target := range []string{"/cases?status=unheard", "/cases?cursor=broken", "/cases/nobody", "/cases/" + o.id + "/checks/none", "/cases/" + o.id + "/entities/none", "/lists/yesterday", "/programs/shop/2"} {
		code := get(o.desk, target).Code
		assert.True(t, code == http.StatusNotFound || code == http.StatusBadRequest, "%s answers %d", target, code)
	}
}

// Who is in another case too is found by what is shared; the link leads there.
func TestEntitiesElsewhere(t *testing.T) {
	o := newOffice(t)
	assert.Contains(t, o.page(caseOfficer, "/cases/"+o.id+"/duplicates"), "Nobody of this case")
	before := o.id
	c, err := o.cases.Create(context.Background(), otherOfficer, casefile.CreateRequest{Name: "Another", Individuals: []casefile.IndividualInput{{
		IndividualFields: casefile.IndividualFields{FirstName: "Gleb", LastName: "Vorontsov", BirthDate: bonafide.Date{Year: 1966, Month: 2, Day: 9}}}}})
	require.NoError(t, err)
	body := o.page(caseOfficer, "/cases/"+c.ID+"/duplicates")
	assert.Contains(t, body, `href="/cases/`+before+`/entities/`)
	assert.NotContains(t, body, "1966")
}

func TestEarlierStates(t *testing.T) {
	o := newOffice(t)
	at := o.now().CreatedAt.UTC().Format(time.RFC3339Nano)
	body := o.page(caseOfficer, "/cases/"+o.id+"/past?at="+url.QueryEscape(at))
	assert.Contains(t, body, "What is different now")
	assert.Equal(t, http.StatusNotFound, get(o.desk, "/cases/"+o.id+"/past?at=2001-01-01").Code)
	assert.Equal(t, http.StatusUnprocessableEntity, get(o.desk, "/cases/"+o.id+"/past?at=then").Code)
}

// The what-if tells for whom a candidate would change something, and changes nothing.
func TestWhatIf(t *testing.T) {
	o := newOffice(t)
	u := o.customer()
	_, body := o.post(caseOfficer, "/programs/what-if", "sheet", strings.Replace(caseSheet, `"requires": [`, `"requires": [{"id": "photo", "document": {"types": ["GOVT_ID"]}}, `, 1))
	assert.Contains(t, body, `href="/users/`+u.ID)
	assert.Contains(t, body, "govt id")
	_, body = o.post(caseOfficer, "/programs/what-if", "sheet", caseSheet)
	assert.Contains(t, body, "Nothing would change for anybody")
	for _, sheet := range []string{"", "{", hostileName, `{"id": "shop"}`} {
		code, body := o.post(caseOfficer, "/programs/what-if", "sheet", sheet)
		assert.Equal(t, http.StatusOK, code)
		assert.Contains(t, body, "The sheet has faults")
		assert.NotContains(t, body, "<script")
	}
}

func TestListsAndCoverage(t *testing.T) {
	o := newOffice(t)
	body := o.page(caseOfficer, "/lists")
	for _, text := range []string{"pep", "2026-03-01", "nightly-7", "450", "900", "loaded", "system"} {
		assert.Contains(t, body, text)
	}
	u := o.customer()
	assert.NotContains(t, o.page(caseOfficer, "/lists/2026-03-01"), u.ID)
	assert.Contains(t, o.page(caseOfficer, "/lists/2026-03-02"), `href="/users/`+u.ID)
}

// A form of another site does nothing.
func TestFormsOfOtherSitesOnCases(t *testing.T) {
	o := newOffice(t)
	r := httptest.NewRequest(http.MethodPost, "/cases/"+o.id+"/notes", strings.NewReader("text=forged"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.SetBasicAuth("officer-a", "")
	w := httptest.NewRecorder()
	o.desk.ServeHTTP(w, r)
	assert.Equal(t, http.StatusForbidden, w.Code)
	assert.Empty(t, o.now().Notes)
}
