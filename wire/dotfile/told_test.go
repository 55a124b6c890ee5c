package dotfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A creation is told once an object, by the published names: what the new case was computed
// to be stands in Case.Created, and a change is told once to one webhook.
func TestCreationIsToldOnceAnObject(t *testing.T) {
	g := newRig(t)
	events, receive := g.receiver("Case.Created", "Case.Updated", "Case.FlagsUpdated", "Case.ContactHasActionsUpdated", "Case.ReviewerHasActionsUpdated",
		"Case.InfoUpdated", "Case.StatusUpdated", "Company.Created", "Company.Updated", "Individual.Created", "Individual.Updated", "Check.Started")
	c := g.ok("POST", "/cases", strings.Replace(graph, "{", `{"template_key":"kyb",`, 1))
	receive()
	count := make(map[string]int)
	for _, e := range *events {
		name, _, _ := strings.Cut(e, " ")
		count[name]++
	}
	assert.Equal(t, map[string]int{"Case.Created": 1, "Company.Created": 2, "Individual.Created": 1, "Check.Started": 1}, count)

	// What is computed later is an update: the contact is done, and reviewers are not.
	check := at(g.ok("GET", "/checks?case_id="+c["id"].(string), ""), "data", 0, "id")
	g.ok("POST", fmt.Sprintf("/checks/document/%s/add_files", check), `{"files":[{"upload_ref":"f"}]}`)
	*events = nil
	receive()
	updates := 0
	for _, e := range *events {
		if strings.HasPrefix(e, "Case.Updated ") {
			updates++
		}
	}
	assert.Equal(t, 3, updates, "flags, and what either has to do")
}
