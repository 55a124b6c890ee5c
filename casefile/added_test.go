package casefile_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/document/upload"
)

// What a command added is told by its id, of two that are alike too, and told again where it
// is sent again.
func TestAdded(t *testing.T) {
	b, _ := withFiles(t)
	c := b.advance(t, b.create(t).ID)
	id, main := c.ID, c.Companies[0].ID
	note, err := b.cases.AddNote(ctx, officer, id, casefile.AddNoteRequest{Text: "called"})
	require.NoError(t, err)
	individual := casefile.IndividualInput{IndividualFields: casefile.IndividualFields{FirstName: "Ana", LastName: "Lopez"},
		Relations: []casefile.RelationInput{{To: main}}}
	company := casefile.CompanyInput{Type: casefile.AffiliatedCompany, CompanyFields: casefile.CompanyFields{Name: "Dock", Country: "FR"},
		Relations: []casefile.RelationInput{{To: main}}}
	person, err := b.cases.AddIndividual(ctx, acme, id, individual)
	require.NoError(t, err)
	other, err := b.cases.AddCompany(ctx, acme, id, company)
	require.NoError(t, err)
	for name, x := range map[string]struct {
		add func(key string) (casefile.Case, error)
		has func(casefile.Case, string) bool
	}{
		"a note": {func(key string) (casefile.Case, error) {
			return b.cases.AddNote(ctx, officer, id, casefile.AddNoteRequest{Key: key, Text: "called"})
		}, func(c casefile.Case, id string) bool { _, ok := c.Note(id); return ok }},
		"a comment": {func(key string) (casefile.Case, error) {
			return b.cases.CommentNote(ctx, officer, id, casefile.CommentNoteRequest{Key: key, Note: note.Added, Text: "no answer"})
		}, func(c casefile.Case, id string) bool {
			n, _ := c.Note(note.Added)
			return slices.ContainsFunc(n.Comments, func(x casefile.Comment) bool { return x.ID == id })
		}},
		"a task": {func(key string) (casefile.Case, error) {
			return b.cases.AddTask(ctx, officer, id, casefile.AddTaskRequest{Key: key, Title: "call them"})
		}, func(c casefile.Case, id string) bool {
			return slices.ContainsFunc(c.Tasks, func(x casefile.Task) bool { return x.ID == id })
		}},
		"an individual": {func(key string) (casefile.Case, error) {
			in := individual
			in.Key = key
			return b.cases.AddIndividual(ctx, acme, id, in)
		}, func(c casefile.Case, id string) bool { _, ok := c.Individual(id); return ok }},
		"a company": {func(key string) (casefile.Case, error) {
			in := company
			in.Key = key
			return b.cases.AddCompany(ctx, acme, id, in)
		}, func(c casefile.Case, id string) bool { _, ok := c.Company(id); return ok }},
		"a check": {func(key string) (casefile.Case, error) {
			return b.cases.StartCheck(ctx, officer, id, casefile.StartCheckRequest{Key: key, Entity: person.Added, Type: casefile.AML})
		}, func(c casefile.Case, id string) bool { _, ok := c.Check(id); return ok }},
		"a file": {func(key string) (casefile.Case, error) {
			return b.cases.AttachFile(ctx, acme, id, casefile.AttachFileRequest{Key: key, Check: of(t, c, casefile.IDDocument).ID, MediaType: upload.PNG, Content: picture(t, 8)})
		}, func(c casefile.Case, id string) bool { _, ok := c.File(id); return ok }},
	} {
		one, err := x.add(name + " one")
		require.NoError(t, err, name)
		two, err := x.add(name + " two")
		require.NoError(t, err, name)
		assert.True(t, x.has(one, one.Added) && !x.has(one, two.Added) && x.has(two, two.Added), name)
		again, err := x.add(name + " one")
		require.NoError(t, err, name)
		assert.Equal(t, one.Added, again.Added, name)
	}
	rel, err := b.cases.AddRelation(ctx, acme, id, casefile.RelationInput{From: person.Added, To: other.Added})
	require.NoError(t, err)
	assert.True(t, slices.ContainsFunc(rel.Relations, func(x casefile.Relation) bool { return x.ID == rel.Added && x.From() == person.Added }))
	got, err := b.cases.Get(ctx, officer, id)
	require.NoError(t, err)
	assert.Empty(t, got.Added)
	_, err = b.cases.AddNote(ctx, bonafide.User("stranger"), id, casefile.AddNoteRequest{Key: "one", Text: "called"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// Also where a reviewer's reason is kept as a note by the same command.
func TestAddedWithAReason(t *testing.T) {
	l := listedWith(t, "open")
	holder := []casefile.RelationInput{{Roles: []ownership.Role{ownership.Nominator}}}
	ann, dock := person("Ann", "Behind"), affiliate("Dock")
	ann.Reason, ann.Relations, dock.Reason, dock.Relations = "r", holder, "r", holder
	c, err := l.cases.AddIndividual(ctx, officer, l.id, ann)
	require.NoError(t, err)
	_, ok := c.Individual(c.Added)
	assert.True(t, ok)
	c, err = l.cases.AddCompany(ctx, officer, l.id, dock)
	require.NoError(t, err)
	_, ok = c.Company(c.Added)
	assert.True(t, ok)
	c, err = l.cases.AddRelation(ctx, officer, l.id, casefile.RelationInput{From: l.main, To: l.main, Ownership: percent(10), Reason: "r"})
	require.NoError(t, err)
	assert.True(t, slices.ContainsFunc(c.Relations, func(x casefile.Relation) bool { return x.ID == c.Added }))
	assert.Len(t, c.Notes, 3)
}
