package casefile_test

import (
	"context"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/risk"
)

// AsOf returns every version exactly as it was returned at its time.
func TestAsOf(t *testing.T) {
	b := setup(t)
	type moment struct {
		at time.Time
		c  casefile.Case
	}
	var seen []moment
	note := func(c casefile.Case, err error) {
		require.NoError(t, err)
		c, err = b.cases.Get(ctx, officer, c.ID)
		require.NoError(t, err)
		seen = append(seen, moment{b.now(), c})
		b.wait(time.Hour)
	}
	c := b.create(t)
	note(c, nil)
	note(b.cases.Advance(ctx, c.ID))
	note(b.cases.Update(ctx, acme, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt Group")}))
	note(b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "first"}))
	note(b.cases.SubmitCheck(ctx, contact, c.ID, casefile.SubmitCheckRequest{Check: of(t, c, casefile.IDDocument).ID, Evidence: []string{"f"}}))
	note(b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Rejected, Comment: "no"}))
	note(b.cases.Reopen(ctx, officer, c.ID, casefile.ReopenRequest{}))
	for i, m := range seen {
		for _, late := range []time.Duration{time.Millisecond, 59 * time.Minute} {
			got, err := b.cases.AsOf(ctx, officer, c.ID, m.at.Add(late))
			require.NoError(t, err)
			assert.Equal(t, m.c, got, "version at step %d", i)
		}
	}
	_, err := b.cases.AsOf(ctx, officer, c.ID, start.Add(-time.Second))
	require.ErrorIs(t, err, bonafide.ErrNotFound, "it was not there")
	_, err = b.cases.AsOf(ctx, officer, "nobody", b.now())
	require.ErrorIs(t, err, bonafide.ErrNotFound)

	// A version that is put in another's place does not open; one of another history
	// does not fit the chain.
	exchanged := &exchange{Store: b.store}
	_, err = b.cases.WithStore(exchanged).AsOf(ctx, officer, c.ID, b.now())
	require.ErrorIs(t, err, bonafide.ErrSealed)
}

// exchange answers every version with the first one's body.
type exchange struct{ bonafide.Store }

func (s *exchange) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if kind == casefile.KindVersion {
		id = id[:len(id)-1] + "1"
	}
	return s.Store.Get(ctx, kind, id)
}

// Who did what, with codes before and after and names of fields.
func TestTimeline(t *testing.T) {
	b := setup(t)
	c := b.approved(t)
	_, err := b.cases.Reopen(ctx, officer3, c.ID, casefile.ReopenRequest{})
	require.NoError(t, err)
	x := c.Individuals[0]
	fields := x.IndividualFields
	fields.Position, fields.LastName = "CFO", "Other"
	_, err = b.cases.UpdateIndividual(ctx, officer3, c.ID, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &fields, Seen: x.UpdatedAt})
	require.NoError(t, err)
	lines, err := timelineOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	find := func(what string) casefile.Entry {
		t.Helper()
		for _, l := range lines {
			if l.What == what {
				return l
			}
		}
		require.Fail(t, "no such line", what)
		return casefile.Entry{}
	}
	assert.Equal(t, int64(1), lines[0].Seq)
	created := find("created")
	assert.Equal(t, acme, created.By)
	reviewed := find("reviewed")
	assert.Equal(t, "open", reviewed.From)
	assert.Equal(t, "approved", reviewed.To)
	assert.Equal(t, officer2, reviewed.By)
	assert.Equal(t, officer.ID, reviewed.More["maker"])
	assert.Len(t, reviewed.More["content"], 64)
	changed := find("individual_changed")
	assert.Equal(t, []string{"last_name", "position"}, changed.Fields)
	assert.Equal(t, x.ID, changed.Entity)
	submitted := find("check_submitted")
	assert.Equal(t, contact, submitted.By)
	assert.Equal(t, "in_progress", submitted.From)
	assert.Equal(t, "processing", submitted.To)
}

// Pages of any size hold the same lines in the same order, of both chains; what cannot be
// a cursor of this case is refused.
func TestTimelinePages(t *testing.T) {
	b := setup(t)
	c := b.approved(t)
	for range 3 {
		b.wait(24 * time.Hour)
		_, err := b.cases.Advance(ctx, c.ID)
		require.NoError(t, err)
	}
	want, err := timelineOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	require.Greater(t, len(want), 10)
	for i := range want[1:] {
		assert.False(t, want[i+1].At.Before(want[i].At), "oldest first")
	}
	cursors := []string{"x", ".", "x.", ".x", "a.b.c"}
	for _, size := range []int{1, 2, 3, len(want) - 1, len(want), len(want) + 1} {
		var got []casefile.Entry
		for req := (bonafide.PageRequest{Limit: size}); ; {
			page, err := b.cases.Timeline(ctx, officer, c.ID, req)
			require.NoError(t, err)
			got = append(got, page.Items...)
			if page.Next == "" {
				break
			}
			require.Len(t, page.Items, size)
			req.Cursor = page.Next
			cursors = append(cursors, page.Next+"A")
		}
		assert.Equal(t, want, got, "pages of %d", size)
	}
	for _, cursor := range cursors {
		if cursor == "." {
			continue
		}
		_, err := b.cases.Timeline(ctx, officer, c.ID, bonafide.PageRequest{Cursor: cursor})
		require.ErrorIs(t, err, bonafide.ErrCursor, cursor)
	}
	_, err = b.cases.Timeline(ctx, officer, c.ID, bonafide.PageRequest{Limit: bonafide.MaxItems + 1})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// A changed, dropped or added event of a stored case is found.
func TestTamperedHistoryIsFound(t *testing.T) {
	b := setup(t)
	c := b.approved(t)
	for name, change := range map[string]func([]bonafide.Event) []bonafide.Event{
		"changed": func(e []bonafide.Event) []bonafide.Event { e[2].Data = map[string]string{"check": "x"}; return e },
		"dropped": func(e []bonafide.Event) []bonafide.Event { return append(e[:3], e[4:]...) },
		"cut off": func(e []bonafide.Event) []bonafide.Event { return e[:len(e)-1] },
	} {
		cases := b.cases.WithStore(&aggregatetest.Tampered{Store: b.store, Change: change})
		_, err := timelineOf(cases, officer, c.ID)
		require.ErrorIs(t, err, bonafide.ErrChain, name)
		require.ErrorIs(t, cases.VerifyEvents(ctx, officer, c.ID), bonafide.ErrChain, name)
		_, err = cases.AsOf(ctx, officer, c.ID, b.now())
		require.ErrorIs(t, err, bonafide.ErrChain, name)
	}
}

// Duplicates are found over cases, platforms and secrets, by blind indexes; an
// entity that is changed or removed is no longer found.
func TestDuplicates(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.Templates = []casefile.Template{{Key: "kyb", Name: "none"}} })
	first := b.create(t, func(r *casefile.CreateRequest) {
		r.Individuals[0].SocialSecurityNumber = bonafide.NewSecret("512-43-2222")
	})
	twin := person("ANA", "López-")
	twin.LastName, twin.SocialSecurityNumber = "LOPEZ", bonafide.NewSecret("512432222")
	second, err := b.cases.Create(ctx, other,
		casefile.CreateRequest{Name: "Other", Individuals: []casefile.IndividualInput{twin}, Companies: []casefile.CompanyInput{company("bolt sas")}})
	require.NoError(t, err)
	found, err := b.cases.Duplicates(ctx, officer, second.ID)
	require.NoError(t, err)
	require.Len(t, found, 2)
	assert.Equal(t, casefile.Duplicate{Entity: second.Companies[0].ID, Case: first.ID, Other: first.Companies[0].ID, On: []string{"name", "registration_number"}}, found[0])
	assert.Equal(t, casefile.Duplicate{Entity: second.Individuals[0].ID, Case: first.ID, Other: first.Individuals[0].ID, On: []string{"name", "social_security_number"}}, found[1])

	c, err := b.cases.AddIndividual(ctx, other, second.ID, twin)
	require.NoError(t, err)
	found, err = b.cases.Duplicates(ctx, officer, second.ID)
	require.NoError(t, err)
	assert.Equal(t, second.ID, found[0].Case, "within the case as well")

	_, err = b.cases.RemoveEntity(ctx, other, second.ID, casefile.RemoveEntityRequest{Entity: c.Individuals[1].ID})
	require.NoError(t, err)
	x := first.Companies[0]
	fields := x.CompanyFields
	fields.Name, fields.Registration = "Renamed", ""
	_, err = b.cases.UpdateCompany(ctx, acme, first.ID, casefile.UpdateCompanyRequest{Company: x.ID, Fields: &fields, Seen: x.UpdatedAt})
	require.NoError(t, err)
	found, err = b.cases.Duplicates(ctx, officer, first.ID)
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, first.Individuals[0].ID, found[0].Entity)
}

// Neither the order of the names nor a middle name hides anybody, nor a tag of an e-mail address.
func TestDuplicatesHoweverWritten(t *testing.T) {
	b := setup(t)
	var cases []casefile.Case
	for _, x := range []struct{ first, last, email string }{
		{"Søren", "Ærø", ""}, {"AERO", "Soren", "written@example.com"}, {"Soren Ole", "Aerø", "Written+tag@example.com"}, {"Soren", "Olesen", ""}, {"", "Suharto", ""}, {"", "SUHARTO", ""},
	} {
		in := person(x.first, x.last)
		in.Email = bonafide.Email(x.email)
		c, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "Case", Individuals: []casefile.IndividualInput{in}})
		require.NoError(t, err)
		cases = append(cases, c)
	}
	for i, want := range []map[string][]string{
		{cases[1].ID: {"name"}, cases[2].ID: {"similar_name"}},
		{cases[0].ID: {"name"}, cases[2].ID: {"email", "similar_name"}},
		{cases[0].ID: {"similar_name"}, cases[1].ID: {"email", "similar_name"}},
		{},
		{cases[5].ID: {"name"}},
		{cases[4].ID: {"name"}},
	} {
		found, err := b.cases.Duplicates(ctx, officer, cases[i].ID)
		require.NoError(t, err)
		shared := make(map[string][]string)
		for _, d := range found {
			shared[d.Case] = d.On
		}
		assert.Equal(t, want, shared, "case %d", i)
	}
}

// External id: unique within a platform, which no other can block; clearable, found by
// id first and then by external id.
func TestExternalID(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	theirs, err := b.cases.Create(ctx, other, casefile.CreateRequest{Name: "x", ExternalID: "ext-1"})
	require.NoError(t, err)
	got, err := b.cases.Find(ctx, other, "ext-1")
	require.NoError(t, err)
	assert.Equal(t, theirs.ID, got.ID)
	_, err = b.cases.Find(ctx, officer, "ext-1")
	invalid(t, err, "id", casefile.CodeAmbiguous)
	_, err = b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "x", ExternalID: "ext-1"})
	var taken *bonafide.DuplicateError
	require.ErrorAs(t, err, &taken)
	assert.Equal(t, c.ID, taken.ID, "its own case")
	for _, ref := range []string{c.ID, "ext-1"} {
		got, err := b.cases.Find(ctx, acme, ref)
		require.NoError(t, err)
		assert.Equal(t, c.ID, got.ID)
	}
	clash, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "x", ExternalID: c.ID})
	require.NoError(t, err)
	got, err = b.cases.Find(ctx, acme, c.ID)
	require.NoError(t, err)
	assert.Equal(t, c.ID, got.ID, "the id comes first")
	_, err = b.cases.Label(ctx, acme, clash.ID, casefile.LabelRequest{ExternalID: casefile.To("ext-1")})
	require.ErrorIs(t, err, bonafide.ErrDuplicate)
	_, err = b.cases.Label(ctx, acme, c.ID, casefile.LabelRequest{ExternalID: casefile.Null[string]()})
	require.NoError(t, err)
	_, err = b.cases.Label(ctx, acme, clash.ID, casefile.LabelRequest{ExternalID: casefile.To("ext-1")})
	require.NoError(t, err, "free again")
	_, err = b.cases.Label(ctx, acme, c.ID, casefile.LabelRequest{ExternalID: casefile.To("")})
	invalid(t, err, "external_id", bonafide.CodeRequired)
	_, err = b.cases.Find(ctx, acme, "nothing")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// Tags, assignee, and what cases can be listed by.
func TestLabelsAndLists(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	b.create(t, func(r *casefile.CreateRequest) { r.ExternalID, r.Status = "", casefile.Draft })
	c, err := b.cases.Label(ctx, officer, c.ID, casefile.LabelRequest{AddTags: []string{"High Value", "vip"}, Assignee: casefile.To("officer-9")})
	require.NoError(t, err)
	c, err = b.cases.Label(ctx, officer, c.ID, casefile.LabelRequest{AddTags: []string{"VIP"}, RemoveTags: []string{"high value"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"vip"}, c.Tags)
	_, err = b.cases.Label(ctx, officer, c.ID, casefile.LabelRequest{AddTags: []string{"a;b"}})
	invalid(t, err, "add_tags", bonafide.CodeMalformed)
	_, err = b.cases.Label(ctx, officer, c.ID, casefile.LabelRequest{RemoveTags: []string{"none"}})
	invalid(t, err, "remove_tags", bonafide.CodeUnknown)
	for _, q := range []casefile.ListRequest{
		{Status: casefile.Open}, {Tag: "Vip"}, {Assignee: "officer-9"}, {Flag: casefile.ForFirstCollect}, {ContactHasActions: true},
		{Status: casefile.Open, Tag: "vip", Risk: risk.NotDefined, Template: "kyb"},
	} {
		list, err := b.cases.List(ctx, acme, q)
		require.NoError(t, err)
		require.Len(t, list.Items, 1, "%+v", q)
		assert.Equal(t, c.ID, list.Items[0].ID)
	}
	list, err := b.cases.List(ctx, acme, casefile.ListRequest{PageRequest: bonafide.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	list2, err := b.cases.List(ctx, acme, casefile.ListRequest{PageRequest: bonafide.PageRequest{Limit: 1, Cursor: list.Next}})
	require.NoError(t, err)
	assert.NotEqual(t, list.Items[0].ID, list2.Items[0].ID)
	foreign, err := b.cases.List(ctx, other, casefile.ListRequest{})
	require.NoError(t, err)
	assert.Empty(t, foreign.Items)
}

// A task's clock: breached on time, standing still while the contact has actions.
func TestTasks(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	c, err := b.cases.AddTask(ctx, officer, c.ID, casefile.AddTaskRequest{Title: "Call the owner", SLA: 4 * time.Hour, Assignee: "officer-9"})
	require.NoError(t, err)
	c, err = b.cases.AddTask(ctx, officer, c.ID, casefile.AddTaskRequest{Title: "Read the papers", SLA: 4 * time.Hour, Waits: true})
	require.NoError(t, err)
	require.True(t, c.ContactHasActions)
	assert.True(t, c.Tasks[1].Due().IsZero(), "it waits for the contact")
	b.wait(5 * time.Hour)
	n, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	c = b.get(t, c.ID)
	assert.False(t, c.Tasks[0].Breached.IsZero())
	assert.True(t, c.Tasks[1].Breached.IsZero())
	assert.Equal(t, -time.Hour, c.Tasks[0].Left(b.now()))
	assert.Equal(t, 4*time.Hour, c.Tasks[1].Left(b.now()))

	b.submit(t, contact, c, casefile.IDDocument)
	b.submit(t, acme, c, casefile.DocumentCheck)
	c = b.get(t, c.ID)
	require.False(t, c.ContactHasActions)
	b.wait(3 * time.Hour)
	assert.Equal(t, time.Hour, b.get(t, c.ID).Tasks[1].Left(b.now()))
	c, err = b.cases.CompleteTask(ctx, officer2, c.ID, casefile.CompleteTaskRequest{Task: c.Tasks[1].ID})
	require.NoError(t, err)
	assert.Equal(t, 3*time.Hour, c.Tasks[1].Spent)
	assert.Equal(t, officer2, c.Tasks[1].DoneBy)
	b.wait(48 * time.Hour)
	assert.True(t, b.get(t, c.ID).Tasks[1].Breached.IsZero())
	events, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	breaches := 0
	for _, e := range events {
		if e.Type == event.TaskBreached {
			breaches++
		}
	}
	assert.Equal(t, 1, breaches, "told once")
	_, err = b.cases.AddTask(ctx, officer, c.ID, casefile.AddTaskRequest{SLA: -1})
	invalid(t, err, "sla", bonafide.CodeOutOfRange)
	invalid(t, err, "title", bonafide.CodeRequired)
}

// Comments stand at their note, oldest first, and neither is ever changed.
func TestComments(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	for _, text := range []string{"first", "second"} {
		var err error
		c, err = b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: text})
		require.NoError(t, err)
	}
	before, content := c.Notes, c.Content
	for _, text := range []string{"agreed", "with a doubt"} {
		var err error
		c, err = b.cases.CommentNote(ctx, officer2, c.ID, casefile.CommentNoteRequest{Key: text, Note: before[1].ID, Text: text})
		require.NoError(t, err)
	}
	require.Len(t, c.Notes[1].Comments, 2)
	assert.Equal(t, content, c.Content, "an approval is about none of it")
	assert.Equal(t, before[0], c.Notes[0])
	for i, text := range []string{"agreed", "with a doubt"} {
		assert.Equal(t, casefile.Comment{ID: c.Notes[1].Comments[i].ID, Text: text, By: officer2, At: c.Notes[1].Comments[i].At}, c.Notes[1].Comments[i])
	}
	c.Notes[1].Comments = nil
	assert.Equal(t, before, c.Notes)

	_, err := b.cases.CommentNote(ctx, officer, c.ID, casefile.CommentNoteRequest{Note: "none", Text: "x"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = b.cases.CommentNote(ctx, officer, c.ID, casefile.CommentNoteRequest{Note: before[0].ID})
	invalid(t, err, "text", bonafide.CodeRequired)
	_, err = b.cases.CommentNote(ctx, acme, c.ID, casefile.CommentNoteRequest{Note: before[0].ID, Text: "x"})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	for range casefile.MaxComments {
		_, err = b.cases.CommentNote(ctx, officer, c.ID, casefile.CommentNoteRequest{Note: before[0].ID, Text: "x"})
		require.NoError(t, err)
	}
	_, err = b.cases.CommentNote(ctx, officer, c.ID, casefile.CommentNoteRequest{Note: before[0].ID, Text: "x"})
	invalid(t, err, "comments", bonafide.CodeTooMany)
}

// A key takes effect once; other content under it is a conflict.
func TestIdempotency(t *testing.T) {
	b := setup(t)
	req := request()
	req.Key = "k"
	c, err := b.cases.Create(ctx, acme, req)
	require.NoError(t, err)
	again, err := b.cases.Create(ctx, acme, req)
	require.NoError(t, err)
	assert.Equal(t, c.ID, again.ID)
	req.Individuals[0].SocialSecurityNumber = bonafide.NewSecret("512-43-2222")
	_, err = b.cases.Create(ctx, acme, req)
	require.ErrorIs(t, err, bonafide.ErrKeyReused, "secrets count")
	for range 2 {
		c, err = b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Key: "n", Text: "x"})
		require.NoError(t, err)
	}
	assert.Len(t, c.Notes, 1)
	_, err = b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Key: "n", Text: "y"})
	require.ErrorIs(t, err, bonafide.ErrKeyReused)
}
