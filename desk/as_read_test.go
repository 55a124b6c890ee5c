package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// seenIn are the values by which a page's forms say what their reader saw.
func seenIn(t *testing.T, page string, forms int) string {
	t.Helper()
	all := regexp.MustCompile(`name="seen" value="([0-9a-f]{16,})"`).FindAllStringSubmatch(page, -1)
	require.Len(t, all, forms)
	return all[0][1]
}

// What a reviewer decides with a form, it decides on what its page showed: a form that was
// opened before somebody else's decision is refused.
func TestFormsAreOfWhatWasRead(t *testing.T) {
	w := newWorld(t)
	person := "/users/" + w.ana.ID
	seen := seenIn(t, w.send("officer-a", person, nil).Body.String(), 2)
	w.done("officer-b", person+"/flag", url.Values{"key": {"k1"}, "code": {string(permission.FlagReviewCIP)}, "seen": {seen}}, "Changed.")
	late := url.Values{"key": {"k2"}, "code": {string(permission.FlagReviewUAR)}, "seen": {seen}}
	answer := w.send("officer-a", person+"/flag", late)
	assert.Equal(t, http.StatusConflict, answer.Code)
	assert.Contains(t, answer.Body.String(), "Look at the page again")
	assert.Equal(t, http.StatusConflict, w.send("officer-a", person+"/standing", url.Values{
		"key": {"k3"}, "permission": {"CLOSED"}, "code": {string(permission.UserRequest)}, "seen": {seen}}).Code)

	listed := w.find("officer-a", "/queues/hit", "/users/")
	at := w.find("officer-a", listed, listed+"/hits/")
	seen = seenIn(t, w.send("officer-a", at, nil).Body.String(), 1)
	w.done("officer-b", at, url.Values{"key": {"k4"}, "decision": {"true_positive"}, "reason": {"the same passport"}, "seen": {seen}}, "Changed.")
	assert.Equal(t, http.StatusConflict, w.send("officer-a", at, url.Values{"key": {"k5"}, "decision": {"false_positive"}, "reason": {"r"}, "seen": {seen}}).Code)

	o := newOffice(t)
	path := "/cases/" + o.id + "/checks/" + o.check(casefile.CheckNeedReview).ID
	seen = seenIn(t, o.page(caseOfficer, path), 1)
	hit := []string{"list", screening.KeyPEP, "entry", "90210", "seen", seen, "disposition", "true_positive", "reason", "the same passport"}
	o.done(otherOfficer, path+"/hits", hit...)
	code, _ := o.post(caseOfficer, path+"/hits", hit...)
	assert.Equal(t, http.StatusConflict, code)
}
