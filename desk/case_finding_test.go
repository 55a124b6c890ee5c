package desk_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// Who is taken out leaves what was found behind, until reviewers end that.
func TestEntityIsTakenOut(t *testing.T) {
	o := newOffice(t)
	k := o.check(casefile.CheckNeedReview)
	entity, check := "/cases/"+o.id+"/entities/"+k.Entity, "/cases/"+o.id+"/checks/"+k.ID
	assert.NotContains(t, o.page(caseOfficer, "/cases/"+o.id+"/entities/"+o.now().Companies[0].ID), "Take out", "the main company stays")
	code, _ := o.post(caseOfficer, entity+"/relevant", "relevant", "no")
	assert.Equal(t, http.StatusUnprocessableEntity, code, "no reason, and an open hit")
	assert.NotContains(t, o.page(caseOfficer, check), "End what it found")

	assert.Contains(t, o.done(caseOfficer, entity+"/relevant", "relevant", "no", "reason", "sold his shares"), "Put under investigation")
	assert.Contains(t, o.page(caseOfficer, check), "End what it found")
	body := o.done(caseOfficer, check+"/dismiss", "seen", o.stamp(k.ID), "reason", "another "+hostileName)
	assert.Contains(t, body, "another &lt;script&gt;")
	assert.NotContains(t, body, "End what it found")
	code, _ = o.post(caseOfficer, check+"/dismiss", "seen", o.stamp(k.ID), "reason", "again")
	assert.Equal(t, http.StatusConflict, code)

	assert.Contains(t, o.done(caseOfficer, entity+"/relevant", "relevant", "yes"), "Take out of the investigation")
	assert.True(t, o.now().Individuals[0].Relevant())
}

// stamp is when a check changed last, as forms say which one was read.
func (o *office) stamp(check string) string {
	k, _ := o.now().Check(check)
	return k.UpdatedAt.UTC().Format(time.RFC3339Nano)
}

// To end a true match takes two.
func TestTrueMatchIsEndedByTwo(t *testing.T) {
	o := newOffice(t)
	k := o.check(casefile.CheckNeedReview)
	path := "/cases/" + o.id + "/checks/" + k.ID
	o.done(caseOfficer, path+"/hits", "list", screening.KeyPEP, "entry", "90210", "disposition", "true_positive", "reason", "the same passport")
	o.done(caseOfficer, "/cases/"+o.id+"/entities/"+k.Entity+"/relevant", "relevant", "no", "reason", "sold his shares")
	read := o.stamp(k.ID)
	assert.Contains(t, o.page(otherOfficer, path), read, "the form says what was read")
	assert.Contains(t, o.done(caseOfficer, path+"/dismiss", "seen", read, "reason", "gone"), "A second reviewer is due")
	code, _ := o.post(otherOfficer, path+"/dismiss", "seen", read, "reason", "gone")
	assert.Equal(t, http.StatusConflict, code, "nobody is second unawares")
	read = o.stamp(k.ID)
	code, _ = o.post(caseOfficer, path+"/dismiss", "seen", read, "reason", "gone")
	assert.Equal(t, http.StatusForbidden, code)
	assert.Contains(t, o.done(otherOfficer, path+"/dismiss", "seen", read, "reason", "agreed"), "reviewer officer-a and reviewer officer-b ended what it found")
}

// A check that waits for a vendor is looked at before the answer.
func TestCheckIsReviewedBeforeItsAnswer(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	c, err := o.cases.StartCheck(ctx, otherOfficer, o.id, casefile.StartCheckRequest{Entity: o.now().Individuals[0].ID, Type: casefile.IDDocument,
		Automation: casefile.Automation{Vendor: true}})
	require.NoError(t, err)
	k := c.Checks[len(c.Checks)-1]
	path := "/cases/" + o.id + "/checks/" + k.ID
	assert.NotContains(t, o.page(caseOfficer, path), "Review it now", "nothing was submitted")
	_, err = o.cases.SubmitCheck(ctx, otherOfficer, o.id, casefile.SubmitCheckRequest{Check: k.ID, Evidence: []string{"upload-1"}})
	require.NoError(t, err)
	require.Contains(t, o.page(caseOfficer, path), "Review it now")
	assert.Contains(t, o.done(caseOfficer, path+"/force", "key", "form-1"), "Decide the check")
}

// A hold stands in the way of an erasure, and the page says what else does.
func TestKeepingOfCase(t *testing.T) {
	o := newOffice(t)
	path := "/cases/" + o.id
	assert.Contains(t, o.page(caseOfficer, path+"/keeping"), "<b>not closed</b>")
	o.done(caseOfficer, path+"/review", "decision", "close", "comment", "withdrew")
	body := o.page(caseOfficer, path+"/keeping")
	for _, text := range []string{"<b>retention</b>", "Kept until", "What would be gone", "individuals"} {
		assert.Contains(t, body, text)
	}
	body = o.done(caseOfficer, path+"/hold", "matter", "subpoena-7", "reason", "ordered by "+hostileName)
	for _, text := range []string{"subpoena-7", "ordered by &lt;script&gt;", "<b>legal hold</b>"} {
		assert.Contains(t, body, text)
	}
	code, _ := o.post(caseOfficer, path+"/hold", "matter", "subpoena-7", "reason", "again")
	assert.Equal(t, http.StatusUnprocessableEntity, code)
	body = o.done(bonafide.Reviewer("officer-c"), path+"/release", "matter", "subpoena-7", "reason", "the court is done")
	assert.Contains(t, body, "the court is done")
	assert.Contains(t, body, "<b>retention</b>")
	assert.False(t, o.now().Holds.Any())
}
