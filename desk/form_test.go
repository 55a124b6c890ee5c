package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A form with a fault comes back as it was filled in, the fault beside its field and told
// to those who do not see it.
func TestFaultsStandBesideTheirFields(t *testing.T) {
	w := newWorld(t)
	u := "/users/" + w.jane.ID
	hit := w.find("officer-a", u, u+"/hits/")
	paper := u + "/documents/" + w.jane.Documents[0].Virtual[0].ID
	base := u + "/bases/" + w.jane.Documents[0].ID
	twin := w.read(w.ana.ID).Twins.List[0].User
	for _, c := range []struct {
		name, at string
		form     url.Values
		field    string // id of the one with the fault
		kept     string // what stays as it was typed
	}{
		{"a hit without a reason", hit, url.Values{"decision": {"true_positive"}, "reason": {""}}, "reason", `value="true_positive" checked`},
		{"a hit without a decision", hit, url.Values{"reason": {hostile}}, "decision", `value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`},
		{"a standing without what", u + "/standing", url.Values{"permission": {""}, "code": {"BLOCKED_LIST"}}, "s-permission", ""},
		{"a review without a reason", paper, url.Values{"decision": {"invalid"}, "reason": {""}}, "d-reason", `value="invalid" checked`},
		{"a review without a decision", paper, url.Values{"reason": {"seen"}}, "d-decision", `value="seen"`},
		{"a number for no code", paper + "/reveal", url.Values{"purpose": {"for fun"}}, "d-purpose", `value="for fun"`},
		{"a search for no number", "/search", url.Values{"phone": {"12"}, "name": {"lopez"}}, "q-phone", `value="lopez"`},
		{"a waiver for no day", u + "/waive", url.Values{"rule": {"number"}, "document": {w.jane.Documents[0].ID}, "until": {"soon"}}, "w-until-0", `value="soon"`},
		{"a hold without a reason", u + "/hold", url.Values{"matter": {"case-9"}}, "h-reason", `value="case-9"`},
		{"a hold without a matter", u + "/hold", url.Values{"reason": {"a claim"}}, "h-matter", `value="a claim"`},
		{"due diligence without a reason", base + "/edd", url.Values{"status": {"REVIEWING"}, "required": {"PROOF_OF_ADDRESS"}}, "e-reason", `value="PROOF_OF_ADDRESS" selected`},
		{"due diligence of no kind", base + "/edd", url.Values{"status": {"FINE"}, "reason": {"seen"}}, "e-status", `value="seen"`},
		{"a document taken out without a reason", base + "/active", url.Values{"active": {"no"}}, "v-reason", ""},
		{"a withdrawal without a reason", base + "/withdraw", url.Values{}, "x-reason", ""},
		{"a dismissal without a reason", "/users/" + w.ana.ID + "/dismiss", url.Values{"other": {twin}}, "t-reason-0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.form.Set("key", "k-"+c.field)
			answer := w.send("officer-a", c.at, c.form)
			require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
			page := answer.Body.String()
			assert.Contains(t, page, `role="alert"`)
			assert.Contains(t, page, c.kept)
			assert.NotContains(t, page, "<script")
			assert.Contains(t, page, `aria-describedby="`+c.field+`-flaw"`)
			assert.Regexp(t, regexp.MustCompile(`id="`+c.field+`-flaw">[A-Z][a-z ]+\.`), page)
			assert.Equal(t, 1, strings.Count(page, "aria-invalid"), "only there")
			labelled(t, c.at, page)
		})
	}
	assert.Empty(t, w.read(w.jane.ID).Waivers)
}

// So does a form of a case; of several of a kind, the one that was sent.
func TestFaultsStandBesideTheirFieldsInCases(t *testing.T) {
	o := newOffice(t)
	o.done(caseOfficer, "/cases/"+o.id+"/hold", "key", "h", "matter", "matter-1", "reason", "a claim")
	at, k := "/cases/"+o.id, o.check(casefile.CheckNeedReview)
	check, person := at+"/checks/"+k.ID, at+"/entities/"+o.now().Individuals[0].ID
	extract := o.check(casefile.CheckInProgress).ID
	filed := at + "/checks/" + o.file(extract, document.SandboxImage("ok"), upload.PNG).Check
	_, err := o.cases.SubmitCheck(t.Context(), otherOfficer, o.id, casefile.SubmitCheckRequest{Check: extract, Evidence: []string{"upload-1"}})
	require.NoError(t, err)
	paper := at + "/checks/" + extract
	c, err := o.cases.AddNote(t.Context(), otherOfficer, o.id, casefile.AddNoteRequest{Text: hostile})
	require.NoError(t, err)
	noted := c.Notes[0].ID
	hit := []string{"list", screening.KeyPEP, "entry", "90210"}
	for _, c := range []struct {
		name, at string
		form     []string
		field    string // id of the one with the fault
		kept     string // what stays as it was typed
	}{
		{"a hold without a reason", at + "/hold", []string{"matter", "case-9"}, "reason", `value="case-9"`},
		{"a hold without a matter", at + "/hold", []string{"reason", hostile}, "matter", `value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`},
		{"a release without a reason", at + "/release", []string{"matter", "matter-1"}, "release-0", ""},
		{"a control without a comment", at + "/controls", []string{"control", "funds", "completed", "yes"}, "control-0", ""},
		{"a task without a title", at + "/tasks", []string{"hours", "8", "waits", "yes"}, "task", `value="yes" checked`},
		{"a task of no time", at + "/tasks", []string{"title", "call", "hours", "-1"}, "hours", `value="call"`},
		{"a note without a text", at + "/notes", nil, "note", ""},
		{"a comment without a text", at + "/notes/comments", []string{"note", noted}, "comment-0", "<details open>"},
		{"a file for no code", filed + "/files", []string{"file", o.now().Files[0].ID, "purpose", "for fun"}, "purpose-0", `value="for fun"`},
		{"a risk without a reason", at + "/risk", []string{"level", "high"}, "comment", `value="high" selected`},
		{"a risk of no level", at + "/risk", []string{"level", "odd", "comment", "seen"}, "level", ">seen</textarea>"},
		{"a decision of no kind", at + "/review", []string{"comment", "seen"}, "decision", ">seen</textarea>"},
		{"a hit without a reason", check + "/hits", append(hit, "disposition", "true_positive"), "reason-0", `value="true_positive" required checked`},
		{"a hit without a decision", check + "/hits", append(hit, "reason", "seen"), "disposition-0", `value="seen"`},
		{"a check without a decision", paper + "/review", []string{"private_reason", "seen"}, "decision", `value="seen"`},
		{"evidence without a reason", paper + "/recollect", nil, "again", "<details open>"},
		{"a number for no code", person + "/reveal", []string{"field", "social_security_number", "purpose", "for fun"}, "purpose", `value="for fun"`},
		{"somebody taken out without a reason", person + "/relevant", []string{"relevant", "no"}, "out", "<details open>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, page := o.post(caseOfficer, c.at, append(c.form, "key", "k")...)
			require.Equal(t, http.StatusUnprocessableEntity, code)
			assert.Contains(t, page, `role="alert"`)
			assert.Contains(t, page, c.kept)
			assert.NotContains(t, page, "<script")
			assert.Contains(t, page, `aria-describedby="`+c.field+`-flaw"`)
			assert.Contains(t, page, `id="`+c.field+`-flaw"`)
			assert.Equal(t, 1, strings.Count(page, "aria-invalid"), "only there")
			labelled(t, c.at, page)
		})
	}
	assert.Len(t, o.now().Notes, 1)
	assert.Empty(t, o.now().Notes[0].Comments)
}

// Everything that a user can wait for ends by a form of the desk.
func TestWaitsEndByForms(t *testing.T) {
	w := newWorld(t)
	base := w.ana.Documents[0].ID
	at := "/users/" + w.ana.ID
	page := at + "/bases/" + base
	assert.Equal(t, page, w.find("officer-a", at, at+"/bases/"))
	w.done("officer-a", page+"/edd", url.Values{"key": {"k1"}, "status": {"REVIEWING"}, "required": {"", "PROOF_OF_ADDRESS"}, "reason": {"cash"}}, "Changed.")
	assert.Equal(t, []document.Type{document.ProofOfAddress}, w.read(w.ana.ID).Documents[0].RequiredEDDDocs)
	person := w.find("officer-a", "/queues/diligence", at)
	w.done("officer-a", w.find("officer-a", person, person+"/bases/")+"/edd", url.Values{"key": {"k2"}, "status": {"VALID"}, "reason": {"a shop"}}, "a shop")
	assert.NotContains(t, w.send("officer-a", "/queues/diligence", nil).Body.String(), at)

	w.done("officer-a", page+"/active", url.Values{"key": {"k3"}, "active": {"no"}, "reason": {"another person's"}}, "another person&#39;s")
	assert.False(t, w.read(w.ana.ID).Documents[0].IsActive)
	w.done("officer-a", page+"/active", url.Values{"key": {"k4"}, "active": {"yes"}}, "Taken back in")
	assert.True(t, w.read(w.ana.ID).Documents[0].IsActive)

	w.done("officer-a", at+"/rescreen", url.Values{"key": {"k5"}}, "Changed.")
	paper := at + "/documents/" + w.ana.Documents[0].Virtual[0].ID
	w.done("officer-a", paper+"/withdraw", url.Values{"key": {"k6"}, "reason": {"asked by letter"}}, "Changed.")
	assert.Empty(t, w.read(w.ana.ID).Documents[0].Virtual)
	w.done("officer-a", page+"/edd", url.Values{"key": {"k7"}, "reason": {"over"}}, "Changed.")
	w.done("officer-a", page+"/withdraw", url.Values{"key": {"k8"}, "reason": {"asked by letter"}}, "Changed.")
	assert.Empty(t, w.read(w.ana.ID).Documents)
}

// A taxpayer number that waits is answered.
func TestTaxpayerNumberIsAnswered(t *testing.T) {
	w := newWorld(t)
	at := "/users/" + w.ana.ID
	assert.NotContains(t, w.send("officer-a", at, nil).Body.String(), at+"/tax")
	u, err := w.users.SubmitTax(t.Context(), shop, w.ana.ID, user.TaxRequest{W9: &tax.W9Submission{
		EntityType: string(tax.Individual), FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512-43-3333"),
		Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"}}})
	require.NoError(t, err)
	assert.Contains(t, w.send("officer-a", at, nil).Body.String(), at+"/tax")
	form := url.Values{"key": {"k1"}, "attempt": {u.Tax.TIN.Attempt}, "decision": {"valid"}}
	assert.Contains(t, w.send("officer-a", at+"/tax", form).Body.String(), `aria-describedby="t-reason-flaw"`)
	form.Set("reason", "a letter of the office")
	w.done("officer-a", at+"/tax", form, "Changed.")
	assert.Equal(t, tax.Matched, w.read(w.ana.ID).Tax.TIN.State())
}

// A device is trusted no more, and who guessed wrong may guess again.
func TestDevicesAndCodes(t *testing.T) {
	w := newWorld(t)
	at := "/users/" + w.ana.ID + "/access"
	assert.NotContains(t, w.send("officer-a", at, nil).Body.String(), "/devices")
	refresh, err := w.users.IssueToken(t.Context(), shop, w.ana.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	phone, code := bonafide.NewSecret("fingerprint of a phone"), bonafide.NewSecret("135790")
	for _, r := range []user.OAuthRequest{{}, {Device: string(w.ana.Phone)}, {PIN: code}} {
		r.RefreshToken, r.Fingerprint = refresh, phone
		_, err = w.users.OAuth(t.Context(), shop, r)
		require.NoError(t, err)
	}
	device := regexp.MustCompile(`name="device" value="([^"]+)"`).FindStringSubmatch(w.send("officer-a", at, nil).Body.String())
	require.NotNil(t, device)
	w.done("officer-a", "/users/"+w.ana.ID+"/devices", url.Values{"key": {"k1"}, "device": {device[1]}}, "No trusted device.")

	_, err = w.users.SendCode(t.Context(), shop, w.ana.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = w.users.VerifyCode(t.Context(), shop, w.ana.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
	require.Error(t, err)
	wrong := "<dt>Wrong guesses in a row</dt><dd>"
	assert.Contains(t, w.send("officer-a", at, nil).Body.String(), wrong+"1")
	w.done("officer-a", "/users/"+w.ana.ID+"/codes", url.Values{"key": {"k2"}}, wrong+"0")
}

// Who claims a number and answered its code is given it, where the queue leads.
func TestNumberGoesToItsNextOwner(t *testing.T) {
	w := newWorld(t)
	next, err := w.users.Create(t.Context(), shop, user.CreateRequest{Phone: string(w.ana.Phone), LegalNames: []string{"Ida Berg"}, Claim: true})
	require.NoError(t, err)
	at := "/users/" + next.ID + "/number"
	form := url.Values{"key": {"k1"}, "holder": {w.ana.ID}}
	assert.Equal(t, http.StatusConflict, w.send("officer-a", at, form).Code, "it is not proved")
	_, err = w.users.SendCode(t.Context(), shop, next.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = w.users.VerifyCode(t.Context(), shop, next.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("135790")})
	require.NoError(t, err)

	person := w.find("officer-a", "/queues/number", "/users/"+next.ID)
	assert.Equal(t, at, w.find("officer-a", person, at))
	assert.Contains(t, w.send("officer-a", at, nil).Body.String(), "Give the number to Ida Berg")
	form.Set("key", "k2")
	w.done("officer-a", at, form, "Nobody else has this number.")
	assert.Empty(t, w.read(w.ana.ID).Phone)
	assert.NotContains(t, w.send("officer-a", "/queues/number", nil).Body.String(), person)
}

// An erasure is shown before it can be asked for, and then leaves no name.
func TestErasureIsPlannedFirst(t *testing.T) {
	w := newWorld(t)
	at := "/users/" + w.ana.ID + "/erasure"
	assert.Equal(t, at, w.find("officer-a", "/users/"+w.ana.ID, at))
	open := w.send("officer-a", at, nil).Body.String()
	assert.Contains(t, open, "not closed")
	assert.Contains(t, open, "legal_names")
	assert.NotContains(t, open, "<form")
	form := url.Values{"key": {"k1"}, "reason": {"subject_request"}, "sure": {"yes"}}
	assert.Equal(t, http.StatusConflict, w.send("officer-a", at, form).Code)
	w.done("officer-a", "/users/"+w.ana.ID+"/standing", url.Values{"key": {"k2"}, "permission": {"CLOSED"}, "code": {string(permission.UserRequest)}}, "Changed.")
	assert.Contains(t, w.send("officer-a", at, nil).Body.String(), "retention")
	w.now = today.AddDate(20, 0, 0)
	ready := w.send("officer-a", at, nil).Body.String()
	assert.Contains(t, ready, "<form")
	labelled(t, at, ready)
	form.Del("sure")
	form.Set("key", "k3")
	unsure := w.send("officer-a", at, form)
	assert.Equal(t, http.StatusUnprocessableEntity, unsure.Code)
	assert.Contains(t, unsure.Body.String(), `value="subject_request" selected`)
	form.Set("sure", "yes")
	w.done("officer-a", at, form, "erased")
	assert.True(t, w.read(w.ana.ID).Erased())
	assert.NotContains(t, w.send("officer-a", "/users/"+w.ana.ID, nil).Body.String(), "Lopez")
}

// Of two who are the same one is closed and the other opened again, and each of the two
// may take a second reviewer.
func TestSwapUnderFourEyes(t *testing.T) {
	for name, c := range map[string]struct {
		gated       []permission.Verb
		otherClosed bool
		approvals   int
	}{
		"neither":         {nil, true, 0},
		"the closure":     {[]permission.Verb{permission.VerbClose}, false, 1},
		"both, one is":    {[]permission.Verb{permission.VerbClose, permission.VerbReopen}, false, 1},
		"the opening":     {[]permission.Verb{permission.VerbReopen}, true, 1},
		"both, both are ": {[]permission.Verb{permission.VerbClose, permission.VerbReopen}, true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.gated...)
			other := w.read(w.ana.ID).Twins.List[0].User
			if c.otherClosed {
				w.send("officer-c", "/users/"+other+"/standing", url.Values{"key": {"k0"}, "permission": {"CLOSED"}, "code": {string(permission.UserRequest)}})
				for _, p := range w.read(other).Proposals {
					w.approve("officer-d", "/users/"+other+"/proposals/"+p.ID)
				}
				require.Equal(t, permission.Closed, w.read(other).Permission())
			}
			first := w.send("officer-a", "/users/"+w.ana.ID+"/swap", url.Values{"key": {"k1"}, "other": {other}})
			require.Equal(t, http.StatusSeeOther, first.Code, first.Body.String())
			approvals := 0
			for range 2 {
				for _, id := range []string{w.ana.ID, other} {
					for _, p := range w.read(id).Proposals {
						if p.State != bonafide.ApprovalOpen {
							continue
						}
						at := "/users/" + id + "/proposals/" + p.ID
						// Whoever approved the closure proposes the opening: the first one agrees to that.
						as := map[string]string{"officer-a": "officer-b", "officer-b": "officer-a"}[p.Maker.ID]
						w.approve(as, at)
						approvals++
					}
				}
			}
			assert.Equal(t, c.approvals, approvals)
			assert.Equal(t, permission.Closed, w.read(w.ana.ID).Permission())
			assert.NotEqual(t, permission.Closed, w.read(other).Permission())
		})
	}
}

// approve sends the form that agrees to a proposal, as the page has it.
func (w *world) approve(as, at string) {
	w.Helper()
	hash := regexp.MustCompile(`name="hash" value="([0-9a-f]+)"`).FindStringSubmatch(w.send(as, at, nil).Body.String())
	require.NotNil(w, hash)
	answer := w.send(as, at, url.Values{"key": {"approve-" + at}, "decision": {"approve"}, "hash": {hash[1]}})
	require.Equal(w, http.StatusSeeOther, answer.Code, answer.Body.String())
}

// A number is shown to whoever proposed it, once a second reviewer agreed, and once.
func TestNumberIsShownUnderFourEyes(t *testing.T) {
	w := newWorld(t, permission.VerbReveal)
	at := "/users/" + w.ana.ID
	paper := at + "/documents/" + w.ana.Documents[0].Virtual[0].ID
	form := url.Values{"key": {"k1"}, "purpose": {"sar_filing"}}
	w.done("officer-a", paper+"/reveal", form, "A second reviewer is due")
	proposal := w.find("officer-b", at, at+"/proposals/")
	hash := regexp.MustCompile(`name="hash" value="([0-9a-f]+)"`).FindStringSubmatch(w.send("officer-b", proposal, nil).Body.String())
	require.NotNil(t, hash)
	w.done("officer-b", proposal, url.Values{"key": {"k2"}, "decision": {"approve"}, "hash": {hash[1]}}, "Approved.")
	form.Set("key", "k3")
	assert.Contains(t, w.send("officer-a", paper+"/reveal", form).Body.String(), "512433333")
	form.Set("key", "k4")
	assert.NotContains(t, w.send("officer-a", paper+"/reveal", form).Body.String(), "512433333", "once")
}
