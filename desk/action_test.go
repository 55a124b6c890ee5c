package desk_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/uploadtest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// find returns the first link or action on a page that begins as given.
func (w *world) find(as, page, begins string) string {
	w.Helper()
	m := regexp.MustCompile(`(?:href|action)="(` + regexp.QuoteMeta(begins) + `[^"]*)"`).FindStringSubmatch(w.send(as, page, nil).Body.String())
	require.NotNil(w, m, "%s has no %s", page, begins)
	return m[1]
}

func (w *world) read(id string) user.User {
	w.Helper()
	u, err := w.users.Get(w.Context(), bonafide.Reviewer("officer-a"), id)
	require.NoError(w, err)
	return u
}

// done sends a form and follows it to the page that tells what became of it.
func (w *world) done(as, target string, form url.Values, words string) {
	w.Helper()
	answer := w.send(as, target, form)
	require.Equal(w, http.StatusSeeOther, answer.Code, answer.Body.String())
	assert.Contains(w, w.send(as, answer.Header().Get("Location"), nil).Body.String(), words)
}

// A hit is found in its queue, looked at beside the subject, and decided with a reason. To
// clear a true match takes another reviewer.
func TestHitIsDecided(t *testing.T) {
	w := newWorld(t)
	person := w.find("officer-a", "/queues/hit", "/users/")
	at := w.find("officer-a", person, person+"/hits/")
	assert.Equal(t, http.StatusUnprocessableEntity, w.send("officer-a", at, url.Values{"key": {"k0"}, "decision": {"true_positive"}, "reason": {""}}).Code)
	assert.Equal(t, http.StatusUnprocessableEntity, w.send("officer-a", at, url.Values{"key": {"k0"}, "reason": {"same"}}).Code)

	w.done("officer-a", at, url.Values{"key": {"k1"}, "decision": {"true_positive"}, "reason": {"the same passport"}}, "Changed.")
	assert.Equal(t, screening.WatchlistMatch, w.read(w.jane.ID).Watchlist())
	assert.Contains(t, w.send("officer-a", at, nil).Body.String(), "the same passport")

	w.done("officer-a", at, url.Values{"key": {"k2"}, "decision": {"false_positive"}, "reason": {"a mistake"}}, "awaits another reviewer")
	assert.NotContains(t, w.send("officer-a", at, nil).Body.String(), `value="approve"`, "the maker does not approve")
	assert.Contains(t, w.send("officer-b", at, nil).Body.String(), `value="approve"`)
	assert.Equal(t, person, w.find("officer-b", "/queues/second", "/users/"), "it stands in a queue")
	assert.Equal(t, at, w.find("officer-b", person, person+"/hits/"))
	assert.Equal(t, http.StatusForbidden, w.send("officer-a", at, url.Values{"key": {"k3"}, "decision": {"approve"}, "reason": {"sure"}}).Code)
	w.done("officer-b", at, url.Values{"key": {"k4"}, "decision": {"approve"}, "reason": {"agreed"}}, "false positive")
	assert.Equal(t, screening.WatchlistFalsePositive, w.read(w.jane.ID).Watchlist())
}

// What takes two reviewers waits for the second, who reads it, approves, and so carries it out.
func TestLockTakesASecondReviewer(t *testing.T) {
	w := newWorld(t)
	lock := url.Values{"key": {"k1"}, "permission": {"LOCKED"}, "code": {string(permission.BlockedList)}}
	w.done("officer-a", "/users/"+w.ana.ID+"/standing", lock, "A second reviewer is due")
	w.send("officer-a", "/users/"+w.ana.ID+"/standing", lock) // sent twice
	require.Len(t, w.read(w.ana.ID).Proposals, 1)

	at := w.find("officer-b", "/users/"+w.ana.ID, "/users/"+w.ana.ID+"/proposals/")
	assert.NotContains(t, w.send("officer-a", at, nil).Body.String(), `value="approve"`, "the maker does not approve")
	page := w.send("officer-b", at, nil).Body.String()
	hash := regexp.MustCompile(`name="hash" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	require.NotNil(t, hash)
	assert.Equal(t, http.StatusConflict, w.send("officer-a", at, url.Values{"key": {"k2"}, "decision": {"approve"}, "hash": {hash[1]}}).Code)
	assert.Equal(t, http.StatusConflict, w.send("officer-b", at, url.Values{"key": {"k3"}, "decision": {"approve"}, "hash": {"another"}}).Code)
	w.done("officer-b", at, url.Values{"key": {"k4"}, "decision": {"approve"}, "hash": {hash[1]}}, "Approved and carried out.")
	assert.Equal(t, permission.Locked, w.read(w.ana.ID).Permission())
}

// A document that waits is reviewed; its number is shown on one answer, for a purpose.
func TestDocumentIsReviewed(t *testing.T) {
	w := newWorld(t)
	at := "/users/" + w.ana.ID + "/documents/" + w.ana.Documents[0].Virtual[0].ID
	assert.NotContains(t, w.send("officer-a", at, nil).Body.String(), "512433333")
	assert.Equal(t, http.StatusUnprocessableEntity, w.send("officer-a", at+"/reveal", url.Values{"key": {"k0"}}).Code)
	assert.Contains(t, w.send("officer-a", at+"/reveal", url.Values{"key": {"k1"}, "purpose": {"sar_filing"}}).Body.String(), "512433333")
	w.done("officer-a", at, url.Values{"key": {"k2"}, "attempt": {w.ana.Documents[0].Virtual[0].Attempt}, "decision": {"valid"}, "reason": {"seen"}}, "Changed.")
	assert.Equal(t, document.Valid, w.read(w.ana.ID).Documents[0].Virtual[0].Status)

	zone := w.send("officer-a", at+"/zone", url.Values{"lines": {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"}}).Body.String()
	assert.Contains(t, zone, "ANNA MARIA ERIKSSON")
	assert.Contains(t, zone, "differs")
}

// An upload is opened by a POST alone, shown and measured.
func TestPhotoIsMeasured(t *testing.T) {
	w := newWorld(t)
	u, err := w.users.SubmitDocuments(t.Context(), shop, w.ana.ID, user.SubmitRequest{Documents: []document.Submission{{ID: w.ana.Documents[0].ID,
		PhysicalDocs: []document.SubSubmission{{Type: document.GovtID, Value: bonafide.NewSecret("data:image/png;base64," + base64.StdEncoding.EncodeToString(uploadtest.PNG()))}}}}})
	require.NoError(t, err)
	at := "/users/" + u.ID + "/documents/" + u.Documents[0].Physical[0].ID
	assert.False(t, strings.Contains(w.send("officer-a", at, nil).Body.String(), "data:image/"))
	page := w.send("officer-a", at+"/photo", url.Values{"key": {"k1"}, "purpose": {"document_review"}}).Body.String()
	assert.Contains(t, w.send("officer-b", "/users/"+u.ID+"/events", nil).Body.String(), "upload opened")
	for _, words := range []string{`src="data:image/png;base64,`, "Photo report", "Sharpness", "Shorter side"} {
		assert.True(t, strings.Contains(page, words), words)
	}
}

// Flags, waivers, holds, risks and duplicates are forms of the user's file.
func TestActions(t *testing.T) {
	for _, c := range []struct {
		name, path string
		form       url.Values
		holds      func(*world, user.User) bool
	}{
		{"flag", "flag", url.Values{"code": {string(permission.FlagUploadUAR)}}, func(_ *world, u user.User) bool { return u.Standing.Flag == permission.Flagged }},
		{"hold", "hold", url.Values{"matter": {"case-9"}, "reason": {"a subpoena"}}, func(_ *world, u user.User) bool { return len(u.Holds) == 1 }},
		{"risk", "risk", url.Values{"level": {"high"}, "reason": {"cash business"}}, func(_ *world, u user.User) bool { return u.Risk.Current().Level == "high" }},
		{"dismiss", "dismiss", url.Values{"reason": {"a mistyped number"}}, func(_ *world, u user.User) bool { return !u.Twins.List[0].Dismissed.At.IsZero() }},
		{"swap", "swap", url.Values{}, func(w *world, u user.User) bool { return u.Permission() == permission.Closed }},
		{"waive", "waive", url.Values{"rule": {"number"}, "until": {"2026-04-01"}}, func(_ *world, u user.User) bool { return len(u.Waivers) == 1 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			u := w.read(w.ana.ID)
			require.NotEmpty(t, u.Twins.List)
			c.form.Set("key", "k1")
			c.form.Set("other", u.Twins.List[0].User)
			c.form.Set("document", u.Documents[0].ID)
			w.done("officer-a", "/users/"+u.ID+"/"+c.path, c.form, "Changed.")
			assert.True(t, c.holds(w, w.read(u.ID)))
		})
	}
}

// Search terms travel in bodies, never in addresses.
func TestSearchByPost(t *testing.T) {
	w := newWorld(t)
	page := w.send("officer-a", "/search", url.Values{"name": {"lopez ANA"}}).Body.String()
	assert.Contains(t, page, "/users/"+w.ana.ID)
	assert.NotContains(t, w.send("officer-a", "/search?name=lopez", nil).Body.String(), "/users/")
	for at := range w.walk("officer-a") {
		for _, personal := range []string{"lopez", "jane", "415555", "@", "ofac"} {
			assert.NotContains(t, strings.ToLower(at), personal)
		}
	}
}

// The chain of events is verified, and a copy is handed over.
func TestAuditTrail(t *testing.T) {
	w := newWorld(t)
	assert.Contains(t, w.send("officer-a", "/users/"+w.ana.ID+"/verify", url.Values{}).Body.String(), "in its order and as it was written")
	for form, kind := range map[string]string{"json": "application/json", "page": "text/html"} {
		answer := w.send("officer-a", "/users/"+w.ana.ID+"/export", url.Values{"key": {form}, "form": {form}})
		assert.Equal(t, http.StatusOK, answer.Code)
		assert.Contains(t, answer.Header().Get("Content-Type"), kind)
		assert.Contains(t, answer.Header().Get("Content-Disposition"), "attachment")
		assert.Contains(t, answer.Body.String(), "Ana Lopez")
	}
}
