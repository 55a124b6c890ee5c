package desk

import (
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// itemsPerPage is how many users a list shows at once.
const itemsPerPage = 50

func homePages() []page {
	return []page{
		{pattern: "GET /{$}", title: "What waits for reviewers", nav: "Home", serve: home},
		{pattern: "GET /queues/{reason}", title: "Queue", serve: queue},
	}
}

// A line is one queue on the first page.
type line struct {
	Reason user.Reason
	Words  string
	Count  bonafide.Count
	First  *user.Wait // that which is due first
}

// home shows every queue with its count, and what is due first. It reads one user of each.
func home(q *request) (view, error) {
	var lines []line
	v := view{template: "home"}
	for _, reason := range user.Reasons() {
		found, err := q.desk.users.Queue(q.Context(), q.by, user.QueueRequest{For: reason, PageRequest: bonafide.PageRequest{Limit: 1}})
		if err = v.partly(err); err != nil {
			return v, err
		}
		l := line{Reason: reason, Words: reasonWords(reason), Count: found.Count}
		if len(found.Items) > 0 {
			l.First = firstFor(found.Items[0].Waits, reason)
		}
		lines = append(lines, l)
	}
	v.data = lines
	return v, nil
}

// firstFor returns the wait for a reason that is due first, or nil; for no reason, of all.
func firstFor(waits []user.Wait, reason user.Reason) *user.Wait {
	for _, w := range waits { // in the order in which they are due
		if reason == "" || w.For == reason {
			return &w
		}
	}
	return nil
}

// partly keeps records that cannot be read from stopping a list, and says so.
func (v *view) partly(err error) error {
	if errors.Is(err, bonafide.ErrUnreadable) {
		v.warning = "Some records cannot be read and are left out here. Somebody must repair them."
		return nil
	}
	return err
}

// A row is one user in a queue.
type row struct {
	ID, Name string
	Wait     *user.Wait
	More     int // other things that it waits for
}

// A listed is a page of a list of users.
type listed struct {
	Words string
	Count bonafide.Count
	First bool
	Rows  []row
	Next  string
}

// queue shows a page of the users who wait for one reason, or with "all" for any, that
// first which is due first.
func queue(q *request) (view, error) {
	reason := user.Reason(q.PathValue("reason"))
	if reason == "all" {
		reason = ""
	}
	v := view{template: "queue", title: reasonWords(reason)}
	found, err := q.desk.users.Queue(q.Context(), q.by, user.QueueRequest{For: reason, PageRequest: q.cursor(itemsPerPage)})
	if errors.Is(err, bonafide.ErrInvalid) {
		return v, bonafide.ErrNotFound
	}
	if err = v.partly(err); err != nil {
		return v, err
	}
	out := listed{Words: v.title, Count: found.Count, First: q.FormValue("cursor") == ""}
	for _, u := range found.Items {
		out.Rows = append(out.Rows, row{ID: u.ID, Name: nameOf(u), Wait: firstFor(u.Waits, reason), More: len(u.Waits) - 1})
	}
	out.Next = q.next(found.Next)
	v.data = out
	return v, nil
}

// reasonWords says what a queue is of.
func reasonWords(r user.Reason) string {
	switch r {
	case "":
		return "Everything that waits"
	case user.ForHit:
		return "Hits to decide"
	case user.ForSecond:
		return "Cleared matches for a second reviewer"
	case user.ForProposal:
		return "Proposals for a second reviewer"
	case user.ForDocument:
		return "Documents to look at"
	case user.ForDiligence:
		return "Enhanced due diligence"
	case user.ForNumber:
		return "Claimed phone numbers"
	case user.ForFlag:
		return "Flagged users"
	case user.ForLock:
		return "Locked users"
	case user.ForDuplicate:
		return "Possible duplicates"
	case user.ForFailed:
		return "Checks that never came about"
	}
	return plain(string(r))
}

// nameOf is what a user is called: its first legal name, or its id.
func nameOf(u user.User) string {
	if len(u.LegalNames) > 0 {
		return u.LegalNames[0]
	}
	return u.ID
}
