package desk

import (
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

func listPages() []page {
	return []page{
		{pattern: "GET /lists", title: "Lists and coverage", nav: "Lists", serve: listEditions},
		{pattern: "GET /lists/{edition}", title: "Who is not covered", serve: listUncovered},
	}
}

// An edition is what is loaded of one list.
type edition struct {
	Key, Name, Source string
	Edition           bonafide.Date
}

// An editions is what the host searches, and how far its walks are.
type editions struct {
	Lists []edition
	Days  []bonafide.Date // each edition's day, newest first
	Runs  []rescreen.Progress

	Changes []screening.EditionChange // what was done to the lists, newest first
}

// latestChanges is how much of what was done to the lists a page shows.
const latestChanges = 50

// listEditions shows which edition of which list is searched, and the runs that bring
// everybody to it.
func listEditions(q *request) (view, error) {
	var out editions
	if q.desk.opts.Lists != nil {
		loaded := q.desk.opts.Lists()
		known := make(map[string]screening.KnownList)
		for _, k := range screening.KnownLists() {
			known[k.Key] = k
		}
		for _, key := range slices.Sorted(maps.Keys(loaded)) {
			out.Lists = append(out.Lists, edition{key, named(known[key].Name, key), known[key].Source, loaded[key]})
			out.Days = append(out.Days, loaded[key])
		}
	}
	slices.SortFunc(out.Days, func(a, b bonafide.Date) int { return b.Compare(a) })
	out.Days = slices.Compact(out.Days)
	var err error
	if out.Changes, err = q.desk.users.Editions(q.Context(), q.by); err != nil {
		return view{}, err
	}
	slices.Reverse(out.Changes)
	out.Changes = out.Changes[:min(len(out.Changes), latestChanges)]
	if q.desk.opts.Runs != nil {
		if out.Runs, err = q.desk.opts.Runs(q.Context()); err != nil {
			return view{}, err
		}
	}
	return view{template: "list_editions", data: out}, nil
}

// An uncovered is a page of users who were not searched in the lists of a day.
type uncovered struct {
	Edition bonafide.Date
	Users   []string // ids
	Next    string
}

// listUncovered shows who was not yet looked for in the editions of a day.
func listUncovered(q *request) (view, error) {
	day, err := bonafide.ParseDate(q.PathValue("edition"))
	if err != nil {
		return view{}, bonafide.ErrNotFound
	}
	v := view{template: "list_uncovered", title: "Not covered by the lists of " + day.String()}
	found, err := q.desk.users.Uncovered(q.Context(), q.by, user.UncoveredRequest{Edition: day, PageRequest: q.cursor(itemsPerPage)})
	if err = v.partly(err); err != nil {
		return v, err
	}
	v.data = uncovered{day, found.Items, q.next(found.Next)}
	return v, nil
}
