package browsertest

import (
	"context"
	"html"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// A town is a world with somebody in every situation, and 1,000 hits to decide.
type town struct {
	*world
	open, proposed, approved casefile.Case
	filed                    string    // the page of a check with files
	taken                    string    // the check with a hit of somebody who was taken out of the approved case
	listed                   user.User // with a hit to decide
	paper                    papers
	views                    []view
}

func newTown(t *testing.T) *town {
	t.Helper()
	ctx := context.Background()
	w := &town{world: newWorld(t, memory.New("town"))}
	var err error
	w.listed, err = w.person(ctx, true)
	require.NoError(t, err)
	w.paper = w.papers(ctx)
	w.open = w.harbor(ctx, "Harbor Payments")
	w.proposed = w.world.proposed(ctx, w.settled(ctx, w.harbor(ctx, "Lighthouse Exchange")))
	w.approved = w.approve(ctx, w.harbor(ctx, "Pier Lending"))
	w.takeOut(ctx)
	w.filed = w.hand(ctx, w.open)
	w.shops(ctx, 60)
	w.crowd(ctx, 1000, 1)
	waiting, err := w.users.Queue(ctx, first, user.QueueRequest{For: user.ForHit})
	require.NoError(t, err)
	require.GreaterOrEqual(t, waiting.Count.N, int64(1000))
	base := "/cases/" + w.open.ID
	w.views = []view{
		{Name: "file of a user", Path: "/users/" + w.listed.ID},
		{Name: "hit of a user", Path: w.hitOfUser(), Shot: "desk-hit"},
		{Name: "number that waits", Path: "/users/" + w.paper.of.ID + "/documents/" + w.paper.number},
		{Name: "photo that waits", Path: "/users/" + w.paper.of.ID + "/documents/" + w.paper.photo},
		{Name: "proposal for a second reviewer", Path: "/users/" + w.paper.of.ID + "/proposals/" + w.paper.proposal, As: second.ID},
		{Name: "home", Path: "/"},
		{Name: "queue", Path: "/queues/hit"},
		{Name: "cases", Path: "/cases"},
		{Name: "case", Path: base},
		{Name: "check with a file", Path: w.filed},
		{Name: "owners", Path: base + "/ownership", Shot: "desk-owners"},
		{Name: "risk", Path: base + "/risk"},
		{Name: "keeping of a held case", Path: "/cases/" + w.approved.ID + "/keeping"},
		{Name: "check of somebody taken out", Path: "/cases/" + w.approved.ID + "/checks/" + w.taken},
		{Name: "review of an open case", Path: base + "/review"},
		{Name: "review by a second reviewer", Path: "/cases/" + w.proposed.ID + "/review", As: second.ID, Shot: "desk-review"},
		{Name: "review of a reopened case", Path: "/cases/" + w.approved.ID + "/review"},
		{Name: "hit of a case", Path: w.hitOf(w.open)},
		{Name: "earlier state", Path: base + "/past?at=2026-03-02T09:00"},
	}
	return w
}

// hand gives a check of a case that waits for evidence a picture, and the case a note with a
// comment. It returns the page of the check.
func (w *town) hand(ctx context.Context, c casefile.Case) string {
	w.t.Helper()
	i := slices.IndexFunc(c.Checks, func(k casefile.Check) bool { return k.Status == casefile.CheckInProgress })
	require.GreaterOrEqual(w.t, i, 0)
	_, err := w.cases.AttachFile(ctx, acme, c.ID, casefile.AttachFileRequest{Check: c.Checks[i].ID, MediaType: upload.PNG, Content: document.SandboxImage("ok")})
	require.NoError(w.t, err)
	c, err = w.cases.AddNote(ctx, first, c.ID, casefile.AddNoteRequest{Text: "asked the bank for its opinion"})
	require.NoError(w.t, err)
	_, err = w.cases.CommentNote(ctx, second, c.ID, casefile.CommentNoteRequest{Note: c.Notes[0].ID, Text: "they call back on Monday"})
	require.NoError(w.t, err)
	return "/cases/" + c.ID + "/checks/" + c.Checks[i].ID
}

// takeOut ends the investigation of whoever has a hit in the approved case, for which a
// court has asked.
func (w *town) takeOut(ctx context.Context) {
	w.t.Helper()
	i := slices.IndexFunc(w.approved.Checks, func(k casefile.Check) bool { return k.Screening != nil && len(k.Screening.Result.Hits) > 0 })
	require.GreaterOrEqual(w.t, i, 0)
	k := w.approved.Checks[i]
	w.taken = k.ID
	_, err := w.cases.DecideHits(ctx, first, w.approved.ID, casefile.DecideHitsRequest{Check: k.ID, Disposition: screening.TruePositive,
		Hits: []casefile.HitID{{List: k.Screening.Result.Hits[0].List, EntryID: k.Screening.Result.Hits[0].EntryID}}, Reason: "more came to light"})
	require.NoError(w.t, err)
	_, err = w.cases.SetRelevant(ctx, first, w.approved.ID, casefile.SetRelevantRequest{Entity: k.Entity, Reason: "sold his shares"})
	require.NoError(w.t, err)
	_, err = w.cases.Hold(ctx, second, w.approved.ID, casefile.HoldRequest{ID: "court-2026-114", Reason: "a court asked for the file"})
	require.NoError(w.t, err)
}

// hitOf is the page of the first check of a case with a hit to decide.
func (w *town) hitOf(c casefile.Case) string {
	for _, k := range c.Checks {
		if k.Screening != nil && len(k.Screening.Open(today)) > 0 {
			return "/cases/" + c.ID + "/checks/" + k.ID
		}
	}
	require.Fail(w.t, "the case has no hit")
	return ""
}

// TestDesk opens every page that links lead to, and those of particular states, and then does
// the main action of each with the keyboard alone.
func TestDesk(t *testing.T) {
	chromium := browser(t)
	w := newTown(t)
	j := job{Base: w.serve(), Chromium: chromium, Shots: shots(t), Pages: w.everyPage(), Acts: slices.Concat(w.userActs(), w.paperActs(), w.caseActs(), w.listActs())}
	if only := os.Getenv("DESK_PAGE"); only != "" {
		named := regexp.MustCompile(only)
		j.Pages = slices.DeleteFunc(j.Pages, func(v view) bool { return !named.MatchString(v.Name) })
		j.Acts = slices.DeleteFunc(j.Acts, func(a act) bool { return !named.MatchString(a.Name) })
	}
	t.Logf("%d pages, %d actions", len(j.Pages), len(j.Acts))
	run(t, j)
}

// everyPage are the pages of particular states, and one of every shape that links lead to.
func (w *town) everyPage() []view {
	views := slices.Clone(w.views)
	taken := make(map[string]bool)
	from := []string{"/"}
	for i := range views {
		if views[i].As == "" {
			views[i].As = first.ID
		}
		taken[views[i].Path] = true
		from = append(from, views[i].Path)
	}
	found := crawl(w.t, w.desk, first.ID, from...)
	for _, kind := range slices.Sorted(maps.Keys(found)) {
		if !taken[found[kind]] {
			views = append(views, view{Name: strings.TrimPrefix(kind, "/"), Path: found[kind], As: first.ID})
		}
	}
	return views
}

func (w *town) caseActs() []act {
	base := "/cases/" + w.open.ID
	return []act{
		{Name: "find a case", Path: "/cases", As: first.ID, Expect: "Harbor Payments",
			Steps: []step{{To: "#find", Type: w.open.ID, Press: "Enter"}}},
		{Name: "filter cases", Path: "/cases?status=approved", As: first.ID, Expect: "There is no such case",
			Steps: []step{{To: "#f-risk", Type: "prohibited"}, {To: "form.grid button", Press: "Enter"}}},
		{Name: "add a note", Path: base, As: first.ID, Expect: "asked the bank for a letter",
			Steps: []step{{To: "#note", Type: "asked the bank for a letter"}, {To: "form[action$=notes] button", Press: "Enter"}}},
		{Name: "comment on a note", Path: base, As: second.ID, Expect: "the bank answered",
			Steps: []step{{To: ".note summary", Press: "Space"}, {To: "#comment-0", Type: "the bank answered"}, {To: "form[action$=comments] button", Press: "Enter"}}},
		{Name: "open a file of a check", Path: w.filed, As: first.ID, Expect: "16 by 16 pixels",
			Steps: []step{{To: "#purpose-0", Press: "Enter"}}},
		{Name: "add a task", Path: base, As: first.ID, Expect: "call the notary",
			Steps: []step{{To: "#task", Type: "call the notary"}, {To: "#hours", Type: "8"}, {To: "form[action$=tasks] button", Press: "Enter"}}},
		{Name: "complete a control", Path: base, As: first.ID, Expect: "accounts of three years read",
			Steps: []step{{To: "#control-0", Type: "accounts of three years read", Press: "Enter"}}},
		{Name: "set the risk", Path: base + "/risk", As: first.ID, Expect: "a regulator asked about them",
			Steps: []step{{To: "#level", Type: "high"}, {To: "#comment", Type: "a regulator asked about them"}, {To: "form[action$=risk] button", Press: "Enter"}}},
		{Name: "decide a hit", Path: w.hitOf(w.open), As: first.ID, Expect: "another date of birth",
			Steps: []step{{To: "input[value=false_positive]", Press: "Space"}, {To: "#reason-0", Type: "another date of birth", Press: "Enter"}}},
		{Name: "withdraw a proposal is not for others, approve as second", Path: "/cases/" + w.proposed.ID + "/review", As: second.ID, Expect: "approved by reviewer officer-2, proposed by reviewer officer-1",
			Steps: []step{{To: "input[value=approve]", Press: "Space"}, {To: "#comment", Type: "agreed"}, {To: "form[action$='/review'] button", Press: "Enter"}}},
		{Name: "hold a case", Path: base + "/keeping", As: first.ID, Expect: "subpoena-7",
			Steps: []step{{To: "#matter", Type: "subpoena-7"}, {To: "#reason", Type: "a court asked", Press: "Enter"}}},
		{Name: "release a case", Path: "/cases/" + w.approved.ID + "/keeping", As: first.ID, Expect: "the court is done",
			Steps: []step{{To: "#release-0", Type: "the court is done", Press: "Enter"}}},
		{Name: "end what was found", Path: "/cases/" + w.approved.ID + "/checks/" + w.taken, As: first.ID, Expect: "he sold his shares long ago",
			Steps: []step{{To: "#dismiss", Type: "he sold his shares long ago", Press: "Enter"}}},
		{Name: "look at an earlier state", Path: base + "/past", As: first.ID, Expect: "as it stood at 2026-03-02T09:00",
			Steps: []step{{To: "#at", Type: "2026-03-02T09:00", Press: "Enter"}}},
		{Name: "go through the timeline", Path: base + "/timeline", As: first.ID, Expect: "What is different now",
			Steps: []step{{To: "ol.timeline a", Press: "Enter"}}},
		{Name: "look at the owners", Path: base, As: first.ID, Expect: "Regulation (EU) 2024/1624",
			Steps: []step{{To: "a[href$=ownership]", Press: "Enter"}}},
	}
}

func (w *town) listActs() []act {
	return []act{
		{Name: "ask who would change", Path: "/programs/us-personal/1", As: first.ID, Expect: "Nothing would change for",
			Steps: []step{{To: "form[action$=what-if] button", Press: "Enter"}}},
		{Name: "look who is not covered", Path: "/lists", As: first.ID, Expect: "Whoever is not named here was looked for",
			Steps: []step{{To: "main a[href*='/lists/']", Press: "Enter"}}},
	}
}

var hitLink = regexp.MustCompile(`href="/desk(/users/[^"]*/hits/[^"]*)"`)

// hitOfUser is the page of the hit that a user has to be decided.
func (w *town) hitOfUser() string {
	_, body, _ := get(w.t, w.desk, first.ID, "/users/"+w.listed.ID)
	hit := hitLink.FindStringSubmatch(body)
	require.NotNil(w.t, hit, "the file links to its hit")
	return html.UnescapeString(hit[1])
}

// userActs are those on a user's file; the user has a hit to decide.
func (w *town) userActs() []act {
	file := "/users/" + w.listed.ID
	return []act{
		{Name: "go to a queue", Path: "/", As: first.ID, Expect: "Hits to decide",
			Steps: []step{{To: "main a[href$='/queues/hit']", Press: "Enter"}}},
		{Name: "go to a user", Path: "/queues/hit", As: first.ID, Expect: "Reviewer",
			Steps: []step{{To: "main tbody a", Press: "Enter"}}},
		{Name: "go to a hit", Path: file, As: first.ID, Expect: w.listed.LegalNames[0],
			Steps: []step{{To: "main a[href*='/hits/']", Press: "Enter"}}},
		{Name: "search for a user", Path: "/search", As: first.ID, Expect: w.listed.LegalNames[0],
			Steps: []step{{To: "#q-name", Type: w.listed.LegalNames[0], Press: "Enter"}}},
		{Name: "hold a user", Path: file, As: first.ID, Expect: "subpoena-9",
			Steps: []step{{To: "#h-matter", Type: "subpoena-9"}, {To: "#h-reason", Type: "a court asked", Press: "Enter"}}},
		{Name: "decide a user's hit", Path: w.hitOfUser(), As: first.ID, Expect: "Changed.",
			Steps: []step{{To: "main [value=false_positive]", Press: "Space"}, {To: "main [name=reason]", Type: "another person of that name"}, {To: "main form:has([name=reason]) button", Press: "Enter"}}},
	}
}
